/*
 * credit.h: what becomes of wisdom in the tasks that it is shown to, and when a
 * task's end merges what says the same.
 *
 * Which entries a task was shown stands in its prefetch.md, what came of them
 * in its tree and journal; the base gets a row for each (wisdom.h, wis_record_shown).
 */
#ifndef HCC_WISDOM_CREDIT_H
#define HCC_WISDOM_CREDIT_H

#include <jv.h>

#include "base/err.h"
#include "lua/script.h"
#include "task/state.h"
#include "task/task.h"
#include "wisdom/wisdom.h"

/* Note in the base which entries the task's prefetch.md shows. Called again it
 * changes nothing. HCC_NONE: the task has no journal yet. */
enum hcc_status	 credit_record_shown(struct wis *, const struct task *,
		    struct hcc_err *);

/*
 * What came of the wisdom: {attempts, seconds (both until the first valid
 * score), score, rank, control, outcome, used}. When a phase had a control
 * direction, the best of the informed ones is compared with the best of the
 * control: more than the noise floor apart is "win" or "harm" and `rank` 1 or
 * 2, anything else "neutral". A floor that was not measured is the share
 * noise_unknown of promote.lua (`policy`). `used`: ids that suggestions of that phase name
 * (a line "From: ID, ID").
 */
enum hcc_status	 credit_outcome(const struct task *, const struct state *,
		    struct script *policy, jv *outcome, struct hcc_err *);

/* A task ends: every entry that it was shown is credited, once, and
 * promote.lua (`policy`: verdict) may confirm or demote it, unless a person
 * has decided. All in one transaction. */
enum hcc_status	 credit_apply(struct wis *, const struct task *, const struct state *,
		    struct script *policy, struct hcc_err *);

/* Near duplicates of an entry just made, whose descriptor has the vector `v`:
 * promote.lua (`policy`: same) decides which of two stands; the other is
 * superseded by it. */
enum hcc_status	 supersede_similar(struct wis *, const char *id, const char *embedder,
		    const float *v, size_t dim, struct script *policy,
		    struct hcc_err *);

/* Take the sections of an entry out of PLACE/prefetch.md, under the lock of
 * that task. *changed: there were some. HCC_MISSING: there is no such task any
 * more; HCC_AGAIN: somebody is working in it. */
enum hcc_status	 credit_forget(const char *place, const char *id, bool *changed,
		    struct hcc_err *);

#endif
