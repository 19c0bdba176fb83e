/*
 * promote_life.h: at a task's end, what becomes of wisdom in the base.
 */
#ifndef HCC_BIN_PROMOTE_LIFE_H
#define HCC_BIN_PROMOTE_LIFE_H

#include <jv.h>

#include "../lib/wisdom.h"
#include "tool.h"

/* Count what came of the entries that the task was shown (life_credit). A
 * base that is gone is none of our business, one that may not be written is
 * worth a warning. */
enum hcc_status	 promote_credit(const struct tool *, const char *base,
		    const struct task *, jv state, struct hcc_err *);
/* Put an entry (consumed) with its vector (NULL: none) and merge it with its
 * near duplicates (life_merge), in one transaction. */
enum hcc_status	 promote_put(const struct task *, struct wis *, jv entry,
		    const char *embedder, const float *v, size_t dim,
		    char id[65], struct hcc_err *);

#endif
