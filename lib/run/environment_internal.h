/*
 * environment_internal.h: private to environment*.c.
 */
#ifndef HCC_RUN_ENVIRONMENT_INTERNAL_H
#define HCC_RUN_ENVIRONMENT_INTERNAL_H

#include <limits.h>

#include "run/environment.h"

/* An environment while it is read. */
struct opening {
	struct environment	*env;
	const char		*taskdir;
	const struct places	*at;
	struct hcc_err		*e;
};

/* A path as settings name it (~/x, /x, x of the task), whole and without what
 * leads up. HCC_INPUT: it has no meaning. */
enum hcc_status	 environment_path(const struct opening *, const char *,
		    char out[PATH_MAX]);
/* Show programs a path and what it leads to; `why` is for the message. What
 * would show sealed labels or a whole home is HCC_INPUT. */
enum hcc_status	 environment_bind(const struct opening *, const char *path,
		    const char *why);
/* Is it, or what it lies in, shown already? */
bool		 environment_shows(const struct environment *,
		    const char *path);
/* Ask all interpreters that are named, since a program in one language may
 * start another; show what they need and put them on PATH. */
enum hcc_status	 environment_interpreters(const struct opening *, jv settings,
		    const struct language *own);

#endif
