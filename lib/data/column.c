/*
 * column.c: types, ranges and frequent values of a column.
 *
 * The type is what most cells say (95 of 100, or 70 when the others are a few
 * words over and over), because real files have stray words among numbers;
 * the strays are counted and shown. What a column means for the task (target,
 * id, path to a picture) is decided in profile_roles.c.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/column.h"

#define MOST(part, all) ((double)(part) >= 0.95 * (double)(all))
#define MANY(part, all) ((double)(part) >= 0.7 * (double)(all))
#define STRAYS	12	/* different words that people write for "none" */

const char *
column_type_name(enum column_type t)
{
	static const char *const	 names[] = {
		[COLUMN_CONSTANT] = "constant", [COLUMN_NUMBER] = "number",
		[COLUMN_CATEGORY] = "category", [COLUMN_TEXT] = "text",
		[COLUMN_DATE] = "date", [COLUMN_ID] = "id",
		[COLUMN_PATH] = "path" };

	return names[t];
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t
words(const char *s)
{
	size_t	 n = 0;
	bool	 in = false;

	for (; *s != '\0'; s++) {
		if (!blank(*s) && !in)
			n++;
		in = !blank(*s);
	}
	return n;
}

struct counts {
	size_t	 filled, numbers, dates, words, bytes;
	size_t	 strays;	/* different ones */
	double	*values;	/* the numbers, for the median */
};

static enum hcc_status
count(const struct csv *c, size_t col, struct column *out, struct counter *t,
    struct counts *k, struct hcc_err *e)
{
	const char	*s;
	double		 d;
	size_t		 i;

	for (i = 0; i < c->nrows; i++) {
		s = csv_cell(c, i, col);
		if (cell_missing(s)) {
			out->missing++;
			continue;
		}
		k->filled++;
		k->words += words(s);
		k->bytes += strlen(s);
		if (counter_add(t, s, i) == NULL)
			return err_nomem(e);
		if (cell_number_in(s, c->sep, &d)) {
			k->values[k->numbers++] = d;
			continue;
		}
		if (out->stray++ == 0)
			out->stray_row = i;
		k->dates += cell_date(s);
	}
	return HCC_OK;
}

static void
count_strays(const struct csv *c, const struct counter *t, struct counts *k)
{
	double	 d;
	size_t	 i;

	for (i = 0; i < t->n && k->strays <= STRAYS; i++)
		k->strays += !cell_number_in(t->items[i].key, c->sep, &d);
}

static int
by_value(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
number_facts(struct column *out, struct counts *k)
{
	double	 sum = 0;
	size_t	 i;

	qsort(k->values, k->numbers, sizeof(*k->values), by_value);
	out->min = k->values[0];
	out->max = k->values[k->numbers - 1];
	out->median = (k->values[k->numbers / 2] +
	    k->values[(k->numbers - 1) / 2]) / 2;
	out->integral = true;
	for (i = 0; i < k->numbers; i++) {
		sum += k->values[i];
		out->integral = out->integral &&
		    k->values[i] == floor(k->values[i]);
	}
	out->mean = sum / (double)k->numbers;
}

/* Text is prose: several words a cell, and few cells alike. "Short" texts of
 * three or four words count, "Main Street" does not. */
static bool
is_text(const struct column *c, const struct counts *k)
{
	double	 w = (double)k->words / (double)k->filled;

	return (w >= 3 && c->length >= 15 && c->unique * 10 >= k->filled * 3) ||
	    (w >= 6 && c->length >= 40);
}

static enum column_type
type_of(const struct column *c, const struct counts *k)
{
	if (c->unique <= 1)
		return COLUMN_CONSTANT;
	if (k->numbers > 0 && MOST(k->numbers, k->filled))
		return COLUMN_NUMBER;
	if (MANY(k->numbers, k->filled) && c->unique > 20 &&
	    k->strays <= STRAYS)
		return COLUMN_NUMBER;
	if (k->dates > 0 && MOST(k->dates, k->filled))
		return COLUMN_DATE;
	if (is_text(c, k))
		return COLUMN_TEXT;
	return COLUMN_CATEGORY;
}

enum hcc_status
column_profile(const struct csv *c, size_t col, struct column *out,
    struct hcc_err *e)
{
	struct counter	 t = COUNTER_INIT;
	struct counts	 k = { 0 };
	enum hcc_status	 st;
	size_t		 i;

	*out = (struct column){ .name = c->names[col], .rows = c->nrows };
	k.values = calloc(c->nrows + 1, sizeof(*k.values));
	st = k.values == NULL ? err_nomem(e) : count(c, col, out, &t, &k, e);
	if (st != HCC_OK)
		goto out;
	out->unique = t.n;
	count_strays(c, &t, &k);
	if (k.filled > 0)
		out->length = (double)k.bytes / (double)k.filled;
	out->type = type_of(out, &k);
	if (k.numbers > 0)
		number_facts(out, &k);
	if (out->type != COLUMN_NUMBER)
		out->stray = 0;
	counter_sort(&t);
	for (i = 0; i < t.n && i < COLUMN_TOP; i++)
		out->top[out->ntop++] = t.items[i];
out:
	free(k.values);
	counter_release(&t);
	return st;
}
