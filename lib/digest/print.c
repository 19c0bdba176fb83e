/*
 * print.c: how a form, a trace and a line of the log are written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/digest_internal.h"
#include "digest/runs.h"
#include "digest/text.h"

enum { SHORT = 120, MANY = 16 };

static void
range(struct buf *b, struct span from, struct span to)
{
	buf_addf(b, "[%llu-%llu] ", (unsigned long long)from.off,
	    (unsigned long long)to.end);
}

void
print_line(struct buf *b, const char *head, const char *p, size_t n,
    size_t width, struct span at, bool ranges)
{
	char	 tidy[TEXT_MAX], part[TEXT_MAX], cut[TEXT_MAX];

	if (ranges)
		range(b, at, at);
	buf_adds(b, head);
	n = text_cut(cut, sizeof(cut), p, n);
	n = text_tidy(tidy, cut, n);
	n = text_cut(part, width < sizeof(part) ? width : sizeof(part),
	    tidy, n);
	buf_add(b, part, n);
	buf_addc(b, '\n');
}

/* How much of one line a form deserves. */
static size_t
width_of(const struct template *f, enum detail detail)
{
	unsigned	 c = f->cls.flags;
	bool		 metric = c & CLASS_METRIC && c & CLASS_DECIMAL;

	if (detail == SHOW_BRIEF)
		return c & (CLASS_ERROR | CLASS_OUTCOME) ? 240 : 100;
	if (metric && f->nslots > 24)
		return 3000;
	if (c & CLASS_ERROR)
		return c & CLASS_PROSE ? 400 : 600;
	if (metric || (c & (CLASS_PARAM | CLASS_PAIR) && !(c & CLASS_WARN)))
		return 480;
	return c & CLASS_WARN ? 300 : c & CLASS_WORDS ? 280 : 120;
}

struct named {
	unsigned	 slot;
	unsigned	 rank;		/* 0: a metric by its name */
};

static int
by_rank(const void *a, const void *b)
{
	const struct named	*x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static unsigned
rank_name(const char *name)
{
	const char	*s = name, *w;
	unsigned	 bits = 0;

	while (*s != '\0') {
		for (w = s; (*s | 0x20) >= 'a' && (*s | 0x20) <= 'z'; s++)
			;
		if (s > w)
			bits |= word_class(w, (size_t)(s - w),
			    (size_t)(s - w));
		if (*s != '\0')
			s++;
	}
	if (bits & (CLASS_METRIC | CLASS_ERROR | CLASS_OUTCOME))
		return 0;
	return *name == '\0' ? 2 : bits & CLASS_TIME ? 3 : 1;
}

/* Slots that took more than one value and whose values are not just a count,
 * metrics first. */
static size_t
find_slots(const struct template *f, struct named *out)
{
	const struct field	*s;
	size_t			 n = 0;
	unsigned		 i;

	for (i = 0; i < f->nslots; i++) {
		s = &f->slot[i];
		if (f->range[i][0] >= f->range[i][1])
			continue;
		out[n].slot = i;
		out[n].rank = rank_name(s->name);
		/* Not the middle of a date or a version. */
		if ((s->dec || out[n].rank == 0) &&
		    (unsigned char)(s->name[0] - '0') > 9)
			n++;
	}
	if (n > 1)
		qsort(out, n, sizeof(*out), by_rank);
	return n;
}

/* Does this number stand in the text? */
static bool
has_number(const struct excerpt *t, const char *number)
{
	const char	*p = t->p, *end = t->p + t->n;
	size_t		 n = strlen(number);

	for (; (p = memmem(p, (size_t)(end - p), number, n)) != NULL; p++)
		if ((p == t->p || !strchr(".0123456789", p[-1])) &&
		    (p + n == end || !strchr(".0123456789", p[n])))
			return true;
	return false;
}

/* Is this extreme on display: on the first line or the last, or a value that
 * the last line has as well? Of a metric it matters when it came first. */
static bool
is_shown(const struct template *f, const struct field *s, int side,
    bool metric)
{
	uint64_t	 off = s->at[side].off;

	if (off == f->first.at.off || off == f->last.at.off)
		return true;
	return has_number(&f->last, s->text[side]) &&
	    (!metric || has_number(&f->last, s->where[side]));
}

/* Is less better, by the name? */
static bool
less_is_better(const char *name)
{
	static const char *const words[] = { "loss", "err", "rms", "mae",
		"mse", "perp", "ppl", "nll", "mape", "wer", "cer" };
	size_t	 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(name, words[i]) != NULL)
			return true;
	return false;
}

/* What is written of slots, and where it was begun. */
struct slots {
	struct buf		*b;
	const struct template	*f;
	bool			 ranges;
	unsigned		 slot;
	bool			 begun;		/* the slot has its line */
};

/* Begin a line for the slot, unless it has one; with ranges each value has a
 * line of its own, so that the range is that of the line where it stood. */
static void
slot_head(struct slots *o, struct span at)
{
	const struct field	*s = &o->f->slot[o->slot];

	if (o->begun && !o->ranges)
		return;
	if (o->begun)
		buf_addc(o->b, '\n');
	if (o->ranges)
		range(o->b, at, at);
	if (s->name[0] == '\0')
		buf_addf(o->b, "  col %u", o->slot + 1);
	else
		buf_addf(o->b, "  %s", s->name);
	if (s->name[0] != '\0' && s->nth > 1)
		buf_addf(o->b, "#%u", s->nth);
	o->begun = true;
}

static void
print_extreme(struct slots *o, int side)
{
	const struct field	*s = &o->f->slot[o->slot];

	slot_head(o, s->at[side]);
	buf_addf(o->b, " %s %s", side == 0 ? "min" : "max", s->text[side]);
	if (s->where[side][0] != '\0' &&
	    strcmp(s->where[side], s->text[side]) != 0)
		buf_addf(o->b, " @%s", s->where[side]);
}

/* The best of each run, if runs were told apart and they differ. */
static void
print_runs(struct slots *o, unsigned runs)
{
	const struct field_runs	*r = &o->f->runs[o->slot];
	int			 side;
	unsigned		 i;
	bool			 differ = false, first = true;

	side = less_is_better(o->f->slot[o->slot].name) ? 0 : 1;
	for (i = 1; i <= runs; i++)
		differ |= strcmp(r->text[i][side], r->text[0][side]) != 0;
	if (!differ)
		return;
	for (i = 0; i <= runs; i++) {
		if (r->text[i][side][0] == '\0')
			continue;
		if (first || o->ranges) {
			slot_head(o, r->at[i][side]);
			buf_addf(o->b, " by run %s", side == 0 ? "min" : "max");
		}
		buf_addf(o->b, " %s", r->text[i][side]);
		first = false;
	}
}

static void
print_slots(struct buf *b, const struct template *f, unsigned runs, bool ranges,
    bool wide)
{
	struct named		 slot[LINE_FIELDS];
	struct slots		 o = { b, f, ranges, 0, false };
	size_t			 n = find_slots(f, slot), i, other = 0;
	const struct field	*s;
	bool			 metric;
	int			 side;

	for (i = 0; i < n; i++) {
		metric = slot[i].rank == 0;
		if (!metric && ++other > (wide ? 40 : 5))
			break;
		o.slot = slot[i].slot;
		o.begun = false;
		s = &f->slot[o.slot];
		for (side = 0; side < 2; side++)
			if (wide || !is_shown(f, s, side, metric))
				print_extreme(&o, side);
		if (f->runs != NULL && metric && f->over == 0)
			print_runs(&o, runs);
		if (o.begun)
			buf_addc(b, '\n');
	}
}

/* Few lines, or short ones, are simply shown. */
static bool
show_all(const struct template *f, enum detail detail)
{
	if (f->count > f->nsamples + 1u)
		return false;
	if (f->count > FEW_SAMPLES + 1)
		return detail == SHOW_ALL;
	if (f->cls.flags & CLASS_WARN && !(f->cls.flags & CLASS_ERROR))
		return f->count == 2;
	return f->count <= 3 || f->first.n <= SHORT ||
	    f->cls.flags & (CLASS_ERROR | CLASS_METRIC);
}

static const char *
past_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* Do both say the same, whoever says it and however far to the right? */
static bool
same_text(const struct excerpt *a, const struct excerpt *b)
{
	const char	*p = a->p + text_prefix(a->p, a->n), *pe = a->p + a->n;
	const char	*q = b->p + text_prefix(b->p, b->n), *qe = b->p + b->n;

	p = past_blanks(p, pe);
	q = past_blanks(q, qe);
	return p < pe && pe - p == qe - q &&
	    memcmp(p, q, (size_t)(pe - p)) == 0;
}

static void
print_few(struct buf *b, const struct template *f, size_t width, bool ranges)
{
	const struct excerpt	*t, *before = &f->first;
	unsigned		 i;

	for (i = 0; i < f->nsamples; i++) {
		t = &f->samples[i];
		if (!same_text(t, before))
			print_line(b, "  .. ", t->p, t->n, width, t->at,
			    ranges);
		before = t;
	}
}

void
print_form(struct buf *b, const struct template *f, enum detail detail,
    uint64_t total, unsigned runs, bool ranges)
{
	size_t	 width = width_of(f, detail);
	char	 head[64] = "";
	bool	 wide;

	if (total > f->count && f->count > 1)
		snprintf(head, sizeof(head), "x%llu (%llu with variants) ",
		    (unsigned long long)f->count, (unsigned long long)total);
	else if (total > f->count)
		snprintf(head, sizeof(head), "(%llu with variants) ",
		    (unsigned long long)total);
	else if (f->count > 1)
		snprintf(head, sizeof(head), "x%llu ",
		    (unsigned long long)f->count);
	/* Of a bar only its last state counts. */
	if (f->over > 0 && f->count > 2) {
		print_line(b, head, f->last.p, f->last.n, width, f->last.at,
		    ranges);
		if (detail >= SHOW_FULL && f->cls.flags & CLASS_METRIC)
			print_slots(b, f, runs, ranges, true);
		return;
	}
	wide = f->first.n > width || width > 1000;
	print_line(b, head, f->first.p, f->first.n,
	    width > 1000 && f->count > 1 ? 200 : width, f->first.at, ranges);
	if (detail == SHOW_BRIEF || f->count < 2)
		return;
	if (f->before.p != NULL)
		print_line(b, "  after: ", f->before.p, f->before.n, SHORT,
		    f->before.at, ranges);
	if (show_all(f, detail)) {
		print_few(b, f, width, ranges);
		return;
	}
	if (f->not_finite.p != NULL &&
	    f->not_finite.at.off != f->last.at.off)
		print_line(b, "  .. ", f->not_finite.p, f->not_finite.n, width,
		    f->not_finite.at, ranges);
	if (!same_text(&f->first, &f->last))
		print_line(b, "  .. ", f->last.p, f->last.n, width,
		    f->last.at, ranges);
	if (f->cls.flags & CLASS_WORDS || f->nslots <= MANY)
		print_slots(b, f, runs, ranges, wide);
}

void
print_trace(struct buf *b, const struct trace *t, bool ranges)
{
	size_t	 i;

	for (i = 0; i < t->nlines; i++) {
		if (ranges)
			range(b, t->line[i].at, t->line[i].at);
		if (i == 0 && t->count > 1)
			buf_addf(b, "x%llu ", (unsigned long long)t->count);
		buf_add(b, t->line[i].p, t->line[i].n);
		buf_addc(b, '\n');
	}
}
