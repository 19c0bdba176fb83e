/*
 * run.h: start one program in an attempt directory, watch it, end it.
 *
 * Invariants when run_exec returns: every process that the run started is
 * dead and reaped, its control groups are gone, `log` holds what it printed
 * and nothing else was added to the attempt directory. The caller must not
 * ignore SIGCHLD and must not reap children it does not know.
 */
#ifndef HCC_RUN_RUN_H
#define HCC_RUN_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "run/sandbox.h"
#include "run/spare.h"
#include "run/warm.h"
#include "task/result.h"

/* What a run uses, as the monitor saw it last. */
struct run_use {
	double		 elapsed, cpu_s;	/* seconds; of all processes */
	uint64_t	 memory;		/* bytes */
};

/* A limit of 0 is no limit. Start from RUN_SPEC_INIT. */
struct run_spec {
	int			 dir;		/* the attempt directory */
	const char		*dirpath;	/* its absolute path */
	const char *const	*argv;		/* ends with NULL */
	const char		*input;		/* absolute; a link is fine;
						   NULL: no data */
	const char		*base;		/* the same, as ./base */
	const char		*python;	/* packages of hcc, or NULL */
	const struct sandbox_binds *binds;	/* more paths, or NULL */
	bool			 network;	/* that of the host */
	bool			 reserves;	/* address space means nothing:
						   GPU drivers reserve it */
	bool			 sandbox;	/* false: nothing hidden */
	bool			 direct;	/* see supervisor_direct() */
	struct spare		*spare;		/* of runs before it, or NULL */
	const struct warm	*warm;		/* a fork server, or NULL */
	char *const		*env;		/* more NAME=VALUE, or NULL */
	double			 wall_s;
	double			 cpu_s;		/* all processes together */
	uint64_t		 memory_bytes;	/* all processes together */
	uint64_t		 output_bytes;	/* of the log */
	uint64_t		 disk_bytes;	/* of the attempt directory */
	unsigned		 processes;
	double			 grace_s;	/* SIGTERM to SIGKILL */
	const char		*cgroup;	/* see cgroup.h; NULL: detect */
	int			 stop_fd;	/* readable: stop now; -1 */
	bool			(*tick)(void *, const struct run_use *);
							/* false: stop */
	void			*ctx;		/* for tick */
	double			 tick_s;	/* the first comes after one */
};

#define RUN_SPEC_INIT { .dir = -1, .sandbox = true, .grace_s = 5, \
	.stop_fd = -1, .tick_s = 1 }

struct run_end {
	double		 start;		/* seconds since the epoch */
	double		 end;
	int		 exit;		/* -1: ended by a signal */
	int		 signal;	/* 0: it exited */
	const char	*limit;		/* NULL, or what ended the run: time,
					   cpu, memory, output, disk,
					   processes, stopped,
					   hopeless (by tick) */
	struct held_by	 held_by;	/* strings are not ours to free */
	double		 cpu_s;		/* user and system, all processes */
	uint64_t	 peak_memory;
	uint64_t	 log_bytes;
	double		 silent_s;	/* until it printed something; 0: it
					   did not */
};

/*
 * Run spec->argv to its end. HCC_OK whenever the program ran, however it
 * ended. HCC_UNAVAILABLE: the sandbox or the program could not be started,
 * and the message says what to do about it; nothing of it is in the log.
 */
enum hcc_status	 run_exec(const struct run_spec *, struct run_end *,
		    struct hcc_err *);

/* Put what a run_end knows into the record of the run. */
void		 run_end_put(const struct run_end *, struct run *);

#endif
