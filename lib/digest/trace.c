/*
 * trace.c: Python stack traces as units.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/frame.h"
#include "base/hash.h"
#include "base/mem.h"
#include "digest/char.h"
#include "digest/text.h"
#include "digest/trace.h"

enum { IDLE = 60, MESSAGE = 600 };

#define HEAD "Traceback (most recent"

/* A hash of a text, its digits left out. */
static uint64_t
hash(uint64_t h, const char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (!is_digit(*p))
			h = (h ^ (unsigned char)*p) * 1099511628211u;
	return h;
}

static size_t
blanks(const char *p, size_t n)
{
	size_t	 i = 0;

	while (i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i;
}

static void
add_line(struct trace *t, const char *p, size_t n, struct span at)
{
	char		*tidy;
	size_t		 in;
	struct excerpt	*to = &t->line[t->nlines];

	if (t->nlines == TRACE_LINES)
		return;
	tidy = mem_room(n + 1);
	/* The indentation tells frames from code. */
	in = blanks(p, n);
	if (in > 4)
		in = 4;
	memset(tidy, ' ', in);
	to->p = tidy;
	to->n = in + text_tidy(tidy + in, p + blanks(p, n), n - blanks(p, n));
	to->at = at;
	t->nlines++;
}

static void
add_gap(struct trace *t, size_t n, struct span at)
{
	char	 s[48];

	snprintf(s, sizeof(s), "  .. %zu frame%s", n, n > 1 ? "s" : "");
	if (n > 0)
		add_line(t, s, strlen(s), at);
}

static void
keep_frames(struct trace *t, const struct trace_open *o)
{
	bool				 keep[TRACE_FRAMES];
	bool				 user = false;
	size_t				 i, gap = 0;
	const struct trace_frame	*f;

	trace_select(o, keep);
	for (i = 0; i < o->nframes; i++) {
		f = &o->frame[i];
		if (i == TRACE_FRAMES / 2)
			gap += o->cut;
		if (!keep[i]) {
			gap++;
			continue;
		}
		add_gap(t, gap, f->at);
		if (!f->library || !user)
			t->own = t->nlines;
		user = user || !f->library;
		add_line(t, f->text, f->text_n, f->at);
		gap = 0;
		if (f->code_n > 0)
			add_line(t, f->code, f->code_n, f->code_at);
	}
}

static void
trace_free(struct trace *t)
{
	size_t	 i;

	for (i = 0; i < t->nlines; i++)
		free(t->line[i].p);
	free(t->other.p);
	free(t);
}

/* What makes two traces the same: the user's frames (all, if none is the
 * user's) and the exception, its numbers left out. */
static uint64_t
identity(const struct trace_open *o, const char *message, size_t n)
{
	uint64_t	 h = 14695981039346656037u;
	size_t		 i;
	bool		 users = false;

	for (i = 0; i < o->nframes; i++)
		users |= !o->frame[i].library;
	for (i = 0; i < o->nframes; i++)
		if (!users || !o->frame[i].library)
			h = (h ^ o->frame[i].id) * 1099511628211u;
	return hash(h, message, n < 160 ? n : 160);
}

static void
open_reset(struct traces *ts, struct trace_open *o)
{
	if (o->used)
		ts->nopen--;
	free(o->head.p);
	free(o->frame);
	memset(o, 0, sizeof(*o));
}

/* The trace with these frames and this message, counted; NULL: it is new. */
static struct trace *
seen_before(struct traces *ts, uint64_t id, struct span at)
{
	size_t	 i;

	for (i = 0; i < ts->n; i++)
		if (ts->trace[i]->hash == id) {
			ts->trace[i]->count++;
			ts->trace[i]->last = at;
			return ts->trace[i];
		}
	return NULL;
}

/* Keep a message of `t` whose numbers are not those of the first. */
static void
keep_other(struct trace *t, const char *message, size_t n, struct span at)
{
	const struct excerpt	*x = &t->line[t->raised];

	if (t->raised == t->nlines || (x->n == n &&
	    memcmp(x->p, message, n) == 0))
		return;
	t->other.p = mem_again(t->other.p, n + 1, 1);
	memcpy(t->other.p, message, n);
	t->other.n = n;
	t->other.at = at;
}

/* Room for one more: those go that tell nothing new, else those in the
 * middle. */
static void
make_room(struct traces *ts)
{
	size_t	 i = TRACE_MAX - 1;

	if (ts->n < TRACE_MAX)
		return;
	while (i > 0 && traces_alike(ts, i) == 0)
		i--;
	if (i == 0)
		i = TRACE_MAX / 2;
	trace_free(ts->trace[i]);
	ts->n--;
	memmove(&ts->trace[i], &ts->trace[i + 1], (ts->n - i) *
	    sizeof(ts->trace[0]));
}

/* Is this what was raised, not the code of another process? */
static bool
is_named(const char *p, size_t n)
{
	const char	*twice;
	size_t		 i = 0;

	while (i < n && (is_word(p[i]) || p[i] == '.' || p[i] == '_'))
		i++;
	twice = memmem(p, i, "Error", 5);
	return i > 2 && is_letter(*p) && p[i - 1] != '.' &&
	    (i == n || p[i] == ':') && (twice == NULL || twice + 6 > p + i ||
	    memmem(twice + 5, i - 5 - (size_t)(twice - p), "Error", 5) == NULL);
}

/* Keep a trace for good. */
static void
keep_trace(struct traces *ts, const struct trace_open *o, uint64_t id,
    struct span at, const char *message, size_t n, struct span message_at)
{
	struct trace	*t = mem_zero(1, sizeof(*t));

	t->hash = id;
	t->named = is_named(message, n);
	t->message = hash(14695981039346656037u, message, n < 80 ? n : 80);
	t->count = 1;
	t->first = t->last = at;
	if (o->head.p != NULL)
		add_line(t, o->head.p, o->head.n, o->head.at);
	keep_frames(t, o);
	if (n > 0 && t->nlines == TRACE_LINES)
		free(t->line[--t->nlines].p);
	t->raised = t->nlines;
	if (n > 0)
		add_line(t, message, n, message_at);
	make_room(ts);
	ts->trace[ts->n++] = t;
}

/* The trace `o` is complete; `l` holds its exception from `message` on (NULL:
 * it broke off). */
static void
close_trace(struct traces *ts, struct trace_open *o,
    const struct log_line *l, const char *message, size_t n)
{
	char		 part[MESSAGE];
	struct span	 end = { 0 }, all;
	uint64_t	 id;
	struct trace	*t;

	if (o->nframes > 0) {
		n = text_cut(part, sizeof(part), message == NULL ? "" :
		    message, n);
		end = l != NULL ? span_of(l) : o->frame[o->nframes - 1].at;
		all = end;
		all.off = (o->head.p != NULL ? o->head.at :
		    o->frame[0].at).off;
		id = identity(o, part, n);
		if ((t = seen_before(ts, id, all)) == NULL)
			keep_trace(ts, o, id, all, part, n, end);
		else
			keep_other(t, part, n, end);
	}
	open_reset(ts, o);
}

static struct trace_open *
open_new(struct traces *ts)
{
	struct trace_open	*o = NULL;
	unsigned		 i;

	for (i = 0; i < TRACE_OPEN && o == NULL; i++)
		if (!ts->open[i].used)
			o = &ts->open[i];
	if (o == NULL) {		/* the one that waits longest */
		o = &ts->open[0];
		for (i = 1; i < TRACE_OPEN; i++)
			if (ts->open[i].idle > o->idle)
				o = &ts->open[i];
		close_trace(ts, o, NULL, NULL, 0);
	}
	o->frame = mem_zero(TRACE_FRAMES, sizeof(*o->frame));
	o->used = true;
	ts->nopen++;
	return o;
}

/* A line that heads a trace, from `at` on. */
static void
head_line(struct traces *ts, const struct log_line *l, size_t at)
{
	struct trace_open	*o;
	unsigned		 i;
	char			 part[200];

	/* A head without frames gives way to the next. */
	for (i = 0; i < TRACE_OPEN; i++)
		if (ts->open[i].used && !ts->open[i].known)
			open_reset(ts, &ts->open[i]);
	o = open_new(ts);
	o->head.n = text_cut(part, sizeof(part), l->p + at, l->n - at);
	o->head.at = span_of(l);
	o->head.p = mem_room(o->head.n + 1);
	memcpy(o->head.p, part, o->head.n);
}

static struct trace_open *
find_open(struct traces *ts, const char *prefix, size_t n)
{
	struct trace_open	*o, *unknown = NULL;
	unsigned		 i;

	for (i = 0; i < TRACE_OPEN; i++) {
		o = &ts->open[i];
		if (!o->used)
			continue;
		if (!o->known)
			unknown = o;
		else if (o->prefix_n == n && memcmp(o->prefix, prefix, n) == 0)
			return o;
	}
	return unknown;
}

static bool
frame_line(struct traces *ts, const struct log_line *l)
{
	struct frame		 f;
	struct trace_open	*o;
	struct trace_frame	*to;
	size_t			 n, indent;
	uint64_t		 id;

	if (!frame_parse(l->p, l->n, &f))
		return false;
	n = f.at;
	while (n > 0 && (l->p[n - 1] == ' ' || l->p[n - 1] == '\t'))
		n--;
	if (n > sizeof(o->prefix))
		return false;
	indent = f.at - n;
	if ((o = find_open(ts, l->p, n)) == NULL) {
		if (ts->nopen == TRACE_OPEN)	/* of one that was closed */
			return false;
		o = open_new(ts);
	}
	if (!o->known) {
		memcpy(o->prefix, l->p, n);
		o->prefix_n = n;
		o->indent = indent > 2 ? indent - 2 : 0;
		o->known = true;
	}
	o->idle = 0;
	id = hash_bytes(f.path, f.path_len) + (uint64_t)f.line;
	/* Of two processes that write at once. */
	if (o->nframes > 0 && o->frame[o->nframes - 1].code_n == 0 &&
	    o->frame[o->nframes - 1].id == id)
		return true;
	if (o->nframes == TRACE_FRAMES) {
		n = TRACE_FRAMES / 2;
		memmove(&o->frame[n], &o->frame[n + 1],
		    (TRACE_FRAMES - n - 1) * sizeof(*o->frame));
		o->nframes--;
		o->cut++;
	}
	to = &o->frame[o->nframes++];
	memset(to, 0, sizeof(*to));
	to->at = span_of(l);
	to->library = frame_library(f.path, f.path_len);
	to->package = memmem(f.path, f.path_len, "-packages", 9) != NULL;
	to->id = id;
	memcpy(to->text, "  ", 2);
	to->text_n = (uint16_t)(2 + text_cut(to->text + 2,
	    sizeof(to->text) - 2, l->p + f.at, l->n - f.at));
	return true;
}

/* Only signs that point at the line above. */
static bool
is_marker(const char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (*p != '^' && *p != '~' && *p != ' ')
			return false;
	return true;
}

/* The line has the trace's prefix: source code, or the exception. */
static bool
inner_line(struct traces *ts, struct trace_open *o,
    const struct log_line *l)
{
	const char		*p = l->p + o->prefix_n;
	size_t			 n = l->n - o->prefix_n, in = blanks(p, n);
	struct trace_frame	*f;

	o->idle = 0;
	if (in == n)
		return false;
	if (in <= o->indent) {
		close_trace(ts, o, l, p + in, n - in);
		return true;
	}
	f = &o->frame[o->nframes - 1];
	if (f->code_n == 0 && !is_marker(p, n)) {
		memcpy(f->code, "    ", 4);
		f->code_n = (uint16_t)(4 + text_cut(f->code + 4,
		    sizeof(f->code) - 4, p + in, n - in));
		f->code_at = span_of(l);
	}
	return true;
}

/* The trace that a line belongs to by its prefix, or NULL; those that wait too
 * long are closed. */
static struct trace_open *
trace_of(struct traces *ts, const struct log_line *l)
{
	struct trace_open	*o, *best = NULL;
	unsigned		 i;

	for (i = 0; i < TRACE_OPEN; i++) {
		o = &ts->open[i];
		if (!o->used)
			continue;
		if (++o->idle > IDLE)
			close_trace(ts, o, NULL, NULL, 0);
		else if (o->known && l->n >= o->prefix_n &&
		    memcmp(l->p, o->prefix, o->prefix_n) == 0 &&
		    (best == NULL || best->prefix_n < o->prefix_n))
			best = o;
	}
	return best;
}

/* `SomeError: Traceback (most recent call last):`, the trace of a worker as the
 * message of an error: it ends a trace and heads another. Returns where the
 * head begins. */
static size_t
inner_head(struct traces *ts, const struct log_line *l)
{
	struct trace_open	*o = trace_of(ts, l);
	const char		*p, *q = memmem(l->p, l->n, HEAD,
				    sizeof(HEAD) - 1);
	size_t			 in;

	if (o == NULL || q == NULL)
		return 0;
	p = l->p + o->prefix_n;
	in = blanks(p, l->n - o->prefix_n);
	if (p + in >= q || in > o->indent)
		return 0;
	close_trace(ts, o, l, p + in, (size_t)(q - p) - in);
	return (size_t)(q - l->p);
}

bool
traces_line(struct traces *ts, const struct log_line *l, unsigned flags)
{
	struct trace_open	*o;

	if (flags & CLASS_TRACE) {
		head_line(ts, l, inner_head(ts, l));
		return true;
	}
	if (flags & CLASS_FRAME && frame_line(ts, l))
		return true;
	if (ts->nopen == 0)
		return false;
	o = trace_of(ts, l);
	return o != NULL && inner_line(ts, o, l);
}

void
traces_close(struct traces *ts, char prefix)
{
	unsigned	 i;

	for (i = 0; i < TRACE_OPEN; i++)
		if (ts->open[i].used && ts->open[i].prefix_n == 1 &&
		    *ts->open[i].prefix == prefix)
			close_trace(ts, &ts->open[i], NULL, NULL, 0);
}

void
traces_end(struct traces *ts)
{
	unsigned	 i;

	for (i = 0; i < TRACE_OPEN; i++)
		if (ts->open[i].used)
			close_trace(ts, &ts->open[i], NULL, NULL, 0);
}

void
traces_release(struct traces *ts)
{
	size_t	 i;

	for (i = 0; i < TRACE_OPEN; i++)
		open_reset(ts, &ts->open[i]);
	for (i = 0; i < ts->n; i++)
		trace_free(ts->trace[i]);
	ts->n = 0;
}
