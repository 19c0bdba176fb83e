/*
 * watch.h: the two halves of hcc-watch: what is to be done, what is shown.
 */
#ifndef HCC_BIN_WATCH_WATCH_H
#define HCC_BIN_WATCH_WATCH_H

#include <sys/types.h>
#include <stdbool.h>
#include <jv.h>

#include "common/tool.h"
#include "task/task.h"

#define WATCH_ARGS 16

/* One task that is driven. */
struct job {
	struct task	 t;
	int		 lock;		/* of the directory: one watcher */
	pid_t		 pid;		/* running step, 0: none */
	char		 step[32];	/* its name */
	int		 events;	/* finished things before it */
	double		 retry_at;	/* epoch; 0: now */
	int		 failures;
	int		 waits;		/* "try again later" in a row */
	double		 retry, longest;	/* knobs of watch.lua */
	bool		 ran;		/* `step` ran since `events` */
	bool		 dirty;		/* to be looked at */
	bool		 stuck;		/* until a file changes */
	bool		 exhausted;	/* the brain has nothing new */
	double		 unfit;		/* a budget in which nothing more fits,
					 * seconds; NAN: none is known */
	bool		 worked;	/* some step was run */
	bool		 reported;		/* its end was printed */
	bool		 over;		/* ended, or given up */
	bool		 failed;
	bool		 missing;	/* task.md has gone */
};

/* The next command for a job: fills argv (allocated; NULL-terminated) or
 * leaves argv[0] NULL: nothing to do. The knobs of watch.lua in *knobs. */
enum hcc_status	 watch_next(struct job *, char *argv[WATCH_ARGS],
		    int *events, jv *knobs, struct hcc_err *);
void		 watch_free_args(char *argv[WATCH_ARGS]);

/* Draw the state of all jobs on the terminal, over what was drawn before;
 * `lines` is how many that were. Returns how many are there now. */
int		 watch_draw(struct job *, size_t n, int lines);

#endif
