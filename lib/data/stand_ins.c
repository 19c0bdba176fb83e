/*
 * stand_ins.c: numbers that stand for a missing value.
 *
 * Files write -999 and the like where nothing was measured. In a column whose
 * other numbers differ and are all 0 or more, such a number in several rows is
 * none; beside one other number it is all that the column tells. preview.md
 * says which columns have one, and programs are told.
 */
#include <math.h>

#include "data/profile_pass.h"
#include "data/suspects_internal.h"

static bool
is_stand_in(double d)
{
	return d == -9 || d == -99 || d == -999 || d == -9999 || d == -99999 ||
	    d == -999999;
}

/* How many sampled rows have the least number of a column, if all others that
 * have one are 0 or more, and not all the same. */
static size_t
count_least(const struct table *t, size_t col)
{
	size_t	 i, n = 0;
	double	 d, other = NAN;
	bool	 differ = false;

	for (i = 0; i < t->sample.n; i++) {
		d = sampled(t, i, col)->number;
		if (d == t->columns[col].min)
			n++;
		else if (d < 0)
			return 0;
		else if (!isnan(d)) {
			differ = differ || (!isnan(other) && d != other);
			other = d;
		}
	}
	return differ ? n : 0;
}

void
find_stand_ins(struct profile *p)
{
	const struct table	*t = &p->train;
	const struct column	*c;
	size_t			 i, n;

	for (i = 0; t->path != NULL && i < t->ncols; i++) {
		c = &t->columns[i];
		if (c->type != COLUMN_NUMBER || !is_stand_in(c->min) ||
		    (n = count_least(t, i)) < 2)
			continue;
		if (!profile_is_target(p, c->name))
			p->stand_ins = jv_object_set(p->stand_ins,
			    profile_name(c->name), jv_number(c->min));
		profile_note(p, "column '%.100s' has %g in %.2g %% of its "
		    "rows, and else 0 or more: %s", c->name, c->min, 100.0 *
		    (double)n / (double)t->sample.n,
		    profile_is_target(p, c->name) ? "does it stand for a "
		    "missing target?" : "take it for a missing value");
	}
}
