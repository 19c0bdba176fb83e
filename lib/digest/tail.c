/*
 * tail.c: lines of the log as they are: the last ones, or all of a small log.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest_internal.h"
#include "digest/progress.h"
#include "digest/text.h"

enum { TAIL_LINES = 32, TAIL_ALWAYS = 3, TAIL_WIDTH = 320, WHOLE_WIDTH = 1600 };

struct tail_line {
	const char	*p;
	size_t		 n;
	uint64_t	 key;
	bool		 row;		/* of a table */
	struct span	 at;
};

struct tail {
	struct tail_line line[TAIL_LINES];
	size_t		 n;
};

/* Is the line a row of a table, that is, unlike the rows around it a result of
 * its own? Lines that count are no table. */
static bool
is_row(const struct digest *d, const struct log_line *l)
{
	const struct template	*t = templates_find(&d->templates, l->key);

	return t != NULL && t->cls.flags & CLASS_DECIMAL && t->over == 0 &&
	    !progress_believed(t);
}

static void
drop(struct tail *t, size_t i)
{
	t->n--;
	memmove(&t->line[i], &t->line[i + 1], (t->n - i) *
	    sizeof(t->line[0]));
}

/* Note a line, pushing out what it repeats, else the oldest. Rows of one table
 * stay. */
static void
push(struct tail *t, const struct tail_line *line)
{
	size_t	 i;
	bool	 same = t->n > 0 && t->line[t->n - 1].key == line->key;

	if (!(same && line->row))
		for (i = t->n; i > 0; i--)
			if (t->line[i - 1].key == line->key)
				drop(t, i - 1);
	if (t->n == TAIL_LINES)
		drop(t, 0);
	t->line[t->n++] = *line;
}

/* The last distinct lines, from the raw end of the log. */
static void
find_tail(struct digest *d, struct tail *t)
{
	char		*p = d->tail, *end = d->tail + d->tail_n;
	const char	*q;
	struct log_line	*l = &d->line;
	struct tail_line line;
	uint64_t	 from = d->off - d->tail_n;

	*end = '\n';
	/* What is kept may begin inside a line. */
	if (d->tail_n == TAIL_BYTES &&
	    (q = memchr(p, '\n', d->tail_n)) != NULL && q < end)
		p += q + 1 - p;
	for (; p < end; p = d->tail + (q - d->tail) + 1) {
		q = digest_line(d, p, end + 1);
		if (l->key == 0 || l->curve)
			continue;
		line = (struct tail_line){ .key = l->key, .p = p,
		    .row = is_row(d, l) };
		line.at.off = from + (uint64_t)(p - d->tail);
		line.at.end = from + (uint64_t)(q - d->tail);
		line.n = l->n;
		if (l->p != p) {	/* decoded: never longer than it was */
			if (line.n > (size_t)(q - p))
				line.n = (size_t)(q - p);
			memcpy(p, l->p, line.n);
		}
		push(t, &line);
	}
}

/* Was the line shown, or one before it that says the same? The very last lines
 * tell how it ended, even so. */
static bool
is_told(const struct digest *d, const struct printer *o, const struct tail *t,
    size_t i)
{
	const struct tail_line	*l = &t->line[i];
	const struct template	*form;

	if (printed(o, l->at.off) || (i > 0 && text_echoes(l->p, l->n,
	    l[-1].p, l[-1].n) && is_told(d, o, t, i - 1)))
		return true;
	form = templates_find(&d->templates, l->key);
	return form != NULL && i + TAIL_ALWAYS < t->n &&
	    form->first.n == l->n &&
	    memcmp(form->first.p, l->p, l->n) == 0 &&
	    printed(o, form->first.at.off);
}

void
print_tail(struct digest *d, struct printer *o, size_t most)
{
	struct tail	 t = { .n = 0 };
	struct buf	 b = BUF_INIT;
	struct printer	 draft = { .b = &b, .ranges = o->ranges };
	size_t		 i, k, from, sum = 0, before = o->b->len;

	find_tail(d, &t);
	/* From the end backwards, as many as fit. */
	for (from = t.n; from > 0; from--) {
		i = from - 1;
		if (is_told(d, o, &t, i))
			continue;
		buf_reset(&b);
		print_line(&draft, "", t.line[i].p, t.line[i].n, TAIL_WIDTH,
		    t.line[i].at);
		k = print_cost(&b, 0);
		if (sum + k > most)
			break;
		sum += k;
	}
	for (i = from; i < t.n; i++) {
		if (is_told(d, o, &t, i))
			continue;
		if (o->b->len == before)
			buf_adds(o->b, "last lines:\n");
		print_line(o, "", t.line[i].p, t.line[i].n, TAIL_WIDTH,
		    t.line[i].at);
	}
	buf_release(&b);
	free(draft.done);
}

bool
print_whole(struct digest *d, struct buf *out, size_t most)
{
	struct printer	 o = { .b = out, .ranges = d->opts.ranges };
	struct span	 at = { 0, 0, 0 };
	size_t		 n = d->head.len, sum = 0, before;
	const char	*p, *q, *end;
	bool		 fits = true;

	buf_addc(&d->head, '\n');
	end = d->head.p + n;
	for (p = d->head.p; p < end && fits; p = q + 1) {
		q = digest_line(d, p, end + 1);
		if (d->line.key == 0)
			continue;
		at.off = (uint64_t)(p - d->head.p);
		at.end = (uint64_t)(q - d->head.p);
		before = out->len;
		print_line(&o, "", d->line.p, d->line.n, WHOLE_WIDTH, at);
		sum += print_cost(out, before);
		fits = sum <= most;
	}
	if (!fits)
		buf_reset(out);
	free(o.done);
	return fits;
}
