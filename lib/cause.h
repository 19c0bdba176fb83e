/*
 * cause.h: why a run failed, and what it claimed, read from its log.
 *
 * Both work on bytes in memory: the end of a log (a few hundred kilobytes
 * tell it all) that need not start at the start of a line. Escape sequences
 * are ignored; \r ends a line as \n does, but only \n is counted.
 */
#ifndef HCC_CAUSE_H
#define HCC_CAUSE_H

#include <stdbool.h>
#include <stddef.h>

enum cause_class {
	CAUSE_OTHER = 0,
	CAUSE_MISSING_VALUES,
	CAUSE_UNSEEN_CATEGORY,
	CAUSE_TYPE,
	CAUSE_SHAPE,
	CAUSE_MEMORY,
	CAUSE_TIMEOUT,
	CAUSE_IMPORT,
	CAUSE_KEY,
	CAUSE_VALUE,
	CAUSE_FILE,
	CAUSE_SUBMISSION,	/* chosen by the caller, not by the log */
	CAUSE_NO_METRIC,	/* chosen by the caller */
	CAUSE_KILLED		/* a signal: crash, abort, kill */
};

/* Bytes of the log: a line without its end, `to` excluded. */
struct span {
	size_t		 from, to;
};

struct cause {
	enum cause_class class;
	char		 message[301];	/* one line: the last failure */
	char		 frame[160];	/* "solution.py:41": the deepest frame
					 * in the user's own files, or "" */
	long		 line;		/* of the message, from 1 */
	struct span	 at;		/* of its bytes */
};

/* The failure that ended the run: the last Python exception (its own file
 * found through chained ones), else the last error that R, Julia, a shell, C
 * or the system reported. False if the log tells of none; the struct is then
 * empty and of class "other". */
bool		 cause_find(const char *log, size_t n, struct cause *);
/* "missing_values", "type" ..; and back, CAUSE_OTHER for unknown names. */
const char	*cause_name(enum cause_class);
enum cause_class cause_class(const char *name);

/* The value of the last line `metric: VALUE`. False when there is none, or
 * when that line's value is not a finite number. `line` and `at` may be
 * NULL. */
bool		 claim_find(const char *log, size_t n, double *value,
		    long *line, struct span *at);

#endif
