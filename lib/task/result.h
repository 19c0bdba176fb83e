/*
 * result.h: what a run has left, and what came of a suggestion (hcc-tree(5)).
 *
 *	l1/NN/I.J/K/run.json	struct run: an attempt, one process
 *	l1/NN/I.J/result.json	struct result: the suggestion, its best attempt
 *	best/result.json	struct result: the adopted solution
 *
 * A new member is a line in the struct, one in the table of result.c and one in
 * the schema.
 */
#ifndef HCC_TASK_RESULT_H
#define HCC_TASK_RESULT_H

#include <limits.h>
#include <stdbool.h>
#include <jv.h>

#include "base/buf.h"
#include "base/record.h"
#include "task/keep.h"
#include "task/task.h"

/* Why a run failed. */
struct cause {
	char	*class;		/* failure_name(), or "brain" */
	char	*message;	/* one line */
	char	*frame;		/* "solution.py:41", or NULL */
	char	*at;		/* reference to the bytes of the log, or NULL */
};

/* What enforced the limits that were set: "monitor" (hcc looks, and kills),
 * "cgroup v1", "cgroup v2" (the kernel); NULL: there was no such limit. */
struct held_by {
	char	*time, *cpu, *memory, *processes, *disk, *output;
};

/* The solution that a suggestion was built on, as it stood when that began. */
struct base {
	char	*id;
	double	 score;
	double	 noise;		/* between seeds (MAD), NAN */
	jv	 folds;		/* array of numbers, or null */
};

#define SEED_NONE LONG_MIN

/* NAN, NULL and 0 where it does not apply. */
struct run {
	char		*id;		/* "01/1.2/3" */
	char		*hcc;		/* version that ran it */
	char		*status;	/* "ok", "failed", "timeout";
					 * "measured": it was to measure, and
					 * did */
	char		*command;	/* of a recorded command */
	char		*host, *runner;
	char		*job;		/* of the runner, or NULL */
	char		*interpreter;	/* "/x/bin/python (Python 3.11.2)" */
	char		*gpu;		/* "nvidia0", "nvidia0,nvidia1" */
	bool		 sandbox;
	long		 seed;
	int		 cores;
	double		 time_limit;	/* seconds */
	double		 start, end;	/* seconds since the epoch */
	double		 seconds;
	int		 exit;		/* -1: ended by a signal */
	int		 signal;	/* 0: none */
	char		*limit;		/* the limit that ended it, or NULL */
	struct held_by	*held_by;
	double		 cpu_s, peak_memory, log_bytes;
	double		 silent_s;	/* seconds until it printed something */
	char		*code_sha256;
	bool		 smoke;		/* it failed when it was tried out */
	double		 smoke_seconds;	/* of its smoke run; NAN: none */
	double		 claimed;	/* the metric that was printed.. */
	long		 claimed_line;	/* ..on this line of the log */
	char		*claimed_at;	/* ..and these bytes, a reference */
	jv		 folds;		/* scores of folds that were printed,
					 * an array, or null */
	double		 measured;	/* on sealed labels */
	struct base	*built_on;	/* of the suggestion; NULL: none */
	struct cause	*cause;		/* NULL: it is ok */
	char		*base;		/* id of the run that ./base was of */
	struct kept_list keep;		/* what it left in ./keep */
	jv		 read;		/* files of ./input that it opened, an
					 * array of names; null: not known */
	jv		 submission;	/* report of submission_check() */
};

struct result {
	char		*id;		/* "01/1.2" */
	char		*title, *text;	/* of the suggestion; of a draft the
					 * text that the brain gave */
	char		*status;	/* as of a run; of a note: "not run" */
	double		 score;		/* what counts for choosing */
	double		 claimed, measured;
	char		*not_measured;	/* why, where labels are sealed */
	struct base	*base;		/* what it was built on; NULL:
					 * nothing */
	double		 change;	/* score less that of the base */
	double		 error;		/* standard error of the change */
	double		 interval;	/* half of its 95 % interval */
	double		 delta;	/* score less that of the best, when it
					 * ended */
	double		 noise;		/* floor of the best */
	jv		 folds;		/* as of the run */
	jv		 read;		/* likewise */
	double		 audited;	/* on training rows that were kept from
					 * it (data/audit.h) */
	double		 control;	/* the same without suspect columns */
	char		*suspect;	/* why it is too good, or NULL */
	double		 seconds;
	int		 attempt;	/* which one */
	int		 attempts;	/* of how many */
	bool		 adopted;
	int		 seeds;		/* in best/: runs on other seeds that
					 * are due, 0: no more */
	char		*code_sha256, *claimed_at;
	char		*limit;		/* as of the run: what scores all the
					 * same, does by what it had handed in
					 * before */
	struct cause	*cause;
};

extern const struct record cause_record, held_by_record, base_record,
    run_record, result_record;

/* Is it a status that says "valid"? NULL is none. */
bool	 status_ok(const char *status);
/* Has it done what it was to do, "ok" or "measured"? */
bool	 status_worked(const char *status);
/* The limit that ended a run whose score is of what it had handed in before,
 * and no score of its program; NULL of all others. */
const char *result_stopped(const struct result *);
/* Was it struck before a run of it began? It has not failed then. */
bool	 result_struck(const struct result *);
/* Is it a blend of earlier runs, which trains nothing? Its text says so. */
#define RESULT_BLEND "A blend of earlier runs."	/* known to exec.lua */
bool	 result_is_blend(const struct result *);
/* Append what a table says beside a result: its cause, "class: message at
 * frame"; of a score that a run had before a limit ended it "limit: time; the
 * score .."; nothing of others. */
void	 result_add_cause(struct buf *, const struct result *);
/* Read l1/ID/run.json. False without one: the attempt has not ended. The
 * caller frees with run_free in any case. */
bool	 run_load(const struct task *, const char *id, struct run *);
/* The same for those who act on it: an error when it cannot be read now. */
enum hcc_status	 run_find(const struct task *, const char *id, struct run *,
	    bool *found, struct hcc_err *);
void	 run_free(struct run *);
void	 result_free(struct result *);

#endif
