/*
 * board.h: the hypothesis board: what a task believes, what was tried, what to
 * try next.
 *
 * It is computed from plans, results and notes alone. Directions whose titles
 * say nearly the same are one idea; judgements and rules that say the same are
 * one statement, of which the newest counts.
 */
#ifndef HCC_BRAIN_BOARD_H
#define HCC_BRAIN_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/note.h"
#include "task/state.h"

struct board_idea {
	char		*title;		/* of its newest direction */
	int		 runs, failed;
	char		*best;		/* id of the best result, or NULL */
	double		 score;		/* of that */
	double		 improved;	/* its improvement of its base; NAN */
	double		 interval;	/* half of its 95 % interval; NAN */
	double		 gain;		/* sum of what its runs improved */
	char		*cause;		/* of its last failure, or NULL */
};

/* A judgement, with verdict "rule" a rule, with "unverified" what its evidence
 * does not bear out. */
struct board_statement {
	char		*key;		/* what makes it the same as another */
	char		*verdict, *claim;
	char		*state;		/* as of a judgement */
	char		*at;		/* "l2/03.md:15"; a rule: "l2/03.md" */
	char		*ref;		/* what it cites first, or NULL */
	int		 times;		/* how often it was made */
	char		*against;	/* where the opposite was said */
};

/* Something that could be tried. */
struct board_open {
	char		*key;		/* as of a statement */
	char		*title;
	char		*from;		/* where it stands and why it is open */
	int		 phase;		/* of the plan or note there; or 0 */
	int		 alike;		/* runs of its idea so far */
	bool		 struck;	/* before it ran, or not admitted */
	double		 gain;		/* expected improvement */
};

struct board {
	struct board_idea	*ideas;		/* best first */
	size_t			 nideas;
	struct board_statement	*statements;	/* sure, newest first */
	size_t			 nstatements;
	struct board_open	*open;		/* most promising first */
	size_t			 nopen;
	int			 tried, failed;
	double			 prior;		/* what a run improved on
						 * average */
	char			*best;		/* id */
	double			 best_change, best_interval;
	int			 since;		/* phases after the best */
};

/* The note of each promoted phase that can be read, in `notes` (the array is
 * the caller's, freed with board_free_notes). */
void		 board_read_notes(const struct task *, const struct state *,
		    struct note **notes, size_t *n);
void		 board_free_notes(struct note *notes, size_t n);
/* Make the board. board_free in any case. */
void		 board_make(const struct task *, const struct state *,
		    const struct note *notes, size_t n, struct board *);
void		 board_free(struct board *);
/* Append it as Markdown; `busy`: a process works on the task. */
void		 board_format(struct buf *, const struct task *,
		    const struct state *, const struct board *, bool busy);

#endif
