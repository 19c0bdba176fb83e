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
#include "digest/section.h"
#include "digest/text.h"
#include "digest/word_class.h"

enum {
	SHORT = 120,
	MANY = 16,		/* fields of a line without words */
	PLACE = 64,
	WIDE = 1600,		/* bytes of a line that is shown uncut */
	OTHERS = 5		/* fields that are no metrics */
};

/* Is the line at `off` in what was written from part `from` on? */
static bool
done_since(const struct printer *o, size_t from, uint64_t off)
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
	return done_since(o, 0, off);
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

static void
range(struct printer *o, struct span at)
{
	if (o->ranges)
		buf_addf(o->b, "[%llu-%llu] ", (unsigned long long)at.off,
		    (unsigned long long)at.end);
}

void
print_line(struct printer *o, const char *head, const char *p, size_t n,
    size_t width, struct span at)
{
	char	 tidy[TEXT_MAX], part[TEXT_MAX], cut[TEXT_MAX];

	mark(o, at);
	range(o, at);
	buf_adds(o->b, head);
	n = text_cut(cut, sizeof(cut), p, n);
	n = text_tidy(tidy, cut, n);
	n = text_cut(part, width < sizeof(part) ? width : sizeof(part),
	    tidy, n);
	buf_add(o->b, part, n);
	buf_addc(o->b, '\n');
}

static void
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

struct named {
	unsigned	 field;
	unsigned	 rank;		/* 0: a metric by its name */
};

static int
by_rank(const void *a, const void *b)
{
	const struct named	*x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->field < y->field ? -1 : x->field > y->field;
}

static unsigned
rank_name(const char *name)
{
	unsigned	 flags = words_class(name, strlen(name));

	if (flags & (CLASS_METRIC | CLASS_ERROR | CLASS_OUTCOME))
		return 0;
	return *name == '\0' ? 2 : flags & CLASS_TIME ? 3 : 1;
}

/* Fields that took more than one value and whose values are not just a count,
 * metrics first. */
static size_t
find_fields(const struct template *t, struct named *out)
{
	const struct field	*f;
	size_t			 n = 0;
	unsigned		 i;

	for (i = 0; i < t->nfields; i++) {
		f = &t->field[i];
		if (t->range[i][0] >= t->range[i][1] ||
		    (int)i == t->counter.field)
			continue;
		out[n].field = i;
		out[n].rank = rank_name(f->name);
		/* Not the middle of a date or a version. */
		if ((f->decimal || out[n].rank == 0) &&
		    (unsigned char)(f->name[0] - '0') > 9)
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

/* What is written of a template's fields. */
struct fields {
	struct printer		*o;
	const struct templates	*ts;
	const struct template	*t;
	size_t			 from;	/* what was written before */
	unsigned		 field;
	bool			 begun;	/* the field has its line */
	bool			 wide;	/* the first and last line are cut */
	unsigned		 lines;	/* of extremes still to be shown */
};

/* Is this extreme on display, or a value that the last line has as well? Of a
 * metric it matters when it came first. */
static bool
is_shown(const struct fields *s, const struct extreme *x, bool metric)
{
	if (!s->wide && done_since(s->o, s->from, x->at.off))
		return true;
	return !metric && has_number(&s->t->last, x->text);
}

/* "  loss", or "  acc#2" if it comes a second time in the line. */
static void
field_label(const struct fields *s, char to[FIELD_NAME + 16])
{
	const struct field	*f = &s->t->field[s->field];

	if (f->name[0] == '\0')
		snprintf(to, FIELD_NAME + 16, "  col %u", s->field + 1);
	else if (f->nth > 1)
		snprintf(to, FIELD_NAME + 16, "  %s#%u", f->name, f->nth);
	else
		snprintf(to, FIELD_NAME + 16, "  %s", f->name);
}

/* Begin a line for the field, unless it has one; with ranges each value has a
 * line of its own, so that the range is that of the line where it stood. */
static void
field_head(struct fields *s, struct span at)
{
	char	 label[FIELD_NAME + 16];

	if (s->begun && !s->o->ranges)
		return;
	if (s->begun)
		buf_addc(s->o->b, '\n');
	range(s->o, at);
	field_label(s, label);
	buf_adds(s->o->b, label);
	s->begun = true;
}

/* Where an extreme stood: the value of a counter that can be believed, else
 * which of the template's lines it was. */
static void
place(const struct fields *s, char *to, size_t size, const struct extreme *x)
{
	const struct template	*by = s->t;

	if (x->by != s->t->key)
		by = x->by == 0 ? NULL : templates_find(s->ts, x->by);
	if (by != NULL && x->where[0] != '\0' && progress_believed(by))
		snprintf(to, size, " @%s", x->where);
	else
		snprintf(to, size, " (line %llu of %llu)",
		    (unsigned long long)x->nth,
		    (unsigned long long)s->t->count);
}

/* A number and where it stood. */
static void
print_extreme(struct fields *s, int side)
{
	const struct extreme	*x = &s->t->field[s->field].end[side];
	char			 at[PLACE];

	place(s, at, sizeof(at), x);
	field_head(s, x->at);
	buf_addf(s->o->b, " %s %s%s", side == 0 ? "min" : "max", x->text, at);
}

/* Does the line above an extreme head it? Such lines come again and again. To
 * a line that counts itself only what restarts the count, or has parameters,
 * adds something. */
static bool
is_below(const struct fields *s, const struct extreme *x)
{
	const struct progress	*c = &s->t->counter;
	const struct template	*h = templates_find(s->ts, x->headed_by);

	if (x->heading.n == 0 || h == NULL || h->count < 2 ||
	    h->count > s->t->count)
		return false;
	return c->field < 0 || c->bar || h->trials ||
	    h->count <= c->falls + 2u ||
	    (h->cls.flags & CLASS_PARAM && h->cls.flags & CLASS_PAIR);
}

/* The whole line of a best value, which has what goes with it. */
static void
print_best(struct fields *s, int side)
{
	const struct extreme	*x = &s->t->field[s->field].end[side];
	const struct progress	*c = &s->t->counter;
	char			 head[FIELD_NAME + 16 + PLACE];
	char			 at[PLACE] = "";
	bool			 below = is_below(s, x);

	field_label(s, head);
	if (s->begun)
		buf_addc(s->o->b, '\n');
	s->begun = false;
	if (!below && (c->field < 0 || c->bar))
		place(s, at, sizeof(at), x);
	snprintf(head + strlen(head), sizeof(head) - strlen(head), " %s%s: ",
	    side == 0 ? "min" : "max", at);
	print_excerpt(s->o, head, &x->line, BEST_WIDTH);
	if (below && !done_since(s->o, s->from, x->heading.at.off))
		print_excerpt(s->o, "    below: ", &x->heading,
		    SETTINGS_WIDTH);
	s->lines--;
}

/* The best of each run, if runs were told apart and they differ. */
static void
print_runs(struct fields *s)
{
	const struct field_runs	*r = &s->t->runs[s->field];
	int			 side;
	unsigned		 i, runs = s->ts->runs;
	bool			 differ = false, first = true;

	side = less_is_better(s->t->field[s->field].name) ? 0 : 1;
	for (i = 1; i <= runs; i++)
		differ |= strcmp(r->text[i][side], r->text[0][side]) != 0;
	if (!differ)
		return;
	for (i = 0; i <= runs; i++) {
		if (r->text[i][side][0] == '\0')
			continue;
		if (first || s->o->ranges) {
			field_head(s, r->at[i][side]);
			buf_addf(s->o->b, " by run %s",
			    side == 0 ? "min" : "max");
		}
		buf_addf(s->o->b, " %s", r->text[i][side]);
		first = false;
	}
}

static void
print_fields(struct fields *s)
{
	struct named		 named[LINE_FIELDS];
	size_t			 n = find_fields(s->t, named), i, other = 0;
	const struct field	*f;
	const struct extreme	*x;
	int			 k, side, best;
	bool			 metric;

	for (i = 0; i < n; i++) {
		metric = named[i].rank == 0;
		if (!metric && ++other > (s->wide ? 8 * OTHERS : OTHERS))
			break;
		s->field = named[i].field;
		s->begun = false;
		f = &s->t->field[s->field];
		best = less_is_better(f->name) ? 0 : 1;
		for (k = 0; k < 2; k++) {
			side = k == 0 ? best : 1 - best;
			x = &f->end[side];
			if (is_shown(s, x, metric))
				continue;
			if (side == best && x->line.n > 0 && s->lines > 0)
				print_best(s, side);
			else
				print_extreme(s, side);
		}
		if (s->t->runs != NULL && metric && s->t->over == 0)
			print_runs(s);
		if (s->begun)
			buf_addc(s->o->b, '\n');
	}
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

/* Are both texts equal without prefix and indentation? */
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
	return t->cls.flags & CLASS_METRIC && section_scattered(t) &&
	    !same_text(&t->first, &t->last);
}

/* The lines after the first, each with its heading if these differ. */
static void
print_samples(struct printer *o, const struct templates *ts,
    const struct template *t, size_t width)
{
	const struct excerpt	*x, *before = &t->first;
	bool			 headed = is_headed(t);
	unsigned		 i;

	if (headed)
		print_section(o, ts, before);
	for (i = 0; i < t->nsamples; i++) {
		x = &t->sample[i];
		if (headed || !same_text(x, before))
			print_excerpt(o, "  .. ", x, width);
		if (headed)
			print_section(o, ts, x);
		before = x;
	}
}

/* "x12 (20 with variants) ends: " */
static void
head_of(char *to, size_t size, const struct template *t, uint64_t total)
{
	int	 k = 0;

	*to = '\0';
	if (t->count > 1)
		k = snprintf(to, size, "x%llu ", (unsigned long long)t->count);
	if (total > t->count)
		k += snprintf(to + k, size - (size_t)k, "(%llu with variants) ",
		    (unsigned long long)total);
	if (t->ends)
		snprintf(to + k, size - (size_t)k, "ends: ");
}

void
print_template(struct printer *o, const struct templates *ts,
    const struct template *t, enum detail detail, uint64_t total)
{
	size_t		 width = width_of(t, detail);
	char		 head[80];
	struct fields	 s = { .o = o, .ts = ts, .t = t, .from = o->n };
	bool		 repeated = detail > SHOW_BRIEF && t->count > 1;

	head_of(head, sizeof(head), t, total);
	s.lines = detail == SHOW_WIDE ? BEST_FIELDS : t->first.n > 2 * SHORT ?
	    0 : t->first.n > SHORT ? 1 : 3;
	/* Of a bar only its last state counts. */
	if (t->counter.bar && t->over > 0 && t->count > 2) {
		print_excerpt(o, head, &t->last, width);
		s.wide = true;
		if (repeated && t->cls.flags & CLASS_METRIC)
			print_fields(&s);
		return;
	}
	s.wide = t->first.n > width || width == TEXT_MAX;
	print_excerpt(o, head, &t->first, width == TEXT_MAX && t->count > 1 ?
	    200 : width);
	if (!repeated)
		return;
	if (show_all(t, detail)) {
		print_samples(o, ts, t, width);
		return;
	}
	if (t->not_finite.p != NULL &&
	    t->not_finite.at.off != t->last.at.off)
		print_excerpt(o, "  .. ", &t->not_finite, width);
	if (!same_text(&t->first, &t->last))
		print_excerpt(o, "  .. ", &t->last, width);
	if (t->cls.flags & CLASS_WORDS || t->nfields <= MANY)
		print_fields(&s);
}

void
print_trace(struct printer *o, const struct trace *t, bool brief)
{
	size_t	 i;
	char	 head[32] = "";

	if (t->count > 1)
		snprintf(head, sizeof(head), "x%llu ",
		    (unsigned long long)t->count);
	mark(o, t->first);
	mark(o, t->last);
	for (i = brief ? t->own : 0; i < t->nlines; i++) {
		if (brief && i > t->own + 1 && i < t->raised)
			continue;
		range(o, t->line[i].at);
		buf_adds(o->b, head);
		buf_add(o->b, t->line[i].p, t->line[i].n);
		buf_addc(o->b, '\n');
		head[0] = '\0';
	}
}
