/*
 * choose.c: choose the lines of a digest within its budget.
 *
 * Forms, traces and the last lines of the log compete for a budget that
 * grows with the square root of the log; failures may exceed it up to the
 * hard limit. What was chosen is written in the order of the log.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "digest/digest_internal.h"
#include "digest/text.h"

enum {
	START_LINES = 25, END_LINES = 25, OFTEN = 5, BYTES_PER_TOKEN = 3,
	LITTLE = 40,			/* tokens */
	EVENT_PART = 6,			/* of the budget, for one failure */
	FULL_TRACES = 8, LAST_TRACES = 2 /* of many, not shown in brief */
};

struct item {
	const struct template	*template;	/* or */
	const struct trace	*trace;
	uint64_t		 off;
	uint64_t		 total;		/* lines of the family */
	uint64_t		 family;
	unsigned		 flags;		/* of a template */
	double			 score;
	size_t			 cost;		/* tokens, as it is shown */
	int			 shown;		/* enum detail, -1: not */
	bool			 brief;		/* a trace of many */
};

struct choice {
	struct digest	*d;
	struct item	*item;
	size_t		 n;
	size_t		 used;		/* tokens */
	struct buf	 draft;
};

static const struct excerpt *
last_of(const struct template *t)
{
	return t->last.p == NULL ? &t->first : &t->last;
}

/* What the words of a template are about, and where it stands. */
static unsigned
flags_of(const struct digest *d, const struct template *t)
{
	unsigned	 c = t->cls.flags;

	if (t->first.at.no <= START_LINES)
		c |= AT_START;
	if (last_of(t)->at.no + END_LINES > d->lines)
		c |= AT_END;
	if (t->after_error)
		c |= AFTER_ERROR;
	if (c & CLASS_DECIMAL && t->count > OFTEN &&
	    (c & (CLASS_METRIC | CLASS_PAIR) || !(c & CLASS_WORDS)))
		c |= SERIES;
	return c;
}

static double
score_of(const struct digest *d, unsigned c)
{
	const struct digest_rule	*r;
	double			 s = 0;
	size_t			 i;

	for (i = 0; i < ndigest_rules; i++) {
		r = &digest_rules[i];
		if ((c & r->all) == r->all && !(c & r->none) &&
		    (r->any == 0 || c & r->any))
			s += d->weight[i];
	}
	return s;
}

static int
by_offset(const void *a, const void *b)
{
	const struct item	*x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

static int
by_score(const void *a, const void *b)
{
	const struct item	*x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return by_offset(a, b);
}

static int
by_family(const void *a, const void *b)
{
	const struct item	*x = a, *y = b;

	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return by_score(a, b);
}

static uint64_t
family_of(const struct template *t)
{
	bool		 event = t->cls.flags & (CLASS_ERROR | CLASS_WARN);
	uint64_t	 h;

	h = hash_words(t->first.p, t->first.n, event ? t->cls.at :
	    text_prefix(t->first.p, t->first.n), event ? 5 : 2);
	return h == 0 || t->ends ? t->key : h * 2 + event;
}

/* Members of a family tell less and less, the best first. The lines of all
 * are counted together. */
static void
weigh_families(const struct digest *d, struct item *item, size_t n)
{
	size_t		 i, k, end;
	uint64_t	 total;
	bool		 event;

	qsort(item, n, sizeof(*item), by_family);
	for (i = 0; i < n; i = end) {
		total = 0;
		for (end = i; end < n && item[end].family == item[i].family;
		    end++)
			total += item[end].template->count;
		event = item[i].template->cls.flags &
		    (CLASS_ERROR | CLASS_WARN);
		if (event)
			item[i].total = total;
		for (k = i + 1; k < end; k++)
			item[k].score -= fmin((double)(k - i), 8) *
			    d->limit[event ? EVENT_LOSS : FAMILY_LOSS];
	}
}

/* Lines that are shown otherwise: within stack traces, bars whose ends are
 * shown, the ends of runs that were too many. */
static bool
is_covered(const struct digest *d, const struct template *t)
{
	if (t->traced >= t->count && !(t->cls.flags & CLASS_TRACE &&
	    d->traces.n > 1 && t->count > 1))
		return true;
	if (t->bars > 0 && !t->ends)
		return t->counter.last == t->counter.total;
	return t->ends && t->nested;
}

/* The first failure and the last one tell most. */
static void
raise_ends(const struct digest *d, struct item *item, size_t n)
{
	struct item	*first = NULL, *last = NULL;
	uint64_t	 at, end = 0;
	size_t		 i;

	for (i = 0; i < n; i++) {
		if (item[i].trace == NULL && !(item[i].flags & CLASS_STRONG))
			continue;
		at = item[i].trace != NULL ? item[i].trace->last.off :
		    last_of(item[i].template)->at.off;
		if (first == NULL || item[i].off < first->off)
			first = &item[i];
		if (last == NULL || at > end) {
			last = &item[i];
			end = at;
		}
	}
	if (first != NULL)
		first->score = last->score = d->limit[TRACE_SCORE] + 1;
}

static void
collect(struct choice *c)
{
	struct digest	*d = c->d;
	size_t		 i, n = 0;
	struct item	*it;

	c->item = mem_zero(d->templates.n + d->traces.n + 1,
	    sizeof(*c->item));
	for (i = 0; i < d->templates.n; i++) {
		struct template	*t = d->templates.list[i];

		(void)template_class(t);
		if (is_covered(d, t))
			continue;
		it = &c->item[n++];
		it->template = t;
		it->off = t->first.at.off;
		it->flags = flags_of(d, t);
		it->score = score_of(d, it->flags);
		it->family = family_of(t);
		if (t->traced > 0 && t->traced >= t->count)
			it->off++;	/* behind the trace it heads */
	}
	weigh_families(d, c->item, n);
	for (i = 0; i < d->traces.n; i++) {
		it = &c->item[n++];
		it->trace = d->traces.trace[i];
		it->off = it->trace->first.off;
		it->score = d->limit[TRACE_SCORE] - (double)i;
		it->brief = i >= FULL_TRACES && i + LAST_TRACES < d->traces.n;
		if (i + LAST_TRACES >= d->traces.n)
			it->score = d->limit[TRACE_SCORE];
	}
	raise_ends(d, c->item, n);
	for (i = 0; i < n; i++)
		c->item[i].shown = -1;
	c->n = n;
}

static void
render(struct printer *o, const struct digest *d, const struct item *it,
    enum detail detail)
{
	if (it->trace != NULL)
		print_trace(o, it->trace, it->brief || detail == SHOW_BRIEF);
	else
		print_template(o, &d->templates, it->template, detail,
		    it->total);
}

static size_t
cost(struct choice *c, const struct item *it, enum detail detail)
{
	struct printer	 o = { .b = &c->draft, .ranges = c->d->opts.ranges };

	buf_reset(&c->draft);
	render(&o, c->d, it, detail);
	free(o.done);
	return print_cost(&c->draft, 0);
}

/* Failures, and metrics that were followed over time. */
static bool
is_vital(const struct item *it)
{
	unsigned	 c = it->flags;

	return it->trace != NULL || c & CLASS_STRONG || (c & CLASS_METRIC &&
	    c & CLASS_DECIMAL && it->template->count > OFTEN);
}

/* Failures, what stands around them, and how it ended. */
static bool
is_event(const struct item *it)
{
	unsigned	 c = it->flags;

	return it->trace != NULL || c & (CLASS_STRONG | AFTER_ERROR) ||
	    (c & CLASS_ERROR && !(c & CLASS_PROSE)) ||
	    (c & CLASS_OUTCOME && c & AT_END);
}

/* Show as much of an item as `room` has; the tokens it takes. Of many there is
 * no room for the least, which is asked first if there is little. */
static size_t
show(struct choice *c, struct item *it, size_t room, size_t tables)
{
	int	 level;

	if (room == 0 || (room < LITTLE && cost(c, it, SHOW_BRIEF) > room))
		return 0;
	for (level = SHOW_ALL; level >= SHOW_BRIEF; level--) {
		it->cost = cost(c, it, level);
		if (it->cost > room ||
		    (level == SHOW_ALL && it->cost > tables))
			continue;
		it->shown = level;
		return it->cost;
	}
	return 0;
}

/* Show the lines of an item uncut if there is room. It may even take less:
 * extremes on these lines are not told again. */
static void
widen(struct choice *c, struct item *it, size_t *soft, size_t hard)
{
	size_t	 left = hard - c->used < *soft ? hard - c->used : *soft, k;

	if (it->shown < SHOW_FULL || it->trace != NULL ||
	    (k = cost(c, it, SHOW_WIDE)) == it->cost || k > it->cost + left)
		return;
	it->shown = SHOW_WIDE;
	c->used += k - it->cost;
	*soft -= k - it->cost;
}

/* Take events by score before all else, in up to five eighths of `hard`. What
 * they take of `soft`. */
static size_t
spend_on_events(struct choice *c, size_t soft, size_t hard)
{
	struct item	*it;
	size_t		 i, k, left, took = 0;

	for (i = 0; i < c->n; i++) {
		it = &c->item[i];
		if (!is_event(it) || c->used >= hard - hard * 3 / 8)
			continue;
		left = hard - hard * 3 / 8 - c->used;
		if (left > hard / EVENT_PART && i > 0)
			left = hard / EVENT_PART;
		k = show(c, it, left, soft / 2);
		c->used += k;
		if (!is_vital(it))
			took += k;
	}
	return took < soft ? took : soft;
}

/* Take items by score as long as they fit: events first, then `soft` tokens,
 * and on top failures and metrics up to `hard`, which leave a share to the
 * others. What is left of `soft` goes to lines that were cut. */
static void
spend(struct choice *c, size_t soft, size_t hard)
{
	struct item	*it;
	size_t		 i, k, left, share;
	size_t		 tables = soft / 2;
	bool		 must;

	qsort(c->item, c->n, sizeof(*c->item), by_score);
	soft -= spend_on_events(c, soft, hard);
	for (i = 0; i < c->n; i++) {
		it = &c->item[i];
		if (it->shown >= 0)
			continue;
		if (it->score < c->d->limit[LEAST_SCORE] && !c->d->opts.fill &&
		    (double)c->used > c->d->limit[BASE_TOKENS])
			break;
		must = is_vital(it);
		left = hard - c->used;
		share = soft < hard / 4 ? soft : hard / 4;
		k = must && left > share ?
		    show(c, it, left - share, tables) : 0;
		if (k == 0) {
			must = false;
			k = show(c, it, left < soft ? left : soft, tables);
		}
		if (it->shown == SHOW_ALL)
			tables -= k < tables ? k : tables;
		c->used += k;
		if (!must)
			soft -= k;
	}
	for (i = 0; i < c->n; i++)
		widen(c, &c->item[i], &soft, hard);
}

void
choose(struct digest *d, struct buf *out)
{
	struct choice	 c = { .d = d, .draft = BUF_INIT };
	struct printer	 o = { .b = out, .ranges = d->opts.ranges };
	size_t		 hard = d->opts.max_tokens, soft, i, tail;

	if (d->off == 0)
		return;
	collect(&c);
	tail = (size_t)fmin((double)hard / 4, d->limit[TAIL_TOKENS]);
	soft = (size_t)(d->limit[BASE_TOKENS] + d->limit[ROOT_TOKENS] *
	    sqrt((double)d->off / BYTES_PER_TOKEN));
	if (soft > hard - tail || d->opts.fill)
		soft = hard - tail;
	spend(&c, soft, hard - tail);
	qsort(c.item, c.n, sizeof(*c.item), by_offset);
	for (i = 0; i < c.n; i++)
		if (c.item[i].shown >= 0)
			render(&o, d, &c.item[i], c.item[i].shown);
	if (tail > 8)			/* its head line */
		print_tail(d, &o, tail - 8);
	buf_release(&c.draft);
	free(c.item);
	free(o.done);
}
