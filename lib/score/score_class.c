/*
 * score_class.c: the formulas of the metrics on labels, and on sets of labels.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "score/score.h"

/* What is known of one class, in weights of rows. */
struct score_tally {
	long double	 hit, truth, predicted;
};

long double
row_right(const struct score_input *in, size_t i)
{
	return in->true_class[i] == in->pred_class[i];
}

double
score_error_rate(const struct score_input *in)
{
	return 1 - score_mean(in);
}

/* Cohen's kappa with weights (i - j)^2. With those the sums over the
 * confusion matrix fall apart into moments, so no matrix is needed. */
double
score_qwk(const struct score_input *in)
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
add_row(const struct score_input *in, size_t i, struct score_tally *t,
    struct score_tally *row)
{
	size_t		 ny, np, a = 0, b = 0;
	const int	*y = row_set(in->true_class, in->true_start, i, &ny);
	const int	*p = row_set(in->pred_class, in->pred_start, i, &np);
	double		 w = score_weight(in, i);

	*row = (struct score_tally){ 0, (long double)ny, (long double)np };
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
static struct score_tally *
count_classes(const struct score_input *in)
{
	struct score_tally	*t = mem_zero((size_t)in->classes + 1,
				    sizeof(*t)), row;
	size_t			 i;

	for (i = 0; i < in->n; i++)
		add_row(in, i, t, &row);
	return t;
}

/* F: (1 + b^2) hit / (b^2 truth + predicted); nothing of nothing is 0. */
double
ratio_f(const struct score_tally *t, double beta)
{
	long double	 b = (long double)beta * beta;
	long double	 n = b * t->truth + t->predicted;

	return n == 0 ? 0 : (double)((1 + b) * t->hit / n);
}

double
ratio_jaccard(const struct score_tally *t, double unused)
{
	long double	 n = t->truth + t->predicted - t->hit;

	(void)unused;
	return n == 0 ? 0 : (double)(t->hit / n);
}

double
score_positive(const struct score_input *in)
{
	struct score_tally	*t = count_classes(in);
	double			 s = in->formula->ratio(&t[in->positive],
				    in->param);

	free(t);
	return s;
}

/* Classes that occur, or all of them. */
static double
mean_of_classes(const struct score_input *in, bool by_truth)
{
	struct score_tally	*t = count_classes(in);
	long double		 sum = 0, all = 0, w;
	int			 c;

	for (c = 0; c < in->classes; c++) {
		if (!in->fixed && t[c].truth == 0 && t[c].predicted == 0)
			continue;
		w = by_truth ? t[c].truth : 1;
		sum += w * in->formula->ratio(&t[c], in->param);
		all += w;
	}
	free(t);
	return all == 0 ? NAN : (double)(sum / all);
}

double
score_classes(const struct score_input *in)
{
	return mean_of_classes(in, false);
}

double
score_classes_weighted(const struct score_input *in)
{
	return mean_of_classes(in, true);
}

double
score_decisions(const struct score_input *in)
{
	struct score_tally	 sum = { 0, 0, 0 }, row;
	size_t			 i;
	double			 w;

	for (i = 0; i < in->n; i++) {
		add_row(in, i, NULL, &row);
		w = score_weight(in, i);
		sum.hit += w * row.hit;
		sum.truth += w * row.truth;
		sum.predicted += w * row.predicted;
	}
	return in->formula->ratio(&sum, in->param);
}

double
score_rows(const struct score_input *in)
{
	long double		 sum = 0;
	struct score_tally	 row;
	size_t			 i;

	for (i = 0; i < in->n; i++) {
		add_row(in, i, NULL, &row);
		sum += score_weight(in, i) * in->formula->ratio(&row,
		    in->param);
	}
	return (double)(sum / score_total(in));
}

/* Mean recall of the classes that are true somewhere. */
double
score_balanced_accuracy(const struct score_input *in)
{
	struct score_tally	*t = count_classes(in);
	long double		 sum = 0;
	int			 c, n = 0;

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

static struct margins
sum_margins(const struct score_input *in)
{
	struct score_tally	*t = count_classes(in);
	struct margins		 m = { score_total(in), 0, 0, 0, 0 };
	int			 c;

	for (c = 0; c < in->classes; c++) {
		m.hit += t[c].hit;
		m.yy += t[c].truth * t[c].truth;
		m.pp += t[c].predicted * t[c].predicted;
		m.yp += t[c].truth * t[c].predicted;
	}
	free(t);
	return m;
}

/* Matthews correlation of any number of classes (Gorodkin 2004); 0 where one
 * side is constant, as scikit-learn has it. */
double
score_mcc(const struct score_input *in)
{
	struct margins	 m = sum_margins(in);
	long double	 y, p;

	y = m.n * m.n - m.yy;
	p = m.n * m.n - m.pp;
	return y * p <= 0 ? 0 :
	    (double)((m.hit * m.n - m.yp) / sqrtl(y * p));
}

double
score_kappa(const struct score_input *in)
{
	struct margins	 m = sum_margins(in);
	long double	 chance = m.n * m.n - m.yp;

	return chance <= 0 ? NAN :
	    (double)(1 - (m.n * m.n - m.hit * m.n) / chance);
}
