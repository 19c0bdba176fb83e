/*
 * failure.h: why a run failed, read from the end of its log (log_lines.h).
 */
#ifndef HCC_RUN_FAILURE_H
#define HCC_RUN_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/log_lines.h"

enum failure_class {
	FAILURE_OTHER = 0,
	FAILURE_MISSING_VALUES,
	FAILURE_UNSEEN_CATEGORY,
	FAILURE_TYPE,
	FAILURE_SHAPE,
	FAILURE_MEMORY,
	FAILURE_TIMEOUT,
	FAILURE_IMPORT,
	FAILURE_KEY,
	FAILURE_VALUE,
	FAILURE_FILE,
	FAILURE_SUBMISSION,	/* chosen by the caller, not by the log */
	FAILURE_NO_METRIC,	/* chosen by the caller */
	FAILURE_KILLED,		/* a signal: crash, abort, kill */
	FAILURE_LEAK		/* chosen by the caller: a claim that is not
				 * borne out by what is measured */
};

struct failure {
	enum failure_class class;
	char		 message[301];	/* one line: the last failure */
	char		 frame[160];	/* "solution.py:41": the deepest frame
					 * in the user's own files, or "" */
	long		 line;		/* of the message, from 1 */
	struct span	 at;		/* of its bytes */
};

/* The failure that ended the run: the last Python exception (its own file
 * found through chained ones), else the last error that R, Julia, a shell, C
 * or the system reported. False if the log has none; the struct is then
 * empty and of class "other". */
bool		 failure_find(const char *log, size_t n, struct failure *);
/* "missing_values", "type" ..; and back, FAILURE_OTHER for unknown names. */
const char	*failure_name(enum failure_class);
enum failure_class failure_class(const char *name);

#endif
