/*
 * store.h: update the base at the end of a task.
 */
#ifndef HCC_BIN_PROMOTE_STORE_H
#define HCC_BIN_PROMOTE_STORE_H

#include <jv.h>

#include "common/tool.h"
#include "task/state.h"
#include "wisdom/wisdom.h"

/* Credit the entries that the task was shown (credit_apply). An absent base is
 * ignored; one that cannot be written causes a warning. */
enum hcc_status	 promote_credit(const struct tool *, const char *base,
		    const struct task *, const struct state *,
		    struct hcc_err *);
/* Store an entry (consumed) with its vector (NULL: none) and resolve its near
 * duplicates (supersede_similar), in one transaction. */
enum hcc_status	 promote_store(const struct task *, struct wis *, jv entry,
		    const char *embedder, const float *v, size_t dim,
		    char id[65], struct hcc_err *);

#endif
