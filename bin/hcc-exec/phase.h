/*
 * phase.h: a phase at work: its directions, and what is to be run of them.
 */
#ifndef HCC_BIN_EXEC_PHASE_H
#define HCC_BIN_EXEC_PHASE_H

#include "hcc-exec/exec.h"
#include "run/budget.h"
#include "run/turns.h"

/* Make the attempts of a suggestion, or run one of them with another seed. */
struct phase_job {
	struct suggestion	*s;
	int			 attempt, seed;	/* seed 0: make attempts */
	bool			 audit;		/* or audit this attempt, */
	bool			 control;	/* without suspect columns */
};

/* A lane: what is still to be run of a direction, or of a part of it, and its
 * own best. */
struct direction_run {
	struct phase_job	*jobs;
	size_t		 n, cap, next;
	struct phase_job	 current;
	struct suggestion **own;	/* all of them, in order */
	size_t		 nown, own_cap;
	struct result	 best;		/* valid ones; id NULL: none */
};

struct phase_run {
	struct exec_options	*o;
	const struct task	*t;
	struct script		*policy, *brain;
	jv			 input;		/* of the brain */
	struct limits		 limits;
	struct phase		*phase;
	struct result		 best;		/* of the task; id NULL: none */
	struct direction_run	*dirs;
	size_t			 ndirs;
	struct turns		 turns;		/* at the slots */
	struct warm		 warm;		/* its fork server, perhaps */
	struct budget		 budget;
	bool			 waits;		/* the brain, for a model */
	bool			 no_audit;	/* the data allow none */
	jv			 suspects;	/* columns of a control .. */
	bool			 changed;	/* .. whatever the score is */
	bool			 settled;	/* a suggestion is done */
	bool			 unfit;		/* a job did not fit */
	bool			 closed;	/* its context is full */
	enum hcc_status		 worst;
	struct hcc_err		 err;
};

/* In the child: run the current job of a lane (struct pool). */
int		 phase_work(void *phase_run, size_t lane, int stop_fd);
/* Make *to a copy of *by. */
void		 phase_replace(struct result *to, const struct result *by);

/* Spread the pending suggestions that were asked for over lanes. */
void		 queue_fill(struct phase_run *, jv wanted, int slots);
/* A newly adopted solution without folds is run again on other seeds, once, if
 * that is cheap: this gives the noise floor. How many such runs are due. */
int		 queue_seeds_due(const struct phase_run *,
		    const struct result *);
/* Queue those of them that a run before this has not made. */
void		 queue_seeds(const struct phase_run *, struct direction_run *,
		    struct suggestion *, const struct result *);
/* Is a claim too good, and not of a recipe, and could an audit show it that
 * there was no time for, or that failed? Ask behind queue_audit(). */
bool		 queue_unproven(const struct phase_run *,
		    const struct result *);
/* Before a claim counts it is audited, once, where nothing else measures (or
 * a control is wanted) and the data and the time allow it. True: the audit
 * comes next. */
bool		 queue_audit(struct phase_run *, struct direction_run *,
		    const struct result *);
/* What is too good to be true is run once more without the columns that
 * preview.md suspects, and everything without those that the test rows
 * contradict. True: that comes next. */
bool		 queue_control(const struct phase_run *,
		    struct direction_run *, const struct result *);

/* Have the suggestions of a lane used up its share of the tokens that a phase
 * may have (promote.lua: phase_tokens)? It then begins no more. The share, and
 * not what all lanes have, so that no clock decides. */
bool		 phase_full(struct phase_run *, const struct direction_run *);
/* The lanes that were full: what they did not begin goes on in the next plan,
 * which is published before it is taken out of this one. */
enum hcc_status	 phase_close(struct phase_run *);
/* Does a suggestion go on there? */
bool		 phase_moves(const struct phase_run *, const char *id);

/* The attempts of the current suggestion of a lane, or its audit, have ended:
 * adopt what came of it, publish it, or queue what must come first. */
enum hcc_status	 settle_suggestion(struct phase_run *, struct direction_run *);
/* A run with another seed has ended. */
enum hcc_status	 settle_seed(struct phase_run *, struct direction_run *,
		    bool failed);
/* The last seed had ended when a kill came? Then none is queued. */
enum hcc_status	 settle_seeds(struct phase_run *, bool *settled);

#endif
