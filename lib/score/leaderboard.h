/*
 * leaderboard.h: a leaderboard, and where a score would stand on it.
 *
 * Medals go by the rules of MLE-bench (Chan et al. 2024, table 1), which are
 * Kaggle's: thresholds are the scores at fixed places of the board.
 */
#ifndef HCC_SCORE_LEADERBOARD_H
#define HCC_SCORE_LEADERBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/err.h"
#include "score/metric.h"

struct leaderboard {
	double	*scores;	/* best first */
	size_t	 n;		/* teams, at least 1 */
	bool	 lower_better;
	double	 gold, silver, bronze, median;
};

/* Read a csv file with a team in each row; the score is the column `score`
 * (any case) or the only one with numbers. Which direction is better is read
 * off the board, as MLE-bench does: its first row is the best. A board that
 * is not in order is sorted by `goal`. */
enum hcc_status	 leaderboard_read(int dir, const char *path,
		    enum metric_goal goal, struct leaderboard *,
		    struct hcc_err *);
void		 leaderboard_release(struct leaderboard *);
/* Put the members of MLE-bench's report, rank, teams and medal into `obj`
 * (consumed). NaN: no score, no medal. The score is rounded to 5 places for
 * the comparison, as MLE-bench does. */
jv		 leaderboard_rank(const struct leaderboard *, double score,
		    jv obj);

#endif
