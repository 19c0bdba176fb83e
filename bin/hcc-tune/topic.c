/*
 * topic.c: means over tasks, and what they allow to say.
 */
#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "hcc-tune/tune.h"

void
mean_add(struct mean *m, double v)
{
	if (!isfinite(v))
		return;
	m->sum += v;
	m->square += v * v;
	m->n++;
}

double
mean_of(const struct mean *m)
{
	return m->n > 0 ? m->sum / m->n : NAN;
}

double
mean_interval(const struct mean *m)
{
	double	 mean = mean_of(m);

	if (m->n < 2)
		return INFINITY;
	return num_student(m->n - 1) * sqrt(fmax(0, m->square / m->n - mean *
	    mean) / (m->n - 1));
}

/* The same gain in each of very few tasks is no certainty. */
enum { TASKS_LEAST = 3 };

enum verdict
row_verdict(const struct row *r)
{
	if (r->low.n > 0 && r->differ == 0)
		return VERDICT_SAME;
	if (r->low.n < TASKS_LEAST)
		return VERDICT_UNKNOWN;
	if (mean_of(&r->low) - mean_interval(&r->low) > 0)
		return VERDICT_BETTER;
	if (mean_of(&r->high) + mean_interval(&r->high) < 0)
		return VERDICT_WORSE;
	return VERDICT_UNKNOWN;
}

const struct row *
topic_best(const struct topic *t)
{
	const struct row	*best = NULL, *r;
	double			 low, most = -INFINITY;

	for (r = t->rows; r < t->rows + t->n; r++) {
		low = mean_of(&r->low) - mean_interval(&r->low);
		if (row_verdict(r) == VERDICT_BETTER && low > most) {
			best = r;
			most = low;
		}
	}
	return best;
}

struct row *
topic_row(struct topic *t, double value, double second)
{
	grow(&t->rows, &t->cap, t->n + 1, sizeof(*t->rows));
	t->rows[t->n] = (struct row){ .value = value, .second = second };
	return &t->rows[t->n++];
}
