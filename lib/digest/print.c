/*
 * print.c: how templates, traces and lines of the log are written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tokens.h"
#include "base/utf8.h"
#include "digest/progress.h"
#include "digest/field.h"
#include "digest/print.h"
#include "digest/print_fields.h"
#include "digest/section.h"
#include "digest/text.h"
#include "digest/word_class.h"

enum {
	LEAST = 80,
	SHORT = 120,
	MANY = 16,		/* fields of a line without words */
	WIDE = 1600		/* bytes of a line that is shown uncut */
};

bool
printed_since(const struct printer *o, size_t from, uint64_t off)
{
	size_t	 i;

	for (i = from; i < o->n; i++)
		if (off >= o->done[i].off && off < o->done[i].end)
			return true;
	return false;
}

bool
printed(const struct printer *o, uint64_t off)
{
	return printed_since(o, 0, off);
}

size_t
print_cost(const struct buf *b, size_t from)
{
	struct buf	 plain = BUF_INIT;
	size_t		 n;

	utf8_add_plain(&plain, buf_str(b) + from, b->len - from);
	n = tok_estimate(buf_str(&plain), plain.len);
	buf_release(&plain);
	return n;
}

static void
mark(struct printer *o, struct span at)
{
	if (o->n == o->cap) {
		o->cap += o->cap / 2 + 64;
		o->done = mem_again(o->done, o->cap,
		    sizeof(*o->done));
	}
	o->done[o->n++] = at;
}

void
print_range(struct printer *o, struct span at)
{
	if (o->ranges)
		buf_addf(o->b, "[%llu-%llu] ", (unsigned long long)at.off,
		    (unsigned long long)at.end);
}

void
print_line(struct printer *o, const char *head, const char *p, size_t n,
    size_t width, struct span at)
{
	char			 tidy[TEXT_MAX], part[TEXT_MAX], cut[TEXT_MAX];
	struct line_class	 c = { 0, 0, 0 };

	mark(o, at);
	print_range(o, at);
	buf_adds(o->b, head);
	n = text_cut(cut, sizeof(cut), p, n);
	n = text_tidy(tidy, cut, n);
	if (o->event && n > width)
		classify_line(tidy, n, &c);
	else if (n > width) {
		n = text_cut_strings(cut, tidy, n);
		memcpy(tidy, cut, n);
	}
	n = text_cut_around(part, width < sizeof(part) ? width : sizeof(part),
	    tidy, n, c.at);
	buf_add(o->b, part, n);
	buf_addc(o->b, '\n');
}

void
print_excerpt(struct printer *o, const char *head, const struct excerpt *t,
    size_t width)
{
	print_line(o, head, t->p, t->n, width, t->at);
}

/* How much of one line a template deserves. */
static size_t
width_of(const struct template *t, enum detail detail)
{
	unsigned	 c = t->cls.flags;
	bool		 metric = c & CLASS_METRIC && c & CLASS_DECIMAL;

	if (detail == SHOW_LEAST)
		return LEAST;
	if (detail == SHOW_BRIEF)
		return c & (CLASS_ERROR | CLASS_OUTCOME) ? 240 : SHORT;
	if (metric && t->nfields > 24)
		return TEXT_MAX;
	if (detail == SHOW_WIDE && c & (CLASS_PARAM | CLASS_PAIR))
		return TEXT_MAX - 1;
	if (detail == SHOW_WIDE && t->first.n <= WIDE)
		return WIDE;
	if (c & CLASS_ERROR)
		return c & CLASS_PROSE ? 400 : 600;
	if (metric || (c & (CLASS_PARAM | CLASS_PAIR) && !(c & CLASS_WARN)))
		return 480;
	return c & CLASS_WARN ? 300 : c & CLASS_WORDS ? 280 : SHORT;
}

/* Few lines, or short ones, are simply shown. */
static bool
show_all(const struct template *t, enum detail detail)
{
	if (t->count > t->nsamples + 1u)
		return false;
	if (detail == SHOW_WIDE)
		return true;
	if (t->count > MAX_SAMPLES + 1)
		return false;	/* if there is room in the end */
	if (t->count > FEW_SAMPLES + 1)
		return detail == SHOW_ALL;
	if (t->cls.flags & CLASS_WARN && !(t->cls.flags & CLASS_ERROR))
		return t->count == 2;
	return t->count <= 3 || t->first.n <= SHORT ||
	    t->cls.flags & (CLASS_ERROR | CLASS_METRIC);
}

static const char *
past_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* Are both texts equal without prefix and indentation? Of columns the width
 * does not count. */
static bool
same_text(const struct excerpt *a, const struct excerpt *b)
{
	const char	*p = a->p + text_prefix(a->p, a->n), *pe = a->p + a->n;
	const char	*q = b->p + text_prefix(b->p, b->n), *qe = b->p + b->n;
	const char	*s, *t;

	p = past_blanks(p, pe);
	q = past_blanks(q, qe);
	if (p == pe)
		return false;
	while (p < pe && q < qe) {
		s = past_blanks(p, pe);
		t = past_blanks(q, qe);
		if ((s == p) != (t == q))
			return false;
		if (s == p && *s++ != *t++)
			return false;
		p = s;
		q = t;
	}
	return past_blanks(p, pe) == pe && past_blanks(q, qe) == qe;
}

/* The heading of the section that a line stood in. */
static void
print_section(struct printer *o, const struct templates *ts,
    const struct excerpt *x)
{
	const struct excerpt	*h = section_heading(ts, x->section);

	if (h != NULL)
		print_excerpt(o, "    below: ", h, SECTION_WIDTH);
}

/* Are these results that come once a section? */
static bool
is_headed(const struct template *t)
{
	return t->cls.flags & CLASS_METRIC && !t->section &&
	    section_scattered(t) && !same_text(&t->first, &t->last);
}

/* Is each line a result, one for each setting? Then equal ones are counted,
 * unless all are. */
static bool
is_result(const struct template *t)
{
	unsigned	 i;

	if (!(t->cls.flags & CLASS_METRIC && t->cls.flags & CLASS_DECIMAL) ||
	    t->series)
		return false;
	for (i = 0; i < t->nsamples; i++)
		if (!same_text(&t->first, &t->sample[i]))
			return true;
	return false;
}

/* The lines after the first, each with its heading if these differ. */
static void
print_samples(struct printer *o, const struct templates *ts,
    const struct template *t, size_t width)
{
	const struct excerpt	*x, *before = &t->first;
	bool			 headed = is_headed(t);
	bool			 each = !headed && is_result(t);
	unsigned		 i, equal;
	char			 head[24];

	if (headed)
		print_section(o, ts, before);
	for (i = 0; i < t->nsamples; i++) {
		x = &t->sample[i];
		for (equal = 1; each && i + 1 < t->nsamples &&
		    same_text(x, &t->sample[i + 1]); i++)
			equal++;
		snprintf(head, sizeof(head), equal > 1 ? "  .. x%u " : "  .. ",
		    equal);
		if (headed || each || !same_text(x, before))
			print_excerpt(o, head, x, width);
		if (headed)
			print_section(o, ts, x);
		before = x;
	}
}

/* "x12 (20 with variants) "; its length. */
static int
count_head(char *to, size_t size, uint64_t count, uint64_t total)
{
	int	 k = 0;

	*to = '\0';
	if (count > 1)
		k = snprintf(to, size, "x%llu ", (unsigned long long)count);
	if (total > count)
		k += snprintf(to + k, size - (size_t)k, "(%llu with variants) ",
		    (unsigned long long)total);
	return k;
}

void
print_template(struct printer *o, const struct templates *ts,
    const struct template *t, enum detail detail, uint64_t total)
{
	size_t		 width = width_of(t, detail);
	char		 head[80];
	struct fields	 s = { .o = o, .ts = ts, .t = t, .from = o->n };
	bool		 repeated = detail > SHOW_BRIEF && t->count > 1;
	int		 k;

	k = count_head(head, sizeof(head), t->count, total);
	if (t->ends)
		snprintf(head + k, sizeof(head) - (size_t)k, "ends: ");
	s.lines = detail == SHOW_WIDE ? BEST_FIELDS : t->counter.trials ? 2 :
	    t->first.n > 2 * SHORT ? 0 : t->first.n > SHORT ? 1 : 3;
	/* Of a bar only its last state counts. */
	if (t->counter.bar && t->over > 0 && t->count > 2) {
		print_excerpt(o, head, &t->last, width);
		s.wide = true;
		if (repeated && t->cls.flags & CLASS_METRIC)
			print_fields(&s);
		return;
	}
	s.wide = t->first.n > width || width == TEXT_MAX;
	print_excerpt(o, head, &t->first, width == TEXT_MAX && t->count > 1 &&
	    detail < SHOW_WIDE ? 200 : width);
	if (!repeated)
		return;
	if (show_all(t, detail)) {
		print_samples(o, ts, t, width);
		return;
	}
	if (t->not_finite.p != NULL &&
	    t->not_finite.at.off != t->last.at.off) {
		snprintf(head, sizeof(head), t->broken > 1 ?
		    "  x%llu not finite: " : "  .. ",
		    (unsigned long long)t->broken);
		print_excerpt(o, head, &t->not_finite, width);
	}
	if (!same_text(&t->first, &t->last))
		print_excerpt(o, "  .. ", &t->last, width);
	if (t->cls.flags & CLASS_WORDS || t->nfields <= MANY)
		print_fields(&s);
}

void
print_trace(struct printer *o, const struct trace *t, enum detail detail,
    uint64_t total)
{
	const struct excerpt	*x;
	bool			 brief = detail <= SHOW_BRIEF;
	size_t			 i = brief ? t->own : 0, n;
	char			 head[80], times[80];
	char			 part[TEXT_MAX];

	count_head(head, sizeof(head), t->count, t->count);
	count_head(times, sizeof(times), t->count, total);
	mark(o, t->first);
	mark(o, t->last);
	if (detail == SHOW_LEAST && t->raised < t->nlines)
		i = t->raised;
	for (; i < t->nlines; i++) {
		if (brief && i > t->own + 1 && i < t->raised)
			continue;
		x = &t->line[i];
		n = text_cut(part, detail == SHOW_LEAST ? LEAST : sizeof(part),
		    x->p, x->n);
		print_range(o, x->at);
		buf_adds(o->b, i > 1 && i == t->raised ? times : head);
		buf_add(o->b, part, n);
		buf_addc(o->b, '\n');
		head[0] = '\0';
	}
	if (t->other.p != NULL && detail > SHOW_LEAST) {
		print_range(o, t->other.at);
		buf_adds(o->b, "  .. ");
		buf_add(o->b, t->other.p, t->other.n);
		buf_addc(o->b, '\n');
	}
}
