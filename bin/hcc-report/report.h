/*
 * report.h: one task as the sections of the report see it.
 */
#ifndef HCC_BIN_REPORT_REPORT_H
#define HCC_BIN_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/hash.h"
#include "brain/board.h"
#include "hcc-report/page.h"
#include "score/leaderboard.h"
#include "task/evidence.h"
#include "task/note.h"
#include "task/state.h"

/* A suggestion that was run, in the order in which results came. */
struct moment {
	const struct suggestion	*s;
	double			 at;	/* seconds of work until then */
	bool			 adopted;	/* it was the best once */
};

/* From when on a solution was the best. */
struct reign {
	const struct moment	*m;
	double			 at;
};

struct report {
	const struct task	*t;
	char			 prefix[16];	/* of anchors: "t1-" */
	struct state		 state;	/* results of promoted phases are
					 * those of their archives */
	struct note		*notes;
	size_t			 nnotes;
	struct board		 board;
	struct evidence		*ev;
	jv			 events;
	double			*at;	/* seconds of work, of each event */
	struct moment		*moments;
	size_t			 nmoments;
	struct reign		*bests;	/* in order */
	size_t			 nbests, bests_cap;
	struct hash		 ids;	/* of a suggestion -> its moment */
	jv			 calls;	/* settled lines of the ledger */
	jv			 preview;	/* front matter of preview.md */
	struct leaderboard	 teams;	/* n 0: there is none */
	bool			 busy;
};

/* Read all that a report needs. report_free in any case. */
enum hcc_status	 report_read(const struct task *, int number,
		    struct report *, struct hcc_err *);
void		 report_free(struct report *);
/* The moment of a suggestion's id, NULL: it has none. */
const struct moment *report_moment(const struct report *, const char *id);
/* The result that counts as a score, NAN for others. */
double		 moment_score(const struct moment *);
/* Seconds of work at a time of the clock. */
double		 report_spent(const struct report *, double t);
/* What the measured score of the best would get on the leaderboard: rank and
 * medal (leaderboard_rank), null without one. */
jv		 report_rank(const struct report *);

/* A link to a suggestion's row, by its id or another text. */
void		 report_link(struct buf *, const struct report *,
		    const char *id);
void		 report_link_as(struct buf *, const struct report *,
		    const char *id, const char *text);
/* "<section id=.. ><h3>title</h3>"; the end is </section>. */
void		 report_section(struct buf *, const struct report *,
		    const char *name, const char *title);

/* The sections; each writes nothing where there is nothing to say. */
void		 report_summary(struct buf *, const struct report *);
void		 report_history(struct buf *, const struct report *);
void		 report_sparkline(struct buf *, const struct report *);
void		 report_timeline(struct buf *, const struct report *);
void		 report_tree(struct buf *, const struct report *);
void		 report_board(struct buf *, const struct report *);
void		 report_runs(struct buf *, const struct report *);
enum hcc_status	 report_notes(struct buf *, const struct report *,
		    struct hcc_err *);
void		 report_wisdom(struct buf *, const struct report *);
void		 report_spending(struct buf *, const struct report *);
void		 report_leaks(struct buf *, const struct report *);
enum hcc_status	 report_code(struct buf *, const struct report *,
		    struct hcc_err *);

#endif
