/*
 * change.c: the difference of two scores and its confidence interval.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "task/change.h"

#define MAD_TO_SD	1.4826	/* of a normal distribution */
#define NORMAL_95	1.96

void
base_of_result(struct base *b, const struct result *r)
{
	record_init(&base_record, b);
	record_set(&b->id, r->id);
	b->score = r->score;
	b->noise = r->noise;
	jv_free(b->folds);
	b->folds = jv_copy(r->folds);
}

void
base_free(struct base *b)
{
	record_free(&base_record, b);
}

static bool
fold_at(jv folds, int i, double *d)
{
	jv	 v;

	if (!json_item(folds, i, &v) || jv_get_kind(v) != JV_KIND_NUMBER)
		return false;
	*d = jv_number_value(v);
	return isfinite(*d);
}

/* The standard deviation of the paired differences; false without pairs. */
static bool
paired(jv a, jv b, int *n, double *sd)
{
	double	 x, y, mean = 0, square = 0, step;
	int	 i;

	*n = json_len(a);
	if (*n < 2 || *n != json_len(b))
		return false;
	for (i = 0; i < *n; i++) {	/* Welford's sums */
		if (!fold_at(a, i, &x) || !fold_at(b, i, &y))
			return false;
		step = x - y - mean;
		mean += step / (i + 1);
		square += step * (x - y - mean);
	}
	*sd = sqrt(square / (*n - 1));
	return true;
}

struct change
change_of(const struct base *a, const struct base *b, bool measured)
{
	struct change	 c = { a->score - b->score, NAN, NAN, 0 };
	double		 sd, mad;
	int		 n;

	if (!isfinite(c.change))
		return (struct change){ NAN, NAN, NAN, 0 };
	if (paired(a->folds, b->folds, &n, &sd)) {
		c.error = sd * sqrt((measured ? 1 : 1.0 / n) +
		    1.0 / (n - 1));
		c.interval = num_student(n - 1) * c.error;
		c.folds = n;
		return c;
	}
	/* A noise of 0 of programs that use no seed says nothing. */
	mad = isfinite(b->noise) ? b->noise : a->noise;
	if (isfinite(mad) && mad > 0) {
		c.error = sqrt(2) * MAD_TO_SD * mad;
		c.interval = NORMAL_95 * c.error;
	}
	return c;
}

bool
task_measures(const struct task *t)
{
	return t->sealed != SEALED_EXAM;
}

const char *
change_verdict(const struct task *t, const struct result *r)
{
	double	 gain = t->lower ? -r->change : r->change;

	if (!isfinite(gain) || !isfinite(r->interval) ||
	    fabs(gain) <= r->interval || result_stopped(r) != NULL)
		return "inconclusive";
	return gain > 0 ? "promising" : "dead end";
}

bool
change_supports(const struct task *t, const struct result *r,
    const char *verdict)
{
	if (!status_worked(r->status))
		return !result_struck(r) && strcmp(verdict, "dead end") == 0;
	return strcmp(change_verdict(t, r), verdict) == 0;
}
