/*
 * exec.h: what hcc-exec does: a phase of a plan, a command that is recorded, a
 * program of a person, a blend, a job of a cluster.
 */
#ifndef HCC_BIN_EXEC_EXEC_H
#define HCC_BIN_EXEC_EXEC_H

#include <jv.h>

#include "common/tool.h"
#include "lua/script.h"
#include "run/attempt.h"
#include "run/environment.h"
#include "run/limits.h"
#include "run/progress.h"
#include "task/state.h"

struct exec_options {
	struct tool	 tool;
	const char	*brain;
	const char	*command;	/* -c; "-": lines of stdin */
	bool		 blend;		/* -B */
	const char	*adopt;		/* -a; an id or a directory */
	const char	*job;		/* -J; a directory of TASK/job */
	struct opt_list	 files;		/* -f */
	double		 limit;		/* -t, seconds; 0: exec.lua's */
	int		 slots;		/* -j; 0: exec.lua's */
	const char	*confine;	/* -S: bwrap or none */
	bool		 sandbox;	/* the same */
	struct environment env;		/* of the task at work */
	double		 keep;		/* bytes that its runs may leave */
	double		 phase_tokens;	/* promote.lua's; 0: no bound */
	const char	*python;	/* packages for programs, or NULL */
	int		 signal;	/* that stopped us, 0: none */
};

/* Run what is open of a phase of the state; `wanted` (borrowed) is an array of
 * ids, null: all. What is done is marked so. Prints a record for each result,
 * then one of kind "phase". */
enum hcc_status	 exec_phase(struct exec_options *, const struct task *,
		    struct state *, int phase, jv wanted, struct hcc_err *);
/* Record a command (or those of stdin) as runs l1/NN/0.J. */
enum hcc_status	 exec_command(struct exec_options *, const struct task *,
		    struct hcc_err *);
/* Make a run or a directory of a person's own the best (own.c). */
enum hcc_status	 exec_own(struct exec_options *, const struct task *,
		    struct hcc_err *);
/* Blend what runs have left (blend.c). HCC_NONE: there is nothing to blend. */
enum hcc_status	 exec_blend(struct exec_options *, const struct task *,
		    struct hcc_err *);
/* Run the attempt of a job, on its node (job.c). */
enum hcc_status	 exec_job(struct exec_options *, const struct task *,
		    struct hcc_err *);

/* A run that is recorded by itself, and its one attempt: the caller sets what
 * is to be run. Who closes it says that it is done. */
struct recording {
	struct attempt	 attempt;
	struct run	 run;
	char		 id[64];	/* "00/0.1" */
	char		 at[80];	/* "00/0.1/1" */
	int		 lock;
};
/* Its limits: it is no part of the budgeted search. `lanes` may run at once. */
enum hcc_status	 recording_limits(const struct exec_options *,
		    const struct task *, int lanes, struct limits *,
		    struct hcc_err *);
/* Claim and lock l1/NN/0.J, the place of the next one. `limits` NULL: those of
 * one run. recording_close in any case. */
enum hcc_status	 recording_open(struct recording *,
		    const struct exec_options *, const struct task *,
		    const struct limits *, struct hcc_err *);
/* Make the attempt and tell the journal. When it could not be made its place
 * is removed, unless a job of it goes on. */
enum hcc_status	 recording_run(struct recording *, struct hcc_err *);
void		 recording_close(struct recording *);

/* A run that a lowered budget no longer covers is stopped, and exec.lua may
 * stop one that cannot win. An error there lets it run on, and is told
 * once. */
struct hopeless {
	struct script		*policy;
	const struct task	*t;
	const struct result	*best;		/* its score, or NAN */
	const struct tool	*tool;
	const struct budget	*budget;	/* NULL: not watched here */
	bool			 told;
};
bool		 hopeless_ask(void *hopeless, struct progress *);

#endif
