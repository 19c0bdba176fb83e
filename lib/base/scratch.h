/*
 * scratch.h: a directory for as long as a process needs it. Who makes one
 * removes those of its kind that killed processes have left beside it.
 */
#ifndef HCC_BASE_SCRATCH_H
#define HCC_BASE_SCRATCH_H

#include "base/err.h"

struct scratch {
	char	*path;			/* NULL: none */
	int	 lock;			/* of who needs it, to its end */
};

#define SCRATCH_INIT { NULL, -1 }

/* Make `where`/hcc-`name`.XXXXXX, for this user alone. It goes with
 * scratch_remove. */
enum hcc_status	 scratch_make(struct scratch *, const char *where,
		    const char *name, struct hcc_err *);
void		 scratch_remove(struct scratch *);

#endif
