/*
 * err.h: one status for the whole project, and the sentence that goes with it.
 *
 * Library functions return a status and describe the failure in a struct
 * hcc_err that the caller owns; the library itself never prints or exits.
 * Tools turn a status into their exit status with err_exit_code().
 */
#ifndef HCC_BASE_ERR_H
#define HCC_BASE_ERR_H

#include <stdarg.h>

enum hcc_status {
	HCC_OK = 0,
	HCC_NONE,		/* nothing to do, no match */
	HCC_UNSOLVED,		/* done, but the task has no valid solution */
	HCC_USAGE,		/* wrong command line */
	HCC_INPUT,		/* bad input: file, record or value */
	HCC_MISSING,		/* an input does not exist */
	HCC_UNAVAILABLE,	/* a program or service is not there */
	HCC_INTERNAL,		/* a bug, or memory is exhausted */
	HCC_IO,			/* reading or writing failed */
	HCC_AGAIN,		/* try later: locked, limited, budget spent */
	HCC_PERMISSION,
	HCC_CONFIG		/* a policy, brain or configuration is wrong */
};

struct hcc_err {
	enum hcc_status status;
	char text[1024];	/* "verb object 'path': reason", no newline */
};

#define HCC_ERR_INIT { HCC_OK, "" }

/* Record a failure; returns `st` so that callers can `return err_set(..)`.
 * Control characters of the message are replaced by '?'. `e` may be NULL. */
enum hcc_status	 err_set(struct hcc_err *, enum hcc_status, const char *, ...)
		    __attribute__((format(printf, 3, 4)));
/* The same with ": " and the text of errno; ENOENT, EACCES and EPERM choose
 * their own status, everything else is HCC_IO. */
enum hcc_status	 err_errno(struct hcc_err *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
/* Put "prefix: " before the recorded text; returns the recorded status. */
enum hcc_status	 err_prefix(struct hcc_err *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
enum hcc_status	 err_nomem(struct hcc_err *);

/* The number of sysexits(3). */
int		 err_exit_code(enum hcc_status);
/* The status behind the exit status of one of our tools; HCC_UNAVAILABLE for
 * what none of them would return. */
enum hcc_status	 err_from_exit_code(int exit);

#endif
