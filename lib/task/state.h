/*
 * state.h: the state of a task, computed from its files alone.
 *
 * A suggestion is done when its result.json exists; a phase is complete when
 * all suggestions of its plan are done and the best one is run on all its other
 * seeds, promoted when l2/NN.md exists and
 * l1/NN does not; the task is ended when done.json exists. The results of
 * promoted phases are those of the note. A phase whose plan somebody has made
 * unreadable has what L1 or the note tells, and is complete unless its plan is
 * the latest.
 */
#ifndef HCC_TASK_STATE_H
#define HCC_TASK_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/err.h"
#include "task/plan.h"
#include "task/result.h"
#include "task/task.h"

struct phase {
	int			 phase;
	bool			 complete, promoted;
	char			*unread;	/* what is wrong in its plan,
						 * file and line; NULL: none */
	struct plan		*plan;		/* what could be read of it */
	struct suggestion	*suggestions;	/* of all directions, then the
						 * recorded commands */
	size_t			 count;
};

/* done.json */
struct done {
	char	*hcc;		/* version that ended the task */
	char	*why;
	char	*best;		/* id of the best solution, or NULL */
	double	 score, spent;
};

struct state {
	char		*task;		/* path */
	char		*id;
	int		 phase;		/* of the latest plan; -1: none */
	bool		 prefetched;	/* prefetch.md is there */
	bool		 described;	/* descriptor.txt is there */
	bool		 working;	/* some result is valid */
	bool		 blended;	/* since the last result */
	struct done	*ended;		/* NULL: the task goes on */
	char		*given_up;	/* why hcc-watch gave it up, or NULL */
	struct result	*best;		/* best/result.json, or NULL */
	int		 best_phase;	/* the latest when it was found */
	struct phase	*phases;
	size_t		 count;
	double		 spent;		/* seconds of work */
	double		 budget, left;	/* seconds; INFINITY: no limit */
	double		 start;		/* seconds that a program takes until it
					 * prints something: the first that
					 * worked; NAN */
	double		 last;		/* time of the last event, or of a
					 * beat after it; 0: none */
	int		 attempts;
	int		 events, torn;	/* lines of the journal; unreadable */
	int		 finished;	/* events that are more than a start */
};

extern const struct record done_record, state_record;

/* state_free in any case. */
enum hcc_status	 state_read(const struct task *, struct state *,
		    struct hcc_err *);
void		 state_free(struct state *);
/* The phase with this number, or NULL; a suggestion of it by its id. */
const struct phase	*state_phase(const struct state *, int phase);
const struct suggestion	*phase_suggestion(const struct phase *,
		    const char *id);
/* HCC_INPUT, and why, when nobody knows what the phase has to do: its plan
 * cannot be read. A phase that is none, such as -1, is fine. */
enum hcc_status		 state_readable(const struct state *, int phase,
			    struct hcc_err *);
/* Does it have a result of a run? (A note lists also what was not run.) */
bool		 suggestion_was_run(const struct suggestion *);
/* The first phase that is complete but not promoted, from 01 on; -1: none.
 * The first with something to run; -1: none. */
int		 state_due_promotion(const struct state *);
int		 state_due_run(const struct state *);

#endif
