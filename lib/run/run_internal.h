/*
 * run_internal.h: private to run.c and run_end.c. A process at work.
 */
#ifndef HCC_RUN_RUN_INTERNAL_H
#define HCC_RUN_RUN_INTERNAL_H

#include "run/cgroup.h"
#include "run/monitor.h"
#include "run/rlimits.h"
#include "run/run.h"
#include "run/sandbox.h"
#include "run/supervisor.h"

/* A directory that the program finds beside its own files. */
struct shown {
	const char	*name;		/* "input" */
	char		*path;		/* resolved */
	bool		 made;		/* ./NAME is ours */
};

struct process {
	const struct run_spec	*spec;
	struct run_end		*end;
	struct hcc_err		*e;
	struct shown		 input, base;
	int			 log;
	int			 null;
	off_t			 log_start;
	mode_t			 mode;		/* of the attempt directory */
	struct sandbox		 box;
	struct strvec		 env;
	char			*program;	/* without the sandbox */
	struct cgroup		 cgroup;
	struct rlimits		 limits;
	struct supervisor		 supervisor;
	int			 first;		/* of its job */
	double			 began;		/* monotonic */
	struct monitor		 monitor;
	struct warm_run		 warm;			/* pid -1: it is not */
};

/* Fill its end: `status` of wait(2), and what it used. */
enum hcc_status	 process_end(struct process *, int status,
		    const struct rusage *);
/* Without the sandbox a program can take its log's name away. What it
 * printed is still behind our descriptor: put it back. */
enum hcc_status	 process_restore_log(struct process *);

#endif
