/*
 * template.c: the templates of lines seen so far.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "digest/progress.h"
#include "digest/field.h"
#include "digest/section.h"
#include "digest/template.h"
#include "digest/text.h"

enum {
	INDEX = 4 * MAX_TEMPLATES,
	CONTEXT = 3,			/* lines behind an error */
	SHORT = 136,		/* most lines are, and need no other memory */
	PART = sizeof(struct template) + SHORT
};

#define ENDS UINT64_C(0x5bd1e9955bd1e995)	/* changes a key, */
#define PARTS UINT64_C(0x2545f4914f6cdd1d)	/* so does this, */
#define BESTS UINT64_C(0x9fb21c651e98df25)	/* and this */
/* Hints of words that are a failure by what stands beside them. */
#define DOUBTFUL (EXITS | HEAD)

void
excerpt_set(struct excerpt *t, const struct log_line *l, size_t max)
{
	size_t	 n = l->n < max ? l->n : max;

	if (n > t->room || t->p == NULL) {
		t->p = mem_again(t->p, n + 1, 1);
		t->room = n;
	}
	t->n = text_cut(t->p, n, l->p, l->n);
	t->at = span_of(l);
}

struct log_line *
excerpt_mask(const struct excerpt *t, char **text)
{
	struct log_line	*l = mem_room(sizeof(*l));

	*text = mem_room(t->n + 1);
	memcpy(*text, t->p, t->n);
	(*text)[t->n] = '\n';
	(void)line_mask(l, *text, *text + t->n + 1);
	l->off = t->at.off;
	l->end = t->at.end;
	l->no = t->at.no;
	return l;
}

static void
template_free(struct templates *ts, struct template *t)
{
	unsigned	 i, side;

	ts->free[ts->nfree++] = (char *)t;
	if (!t->memory)
		return;
	if (t->first.p != (char *)(t + 1))
		free(t->first.p);
	for (i = 0; t->field != NULL && i < t->nfields; i++) {
		for (side = 0; side < 2; side++) {
			free(t->field[i].end[side].line.p);
			free(t->field[i].end[side].heading.p);
		}
		if (t->field[i].jump != NULL) {
			free(t->field[i].jump->to.line.p);
			free(t->field[i].jump->to.heading.p);
			free(t->field[i].jump);
		}
	}
	for (i = 0; i < t->nsamples; i++)
		free(t->sample[i].p);
	free(t->last.p);
	free(t->not_finite.p);
	free(t->sample);
	free(t->pattern);
	free(t->runs);
	free(t->range);
	free(t->field);
}

const struct line_class *
template_class(struct template *t)
{
	if (!t->classed)
		classify_line(t->first.p, t->first.n, &t->cls);
	t->classed = true;
	return &t->cls;
}

void
templates_init(struct templates *ts)
{
	*ts = (struct templates){ .n = 0 };
	ts->list = mem_zero(MAX_TEMPLATES, sizeof(struct template *));
	ts->index = mem_zero(INDEX, sizeof(*ts->index));
	ts->slab = mem_room((size_t)MAX_TEMPLATES * PART);
}

void
templates_release(struct templates *ts)
{
	size_t	 i;

	for (i = 0; i < ts->n; i++)
		template_free(ts, ts->list[i]);
	sections_release(ts);
	free(ts->list);
	free(ts->slab);
	free(ts->index);
	*ts = (struct templates){ .n = 0 };
}

/* The bucket of a key, or the empty one where it would go. */
static size_t
bucket(const struct templates *ts, uint64_t key)
{
	size_t	 b = (size_t)((key ^ key >> 31) & (INDEX - 1));

	while (ts->index[b] != 0 && ts->list[ts->index[b] - 1]->key != key)
		b = (b + 1) & (INDEX - 1);
	return b;
}

struct template *
templates_find(const struct templates *ts, uint64_t key)
{
	uint32_t	 i = ts->index[bucket(ts, key)];

	return i == 0 ? NULL : ts->list[i - 1];
}

/* How much would be lost with this template: its class, its share of the
 * log. */
static unsigned
worth(struct template *t, size_t age)
{
	unsigned	 w = 0, c = t->cls.flags;

	if (c & DOUBTFUL)
		c = template_class(t)->flags;
	if (c & (CLASS_ERROR | CLASS_TRACE))
		w += 50;
	else if (t->after_error)
		w += 26;
	if (c & (CLASS_OUTCOME | CLASS_WARN))
		w += 12;
	if (c & CLASS_METRIC && c & CLASS_DECIMAL)
		w += 16;
	if (c & (CLASS_PARAM | CLASS_DATA | CLASS_ENV))
		w += 6;
	if (t->count > 1)
		w += t->count > 8 ? 24 : 8;
	if (age < 200 || age + 200 > MAX_TEMPLATES)
		w += 20;
	return w;
}

/* Give up the half that tells least, oldest first. */
static void
make_room(struct templates *ts)
{
	size_t		 i, kept = 0, drop = MAX_TEMPLATES / 2, sum = 0;
	size_t		 have[256] = { 0 };
	unsigned char	 w[MAX_TEMPLATES] = { 0 };
	unsigned	 limit = 0;
	struct template	*t;

	for (i = 0; i < ts->n; i++) {
		w[i] = (unsigned char)worth(ts->list[i], i);
		have[w[i]]++;
	}
	for (; limit < 255 && sum + have[limit] < drop; limit++)
		sum += have[limit];
	memset(ts->index, 0, INDEX * sizeof(*ts->index));
	for (i = 0; i < ts->n; i++) {
		t = ts->list[i];
		if (drop > 0 && w[i] <= limit) {
			ts->fields -= t->nfields;
			template_free(ts, t);
			drop--;
			continue;
		}
		t->next = NULL;
		ts->list[kept] = t;
		ts->index[bucket(ts, t->key)] = (uint32_t)++kept;
	}
	ts->n = kept;
	ts->prev = NULL;
}

/* Note in what part of the log a line stood. */
static void
set_place(const struct templates *ts, struct excerpt *x)
{
	x->section = ts->in_section;
	x->restarts = ts->restarts;
	memcpy(&x->where, ts->counted, sizeof(x->where));
}

uint64_t
templates_above(const struct templates *ts)
{
	struct template	*t = ts->prev;

	if (t == NULL)
		return 0;
	return t->over > 0 && !(template_class(t)->flags & CLASS_WORDS) ?
	    t->above : t->key;
}

/* Note what stands around an error: the lines behind it, the frames of a stack
 * however many they are, and the line before it. */
static void
set_context(struct templates *ts, struct template *t,
    const struct log_line *l)
{
	struct template	*prev = ts->prev;
	unsigned	 c = 0;

	t->after_error = ts->last_error != 0 &&
	    l->no - ts->last_error <= CONTEXT;
	if (l->flags & (CLASS_ERROR | CLASS_FRAME | DOUBTFUL))
		c = template_class(t)->flags;
	if ((c & CLASS_STRONG && !(c & CLASS_WARN)) || c & CLASS_TRACE) {
		ts->last_error = l->no;
		if (prev != NULL && prev->count == 1 &&
		    l->no - prev->first.at.no <= 2)
			prev->before_error = true;
	} else if (t->after_error && template_class(t)->flags &
	    (CLASS_SITE | CLASS_STACK))
		ts->last_error = l->no;
	else if (t->after_error && l->n > 3 && memcmp(l->p, "│", 3) == 0) {
		ts->last_error = l->no;	/* a stack that is drawn as a box */
		t->after_error = false;
	}
}

/* `Early stopping, best iteration is:` */
static bool
announces(const struct log_line *l)
{
	size_t	 i;

	if (l->n == 0 || l->n > HEADING_WIDTH || l->p[l->n - 1] != ':')
		return false;
	for (i = 0; i + 4 < l->n; i++)
		if (strncasecmp(l->p + i, "best", 4) == 0)
			return true;
	return false;
}

/* Does the line above say that this is the best of lines like it? */
static bool
is_announced(const struct templates *ts, const struct log_line *l)
{
	return ts->prev != NULL && ts->prev->announces && l->nnums > 0;
}

static struct template *
template_new(struct templates *ts, const struct log_line *l)
{
	size_t		 n = l->n < TEXT_MAX ? l->n : TEXT_MAX;
	struct template	*t;
	char		*p = n > SHORT ? mem_room(n) : NULL;

	t = (struct template *)(void *)(ts->nfree > 0 ?
	    ts->free[--ts->nfree] : ts->slab + ts->used++ * PART);
	*t = (struct template){ .key = l->key, .count = 1, .over = l->over,
	    .broken = l->nan, .curve = l->curve,
	    .memory = p != NULL };
	t->counter.field = -1;
	t->above = templates_above(ts);
	t->first.p = p == NULL ? (char *)(t + 1) : p;
	t->first.n = text_cut(t->first.p, n, l->p, l->n);
	t->first.at = span_of(l);
	t->cls.flags = l->flags;
	set_context(ts, t, l);
	set_place(ts, &t->first);
	t->part = ts->part;
	return t;
}

/* What does the first line of `t` say of those below? */
static void
set_heads(struct templates *ts, struct template *t, const struct log_line *l)
{
	context_find(t, l);
	if (t->counts || t->heading)
		context_set(ts, t, l);
	t->section = section_find(t, l);
	if (t->section)
		section_begin(ts, l);
	set_place(ts, &t->first);
	t->names_part = part_find(t, l);
	part_set(ts, t);
	t->announces = announces(l);
}

/* The last line, as far as there is room. */
static void
keep_last(struct template *t, const struct log_line *l)
{
	t->last.n = l->n < t->last.room ? l->n : t->last.room;
	memcpy(t->last.p, l->p, t->last.n);
	t->last.at = span_of(l);
}

/* The second line of a template: its numbers are worth following. */
static void
start(struct templates *ts, struct template *t, const struct log_line *l)
{
	(void)template_class(t);
	t->last.room = l->n < 384 ? 512 : l->n + l->n / 4;
	if (t->last.room > TEXT_MAX)
		t->last.room = TEXT_MAX;
	t->last.p = mem_room(t->last.room);
	t->memory = true;
	fields_start(ts, t, l);
}

/* Is the next line of `t` a result of its own, not one more value of a series?
 * It has a section of its own, or what counts the epochs has started over, or
 * stands where it was. */
static bool
is_result(const struct templates *ts, const struct template *t)
{
	const struct excerpt	*x = t->nsamples == 0 ? &t->first :
				    &t->sample[t->nsamples - 1];
	struct excerpt		 now;

	set_place(ts, &now);
	return now.section > x->section || now.restarts > x->restarts ||
	    (now.where == x->where && (now.where != 0 || t->nfields > 1));
}

/* How many lines of `t` are kept, if they are like this one. */
static unsigned
most_samples(struct template *t, const struct log_line *l)
{
	unsigned	 c = t->cls.flags;

	if (l->n > 1024)
		return 0;
	if (!(c & CLASS_DECIMAL) || c & CLASS_STRONG || l->n > SCORE_WIDTH)
		return FEW_SAMPLES;
	if (!(c & CLASS_METRIC))
		return c & CLASS_WORDS ? FEW_SAMPLES : MAX_SAMPLES;
	return t->series || l->over ? MAX_SAMPLES : RESULT_SAMPLES;
}

static void
keep_sample(const struct templates *ts, struct template *t,
    const struct log_line *l)
{
	unsigned	 i = t->nsamples, room = t->sample_room;

	t->series |= !t->counter.trials && (t->counter.named ||
	    !is_result(ts, t) ||
	    (i > FEW_SAMPLES && progress_believed(t)));
	if (i >= most_samples(t, l))
		return;
	if (i == room) {
		t->sample_room = room == 0 ? MAX_SAMPLES : RESULT_SAMPLES;
		t->sample = mem_again(t->sample, t->sample_room,
		    sizeof(*t->sample));
		memset(t->sample + room, 0, (t->sample_room - room) *
		    sizeof(*t->sample));
	}
	excerpt_set(&t->sample[i], l, TEXT_MAX);
	set_place(ts, &t->sample[i]);
	t->nsamples++;
}

static void
repeat(struct templates *ts, struct template *t, const struct log_line *l)
{
	if (t->last.p == NULL)
		start(ts, t, l);
	if (t->counter.field >= 0)
		progress_next(ts, t, l);
	t->count++;
	t->over += l->over;
	t->broken += l->nan;
	if (t->section)
		section_begin(ts, l);
	if (t->nsamples + 2u == t->count && t->nsamples < RESULT_SAMPLES)
		keep_sample(ts, t, l);
	keep_last(t, l);
	if (t->counts || t->heading)
		context_set(ts, t, l);
	part_set(ts, t);
	if (t->field == NULL)
		return;
	if (l->nan && t->not_finite.p == NULL && fields_broke(t, l))
		excerpt_set(&t->not_finite, l, TEXT_MAX);
	fields_values(ts, t, l);
}

static void
follow(struct templates *ts, struct template *t)
{
	if (ts->prev != NULL)
		ts->prev->next = t;
	ts->prev = t;
}

struct template *
templates_guess(struct templates *ts, struct log_line *l, const char *p,
    const char *limit, const char **end)
{
	struct template	*t = ts->prev;

	if (t == NULL)
		return NULL;
	if (t->next != NULL && t->next->pattern != NULL && (*end =
	    pattern_match(t->next->pattern, l, p, limit)) != NULL)
		return part_differs(ts, t->next) ? NULL : t->next;
	if (t->next != t && !t->announced && t->pattern != NULL &&
	    (*end = pattern_match(t->pattern, l, p, limit)) != NULL)
		return part_differs(ts, t) ? NULL : t;
	return NULL;
}

void
templates_again(struct templates *ts, struct template *t,
    const struct log_line *l)
{
	repeat(ts, t, l);
	follow(ts, t);
}

/* The pattern follows how the template looks now, but not every line. */
static void
renew_pattern(struct template *t, const struct log_line *l)
{
	if (t->pattern != NULL && t->missed++ % 4 != 0)
		return;
	free(t->pattern);
	t->pattern = pattern_new(l);
}

struct template *
templates_add(struct templates *ts, struct log_line *l)
{
	struct template	*t;
	bool		 best = is_announced(ts, l);

	l->key ^= best ? BESTS : 0;
	t = templates_find(ts, l->key);
	if (t != NULL && part_differs(ts, t)) {
		l->key ^= ts->part * PARTS;
		t = templates_find(ts, l->key);
	}
	if (t != NULL) {
		templates_again(ts, t, l);
		renew_pattern(t, l);
		return t;
	}
	if (ts->n == MAX_TEMPLATES)
		make_room(ts);
	t = template_new(ts, l);
	set_heads(ts, t, l);
	t->announced = best;
	ts->list[ts->n] = t;
	ts->index[bucket(ts, l->key)] = (uint32_t)++ts->n;
	follow(ts, t);
	return t;
}

void
templates_end(struct templates *ts, const struct template *of)
{
	uint64_t	 key = of->key ^ ENDS;
	struct template	*t = templates_find(ts, key);
	char		*text;
	struct log_line	*l;

	/* `of` is in use: nothing is given up for this. */
	if (t == NULL && ts->n == MAX_TEMPLATES)
		return;
	l = excerpt_mask(&of->last, &text);
	l->key = key;
	if (t != NULL)
		repeat(ts, t, l);
	else {
		t = template_new(ts, l);
		ts->list[ts->n] = t;
		ts->index[bucket(ts, key)] = (uint32_t)++ts->n;
	}
	t->ends = true;
	t->above = of->above;
	t->bars = of->bars;
	free(l);
	free(text);
}
