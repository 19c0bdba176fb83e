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
	bool		 blends;	/* hcc-exec -B, not a phase */
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
	char		 told[65];	/* what a dumb terminal shows of it */
};

/* The next command for a job: fills argv (allocated; NULL-terminated) or
 * leaves argv[0] NULL: nothing to do. The knobs of watch.lua in *knobs. */
enum hcc_status	 watch_next(struct job *, char *argv[WATCH_ARGS],
		    int *events, jv *knobs, struct hcc_err *);
void		 watch_free_args(char *argv[WATCH_ARGS]);

/* A task has come to its end: `how` is "ended", "given up" or "paused",
 * `summary` a sentence. Run the command that the user's watch.lua names, if any,
 * and wait for it; what goes wrong with it is said, and changes nothing. */
void		 watch_done(const struct tool *, const struct job *,
		    const char *how, const char *summary);

#define DRAWN_MAX	512

/* What is on the terminal. */
struct drawn {
	bool		 dumb;		/* its cursor cannot move */
	int		 tty;
	int		 said;		/* a pipe: what is said meanwhile; -1 */
	size_t		 lines;
	unsigned short	 widths[DRAWN_MAX];
};

/* From here on what goes to the standard error waits for the next drawing, so
 * that messages stand above the tasks; watch_draw_close ends that. -1 with
 * errno. */
int		 watch_draw_open(struct drawn *);
void		 watch_draw_close(struct drawn *);
/* Draw the state of all jobs on the terminal, over what was drawn before. */
void		 watch_draw(struct job *, size_t n, struct drawn *);

#endif
