/*
 * leaderboard.c: reading a leaderboard, and the medals of a score.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "score/leaderboard.h"

static bool
all_numbers(const struct csv *c, size_t col)
{
	double	 d;
	size_t	 i;

	for (i = 0; i < c->nrows; i++)
		if (!num_parse(csv_cell(c, i, col), &d))
			return false;
	return true;
}

/* Which column holds the scores. */
static enum hcc_status
find_scores(const struct csv *c, const char *path, size_t *col,
    struct hcc_err *e)
{
	size_t	 i, n = 0;

	for (i = 0; i < c->ncols; i++)
		if (strcasecmp(c->names[i], "score") == 0) {
			*col = i;
			return HCC_OK;
		}
	for (i = 0; i < c->ncols; i++)
		if (all_numbers(c, i)) {
			*col = i;
			n++;
		}
	if (n == 1)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "read leaderboard '%s': no column "
	    "'score' and %zu columns of numbers; name one 'score'", path, n);
}

/* Which direction is better; a board in no order is put in order. */
static void
direct(struct leaderboard *b, enum metric_goal goal)
{
	bool	 up = true, down = true;
	size_t	 i;
	double	 t;

	for (i = 1; i < b->n; i++) {
		up = up && b->scores[i - 1] <= b->scores[i];
		down = down && b->scores[i - 1] >= b->scores[i];
	}
	b->lower_better = b->scores[0] < b->scores[b->n - 1];
	if (up || down)
		return;
	b->lower_better = goal == METRIC_MINIMIZE;
	qsort(b->scores, b->n, sizeof(double), num_order);
	for (i = 0; !b->lower_better && i < b->n / 2; i++) {
		t = b->scores[i];
		b->scores[i] = b->scores[b->n - 1 - i];
		b->scores[b->n - 1 - i] = t;
	}
}

/* The score at a place, counted from 1; a share of the teams rounds down, as
 * int() does in MLE-bench, but is the first place at least. */
static double
at(const struct leaderboard *b, double place)
{
	size_t	 i = place < 1 ? 1 : (size_t)place;

	return b->scores[i - 1];
}

static void
thresholds(struct leaderboard *b)
{
	double	 n = (double)b->n;

	if (b->n < 100)
		b->gold = at(b, n * 0.1);
	else if (b->n < 250)
		b->gold = at(b, 10);
	else
		b->gold = at(b, 10 + floor(n * 0.002));
	b->silver = b->n < 250 ? at(b, n * 0.2) :
	    b->n < 1000 ? at(b, 50) : at(b, n * 0.05);
	b->bronze = b->n < 250 ? at(b, n * 0.4) :
	    b->n < 1000 ? at(b, 100) : at(b, n * 0.1);
	/* Exact halves: the board is in order. */
	b->median = (b->scores[(b->n - 1) / 2] + b->scores[b->n / 2]) / 2;
}

enum hcc_status
leaderboard_read(int dir, const char *path, enum metric_goal goal,
    struct leaderboard *b, struct hcc_err *e)
{
	struct csv	 c = { 0 };
	size_t		 i, col = 0;
	enum hcc_status	 st;

	memset(b, 0, sizeof(*b));
	if ((st = csv_read(dir, path, &c, e)) != HCC_OK)
		return st;
	if (c.nrows == 0)
		st = err_set(e, HCC_INPUT, "read leaderboard '%s': no team "
		    "below the header", path);
	else
		st = find_scores(&c, path, &col, e);
	b->scores = mem_zero(c.nrows, sizeof(double));
	for (i = 0; i < c.nrows && st == HCC_OK; i++)
		if (!num_parse(csv_cell(&c, i, col), &b->scores[i]))
			st = err_set(e, HCC_INPUT, "read leaderboard '%s': "
			    "line %ld: score '%.100s' is not a number", path,
			    c.lines[i], csv_cell(&c, i, col));
	b->n = c.nrows;
	csv_release(&c);
	if (st != HCC_OK) {
		leaderboard_release(b);
		return st;
	}
	direct(b, goal);
	thresholds(b);
	return HCC_OK;
}

void
leaderboard_release(struct leaderboard *b)
{
	free(b->scores);
	memset(b, 0, sizeof(*b));
}

/* To 5 decimal places, as Python's round() does. */
static double
rounded(double d)
{
	char	 text[400];

	if (isnan(d))
		return d;
	snprintf(text, sizeof(text), "%.5f", d);
	return strtod(text, NULL);
}

/* Is a as good as b? False when a is NaN. */
static bool
reaches(const struct leaderboard *b, double a, double other)
{
	return b->lower_better ? a <= other : a >= other;
}

jv
leaderboard_rank(const struct leaderboard *b, double score, jv obj)
{
	double	 s = rounded(score);
	bool	 gold = reaches(b, s, b->gold);
	bool	 silver = !gold && reaches(b, s, b->silver);
	bool	 bronze = !gold && !silver && reaches(b, s, b->bronze);
	size_t	 rank = 1;

	while (rank <= b->n && !reaches(b, s, b->scores[rank - 1]))
		rank++;
	obj = json_put_num(obj, "gold_threshold", b->gold);
	obj = json_put_num(obj, "silver_threshold", b->silver);
	obj = json_put_num(obj, "bronze_threshold", b->bronze);
	obj = json_put_num(obj, "median_threshold", b->median);
	obj = json_put(obj, "gold_medal", jv_bool(gold));
	obj = json_put(obj, "silver_medal", jv_bool(silver));
	obj = json_put(obj, "bronze_medal", jv_bool(bronze));
	obj = json_put(obj, "any_medal", jv_bool(gold || silver || bronze));
	obj = json_put(obj, "above_median", jv_bool(b->lower_better ?
	    s < b->median : s > b->median));
	obj = json_put(obj, "is_lower_better", jv_bool(b->lower_better));
	obj = json_put_num(obj, "teams", (double)b->n);
	obj = json_put_num(obj, "rank", isnan(s) ? NAN : (double)rank);
	return json_put_str(obj, "medal", gold ? "gold" : silver ? "silver" :
	    bronze ? "bronze" : "none");
}
