/*
 * runs.h (private to digest): extremes of each run, fold or model.
 *
 * A log of several trainings in a row counts its epochs again and again. When
 * a counter falls back a run has ended, and the extremes of the metrics since
 * the run began are noted. A counter that starts over more than RUNS times
 * counts steps within epochs, or too many folds: its notes are dropped.
 */
#ifndef HCC_DIGEST_RUNS_H
#define HCC_DIGEST_RUNS_H

#include "digest/template.h"

enum {
	RUNS = 12,
	NESTS = 16,		/* counters given up, then no more runs */
	RUN_SLOTS = 4096	/* slots followed, of all forms together */
};

struct field_runs {
	double	 now[2];		/* extremes since the run began */
	char	 text[RUNS + 1][2][24];	/* of each run, as the log has them */
	struct span at[RUNS + 1][2];	/* the lines where they stand */
};

/* The line of `f`, which has a counter: has a run ended before it? */
void	 runs_count(struct templates *, struct template *,
	    const struct log_line *);
/* A value of a slot of a form whose runs are followed. */
void	 runs_value(const struct templates *, struct template *,
	    unsigned slot, const struct number *, const struct log_line *);

#endif
