/*
 * grade_target.c: the score of one label column.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "score/grade_internal.h"
#include "score/labels.h"
#include "score/score.h"

/* "read 'submission.csv': line 7: column 'y': value 'abc' .." */
enum hcc_status
grade_bad_value(const struct grading *g, bool of_truth, size_t row, size_t col,
    const char *why)
{
	const struct csv	*c = of_truth ? &g->truth : &g->sub;

	return err_set(g->e, of_truth ? HCC_CONFIG : HCC_INPUT, "read '%s': "
	    "line %ld: column '%.100s': value '%.100s' %s",
	    of_truth ? g->tname : g->sname, c->lines[row], c->names[col],
	    csv_cell(c, row, col), why);
}

/* One column of either file as numbers, in the order of the labels. */
static enum hcc_status
numbers(const struct grading *g, bool of_truth, size_t col, double *out,
    size_t stride)
{
	const struct csv	*c = of_truth ? &g->truth : &g->sub;
	size_t			 i, row;

	for (i = 0; i < g->truth.nrows; i++) {
		row = of_truth ? i : g->row[i];
		if (!num_parse(csv_cell(c, row, col), &out[i * stride]))
			return grade_bad_value(g, of_truth, row, col,
			    "is not a finite number");
		if (g->m->id == METRIC_RMSLE && out[i * stride] < 0)
			return grade_bad_value(g, of_truth, row, col,
			    "is below zero, where rmsle is not defined");
	}
	return HCC_OK;
}

static enum hcc_status
values(struct grading *g, size_t tcol, size_t scol, double *score)
{
	size_t		 n = g->truth.nrows;
	double		*y = calloc(n + 1, sizeof(*y));
	double		*p = calloc(n + 1, sizeof(*p));
	enum hcc_status	 st;

	if (y == NULL || p == NULL)
		st = err_nomem(g->e);
	else if ((st = numbers(g, true, tcol, y, 1)) == HCC_OK &&
	    (st = numbers(g, false, scol, p, 1)) == HCC_OK)
		*score = score_values(g->m->id, y, p, n);
	free(y);
	free(p);
	return st;
}

static enum hcc_status
ranked(struct grading *g, size_t tcol, size_t scol, double *score)
{
	long double	 sum = 0;
	double		 s;
	size_t		 i;

	for (i = 0; i < g->truth.nrows; i++) {
		s = score_average_precision(csv_cell(&g->truth, i, tcol),
		    csv_cell(&g->sub, g->row[i], scol), g->k);
		if (isnan(s))
			return grade_bad_value(g, true, i, tcol,
			    "has more labels than can be");
		sum += s;
	}
	*score = (double)(sum / (long double)g->truth.nrows);
	return HCC_OK;
}

/* A column of the labels as class numbers. */
static enum hcc_status
true_classes(const struct grading *g, const struct labels *k, size_t tcol,
    int *y)
{
	size_t	 i;

	for (i = 0; i < g->truth.nrows; i++) {
		if (*csv_cell(&g->truth, i, tcol) == '\0')
			return grade_bad_value(g, true, i, tcol, "is no label");
		y[i] = labels_find(k, csv_cell(&g->truth, i, tcol));
	}
	return HCC_OK;
}

static enum hcc_status
predicted_classes(const struct grading *g, const struct labels *k,
    const struct labels *known, size_t scol, int *p)
{
	const char	*s;
	size_t		 i;
	double		 d;

	for (i = 0; i < g->truth.nrows; i++) {
		s = csv_cell(&g->sub, g->row[i], scol);
		if (num_missing(s) || (p[i] = labels_find(k, s)) == -1)
			return grade_bad_value(g, false, g->row[i], scol,
			    "is no label");
		if (known->whole && num_parse(s, &d) && d != floor(d))
			return grade_bad_value(g, false, g->row[i], scol,
			    "is no label: the labels are whole numbers");
	}
	return HCC_OK;
}

/* The class that counts as positive: told, named by the column, or usual. */
static enum hcc_status
positive_class(const struct grading *g, const struct labels *k, long scol,
    int *positive)
{
	const char	*told = g->o->positive;

	*positive = -1;
	if (told == NULL && scol >= 0 && g->m->pred == METRIC_PROBABILITY)
		*positive = labels_find(k, g->sub.names[scol]);
	else if (told != NULL && (*positive = labels_find(k, told)) == -1)
		return err_set(g->e, HCC_CONFIG, "grade by %s: the positive "
		    "label '%.100s' is none of the labels in '%s'", g->m->name,
		    told, g->tname);
	if (*positive == -1)
		*positive = labels_positive(k, g->m->id == METRIC_F1);
	/* A lone negative label: nothing is positive. */
	if (*positive == -1 && k->n > 1)
		return err_set(g->e, HCC_CONFIG, "grade by %s: '%s' has %d "
		    "labels and none of them is known as the positive one",
		    g->m->name, g->tname, k->n);
	return HCC_OK;
}

/* The truth has labels that nobody predicted, and the other way round: the
 * classes of the metric are those of both. */
static enum hcc_status
labels(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct labels	 k = { 0 }, known = { 0 };
	size_t		 n = g->truth.nrows;
	int		*y = calloc(n + 1, sizeof(*y));
	int		*p = calloc(n + 1, sizeof(*p));
	int		 positive = 0;
	bool		 nomem = y == NULL || p == NULL;
	enum hcc_status	 st;

	if (nomem) {
		st = err_nomem(g->e);
		goto out;
	}
	if ((st = labels_build(&known, &g->truth, tcol, NULL, 0, g->e)) ||
	    (st = labels_build(&k, &g->truth, tcol, &g->sub, scol, g->e)) ||
	    (st = true_classes(g, &k, tcol, y)) != HCC_OK ||
	    (st = predicted_classes(g, &k, &known, scol, p)) != HCC_OK)
		goto out;
	if (g->m->id == METRIC_F1 && known.n > 2)
		st = err_set(g->e, HCC_CONFIG, "grade by f1: '%s' has %d "
		    "labels; f1_macro and f1_micro take more than two",
		    g->tname, known.n);
	else if (g->m->id == METRIC_F1)
		st = positive_class(g, known.n == 2 ? &known : &k, -1,
		    &positive);
	if (st != HCC_OK)
		goto out;
	if (g->m->id == METRIC_F1 && known.n == 2)
		positive = labels_find(&k, known.v[positive].text);
	*score = positive < 0 ? 0 : score_labels(g->m->id, y, p, n, k.n,
	    positive, &nomem);
	if (nomem)
		st = err_nomem(g->e);
out:
	labels_release(&k);
	labels_release(&known);
	free(y);
	free(p);
	return st;
}

/* One probability a row, of the positive label. */
static enum hcc_status
probability(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct labels	 k = { 0 };
	size_t		 n = g->truth.nrows;
	int		*y = calloc(n + 1, sizeof(*y)), positive;
	double		*p = calloc(n + 1, sizeof(*p));
	bool		 nomem = y == NULL || p == NULL;
	enum hcc_status	 st;

	if (nomem) {
		st = err_nomem(g->e);
		goto out;
	}
	if ((st = labels_build(&k, &g->truth, tcol, NULL, 0, g->e)) ||
	    (st = true_classes(g, &k, tcol, y)) != HCC_OK ||
	    (st = numbers(g, false, scol, p, 1)) != HCC_OK)
		goto out;
	if (k.n > 2)
		st = err_set(g->e, HCC_INPUT, "grade by %s: '%s' has %d "
		    "labels, so a column of probabilities for each is wanted",
		    g->m->name, g->tname, k.n);
	else
		st = positive_class(g, &k, (long)scol, &positive);
	if (st != HCC_OK)
		goto out;
	*score = g->m->id == METRIC_LOG_LOSS ?
	    score_log_loss(y, positive, p, n) :
	    score_auc(y, positive, p, 1, n, &nomem);
	if (nomem)
		st = err_nomem(g->e);
out:
	labels_release(&k);
	free(y);
	free(p);
	return st;
}

/* Class numbers become places among the submission's columns beside the id,
 * so that a class without a true row keeps its share of the probability. */
static enum hcc_status
place_classes(const struct grading *g, const struct labels *k, int *y)
{
	int	*at = calloc((size_t)k->n + 1, sizeof(*at)), c;
	size_t	 i;
	long	 col;

	if (at == NULL)
		return err_nomem(g->e);
	for (c = 0; c < k->n; c++) {
		col = labels_column(&g->sub, &k->v[c]);
		if (col == -1 || (size_t)col == g->sid) {
			free(at);
			return err_set(g->e, HCC_INPUT, "read '%s': no column "
			    "of probabilities for label '%.100s'", g->sname,
			    k->v[c].text);
		}
		at[c] = (int)col - ((size_t)col > g->sid);
	}
	for (i = 0; i < g->truth.nrows; i++)
		y[i] = at[y[i]];
	free(at);
	return HCC_OK;
}

/* A column of probabilities for each class. */
static enum hcc_status
probabilities(struct grading *g, size_t tcol, double *score)
{
	struct labels	 k = { 0 };
	size_t		 i, n = g->truth.nrows, w = g->sub.ncols - 1;
	int		*y = calloc(n + 1, sizeof(*y));
	double		*p = calloc(n + 1, w * sizeof(*p));
	bool		 nomem = y == NULL || p == NULL;
	enum hcc_status	 st;

	if (nomem) {
		st = err_nomem(g->e);
		goto out;
	}
	if ((st = labels_build(&k, &g->truth, tcol, NULL, 0, g->e)) ||
	    (st = true_classes(g, &k, tcol, y)) != HCC_OK ||
	    (st = place_classes(g, &k, y)) != HCC_OK)
		goto out;
	for (i = 0; i < g->sub.ncols && st == HCC_OK; i++)
		if (i != g->sid)
			st = numbers(g, false, i, p + i - (i > g->sid), w);
	if (st != HCC_OK)
		goto out;
	*score = g->m->id == METRIC_LOG_LOSS ?
	    score_log_loss_multi(y, p, n, (int)w) :
	    score_auc_ovr(y, p, n, (int)w, &nomem);
	if (nomem)
		st = err_nomem(g->e);
out:
	labels_release(&k);
	free(y);
	free(p);
	return st;
}

/* Does each row mark exactly one of the targets? Its place goes to y. */
static bool
marks_one(const struct grading *g, int *y)
{
	size_t	 i, j;
	double	 d;
	int	 ones;

	for (i = 0; i < g->truth.nrows; i++) {
		ones = 0;
		for (j = 0; j < g->ntargets; j++) {
			if (!num_parse(csv_cell(&g->truth, i, g->target[j]),
			    &d) || (d != 0 && d != 1))
				return false;
			if (d == 1) {
				y[i] = (int)j;
				ones++;
			}
		}
		if (ones != 1)
			return false;
	}
	return true;
}

enum hcc_status
grade_one_hot(struct grading *g, const long *scols, bool *is, double *score)
{
	size_t		 j, n = g->truth.nrows, w = g->ntargets;
	int		*y = calloc(n + 1, sizeof(*y));
	double		*p = calloc(n + 1, w * sizeof(*p));
	enum hcc_status	 st = HCC_OK;

	*is = false;
	if (y == NULL || p == NULL)
		st = err_nomem(g->e);
	else
		*is = marks_one(g, y);
	for (j = 0; *is && j < w && st == HCC_OK; j++)
		st = numbers(g, false, (size_t)scols[j], p + j, w);
	if (*is && st == HCC_OK)
		*score = score_log_loss_multi(y, p, n, (int)w);
	free(y);
	free(p);
	return st;
}

enum hcc_status
grade_target(struct grading *g, size_t tcol, long scol, double *score)
{
	switch (g->m->pred) {
	case METRIC_VALUE:
		return values(g, tcol, (size_t)scol, score);
	case METRIC_LABELS:
		return labels(g, tcol, (size_t)scol, score);
	case METRIC_RANKED:
		return ranked(g, tcol, (size_t)scol, score);
	default:
		return scol == -1 ? probabilities(g, tcol, score) :
		    probability(g, tcol, (size_t)scol, score);
	}
}
