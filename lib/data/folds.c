/*
 * folds.c: units (rows, or groups of them) dealt to folds or held out.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "data/folds.h"
#include "data/table_file.h"

/* Rows that stay together. */
struct unit {
	double		 first, last;	/* points in time */
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
	bool		 in_time;	/* they have an order */
};

const char *
folds_kind(const struct split *s)
{
	return s->groups == NULL ? s->time == NULL ? "stratified" : "forward" :
	    s->time == NULL ? "grouped" : "both";
}

static void
add_to_unit(struct unit *u, const struct survey *s, size_t row)
{
	uint32_t	 stratum = s->stratum[row];
	double		 time = s->time != NULL ? s->time[row] : 0;

	if (u->rows++ == 0)
		u->first = u->last = time;
	u->first = fmin(u->first, time);
	u->last = fmax(u->last, time);
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

	*u = (struct units){ .in_time = s->time != NULL && !s->both };
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

	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
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

/* In order of time; units of one time stay together. What is learnt from much
 * less than all claims too little: fold 0 is the first six tenths of the rows,
 * each other a tenth. Where times are few, the last one is a fold. */
static void
deal_time(const struct units *u, struct unit **v)
{
	size_t	 i, before = 0, tenth, last = 5;
	int32_t	 fold = 0;

	for (i = 0; i < u->n; i++) {
		tenth = before * 10 / u->rows;
		if (i > 0 && v[i]->last != v[i - 1]->last && (tenth > last ||
		    (fold == 0 && v[i]->last == v[u->n - 1]->last))) {
			last = tenth;
			fold++;
		}
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
		deal_time(u, v);
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
		for (k = i; k > 0 && v[k - 1]->last == v[i - 1]->last; k--)
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

/* Rows of the groups that were drawn; after `from`, if there is an `aside`. */
static size_t
mark(const struct survey *s, const struct units *u, double from, bool *taken,
    bool *aside)
{
	size_t	 i, n = 0;
	bool	 drawn;

	for (i = 0; i < s->rows; i++) {
		drawn = u->of[i] != SURVEY_NONE && u->v[u->of[i]].fold == 1;
		taken[i] = drawn && (aside == NULL || s->time[i] >= from);
		n += taken[i];
		if (aside != NULL)
			aside[i] = !taken[i] && (drawn || s->time[i] >= from);
	}
	return n;
}

/* Where this share of the rows begins, the last in time; whole points of time,
 * of which the first is never among them. INFINITY: there is only one. */
static double
end_begins(const double *sorted, size_t n, double share)
{
	size_t	 want = (size_t)fmax(1, (double)n * share), i = n - want, k;

	for (k = i; k > 0 && sorted[k - 1] == sorted[i]; k--)
		;
	if (k == 0 || (double)(n - k) > (double)want * 1.5 + 1)
		while (k < n && sorted[k] == sorted[i])
			k++;
	return k == 0 || k == n ? INFINITY : sorted[k];
}

/* The times of the units' rows, in order. */
static double *
times(const struct survey *s, const struct units *u)
{
	double	*v = mem_zero(u->rows + 1, sizeof(*v));
	size_t	 i, n = 0;

	for (i = 0; i < s->rows; i++)
		if (u->of[i] != SURVEY_NONE)
			v[n++] = s->time[i];
	qsort(v, n, sizeof(*v), num_order);
	return v;
}

/* New groups, and later. Of the groups that are there before and after, as
 * large a share is drawn as of time, the smallest with which half of the rows
 * wanted are found; what it costs is set aside. */
static size_t
hold_both(const struct survey *s, struct units *u, struct unit **v,
    double fraction, bool *taken, bool *aside)
{
	double	*sorted = times(s, u), share, from;
	size_t	 i, n = 0;

	for (share = fraction; share < 1 && (double)n <
	    fraction / 2 * (double)u->rows; share += fraction / 8) {
		from = end_begins(sorted, u->rows, share);
		for (i = 0; i < u->n; i++)
			u->v[i].fold = 0;
		hold_strata(u, v, share);
		for (i = 0; i < u->n; i++)
			if (u->v[i].first >= from || u->v[i].last < from)
				u->v[i].fold = u->v[i].first >= from;
		n = mark(s, u, from, taken, aside);
	}
	free(sorted);
	return n;
}

size_t
folds_hold_out(const struct survey *s, double fraction, uint64_t seed,
    bool *taken, bool *aside)
{
	struct units	 u;
	struct unit	**v;
	size_t		 n;

	collect(&u, s, NULL, seed);
	v = sorted(&u, u.in_time ? by_time : by_stratum);
	if (s->both && aside != NULL)
		n = hold_both(s, &u, v, fraction, taken, aside);
	else {
		if (u.in_time)
			hold_end(&u, v, fraction * (double)u.rows);
		else
			hold_strata(&u, v, fraction);
		n = mark(s, &u, 0, taken, NULL);
	}
	free(v);
	release(&u);
	return n;
}

/* Eras 1 and 2 are the last two fifths of the rows, 0 is all before. Those of
 * one time are in one. from[]: where they begin. */
static void
begin_eras(const struct survey *s, const struct units *u, double from[2])
{
	double	*sorted = times(s, u);

	from[0] = sorted[u->rows * 3 / 5];
	from[1] = sorted[u->rows * 4 / 5];
	free(sorted);
}

static enum hcc_status
write_rows(const struct profile *p, const struct survey *s,
    const struct units *u, const bool *taken, struct table_file *f,
    struct hcc_err *e)
{
	const char	*id = buf_str(&s->ids);
	char		 number[24], fold[16], era[16];
	char		*cells[3] = { number, fold, era };
	double		 from[2] = { 0, 0 };
	size_t		 i, row = 0, width = s->both ? 3 : 2;
	enum hcc_status	 st;

	if (s->both)
		begin_eras(s, u, from);
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
		if (s->both)
			snprintf(era, sizeof(era), "%d", (s->time[i] >=
			    from[0]) + (s->time[i] >= from[1]));
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
	size_t			 i;
	enum hcc_status		 st = HCC_OK;

	*count = 0;
	collect(&u, s, taken, 0);
	if (u.n >= 2) {
		deal(&u, s, u.n < FOLDS_MOST ? u.n : FOLDS_MOST);
		for (i = 0; i < u.n; i++)
			if ((size_t)u.v[i].fold >= *count)
				*count = (size_t)u.v[i].fold + 1;
		if ((st = table_file_open(&f, input, FOLDS_FILE, e)) ==
		    HCC_OK) {
			st = write_rows(p, s, &u, taken, &f, e);
			st = table_file_close(&f, st, e);
		}
	}
	release(&u);
	return st;
}
