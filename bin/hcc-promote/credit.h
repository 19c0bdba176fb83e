/*
 * credit.h: at a task's end, what becomes of wisdom in the base.
 */
#ifndef HCC_BIN_PROMOTE_CREDIT_H
#define HCC_BIN_PROMOTE_CREDIT_H

#include <jv.h>

#include "common/tool.h"
#include "task/state.h"
#include "wisdom/wisdom.h"

/* Count what came of the entries that the task was shown (credit_apply). A
 * base that is gone is none of our business, one that may not be written is
 * worth a warning. */
enum hcc_status	 promote_credit(const struct tool *, const char *base,
		    const struct task *, const struct state *,
		    struct hcc_err *);
/* Put an entry (consumed) with its vector (NULL: none) and merge it with its
 * near duplicates (supersede_similar), in one transaction. */
enum hcc_status	 promote_store(const struct task *, struct wis *, jv entry,
		    const char *embedder, const float *v, size_t dim,
		    char id[65], struct hcc_err *);

#endif
