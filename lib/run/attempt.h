/*
 * attempt.h: one attempt of a suggestion, TASK/l1/NN/I.J/K/ (hcc-tree(5)).
 *
 * The directory holds solution.* (the code), log (what it printed), the
 * submission and, published last, run.json: an attempt without run.json was
 * cut off and is run again.
 */
#ifndef HCC_RUN_ATTEMPT_H
#define HCC_RUN_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>
#include <jv.h>

#include "base/err.h"
#include "task/task.h"

struct attempt {
	const struct task *t;
	const char	*id;		/* "01/1.2/3" */
	const char	*code;		/* NULL: `command` is run */
	const char	*command;	/* for /bin/sh -c */
	const char *const *files;	/* copied in first, NULL-terminated */
	long		 seed;
	int		 cores;
	double		 limit;		/* seconds of wall time */
	double		 grace;
	uint64_t	 memory, output, disk;	/* bytes, 0: no limit */
	unsigned	 processes;
	bool		 sandbox;
	const char	*record, *replay;	/* directories (replay.h), or
						 * NULL or "" */
	int		 stop_fd;
	/* Asked every few seconds with {id, seconds, limit, log_bytes,
	 * claimed} (consumed): true stops the run. */
	bool		(*hopeless)(void *, jv run);
	void		*ctx;
};

/* Run it and publish run.json, whose content is returned in *run (also for a
 * failed program). HCC_AGAIN: it was stopped from outside; nothing is
 * published and the directory is gone. */
enum hcc_status	 attempt_run(const struct attempt *, jv *run,
		    struct hcc_err *);
/* Publish a failed attempt that never ran: the brain had no code. */
enum hcc_status	 attempt_refused(const struct task *, const char *id,
		    const char *class, const char *message, jv *run,
		    struct hcc_err *);

#endif
