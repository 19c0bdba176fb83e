/*
 * credit.h: count how entries helped the tasks that were shown them, and
 * supersede near duplicates at the end of a task.
 *
 * The entries are those in prefetch.md of the task, the outcome is computed
 * from its tree and journal; the base gets a row for each (wis_record_shown).
 */
#ifndef HCC_WISDOM_CREDIT_H
#define HCC_WISDOM_CREDIT_H

#include <jv.h>

#include "base/err.h"
#include "lua/script.h"
#include "task/state.h"
#include "task/task.h"
#include "wisdom/wisdom.h"

/* Record in the base which entries prefetch.md of the task shows. Idempotent.
 * HCC_NONE: the task has no journal yet. */
enum hcc_status	 credit_record_shown(struct wis *, const struct task *,
		    struct hcc_err *);

/* The outcome of the wisdom: {attempts, seconds (both until the first valid
 * score), score, control, outcome ("win", "harm", "neutral"; control.h)} and,
 * when a phase had a control direction, rank (2 for harm, else 1) and used: the
 * ids that its suggestions cite; where its folds were compared, also gain and
 * comparison (control.h). */
enum hcc_status	 credit_outcome(const struct task *, const struct state *,
		    struct script *policy, jv *outcome, struct hcc_err *);

/* At the end of a task, credit every entry that it was shown, once; promote.lua
 * (`policy`: verdict) may confirm or demote it, unless a person has decided.
 * One transaction. */
enum hcc_status	 credit_apply(struct wis *, const struct task *,
		    const struct state *, struct script *policy,
		    struct hcc_err *);

/* Resolve near duplicates of a new entry, whose descriptor has the vector `v`:
 * promote.lua (`policy`: resolve_duplicate) decides which of two entries is
 * kept and supersedes the other. */
enum hcc_status	 supersede_similar(struct wis *, const char *id,
		    const char *embedder, const float *v, size_t dim,
		    struct script *policy, struct hcc_err *);

#endif
