/*
 * split.c: groups and time, from the values of columns in train and test.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "data/profile_pass.h"

#define SEEN_MOST	0.1	/* share of test values that train may have */
#define ROWS_A_VALUE	1.5
#define GROUPS_WANTED	5

/* Share of the test values that train has as well, of those that both sketches
 * keep: of the distinct ones, or of the rows with them if that is more: one
 * common value (a zero) is no group. *n is how many were compared. */
static double
seen_share(const struct column *train, const struct column *test, size_t *n)
{
	const struct sketch_value	*v;
	size_t				 i, seen = 0, rows = 0, old = 0;

	*n = 0;
	for (i = 0; i < test->values.n; i++) {
		v = &test->values.v[i];
		if (!sketch_keeps(&train->values, v->hash))
			continue;
		++*n;
		rows += v->count;
		if (sketch_find(&train->values, v->hash) != NULL) {
			seen++;
			old += v->count;
		}
	}
	return *n == 0 ? 1 : fmax((double)seen / (double)*n,
	    (double)old / (double)rows);
}

static bool
is_feature(const struct profile *p, size_t i)
{
	const char	*name = p->train.names[i];

	return !profile_is_target(p, name) && table_column(&p->test, name) >= 0;
}

/* May the values of this column name groups: words, codes or whole numbers,
 * several rows each? A constant says nothing. */
static bool
may_group(const struct column *c)
{
	size_t	 filled = c->rows - c->missing;

	if (c->type != COLUMN_CATEGORY && c->type != COLUMN_ID &&
	    c->type != COLUMN_TEXT && c->type != COLUMN_PATH &&
	    !(c->type == COLUMN_NUMBER && c->integral))
		return false;
	return c->unique > 1 && (double)filled >=
	    ROWS_A_VALUE * (double)c->unique && filled * 2 >= c->rows;
}

/* The coarser grouping holds the finer one; but it must leave folds. */
static bool
better_groups(const struct column *a, const struct column *b)
{
	bool	 name_a = a->type != COLUMN_NUMBER;
	bool	 name_b = b->type != COLUMN_NUMBER;

	if ((a->unique >= GROUPS_WANTED) != (b->unique >= GROUPS_WANTED))
		return a->unique >= GROUPS_WANTED;
	if (a->unique < GROUPS_WANTED)
		return a->unique > b->unique;
	if (name_a != name_b)
		return name_a;
	return a->unique < b->unique;
}

static void
find_groups(struct profile *p)
{
	const struct column	*c, *best = NULL;
	double			 share;
	size_t			 i, n;

	for (i = 0; i < p->train.ncols; i++) {
		c = &p->train.columns[i];
		if (!is_feature(p, i) || !may_group(c) ||
		    (p->split.time != NULL &&
		    strcmp(p->split.time, c->name) == 0))
			continue;
		share = seen_share(c, &p->test.columns[table_column(&p->test,
		    c->name)], &n);
		if (n > 0 && share <= SEEN_MOST &&
		    (best == NULL || better_groups(c, best)))
			best = c;
	}
	if (best == NULL)
		return;
	p->split.groups = best->name;
	profile_note(p, "split by '%.100s': train has %.1f rows for each of "
	    "its %zu values, and those of test are new", best->name,
	    (double)(best->rows - best->missing) / (double)best->unique,
	    best->unique);
}

/* The first and the last point in time of a column. */
static void
range(const struct column *c, bool month_first, double *first, double *last)
{
	if (c->type == COLUMN_DATE) {
		*first = c->first[month_first];
		*last = c->last[month_first];
	} else {
		*first = c->min;
		*last = c->max;
	}
}

static bool
named_like_time(const char *name)
{
	static const char *const	 words[] = { "time", "date", "day",
	    "year", "month", "week", "hour", "step", "period", "quarter",
	    "season", "epoch", "tick", "minute" };
	size_t				 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(name, words[i]) != NULL)
			return true;
	return text_in_any_case(name, "t|ts");
}

/* Whole numbers that count rows: true of every index. */
static bool
counts_rows(const struct column *c)
{
	return c->integral && column_all_unique(c) &&
	    c->max - c->min < 2.0 * (double)c->rows;
}

/* Does test begin where train ends? Not further away than train is long. */
static bool
follows(const struct profile *p, size_t i, bool month_first)
{
	const struct column	*a = &p->train.columns[i], *b;
	double			 first, last, begin, end;

	b = &p->test.columns[table_column(&p->test, a->name)];
	if (a->type != b->type && b->type != COLUMN_CONSTANT)
		return false;
	if (a->type == COLUMN_NUMBER && (b->k.numbers == 0 || a->stray > 0 ||
	    (!named_like_time(a->name) && (counts_rows(a) ||
	    (p->id != NULL && strcmp(p->id, a->name) == 0)))))
		return false;
	if (a->type == COLUMN_DATE && (b->k.dates == 0 ||
	    !a->k.order[month_first] || !b->k.order[month_first]))
		return false;
	range(a, month_first, &first, &last);
	if (a->type == COLUMN_DATE) {
		begin = b->first[month_first];
		end = b->last[month_first];
	} else {
		begin = b->min;
		end = b->max;
	}
	return last > first && begin >= last && end >= begin &&
	    begin - last <= last - first;
}

/* Dates before numbers; of several the one with most points. */
static void
find_time(struct profile *p)
{
	const struct column	*c, *best = NULL;
	size_t			 i;
	int			 month;

	for (i = 0; i < p->train.ncols; i++) {
		c = &p->train.columns[i];
		if (!is_feature(p, i) || (c->type != COLUMN_DATE &&
		    c->type != COLUMN_NUMBER) || c->unique < 3)
			continue;
		for (month = 0; month < 2 && !follows(p, i, month != 0);)
			month++;
		if (month == 2 || (best != NULL && (best->type == COLUMN_DATE) >
		    (c->type == COLUMN_DATE)))
			continue;
		if (best != NULL && best->type == c->type &&
		    best->unique >= c->unique)
			continue;
		best = c;
		p->split.month_first = month == 1;
	}
	if (best == NULL)
		return;
	p->split.time = best->name;
	profile_note(p, "split by time '%.100s': test begins where train ends",
	    best->name);
}

/* The id of each row is no feature, unless rows share it. */
void
find_split(struct profile *p)
{
	if (p->train.path == NULL || p->test.path == NULL ||
	    p->test.rows == 0)
		return;
	find_time(p);
	find_groups(p);
	if (p->split.groups != NULL && p->split.time != NULL)
		profile_note(p, "what is held out are other groups, later than "
		    "all that is learnt from; folds.csv keeps groups together, "
		    "and its column 'era' goes forward in time: predict a fold "
		    "in an era by what is learnt from other folds in lower "
		    "eras (split in task.md)");
	else if (p->split.groups != NULL)
		profile_note(p, "what is held out and folds.csv keep groups "
		    "together (split in task.md)");
	else if (p->split.time != NULL)
		profile_note(p, "what is held out is the end of train, and "
		    "folds.csv goes forward in time: predict a fold by what is "
		    "learnt from those below it (split in task.md)");
}

enum hcc_status
set_split(struct profile *p, const char *groups, const char *time,
    struct hcc_err *e)
{
	const char	*all[2] = { groups, time };
	const char	*kept[2] = { NULL, NULL };
	const struct column *c;
	long		 at;
	int		 i;

	for (i = 0; i < 2; i++) {
		if (all[i] == NULL)
			continue;
		if ((at = table_column(&p->train, all[i])) == -1)
			return err_set(e, HCC_INPUT, "split by '%.100s': '%s' "
			    "has no such column; correct 'split' in task.md",
			    all[i], p->train.path == NULL ? "input" :
			    p->train.path);
		kept[i] = p->train.names[at];
		c = &p->train.columns[at];
		if (i == 1 && c->type != COLUMN_DATE &&
		    c->type != COLUMN_NUMBER && c->type != COLUMN_ID)
			return err_set(e, HCC_INPUT, "split by time '%.100s': "
			    "it holds neither dates nor numbers; correct "
			    "'split' in task.md", all[i]);
		if (i == 1)
			p->split.month_first = c->type == COLUMN_DATE &&
			    !c->k.order[CELL_DAY_FIRST];
	}
	p->split.groups = kept[0];
	p->split.time = kept[1];
	return HCC_OK;
}
