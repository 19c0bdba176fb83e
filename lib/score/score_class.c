/*
 * score_class.c: the formulas of the metrics on labels, and on sets of labels.
 */
#include <math.h>
#include <stdlib.h>

#include "score/score.h"

/* What the label metrics need to know of one class, in weights of rows. */
struct tally {
	long double	 hit, truth, predicted;
};

static double
share_right(const struct score_input *in)
{
	long double	 hit = 0;
	size_t		 i;

	for (i = 0; i < in->n; i++)
		if (in->true_class[i] == in->pred_class[i])
			hit += score_weight(in, i);
	return (double)(hit / score_total(in));
}

double
score_accuracy(struct score_input *in)
{
	return share_right(in);
}

double
score_error_rate(struct score_input *in)
{
	return 1 - share_right(in);
}

/* Cohen's kappa with weights (i - j)^2. With those the sums over the
 * confusion matrix fall apart into moments, so no matrix is needed. */
double
score_qwk(struct score_input *in)
{
	long double	 seen = 0, sy = 0, sp = 0, sy2 = 0, sp2 = 0, chance;
	long double	 y, p, w;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		y = in->true_class[i];
		p = in->pred_class[i];
		w = score_weight(in, i);
		seen += w * (y - p) * (y - p);
		sy += w * y;
		sp += w * p;
		sy2 += w * y * y;
		sp2 += w * p * p;
	}
	chance = sy2 + sp2 - 2 * sy * sp / score_total(in);
	return chance <= 0 ? NAN : (double)(1 - seen / chance);
}

/* The classes of row i in an array of sets (or of single labels). */
static const int *
row_set(const int *v, const size_t *start, size_t i, size_t *n)
{
	*n = start == NULL ? 1 : start[i + 1] - start[i];
	return start == NULL ? v + i : v + start[i];
}

/* Add row i to the tallies of its classes (NULL: none) and to the row's own. */
static void
add_row(const struct score_input *in, size_t i, struct tally *t,
    struct tally *row)
{
	size_t		 ny, np, a = 0, b = 0;
	const int	*y = row_set(in->true_class, in->true_start, i, &ny);
	const int	*p = row_set(in->pred_class, in->pred_start, i, &np);
	double		 w = score_weight(in, i);

	*row = (struct tally){ 0, (long double)ny, (long double)np };
	while (a < ny || b < np) {
		if (b == np || (a < ny && y[a] < p[b])) {
			if (t != NULL)
				t[y[a]].truth += w;
			a++;
		} else if (a == ny || p[b] < y[a]) {
			if (t != NULL)
				t[p[b]].predicted += w;
			b++;
		} else {
			if (t != NULL) {
				t[y[a]].truth += w;
				t[y[a]].predicted += w;
				t[y[a]].hit += w;
			}
			row->hit++;
			a++;
			b++;
		}
	}
}

/* A tally for each class; the caller's. */
static struct tally *
count_classes(struct score_input *in)
{
	struct tally	*t = calloc((size_t)in->classes + 1, sizeof(*t)), row;
	size_t		 i;

	if (t == NULL)
		in->nomem = true;
	for (i = 0; t != NULL && i < in->n; i++)
		add_row(in, i, t, &row);
	return t;
}

/* F: (1 + b^2) hit / (b^2 truth + predicted); nothing of nothing is 0. */
static double
f_of(const struct tally *t, double beta)
{
	long double	 b = (long double)beta * beta;
	long double	 n = b * t->truth + t->predicted;

	return n == 0 ? 0 : (double)((1 + b) * t->hit / n);
}

static double
jaccard_of(const struct tally *t, double unused)
{
	long double	 n = t->truth + t->predicted - t->hit;

	(void)unused;
	return n == 0 ? 0 : (double)(t->hit / n);
}

typedef double	 ratio_fn(const struct tally *, double beta);

static double
of_positive(struct score_input *in, ratio_fn *ratio)
{
	struct tally	*t = count_classes(in);
	double		 s;

	if (t == NULL)
		return NAN;
	s = ratio(&t[in->positive], in->param);
	free(t);
	return s;
}

/* Mean over the classes that occur, or all of them; by_truth: weighted by how
 * often each is true. */
static double
of_classes(struct score_input *in, ratio_fn *ratio, bool by_truth)
{
	struct tally	*t = count_classes(in);
	long double	 sum = 0, all = 0, w;
	int		 c;

	if (t == NULL)
		return NAN;
	for (c = 0; c < in->classes; c++) {
		if (!in->fixed && t[c].truth == 0 && t[c].predicted == 0)
			continue;
		w = by_truth ? t[c].truth : 1;
		sum += w * ratio(&t[c], in->param);
		all += w;
	}
	free(t);
	return all == 0 ? NAN : (double)(sum / all);
}

static double
of_decisions(struct score_input *in, ratio_fn *ratio)
{
	struct tally	 sum = { 0, 0, 0 }, row;
	size_t		 i;
	double		 w;

	for (i = 0; i < in->n; i++) {
		add_row(in, i, NULL, &row);
		w = score_weight(in, i);
		sum.hit += w * row.hit;
		sum.truth += w * row.truth;
		sum.predicted += w * row.predicted;
	}
	return ratio(&sum, in->param);
}

static double
of_rows(struct score_input *in, ratio_fn *ratio)
{
	long double	 sum = 0;
	struct tally	 row;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		add_row(in, i, NULL, &row);
		sum += score_weight(in, i) * ratio(&row, in->param);
	}
	return (double)(sum / score_total(in));
}

double
score_f(struct score_input *in)
{
	return of_positive(in, f_of);
}

double
score_f_macro(struct score_input *in)
{
	return of_classes(in, f_of, false);
}

double
score_f_micro(struct score_input *in)
{
	return of_decisions(in, f_of);
}

double
score_f_weighted(struct score_input *in)
{
	return of_classes(in, f_of, true);
}

double
score_f_samples(struct score_input *in)
{
	return of_rows(in, f_of);
}

double
score_jaccard(struct score_input *in)
{
	return of_positive(in, jaccard_of);
}

double
score_jaccard_macro(struct score_input *in)
{
	return of_classes(in, jaccard_of, false);
}

double
score_jaccard_micro(struct score_input *in)
{
	return of_decisions(in, jaccard_of);
}

double
score_jaccard_weighted(struct score_input *in)
{
	return of_classes(in, jaccard_of, true);
}

double
score_jaccard_samples(struct score_input *in)
{
	return of_rows(in, jaccard_of);
}

/* Mean recall of the classes that are true somewhere. */
double
score_balanced_accuracy(struct score_input *in)
{
	struct tally	*t = count_classes(in);
	long double	 sum = 0;
	int		 c, n = 0;

	if (t == NULL)
		return NAN;
	for (c = 0; c < in->classes; c++)
		if (t[c].truth > 0) {
			sum += t[c].hit / t[c].truth;
			n++;
		}
	free(t);
	return n == 0 ? NAN : (double)(sum / n);
}

/* Sums over the classes that chance-corrected metrics need. */
struct margins {
	long double	 n, hit, yy, pp, yp;
};

static bool
sum_margins(struct score_input *in, struct margins *m)
{
	struct tally	*t = count_classes(in);
	int		 c;

	*m = (struct margins){ score_total(in), 0, 0, 0, 0 };
	if (t == NULL)
		return false;
	for (c = 0; c < in->classes; c++) {
		m->hit += t[c].hit;
		m->yy += t[c].truth * t[c].truth;
		m->pp += t[c].predicted * t[c].predicted;
		m->yp += t[c].truth * t[c].predicted;
	}
	free(t);
	return true;
}

/* Matthews correlation of any number of classes (Gorodkin 2004); 0 where one
 * side is constant, as scikit-learn has it. */
double
score_mcc(struct score_input *in)
{
	struct margins	 m;
	long double	 y, p;

	if (!sum_margins(in, &m))
		return NAN;
	y = m.n * m.n - m.yy;
	p = m.n * m.n - m.pp;
	return y * p <= 0 ? 0 :
	    (double)((m.hit * m.n - m.yp) / sqrtl(y * p));
}

double
score_kappa(struct score_input *in)
{
	struct margins	 m;
	long double	 chance;

	if (!sum_margins(in, &m))
		return NAN;
	chance = m.n * m.n - m.yp;
	return chance <= 0 ? NAN :
	    (double)(1 - (m.n * m.n - m.hit * m.n) / chance);
}
