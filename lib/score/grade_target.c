/*
 * grade_target.c: the score of one label column, by the kind of answer.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "score/grade_internal.h"
#include "score/labels.h"

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

const char *
grade_truth(const struct grading *g, size_t i, size_t col)
{
	return csv_cell(&g->truth, g->at[i], col);
}

const char *
grade_answer(const struct grading *g, size_t i, size_t col)
{
	return csv_cell(&g->sub, g->row[i], col);
}

struct score_input
grade_input(const struct grading *g)
{
	return (struct score_input){ .n = g->n, .w = g->weight,
	    .param = g->param, .width = 1 };
}

/* One column of either file as numbers, in the order of the labels. */
static enum hcc_status
numbers(const struct grading *g, bool of_truth, size_t col, double *out,
    size_t stride)
{
	const char	*s;
	size_t		 i, row;

	for (i = 0; i < g->n; i++) {
		row = of_truth ? g->at[i] : g->row[i];
		s = of_truth ? grade_truth(g, i, col) :
		    grade_answer(g, i, col);
		if (!num_read(s, '.', &out[i * stride]))
			return grade_bad_value(g, of_truth, row, col,
			    "is not a finite number");
		if (g->m->flags & METRIC_POSITIVE && out[i * stride] < 0)
			return grade_bad_value(g, of_truth, row, col,
			    "is below zero, where this metric is not defined");
		if (g->m->pred == METRIC_SHARES && out[i * stride] < 0)
			return grade_bad_value(g, of_truth, row, col,
			    "is below zero, and no share");
	}
	return HCC_OK;
}

static enum hcc_status
values(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	double			*y = mem_zero(g->n, sizeof(*y));
	double			*p = mem_zero(g->n, sizeof(*p));
	enum hcc_status		 st;

	in.y = y;
	in.p = p;
	if ((st = numbers(g, true, tcol, y, 1)) == HCC_OK &&
	    (st = numbers(g, false, scol, p, 1)) == HCC_OK)
		*score = score_by(&g->m->score, &in);
	free(y);
	free(p);
	return st;
}

/* Rankings and texts: the cells as they are. */
static enum hcc_status
texts(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	size_t			 i;

	in.truth = mem_zero(g->n, sizeof(*in.truth));
	in.answer = mem_zero(g->n, sizeof(*in.answer));
	for (i = 0; i < g->n; i++) {
		in.truth[i] = grade_truth(g, i, tcol);
		in.answer[i] = grade_answer(g, i, scol);
	}
	*score = score_by(&g->m->score, &in);
	free(in.truth);
	free(in.answer);
	return HCC_OK;
}

/* A column of the labels as class numbers. */
static enum hcc_status
true_classes(const struct grading *g, const struct labels *k, size_t tcol,
    int *y)
{
	size_t	 i;

	for (i = 0; i < g->n; i++) {
		if (*grade_truth(g, i, tcol) == '\0')
			return grade_bad_value(g, true, g->at[i], tcol,
			    "is no label");
		y[i] = labels_find(k, grade_truth(g, i, tcol));
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

	for (i = 0; i < g->n; i++) {
		s = grade_answer(g, i, scol);
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
		*positive = labels_positive(k,
		    (g->m->flags & METRIC_BINARY) != 0);
	/* A lone negative label: nothing is positive. */
	if (*positive == -1 && k->n > 1)
		return err_set(g->e, HCC_CONFIG, "grade by %s: '%s' has %d "
		    "labels and none of them is known as the positive one",
		    g->m->name, g->tname, k->n);
	return HCC_OK;
}

/* Number the classes anew that occur in the rows that count: what other rows
 * say changes nothing. */
static void
renumber(struct score_input *in, int *y, int *p)
{
	int	*new = mem_zero((size_t)in->classes, sizeof(*new)), c;
	size_t	 i;

	if (in->positive >= 0)
		new[in->positive] = 1;
	for (i = 0; i < in->n; i++)
		new[y[i]] = new[p[i]] = 1;
	for (c = 1; c < in->classes; c++)
		new[c] += new[c - 1];
	for (i = 0; i < in->n; i++) {
		y[i] = new[y[i]] - 1;
		p[i] = new[p[i]] - 1;
	}
	if (in->positive >= 0)
		in->positive = new[in->positive] - 1;
	in->classes = in->classes == 0 ? 0 : new[in->classes - 1];
	free(new);
}

/* The positive class of a metric that knows two, as a number of `k`. */
static enum hcc_status
choose_positive(const struct grading *g, const struct labels *known,
    const struct labels *k, int *positive)
{
	enum hcc_status	 st;

	if (known->n > 2)
		return err_set(g->e, HCC_CONFIG, "grade by %s: '%s' has %d "
		    "labels; its forms with _macro and _micro take more than "
		    "two", g->m->name, g->tname, known->n);
	st = positive_class(g, known->n == 2 ? known : k, -1, positive);
	if (st == HCC_OK && known->n == 2)
		*positive = labels_find(k, known->v[*positive].text);
	return st;
}

/* The truth may have labels that were not predicted, and vice versa: the
 * classes of the metric are those of both. */
static enum hcc_status
classes(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	struct labels		 k = { 0 }, known = { 0 };
	int			*y = mem_zero(g->n, sizeof(*y));
	int			*p = mem_zero(g->n, sizeof(*p));
	bool			 binary = g->m->flags & METRIC_BINARY;
	enum hcc_status		 st;

	in.true_class = y;
	in.pred_class = p;
	in.positive = -1;
	if ((st = labels_build(&known, &g->truth, tcol, NULL, 0, g->e)) ||
	    (st = labels_build(&k, &g->truth, tcol, &g->sub, scol, g->e)) ||
	    (st = true_classes(g, &k, tcol, y)) ||
	    (st = predicted_classes(g, &k, &known, scol, p)))
		goto out;
	in.classes = k.n;
	if (binary &&
	    (st = choose_positive(g, &known, &k, &in.positive)) != HCC_OK)
		goto out;
	renumber(&in, y, p);
	*score = binary && in.positive < 0 ? 0 : score_by(&g->m->score, &in);
out:
	labels_release(&k);
	labels_release(&known);
	free(y);
	free(p);
	return st;
}

static enum hcc_status
labels(struct grading *g, size_t tcol, size_t scol, double *score)
{
	return g->m->flags & METRIC_SETS &&
	    grade_sets(g, tcol, scol, score) ? HCC_OK :
	    classes(g, tcol, scol, score);
}

/* One probability a row, of the positive label. */
static enum hcc_status
probability(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	struct labels		 k = { 0 };
	int			*y = mem_zero(g->n, sizeof(*y));
	double			*p = mem_zero(g->n, sizeof(*p));
	enum hcc_status		 st;

	in.true_class = y;
	in.p = p;
	if ((st = labels_build(&k, &g->truth, tcol, NULL, 0, g->e)) ||
	    (st = true_classes(g, &k, tcol, y)) ||
	    (st = numbers(g, false, scol, p, 1)))
		goto out;
	if (k.n > 2)
		st = err_set(g->e, HCC_INPUT, "grade by %s: '%s' has %d "
		    "labels; give a column of probabilities for each",
		    g->m->name, g->tname, k.n);
	else if ((st = positive_class(g, &k, (long)scol, &in.positive)) ==
	    HCC_OK)
		*score = score_by(&g->m->score, &in);
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
	int		*at = mem_zero((size_t)k->n, sizeof(*at)), c;
	size_t		 i;
	long		 col;
	enum hcc_status	 st = HCC_OK;

	for (c = 0; c < k->n && st == HCC_OK; c++) {
		col = labels_column(&g->sub, &k->v[c]);
		if (col == -1 || (size_t)col == g->sid)
			st = err_set(g->e, HCC_INPUT, "read '%s': no column "
			    "of probabilities for label '%.100s'", g->sname,
			    k->v[c].text);
		at[c] = (int)col - (col > (long)g->sid);
	}
	for (i = 0; i < g->n && st == HCC_OK; i++)
		y[i] = at[y[i]];
	free(at);
	return st;
}

/* A column of probabilities for each class. */
static enum hcc_status
probabilities(struct grading *g, size_t tcol, double *score)
{
	struct score_input	 in = grade_input(g);
	struct labels		 k = { 0 };
	size_t			 i, w = g->sub.ncols - 1;
	int			*y = mem_zero(g->n, sizeof(*y));
	double			*p = mem_zero(g->n, w * sizeof(*p));
	enum hcc_status		 st;

	in.true_class = y;
	in.p = p;
	in.width = w;
	if ((st = labels_build(&k, &g->truth, tcol, NULL, 0, g->e)) ==
	    HCC_OK && (st = true_classes(g, &k, tcol, y)) == HCC_OK)
		st = place_classes(g, &k, y);
	for (i = 0; st == HCC_OK && i < g->sub.ncols; i++)
		if (i != g->sid)
			st = numbers(g, false, i, p + i - (i > g->sid), w);
	if (st == HCC_OK)
		*score = score_by(&g->m->by_class, &in);
	labels_release(&k);
	free(y);
	free(p);
	return st;
}

enum hcc_status
grade_target(struct grading *g, size_t tcol, long scol, double *score)
{
	if (scol == -1)
		return probabilities(g, tcol, score);
	switch (g->m->pred) {
	case METRIC_VALUE:
		return values(g, tcol, (size_t)scol, score);
	case METRIC_LABELS:
		return labels(g, tcol, (size_t)scol, score);
	case METRIC_RANKED:
	case METRIC_TEXT:
		return texts(g, tcol, (size_t)scol, score);
	case METRIC_SHARES:
		return err_set(g->e, HCC_CONFIG, "grade by %s: '%s' has one "
		    "column of labels; shares need two or more columns",
		    g->m->name, g->tname);
	default:
		return probability(g, tcol, (size_t)scol, score);
	}
}

/* All targets as numbers, a row after the other: truths or answers. */
static enum hcc_status
all_numbers(const struct grading *g, const long *scols, double *out)
{
	size_t		 j;
	enum hcc_status	 st = HCC_OK;

	for (j = 0; j < g->ntargets && st == HCC_OK; j++)
		st = numbers(g, scols == NULL, scols == NULL ? g->target[j] :
		    (size_t)scols[j], out + j, g->ntargets);
	return st;
}

/* Are all truths 0 or 1? *one: with one 1 in each row. */
static bool
marks(const struct grading *g, bool *one)
{
	size_t	 i, j;
	double	 d;
	int	 ones;

	*one = true;
	for (i = 0; i < g->n; i++) {
		ones = 0;
		for (j = 0; j < g->ntargets; j++) {
			if (!num_parse(grade_truth(g, i, g->target[j]), &d) ||
			    (d != 0 && d != 1))
				return *one = false;
			ones += d == 1;
		}
		*one = *one && ones == 1;
	}
	return true;
}

/* The marked columns of each row as a set: start[i] to start[i + 1] - 1. */
static enum hcc_status
marked_sets(const struct grading *g, const double *v, const long *scols,
    int *set, size_t *start)
{
	size_t	 i, j, n = 0;
	double	 d;

	for (i = 0; i < g->n; i++) {
		start[i] = n;
		for (j = 0; j < g->ntargets; j++) {
			d = v[i * g->ntargets + j];
			if (d != 0 && d != 1)
				return grade_bad_value(g, false, g->row[i],
				    (size_t)scols[j], "is neither 0 nor 1");
			if (d == 1)
				set[n++] = (int)j;
		}
	}
	start[g->n] = n;
	return HCC_OK;
}

enum hcc_status
grade_together(struct grading *g, const long *scols, bool *is, double *score)
{
	struct score_input	 in = grade_input(g);
	size_t			 w = g->ntargets;
	double			*y = mem_zero(g->n, w * sizeof(*y));
	double			*p = mem_zero(g->n, w * sizeof(*p));
	int			*a = mem_zero(g->n, w * sizeof(*a));
	int			*b = mem_zero(g->n, w * sizeof(*b));
	size_t			*s = mem_zero(g->n + 1, sizeof(*s));
	size_t			*t = mem_zero(g->n + 1, sizeof(*t));
	bool			 one = false, flags;
	enum hcc_status		 st = HCC_OK;

	in = (struct score_input){ .n = g->n, .w = g->weight, .y = y, .p = p,
	    .param = g->param, .width = w, .true_class = a, .pred_class = b,
	    .classes = (int)w, .fixed = true };
	flags = g->m->flags & (METRIC_SETS | METRIC_ONE_HOT) && marks(g, &one);
	*is = g->m->pred == METRIC_SHARES ||
	    (flags && (one || g->m->flags & METRIC_SETS));
	if (!*is || (st = all_numbers(g, NULL, y)) != HCC_OK ||
	    (st = all_numbers(g, scols, p)) != HCC_OK)
		goto out;
	if (flags && (st = marked_sets(g, y, NULL, a, s)) != HCC_OK)
		goto out;
	if (g->m->flags & METRIC_SETS) {
		in.true_start = s;
		in.pred_start = t;
		if ((st = marked_sets(g, p, scols, b, t)) != HCC_OK)
			goto out;
	}
	*score = score_by(g->m->flags & METRIC_ONE_HOT ? &g->m->by_class :
	    &g->m->score, &in);
	if (isnan(*score))
		st = err_set(g->e, HCC_CONFIG, "grade by %s: not defined on "
		    "the labels in '%s'", g->m->name, g->tname);
out:
	free(y);
	free(p);
	free(a);
	free(b);
	free(s);
	free(t);
	return st;
}
