/*
 * folds.c: units (rows, or groups of them) dealt to folds or held out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/folds.h"
#include "data/table_file.h"

/* Rows that stay together. */
struct unit {
	double		 time;		/* the latest of them */
	uint64_t	 random;
	uint32_t	 stratum;	/* that of most rows (Boyer, Moore) */
	uint32_t	 lead;
	uint32_t	 rows;
	int32_t		 fold;
};

struct units {
	struct unit	*v;
	size_t		 n;
	size_t		 rows;		/* with a target */
	uint32_t	*of;		/* the unit of each row; NULL: its own;
					 * SURVEY_NONE: no target */
	bool		 in_time;
};

const char *
folds_kind(const struct split *s)
{
	return s->time != NULL && !s->lasting ? "forward" :
	    s->groups != NULL ? "grouped" : "stratified";
}

static void
add_to_unit(struct unit *u, const struct survey *s, size_t row)
{
	uint32_t	 stratum = s->stratum[row];

	if (u->rows++ == 0 || (s->time != NULL && s->time[row] > u->time))
		u->time = s->time != NULL ? s->time[row] : 0;
	if (u->lead == 0)
		u->stratum = stratum;
	if (u->stratum == stratum)
		u->lead++;
	else
		u->lead--;
}

/* The unit that a row belongs to: of its group, else of its point in time,
 * else of the rows like it. */
static uint64_t
unit_key(const struct survey *s, size_t row)
{
	uint64_t	 key;

	if (s->grouped || s->time == NULL)
		return s->unit[row];
	memcpy(&key, &s->time[row], sizeof(key));
	return key * 0x9e3779b97f4a7c15u | 1;
}

/* Without groups and time each row is a unit of its own. */
static void
collect(struct units *u, const struct survey *s, const bool *taken,
    uint64_t seed)
{
	bool		 alone = !s->grouped && s->time == NULL;
	struct row_set	 seen = { 0 };
	size_t		 i, at;

	*u = (struct units){ .in_time = s->time != NULL };
	u->v = mem_zero(s->rows, sizeof(*u->v));
	u->of = mem_zero(s->rows, sizeof(*u->of));
	for (i = 0; i < s->rows; i++) {
		u->of[i] = SURVEY_NONE;
		if (s->stratum[i] == SURVEY_NONE || (taken != NULL &&
		    taken[i]))
			continue;
		at = alone ? u->n : row_set_add(&seen, unit_key(s, i),
		    (long)u->n)->line;
		if (at == u->n)
			u->v[u->n++].random = random_next(&seed);
		u->of[i] = (uint32_t)at;
		add_to_unit(&u->v[at], s, i);
		u->rows++;
	}
	row_set_release(&seen);
}

static void
release(struct units *u)
{
	free(u->v);
	free(u->of);
}

static int
by_time(const void *a, const void *b)
{
	const struct unit	*x = *(struct unit *const *)a;
	const struct unit	*y = *(struct unit *const *)b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return (x > y) - (x < y);
}

static int
by_size(const void *a, const void *b)
{
	const struct unit	*x = *(struct unit *const *)a;
	const struct unit	*y = *(struct unit *const *)b;

	if (x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	return (x->random > y->random) - (x->random < y->random);
}

static int
by_stratum(const void *a, const void *b)
{
	const struct unit	*x = *(struct unit *const *)a;
	const struct unit	*y = *(struct unit *const *)b;

	if (x->stratum != y->stratum)
		return x->stratum < y->stratum ? -1 : 1;
	return (x->random > y->random) - (x->random < y->random);
}

static struct unit **
sorted(const struct units *u, int (*order)(const void *, const void *))
{
	struct unit	**v = mem_zero(u->n, sizeof(*v));
	size_t		 i;

	for (i = 0; i < u->n; i++)
		v[i] = &u->v[i];
	qsort(v, u->n, sizeof(*v), order);
	return v;
}

/* Blocks of equal size in order of time; units of one time stay together. */
static void
deal_time(const struct units *u, struct unit **v, size_t folds)
{
	size_t	 i, before = 0;
	int32_t	 fold = 0;

	for (i = 0; i < u->n; i++) {
		if (i == 0 || v[i]->time != v[i - 1]->time)
			fold = (int32_t)(before * folds / u->rows);
		v[i]->fold = fold;
		before += v[i]->rows;
	}
}

/* Large units first, each to the fold with the fewest rows of its stratum,
 * then with the fewest rows. */
static void
deal_units(const struct units *u, struct unit **v, size_t folds, size_t strata)
{
	size_t	*rows = mem_zero((strata + 1) * folds, sizeof(*rows)), *of;
	size_t	*all, i, k, best;

	all = rows + strata * folds;
	for (i = 0; i < u->n; i++) {
		of = rows + v[i]->stratum * folds;
		for (k = 1, best = 0; k < folds; k++)
			if (of[k] < of[best] || (of[k] == of[best] &&
			    all[k] < all[best]))
				best = k;
		v[i]->fold = (int32_t)best;
		of[best] += v[i]->rows;
		all[best] += v[i]->rows;
	}
	free(rows);
}

/* Rows on their own need no order: each stratum deals a shuffled deck. */
static void
deal_rows(const struct units *u, size_t folds, size_t strata)
{
	struct deck { uint8_t card[FOLDS_MOST], left; } *d, *deck;
	uint8_t	 swap;
	size_t	 i, k, start = 0;

	deck = mem_zero(strata, sizeof(*deck));
	for (i = 0; i < u->n; i++) {
		d = &deck[u->v[i].stratum];
		if (d->left == 0) {
			/* Strata begin with different folds. */
			for (k = 0; k < folds; k++)
				d->card[k] = (uint8_t)((start + k) % folds);
			d->left = (uint8_t)folds;
			start++;
		}
		k = u->v[i].random % d->left;
		swap = d->card[k];
		d->card[k] = d->card[--d->left];
		u->v[i].fold = swap;
	}
	free(deck);
}

static void
deal(struct units *u, const struct survey *s, size_t folds)
{
	struct unit	**v;

	if (!u->in_time && !s->grouped) {
		deal_rows(u, folds, s->strata);
		return;
	}
	v = sorted(u, u->in_time ? by_time : by_size);
	if (u->in_time)
		deal_time(u, v, folds);
	else
		deal_units(u, v, folds, s->strata);
	free(v);
}

/* Units from the end of time until there are enough rows. */
static void
hold_end(const struct units *u, struct unit **v, double want)
{
	size_t	 i = u->n, rows = 0, k;

	while (i > 1) {
		for (k = i; k > 0 && v[k - 1]->time == v[i - 1]->time; k--)
			rows += v[k - 1]->rows;
		if (k == 0 || (double)rows > want * 1.5 + 1)
			break;
		for (; i > k; i--)
			v[i - 1]->fold = 1;
		if ((double)rows >= want)
			break;
	}
}

/* Of each stratum as many units as its share says; at least one stays. What
 * rounding leaves is carried on to the next. */
static void
hold_strata(const struct units *u, struct unit **v, double fraction)
{
	size_t	 i, j, k, rows;
	double	 carry = 0, want, got;

	for (i = 0; i < u->n; i = j) {
		for (j = i, rows = 0; j < u->n &&
		    v[j]->stratum == v[i]->stratum; j++)
			rows += v[j]->rows;
		want = (double)rows * fraction + carry;
		for (k = i, got = 0; k + 1 < j && got + v[k]->rows / 2.0 <=
		    want; k++) {
			v[k]->fold = 1;
			got += v[k]->rows;
		}
		carry = want - got;
	}
}

size_t
folds_hold_out(const struct survey *s, double fraction, uint64_t seed,
    bool *taken)
{
	struct units	 u;
	struct unit	**v;
	size_t		 i, n = 0;

	collect(&u, s, NULL, seed);
	v = sorted(&u, u.in_time ? by_time : by_stratum);
	if (u.in_time)
		hold_end(&u, v, fraction * (double)u.rows);
	else
		hold_strata(&u, v, fraction);
	for (i = 0; i < s->rows; i++) {
		taken[i] = u.of[i] != SURVEY_NONE && u.v[u.of[i]].fold == 1;
		n += taken[i];
	}
	free(v);
	release(&u);
	return n;
}

static enum hcc_status
write_rows(const struct profile *p, const struct survey *s,
    const struct units *u, const bool *taken, struct table_file *f,
    struct hcc_err *e)
{
	const char	*id = buf_str(&s->ids);
	char		 number[24], fold[16], era[16];
	char		*cells[3] = { number, fold, era };
	size_t		 i, row = 0, width = s->era != NULL ? 3 : 2;
	enum hcc_status	 st;

	cells[0] = s->has_ids ? p->id : (char [4]){ "row" };
	cells[1] = (char [5]){ "fold" };
	cells[2] = (char [4]){ "era" };
	st = table_file_row(f, cells, width, e);
	cells[1] = fold;
	cells[2] = era;
	for (i = 0; i < s->rows && st == HCC_OK; i++) {
		snprintf(number, sizeof(number), "%zu", row);
		cells[0] = s->has_ids ? (char *)(uintptr_t)id : number;
		if (s->ids.len > 0)
			id += strlen(id) + 1;
		if (taken != NULL && taken[i])
			continue;
		snprintf(fold, sizeof(fold), "%d", u->of[i] == SURVEY_NONE ?
		    FOLDS_NONE : (int)u->v[u->of[i]].fold);
		if (s->era != NULL)
			snprintf(era, sizeof(era), "%d", s->era[i]);
		st = table_file_row(f, cells, width, e);
		row++;
	}
	return st;
}

enum hcc_status
folds_write(const struct profile *p, const struct survey *s,
    const bool *taken, int input, size_t *count, struct hcc_err *e)
{
	struct units		 u;
	struct table_file	 f;
	enum hcc_status		 st = HCC_OK;

	*count = 0;
	collect(&u, s, taken, 0);
	if (u.n >= 2) {
		*count = u.n < FOLDS_MOST ? u.n : FOLDS_MOST;
		deal(&u, s, *count);
		if ((st = table_file_open(&f, input, FOLDS_FILE, e)) ==
		    HCC_OK) {
			st = write_rows(p, s, &u, taken, &f, e);
			st = table_file_close(&f, st, e);
		}
	}
	release(&u);
	return st;
}
