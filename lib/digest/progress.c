/*
 * progress.c: epochs, steps, bars, and runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "digest/char.h"
#include "digest/progress.h"
#include "digest/text.h"
#include "digest/word_class.h"

enum {
	NESTS = 16,		/* counters given up, then no more runs */
	COUNT_WIDTH = 1024,	/* of a line that counts, at most */
	RUN_FIELDS = 4096	/* followed, of all templates together */
};

const struct number *
number_of(const struct log_line *l, int field)
{
	unsigned	 i;

	for (i = 0; i < l->nnums; i++)
		if (l->num[i].field == field)
			return &l->num[i];
	return NULL;
}

const struct number *
number_counted(const struct log_line *l, const struct progress *c)
{
	/* The last field is of all numbers for which there is no other. */
	return c->field < LINE_FIELDS - 1 ? number_of(l, c->field) :
	    c->nth < l->nnums ? &l->num[c->nth] : NULL;
}

void
number_text(char *to, size_t size, const struct log_line *l,
    const struct number *n)
{
	size_t	 k = n->len < size ? n->len : size - 1;

	memcpy(to, l->p + n->at, k);
	to[k] = '\0';
}

void
value_text(char *to, size_t size, const struct log_line *l,
    const struct number *n)
{
	number_text(to, size, l, n);
	if (n->at + n->len < l->n && l->p[n->at + n->len] == '%' &&
	    strlen(to) + 1 < size)
		strcat(to, "%");
}

/* Back over a remark that ends at `end`: to `Epoch` from `Epoch(train)`. */
static const char *
skip_remark(const char *start, const char *end)
{
	const char	*p = end - 1;

	while (p > start && is_letter(p[-1]))
		p--;
	return p < end - 1 && p - start > 1 && p[-1] == '(' &&
	    is_letter(p[-2]) ? p - 1 : end;
}

/* The word before a number, as in `epoch: 3`, or right behind it, as in
 * `3epoch:`; its length. */
static size_t
counted_word(const struct log_line *l, const struct number *n,
    const char **word)
{
	const char	*end = l->p + n->at, *p = end + n->len;

	while (is_letter(*p))
		p++;
	if (p - end - n->len > 3 && word_class(end + n->len, (size_t)(p - end -
	    n->len)) & COUNTER) {
		*word = end + n->len;
		return (size_t)(p - *word);
	}
	while (end > l->p && memchr(" \t:=#[('\"_-", end[-1], 11) != NULL)
		end--;
	if (end > l->p && end[-1] == ')')
		end = skip_remark(l->p, end);
	*word = last_word(l->p, end);
	return (size_t)(end - *word);
}

/* Its bits. */
static unsigned
counted(const struct log_line *l, const struct number *n)
{
	const char	*w;
	size_t		 len = counted_word(l, n, &w);

	return word_class(w, len);
}

/* A number for the word, whatever its case. */
static uint64_t
counted_name(const struct log_line *l, const struct number *n)
{
	const char	*w;
	size_t		 len = counted_word(l, n, &w), i;
	uint64_t	 h = 1;

	for (i = 0; i < len; i++)
		h = h * 31 + (unsigned char)(w[i] | 0x20);
	return h;
}

/* Is the number a day as in `run-20260131`? */
static bool
is_date(const struct log_line *l, const struct number *n)
{
	const char	*p = l->p + n->at;

	return n->len == 8 && n->kind == NUMBER_INT && p[0] == '2' &&
	    p[1] == '0' && memchr("01", p[4], 2) != NULL &&
	    memchr("0123", p[6], 4) != NULL;
}

/* The first number that is called epoch or the like and is not `but`, or NULL:
 * one that counts data, as in `batch 3`, only if no other does, since it starts
 * over. */
static const struct number *
find_named(const struct log_line *l, const struct number *but)
{
	const struct number	*n, *data = NULL;
	unsigned		 i, c;

	for (i = 0; i < l->nnums; i++) {
		n = &l->num[i];
		if (n == but || n->kind > NUMBER_DECIMAL || is_date(l, n) ||
		    !((c = counted(l, n)) & COUNTER))
			continue;
		if (!(c & CLASS_DATA))
			return n;
		if (data == NULL)
			data = n;
	}
	return data;
}

/* Is number `i` the 3 of `3/20`? Not that of a date. */
static bool
is_fraction(const struct log_line *l, unsigned i)
{
	const struct number	*n = &l->num[i];
	const char		*p = l->p + n->at + n->len;
	const char		*next = l->p + n[1].at;

	if (i + 1 >= l->nnums || n->kind >= NUMBER_TIME ||
	    n[1].kind >= NUMBER_TIME || n->v > n[1].v)
		return false;
	while (p < next && *p == ' ')
		p++;
	if (p == next || *p++ != '/')
		return false;
	while (p < next && *p == ' ')
		p++;
	next += n[1].len;
	return p + n[1].len == next && (next == l->p + l->n || *next != '/') &&
	    (n->at == 0 || l->p[n->at - 1] != '/');
}

/* The number that a progress bar counts with, or NULL: the last fraction on a
 * line that has the signs of a bar. */
static const struct number *
number_of_bar(const struct log_line *l)
{
	const struct number	*bar = NULL;
	unsigned		 i;

	for (i = 0; i + 1 < l->nnums; i++)
		if (is_fraction(l, i))
			bar = &l->num[i];
	if (bar != NULL && !l->over && memmem(l->p, l->n, "%|", 2) == NULL &&
	    memmem(l->p, l->n, "it/s", 4) == NULL &&
	    memmem(l->p, l->n, "s/it", 4) == NULL &&
	    memmem(l->p, l->n, "/step", 5) == NULL)
		bar = NULL;
	return bar;
}

/* Behind a word and a colon at `p`. */
static const char *
past_word(const char *p)
{
	const char	*q = p;

	while (is_letter(*q))
		q++;
	return q > p && *q == ':' ? q + 1 : p;
}

/* The first number, if it stands alone: `[3]`, `3 0.25 0.7`, `| 3 |`, or in
 * front of the others: `3: loss 0.25`, `Train: 3 [10/90]`. */
static const struct number *
find_first(const struct log_line *l)
{
	size_t			 glog = text_glog(l->p, l->n);
	const char		*start = l->p, *p;
	const struct number	*n = l->num;

	/* `[3]` is no prefix here. */
	if (*l->p != '[' && *l->p != '(')
		start += glog > 0 ? glog : text_prefix(l->p, l->n);
	while (n < l->num + l->nnums && l->p + n->at < start)
		n++;
	if (n == l->num + l->nnums || n->kind != NUMBER_INT)
		return NULL;
	p = l->p + n->at;
	if (p[n->len] == ' ' && p[n->len + 1] == '[')
		start = past_word(start);
	while (p > start)
		if (memchr(" [(\t|", *--p, 5) == NULL)
			return NULL;
	p = l->p + n->at + n->len;
	return memchr(" ])\t|/,", *p, 7) != NULL ||
	    (*p == ':' && (p[1] == ' ' || p[1] == '\t')) ? n : NULL;
}

void
progress_find(struct template *t, const struct log_line *first,
    const struct log_line *second)
{
	struct progress		*c = &t->counter;
	const struct number	*n = number_of_bar(second), *other;

	c->bar = n != NULL;
	if (n == NULL && (n = find_named(second, NULL)) != NULL) {
		c->named = true;
		c->trials = counted(second, n) & TRIALS;
	}
	other = c->named ? find_named(second, n) : NULL;
	c->other = other == NULL ? -1 : other->field;
	if (n == NULL)
		n = find_first(second);
	if (n == NULL)
		return;
	c->field = n->field;
	c->nth = (unsigned)(n - second->num);
	if ((n = number_counted(first, c)) != NULL && n->kind <
	    NUMBER_TIME) {
		c->last = n->v;
		if (c->bar && n + 1 < first->num + first->nnums)
			c->total = n[1].v;
	}
}

bool
progress_believed(const struct template *t)
{
	const struct progress	*c = &t->counter;

	return c->rises > 0 && (c->named || c->bar ? c->falls <= c->rises :
	    c->falls * 4 <= c->rises);
}

static void
runs_begin(struct template *t)
{
	unsigned	 i;

	for (i = 0; i < t->nfields; i++) {
		t->runs[i].now[0] = 1e308;
		t->runs[i].now[1] = -1e308;
	}
}

/* Results, by their name or in a table that has none on its lines. */
static bool
has_results(const struct template *t)
{
	return t->cls.flags & CLASS_DECIMAL && !t->ends &&
	    (t->cls.flags & CLASS_METRIC || !(t->cls.flags & CLASS_WORDS));
}

/* The first run has ended: its extremes are those of all so far. */
static void
runs_adopt(struct templates *ts, struct template *t)
{
	unsigned	 i, side;

	if (t->range == NULL || !has_results(t) ||
	    ts->run_fields + t->nfields > RUN_FIELDS)
		return;
	t->runs = mem_zero(t->nfields, sizeof(*t->runs));
	ts->run_fields += t->nfields;
	for (i = 0; i < t->nfields; i++)
		for (side = 0; side < 2; side++) {
			t->runs[i].at[0][side] = t->field[i].end[side].at;
			snprintf(t->runs[i].text[0][side],
			    sizeof(t->runs[i].text[0][side]), "%.23s",
			    t->field[i].end[side].text);
		}
	runs_begin(t);
}

/* Too many runs: forget them, and that this counter told them apart. */
static void
runs_drop(struct templates *ts, struct template *by)
{
	size_t	 i;

	by->nested = true;
	ts->nests++;
	for (i = 0; i < ts->n; i++) {
		free(ts->list[i]->runs);
		ts->list[i]->runs = NULL;
		if (ts->list[i]->ends && ts->list[i]->bars == 0)
			ts->list[i]->nested = true;
	}
	ts->runs = 0;
	ts->run_fields = 0;
	ts->runs_by = 0;
}

static void
run_ended(struct templates *ts, struct template *by)
{
	size_t		 i, n = ts->n;
	struct template	*t;

	if (by->nested || ts->nests == NESTS ||
	    (ts->runs_by != 0 && ts->runs_by != by->key))
		return;
	if (ts->runs == MAX_RUNS) {
		runs_drop(ts, by);
		return;
	}
	ts->runs_by = by->key;
	ts->runs++;
	for (i = 0; i < n; i++) {
		t = ts->list[i];
		/* One line a run is no series that has an end. */
		if (t->last.p != NULL && t->over == 0 && has_results(t) &&
		    t->last.at.off >= ts->run_start &&
		    t->count - t->before > 1)
			templates_end(ts, t);
		t->before = t->count;
		if (ts->runs == 1)
			runs_adopt(ts, t);
		else if (t->runs != NULL)
			runs_begin(t);
	}
	ts->run_start = by->last.at.end;
}

void
progress_next(struct templates *ts, struct template *t,
    const struct log_line *l)
{
	struct progress		*c = &t->counter;
	const struct number	*n = number_counted(l, c);

	if (n == NULL || n->kind >= NUMBER_TIME)
		return;
	if (n->v < c->last && t->count > 1 && !t->ends) {
		if (c->bar && c->last == c->total) {
			t->bars++;
			templates_end(ts, t);
		} else if (!c->bar && c->since > 1)
			run_ended(ts, t);
	}
	c->since = n->v > c->last ? c->since + 1 : n->v < c->last ? 0 :
	    c->since;
	c->rises += n->v > c->last;
	c->falls += n->v < c->last;
	ts->restarts += n->v < c->last && t->key == ts->counted_by;
	c->last = n->v;
	if (c->bar && n + 1 < l->num + l->nnums)
		c->total = n[1].v;
}

void
progress_end(struct templates *ts)
{
	size_t		 i, n = ts->n;
	struct template	*t;

	for (i = 0; i < n; i++) {
		t = ts->list[i];
		if (t->bars > 0 && !t->ends &&
		    t->counter.last == t->counter.total) {
			t->bars++;
			templates_end(ts, t);
		}
	}
}

/* Is it drawn as a heading: `=== one ===`, `## two`? */
static bool
is_ruled(const struct log_line *l)
{
	const char	*p = l->p;

	if (l->n <= 6)
		return false;
	return (p[1] == *p && p[2] == *p &&
	    memchr("=-*#>_+~", *p, 8) != NULL) ||
	    (*p == '#' && (p[1] == ' ' || (p[1] == '#' && p[2] == ' ')) &&
	    l->nnums == 0);
}

void
context_find(struct template *t, const struct log_line *l)
{
	bool		 ruled = is_ruled(l);
	const struct number	*n;
	unsigned	 c;

	if (l->n > COUNT_WIDTH || l->over ||
	    (!ruled && !(l->flags & COUNTER)))
		return;
	c = template_class(t)->flags;
	if (!(c & CLASS_WORDS) || c & (CLASS_ERROR | CLASS_WARN))
		return;
	n = c & COUNTER ? find_named(l, NULL) : NULL;
	t->counts = n != NULL;
	t->counted_name = n == NULL ? 0 : counted_name(l, n);
	if (l->n > (c & CLASS_PARAM && c & CLASS_PAIR ? SETTINGS_WIDTH :
	    HEADING_WIDTH))
		return;
	t->trials = n != NULL && counted(l, n) & TRIALS;
	t->settings = t->trials || (c & CLASS_PARAM && c & CLASS_PAIR);
	t->heading = ruled ||
	    (t->counts && !(c & CLASS_METRIC && c & CLASS_DECIMAL));
}

/* Does `t` count the steps within what the template of `key` counts, or within
 * each section that is headed by it? */
static bool
is_inner(const struct templates *ts, const struct template *t, uint64_t key)
{
	const struct template	*outer;

	if (key == t->key || t->counter.falls == 0 ||
	    (outer = templates_find(ts, key)) == NULL)
		return false;
	return outer->counter.falls < t->counter.falls;
}

/* Does `t` say of each line that it is of epoch 0? */
static bool
is_idle(const struct templates *ts, const struct template *t)
{
	return t->count > 2 && t->counter.rises == 0 &&
	    ts->counted_by != 0 && ts->counted_by != t->key;
}

void
context_set(struct templates *ts, const struct template *t,
    const struct log_line *l)
{
	struct heading		*h = &ts->heading;
	const struct number	*n;

	if (t->counts && !is_idle(ts, t) && (n = find_named(l, NULL)) != NULL) {
		if (is_inner(ts, t, ts->counted_by)) {
			ts->inner_by = t->key;
			number_text(ts->inner, sizeof(ts->inner), l, n);
		} else {
			ts->inner_by = 0;
			ts->counted_by = t->key;
			ts->counted_name = t->counted_name;
			ts->counted_at = l->off;
			memset(ts->counted, 0, sizeof(ts->counted));
			number_text(ts->counted, sizeof(ts->counted), l, n);
		}
	}
	if (!t->heading || is_inner(ts, t, h->key))
		return;
	h->key = t->key;
	h->settings = t->settings;
	h->counted_name = t->settings ? 0 : t->counted_name;
	h->n = l->n < sizeof(h->text) ? l->n : sizeof(h->text);
	memcpy(h->text, l->p, h->n);
	h->at = span_of(l);
}

void
runs_value(const struct templates *ts, struct template *t, unsigned field,
    const struct number *n, const struct log_line *l)
{
	struct field_runs	*r = &t->runs[field];
	unsigned		 side;

	for (side = 0; side < 2; side++) {
		if (side == 0 ? n->v >= r->now[0] : n->v <= r->now[1])
			continue;
		r->now[side] = n->v;
		r->at[ts->runs][side] = span_of(l);
		value_text(r->text[ts->runs][side],
		    sizeof(r->text[ts->runs][side]), l, n);
	}
}
