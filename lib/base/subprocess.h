/*
 * subprocess.h: run a program as a filter: bytes in, bytes out.
 */
#ifndef HCC_BASE_SUBPROCESS_H
#define HCC_BASE_SUBPROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct subprocess {
	const char *const *argv;	/* argv[0] is a path; NULL-terminated */
	const struct buf *in;		/* its standard input */
	size_t		 max;		/* bytes that it may answer */
	int		 stop_fd;	/* readable: stop it; -1: none */
	double		 deadline;	/* of clock_steady(): stop it; 0:
					 * none */
	bool		 group;		/* it leads a process group, which is
					 * killed when it is stopped */
};

/* What it prints is appended to `out`; its standard error is ours. *status is
 * the exit status (127: it is not there), or 128 + the signal. The program may
 * read and write in any order, and dies with us. HCC_AGAIN: stopped;
 * HCC_UNAVAILABLE: it answered more than `max` bytes. */
enum hcc_status	 subprocess_run(const struct subprocess *, struct buf *out,
		    int *status, struct hcc_err *);

#endif
