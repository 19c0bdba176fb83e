/*
 * target.c: targets that can be learnt from: rows that have one, and
 * one spelling for each class.
 *
 * " Yes", "yes" and "YES" are one class to people and three to programs. Of
 * spellings that differ in case and blanks only, the one that the sample
 * submission has is taken, else one in its style, else the most frequent.
 * Single letters are left alone: a and A may well be two.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "data/profile_internal.h"
#include "data/repair.h"

#define CLASSES_MOST 1000	/* more are not compared with each other */

static bool
edge(const char *s)
{
	size_t	 n = strlen(s);

	return n > 0 && (strchr(" \t", s[0]) != NULL ||
	    strchr(" \t", s[n - 1]) != NULL);
}

/* Equal but for case and blanks at the ends; numbers by value. */
static bool
same_class(const char *a, const char *b)
{
	size_t	 n, k;
	double	 x, y;

	if (num_parse(a, &x) && num_parse(b, &y))
		return x == y;
	a += strspn(a, " \t");
	b += strspn(b, " \t");
	for (n = strlen(a); n > 0 && strchr(" \t", a[n - 1]) != NULL;)
		n--;
	for (k = strlen(b); k > 0 && strchr(" \t", b[k - 1]) != NULL;)
		k--;
	return n == k && (n > 1 ? strncasecmp(a, b, n) : strncmp(a, b, n)) == 0;
}

/* yes: 1, Yes: 2, YES: 3, else 0. */
static int
style(const char *s)
{
	size_t	 upper = 0, lower = 0, i;

	for (i = 0; s[i] != '\0'; i++) {
		upper += isupper((unsigned char)s[i]) != 0;
		lower += islower((unsigned char)s[i]) != 0;
	}
	if (upper == 0)
		return lower > 0 ? 1 : 0;
	return lower == 0 ? 3 : isupper((unsigned char)s[0]) && upper == 1 ?
	    2 : 0;
}

/* Has the sample this label: as a value of the target, or as a column? */
static bool
in_sample(const struct profile *p, const char *target, const char *label,
    int *its_style)
{
	const struct csv	*s = &p->sample.csv;
	long			 at = table_column(&p->sample, target);
	size_t			 i;

	if (at == -1)
		return table_column(&p->sample, label) >= 0;
	if (s->nrows > 0)
		*its_style = style(csv_cell(s, 0, (size_t)at));
	for (i = 0; i < s->nrows; i++)
		if (strcmp(csv_cell(s, i, (size_t)at), label) == 0)
			return true;
	return false;
}

/* How good a spelling is, for comparing. */
static double
merit(const struct profile *p, const char *target,
    const struct counter_item *it)
{
	int	 wanted = 0;
	double	 m = (double)it->count, number;

	if (in_sample(p, target, it->key, &wanted))
		m += 1e18;
	if (wanted != 0 && style(it->key) == wanted)
		m += 1e15;
	if (num_parse(it->key, &number) && strchr(it->key, '.') == NULL)
		m += 1e15;		/* 2 rather than 2.0 */
	return edge(it->key) ? m / 1e18 : m;
}

/* For each label the spelling to use: canon[i] of items[i]. Returns how many
 * differ. */
static size_t
choose(const struct profile *p, const char *target, const struct counter *t,
    const char **canon)
{
	size_t	 i, k, best, n = 0;

	for (i = 0; i < t->n; i++) {
		best = i;
		for (k = 0; k < t->n; k++)
			if (k != i && same_class(t->items[i].key,
			    t->items[k].key) &&
			    merit(p, target, &t->items[k]) >
			    merit(p, target, &t->items[best]))
				best = k;
		canon[i] = t->items[best].key;
		n += best != i;
	}
	return n;
}

static void
respell(struct profile *p, const char *target, size_t col,
    const struct counter *t, const char *const *canon)
{
	struct csv	*c = &p->train.csv;
	struct buf	 list = BUF_INIT;
	size_t		 i, cells = 0;
	const struct counter_item *it;

	for (i = 0; i < c->nrows; i++) {
		it = counter_find(t, csv_cell(c, i, col));
		if (it == NULL || canon[it - t->items] == it->key)
			continue;
		c->cells[i * c->ncols + col] =
		    (char *)(uintptr_t)canon[it - t->items];
		cells++;
	}
	for (i = 0; i < t->n && list.len < 100; i++)
		if (canon[i] != t->items[i].key)
			buf_addf(&list, "%s'%.40s' is '%.40s'",
			    list.len > 0 ? ", " : "", t->items[i].key,
			    canon[i]);
	profile_mended(p, &p->train, "column '%.100s' spells classes in "
	    "several ways: %s (%zu rows)", target, buf_str(&list), cells);
	buf_release(&list);
}

static enum hcc_status
one_spelling(struct profile *p, const char *target, size_t col,
    struct hcc_err *e)
{
	const struct csv	*c = &p->train.csv;
	struct counter		 t = COUNTER_INIT;
	const char		**canon = NULL;
	size_t			 i;
	enum hcc_status		 st = HCC_OK;

	for (i = 0; i < c->nrows && t.n <= CLASSES_MOST; i++)
		if (!cell_missing(csv_cell(c, i, col)) &&
		    counter_add(&t, csv_cell(c, i, col), i) == NULL)
			st = err_nomem(e);
	if (st == HCC_OK && t.n > 1 && t.n <= CLASSES_MOST) {
		if ((canon = calloc(t.n, sizeof(*canon))) == NULL)
			st = err_nomem(e);
		else if (choose(p, target, &t, canon) > 0)
			respell(p, target, col, &t, canon);
	}
	free(canon);
	counter_release(&t);
	return st;
}

/* Without a target a row teaches nothing. Some files keep the rows to predict
 * that way: without a test file they stay. */
static void
drop_unlabelled(struct profile *p, size_t col)
{
	struct csv	*c = &p->train.csv;
	size_t		 i, n = 0, all = c->nrows;
	long		 first = 0;

	for (i = 0; i < all; i++)
		n += !cell_missing(csv_cell(c, i, col));
	if (n == 0 || n == all || p->test.path == NULL)
		return;
	for (i = n = 0; i < all; i++)
		if (!cell_missing(csv_cell(c, i, col))) {
			memmove(c->cells + n * c->ncols, c->cells +
			    i * c->ncols, c->ncols * sizeof(*c->cells));
			c->lines[n++] = c->lines[i];
		} else if (first == 0)
			first = c->lines[i];
	c->nrows = n;
	p->train.rows *= (double)n / (double)all;
	profile_mended(p, &p->train, "%zu rows have no '%.100s', the first is "
	    "line %ld; left out", all - n, p->targets[0], first);
}

enum hcc_status
mend_targets(struct profile *p, enum profile_problem problem,
    struct hcc_err *e)
{
	size_t		 i;
	long		 at;
	enum hcc_status	 st = HCC_OK;

	if (p->train.path == NULL)
		return HCC_OK;
	for (i = 0; i < p->ntargets && st == HCC_OK; i++)
		if ((at = table_column(&p->train, p->targets[i])) >= 0 &&
		    problem != PROBLEM_REGRESSION)
			st = one_spelling(p, p->targets[i], (size_t)at, e);
	if (p->ntargets == 1 &&
	    (at = table_column(&p->train, p->targets[0])) >= 0)
		drop_unlabelled(p, (size_t)at);
	return st;
}

/* The class of the training data that a label means; NULL: none, or itself. */
static const char *
class_of(const char *label, const struct counter *t)
{
	size_t	 i;

	if (counter_find(t, label) != NULL || t->n > CLASSES_MOST)
		return NULL;
	for (i = 0; i < t->n; i++)
		if (same_class(label, t->items[i].key) &&
		    !(num_parse(label, &(double){ 0 })))
			return t->items[i].key;
	return NULL;
}

enum hcc_status
mend_labels(const struct profile *p, struct csv *c, size_t *changed,
    struct hcc_err *e)
{
	const struct csv	*train = &p->train.csv;
	const char		*to;
	struct counter		 t = COUNTER_INIT;
	size_t			 i, k;
	long			 at, from;
	enum hcc_status		 st = HCC_OK;

	*changed = 0;
	for (k = 0; k < p->ntargets && st == HCC_OK; k++) {
		at = csv_column(c, p->targets[k]);
		from = table_column(&p->train, p->targets[k]);
		if (at == -1 || from == -1 || p->problem == PROBLEM_REGRESSION)
			continue;
		for (i = 0; i < train->nrows && st == HCC_OK; i++)
			if (counter_add(&t, csv_cell(train, i, (size_t)from),
			    i) == NULL)
				st = err_nomem(e);
		for (i = 0; i < c->nrows && st == HCC_OK; i++) {
			to = class_of(csv_cell(c, i, (size_t)at), &t);
			if (to == NULL)
				continue;
			c->cells[i * c->ncols + (size_t)at] =
			    (char *)(uintptr_t)to;
			++*changed;
		}
		counter_release(&t);
	}
	return st;
}
