/*
 * column.c: types, ranges and frequent values of a column.
 *
 * The type is what most cells say (95 of 100, or 70 when the others are a few
 * words over and over), because real files have stray words among numbers;
 * the strays are counted and shown. What a column means for the task (target,
 * id, path to a picture) is decided in roles.c and kind.c.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
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

static size_t
words(const char *s)
{
	size_t	 n = 0;
	bool	 in = false, blank;

	for (; *s != '\0'; s++) {
		blank = *s == ' ' || *s == '\t' || *s == '\r' || *s == '\n';
		n += !blank && !in;
		in = !blank;
	}
	return n;
}

void
column_begin(struct column *c, const char *name)
{
	*c = (struct column){ .name = name, .integral = true,
	    .ascending = true, .min = INFINITY, .max = -INFINITY,
	    .short_len = SIZE_MAX, .first = { INFINITY, INFINITY },
	    .last = { -INFINITY, -INFINITY },
	    .k = { .order = { true, true }, .before = -INFINITY } };
}

static void
add_date(struct column *c, const double when[2])
{
	int	 i;

	c->k.dates++;
	for (i = 0; i < 2; i++) {
		if (isnan(when[i]))
			c->k.order[i] = false;
		else {
			c->first[i] = fmin(c->first[i], when[i]);
			c->last[i] = fmax(c->last[i], when[i]);
		}
	}
}

/* A cell that is no number; dates keep their day for a sample. Returns how
 * many words it has, 0 for a date. */
static size_t
add_word(struct column *c, const char *s, long line, struct cell_value *v)
{
	double	 when[2];
	size_t	 n = words(s);

	c->k.words += n;
	c->ascending = false;
	if (c->stray++ == 0) {
		c->stray_line = line;
		snprintf(c->stray_text, sizeof(c->stray_text), "%.63s", s);
	}
	if (cell_date(s, when)) {
		add_date(c, when);
		v->number = isnan(when[0]) ? when[1] : when[0];
		return 0;
	}
	return n;
}

static inline void
add_number(struct column *c, const char *s, size_t len, double d)
{
	c->k.numbers++;
	c->k.words++;
	c->k.sum += d;
	if (d < c->min)
		c->min = d;
	if (d > c->max)
		c->max = d;
	c->ascending = c->ascending && d > c->k.before;
	c->k.before = d;
	if (d != (double)(long long)d && d != floor(d))
		c->integral = !(c->values.few = true);
	else if (len > 1) {
		c->zeros += s[0] == '0' && s[1] >= '0' && s[1] <= '9';
		c->point_zero += s[len - 1] == '0' && s[len - 2] == '.';
	}
}

/* A word that came before says nothing new. */
static bool
add_known_word(struct column *c, const struct cell_value *v)
{
	const struct sketch_value	*known = c->stray == 0 ? NULL :
					    sketch_find(&c->values, v->hash);

	if (known == NULL || known->words == 0)
		return false;
	c->k.words += known->words;
	c->stray++;
	return true;
}

void
column_add(struct column *c, const char *s, size_t len, long line,
    char decimal, struct cell_value *v)
{
	struct sketch_value	*known;
	size_t			 new_words = 0;
	char			 text[NUM_TEXT];

	c->rows++;
	*v = (struct cell_value){ NAN, 0 };
	if (cell_missing(s)) {
		if (c->missing++ == 0)
			c->missing_line = line;
		return;
	}
	c->k.filled++;
	c->k.bytes += len;
	if (len < c->short_len)
		c->short_len = len;
	if (len > c->long_len)
		c->long_len = len;
	v->hash = hash_bytes(s, len) | (uint64_t)1 << 63;
	if (num_parse(s, &v->number))
		add_number(c, s, len, v->number);
	else if (!add_known_word(c, v)) {
		if (len < NUM_TEXT && num_plain(s, decimal, text, &c->marks) &&
		    num_parse(text, &v->number)) {
			if (c->dressed++ == 0)
				c->dressed_line = line;
			add_number(c, text, strlen(text), v->number);
		} else
			new_words = add_word(c, s, line, v);
	}
	if (!sketch_keeps(&c->values, v->hash))
		return;
	sketch_add(&c->values, s, len, v->hash, line);
	if (new_words > 0 && (known = sketch_find(&c->values, v->hash)) !=
	    NULL)
		known->words = new_words;
}

static size_t
different_strays(const struct column *c)
{
	size_t	 i, n = 0;
	double	 d;

	for (i = 0; i < c->values.n && n <= STRAYS; i++)
		n += !num_read(c->values.v[i].text, 0, &d);
	return n;
}

/* Text is prose: several words a cell, and few cells alike. "Short" texts of
 * three or four words count, "Main Street" does not. */
static bool
is_text(const struct column *c)
{
	double	 w = (double)c->k.words / (double)c->k.filled;

	return (w >= 3 && c->length >= 15 &&
	    c->unique * 10 >= c->k.filled * 3) || (w >= 6 && c->length >= 40);
}

static enum column_type
type_of(const struct column *c)
{
	if (c->unique <= 1)
		return COLUMN_CONSTANT;
	if (c->k.numbers > 0 && MOST(c->k.numbers, c->k.filled))
		return COLUMN_NUMBER;
	if (MANY(c->k.numbers, c->k.filled) && c->unique > 20 &&
	    different_strays(c) <= STRAYS)
		return COLUMN_NUMBER;
	if (c->k.dates > 0 && MOST(c->k.dates, c->k.filled))
		return COLUMN_DATE;
	if (is_text(c))
		return COLUMN_TEXT;
	return COLUMN_CATEGORY;
}

/* What all rows are different in is known to be so. */
bool
column_all_unique(const struct column *c)
{
	return c->rows > 0 && c->missing == 0 && ((c->ascending &&
	    c->k.numbers == c->rows) || sketch_unique(&c->values));
}

void
column_end(struct column *c, double *sample, size_t n)
{
	bool	 once = c->ascending && c->k.numbers == c->k.filled;

	c->exact = c->values.level == 0 || once;
	c->unique = once || sketch_unique(&c->values) ? c->k.filled :
	    (size_t)sketch_distinct(&c->values);
	if (c->unique > c->k.filled)
		c->unique = c->k.filled;
	if (c->k.filled > 0)
		c->length = (double)c->k.bytes / (double)c->k.filled;
	c->type = type_of(c);
	if (c->k.numbers > 0)
		c->mean = c->k.sum / (double)c->k.numbers;
	if (n > 0)
		c->median = num_median(sample, n);
	c->ascending = c->ascending && c->k.numbers > 1;
	if (c->type != COLUMN_NUMBER)
		c->stray = 0;
	sketch_sort(&c->values);
}

void
column_release(struct column *c)
{
	sketch_release(&c->values);
}
