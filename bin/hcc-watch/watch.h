/*
 * watch.h: the parts of hcc-watch: which tasks (tasks.c), what is next
 * (next.c), a step (step.c) and its failure (failure.c), what is shown
 * (draw.c), and the end (done.c).
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
struct watched {
	struct task	 t;
	int		 lock;		/* of the directory: one watcher */
	pid_t		 pid;		/* running step, 0: none */
	char		 step[32];	/* its name */
	bool		 blends;	/* hcc-exec -B, not a phase */
	int		 events;	/* finished things before it */
	double		 begun;		/* clock_steady at the first step, see
					 * journal_beat; 0: there was none */
	double		 retry_at;	/* clock_steady; 0: now */
	int		 failures;
	int		 waits;		/* "try again later" in a row */
	double		 left;		/* of the budget, seconds; INFINITY:
					 * no limit */
	long		 writer;	/* process that it was said to wait
					 * for; 0: none */
	/* Knobs of watch.lua: seconds, and a count. */
	double		 timer, retry, max_retry, max_failures;
	int		 broken;	/* a step ended with this status, and
					 * hcc-fsck -f runs; 0: none */
	bool		 mended;	/* it has run since the last step that
					 * ended well */
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

#define DRAWN_MAX	512

/* What is on the terminal. */
struct drawn {
	bool		 dumb;		/* its cursor cannot move */
	int		 tty;
	int		 said;		/* a pipe: what is said meanwhile; -1 */
	size_t		 lines;
	unsigned short	 widths[DRAWN_MAX];
};

struct watch {
	struct tool	 tool;
	bool		 until_end;	/* -1 */
	bool		 tty;
	int		 parallel;	/* -j */
	int		 inotify, sigfd;
	struct watched	*tasks;
	size_t		 n, cap;
	char		**roots;	/* directories of tasks */
	size_t		 nroots, roots_cap;
	int		 signal;
	double		 timer;		/* shortest of the tasks' */
	double		 next_timer;
	double		 beat;		/* the last one, monotonic */
	struct drawn	 drawn;
};

/* Take an operand under watch: a task, or a directory of tasks. */
void		 watch_add(struct watch *, jv rec);
/* New tasks below the directories that were given. */
void		 watch_scan(struct watch *);
/* Be woken when files of a task change. */
void		 watch_files(struct watch *, const char *path);

/* The next command for a task: fills argv (allocated; NULL-terminated) or
 * leaves argv[0] NULL: nothing to do. Reads the knobs too. */
enum hcc_status	 watch_next(struct watched *, char *argv[WATCH_ARGS],
		    int *events, struct hcc_err *);
void		 watch_free_args(char *argv[WATCH_ARGS]);

/* A task has come to its end: `how` is "ended", "given up" or "paused",
 * `summary` a sentence. Run the command that the user's watch.lua names, if
 * any, and wait for it; what goes wrong with it is said, and changes
 * nothing. */
void		 watch_done(const struct tool *, const struct watched *,
		    const char *how, const char *summary);

/* Look at one task and start what is next. */
void		 watch_advance(struct watch *, struct watched *);
/* Look at the steps that have ended. */
void		 watch_reap(struct watch *);

/* Does a process of another watch, or of a person, work on the task? Then it is
 * said once, and looked at again soon. */
bool		 watch_waits(struct watch *, struct watched *);
/* Is it an exit code of errors that persist until a file changes? */
bool		 watch_is_permanent(int code);
/* Such an error: a person must correct it. */
void		 watch_block(struct watch *, struct watched *, enum hcc_status);
/* A step failed: wait, longer each time, and at last give up. */
void		 watch_back_off(struct watch *, struct watched *);
/* A step must be tried again later. A spent budget of the task or the run is
 * for a person to raise; nothing of the task is lost. */
void		 watch_pause(struct watch *, struct watched *);

/* From here on what goes to the standard error waits for the next drawing, so
 * that messages stand above the tasks; watch_draw_close ends that. -1 with
 * errno. */
int		 watch_draw_open(struct drawn *);
void		 watch_draw_close(struct drawn *);
/* Draw the state of all tasks on the terminal, over what was drawn before. */
void		 watch_draw(struct watched *, size_t n, struct drawn *);

#endif
