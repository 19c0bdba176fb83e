/*
 * classes.h: the classes of a task, as its training table has them.
 */
#ifndef HCC_SCORE_CLASSES_H
#define HCC_SCORE_CLASSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

struct classes {
	struct hash	 seen;
	char		**v;
	size_t		 n, cap;
	bool		 truths;	/* true and false, in whatever words */
	bool		 none;		/* some cells are empty */
};

/* The distinct values of a column of a csv file (relative to `dir`). False:
 * they cannot be read, or there are none. */
bool		 classes_read(struct classes *, int dir, const char *path,
		    const char *column);
/* Is it a class? 1.0 is 1, and where classes are truth values so is "yes". */
bool		 classes_have(const struct classes *, const char *label);
/* The first of them, for a message. */
const char	*classes_some(const struct classes *, char *, size_t);
void		 classes_release(struct classes *);

#endif
