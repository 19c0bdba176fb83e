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

#include "base/hash.h"
#include "base/mem.h"
#include "digest/digest_internal.h"
#include "digest/text.h"

enum {
	START_LINES = 25, END_LINES = 25, OFTEN = 5, BYTES_PER_TOKEN = 3,
	LITTLE = 40,			/* tokens */
	EVENT_PART = 6,			/* of the budget, for one failure */
	ENDS_SCORE = 1000,		/* more than any sum of weights */
	FULL_TRACES = 8, LAST_TRACES = 2 /* of many, not shown in brief */
};

struct item {
	const struct template	*template;	/* or */
	const struct trace	*trace;
	uint64_t		 off;
	uint64_t		 total;		/* lines of the family */
	uint64_t		 family;
	uint64_t		 lead;		/* the kind of failure, or 0 */
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
	if (t->before_error)
		c |= BEFORE_ERROR;
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

static int
by_lead(const void *a, const void *b)
{
	const struct item	*x = a, *y = b;

	if (x->lead != y->lead)
		return x->lead < y->lead ? -1 : 1;
	return by_score(a, b);
}

/* The word that says what failed. All SomeErrors are of one kind. */
static uint64_t
lead_of(const struct template *t)
{
	const char	*w = t->first.p + t->cls.at;

	if (!(t->cls.flags & CLASS_STRONG))
		return 0;
	return t->cls.len > 5 && memcmp(w + t->cls.len - 5, "Error", 5) == 0 ?
	    1 : hash_bytes(w, t->cls.len);
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

/* Where one kind of failure comes in very many words, it leaves room for those
 * that are rare. */
static void
weigh_kinds(const struct digest *d, struct item *item, size_t n)
{
	size_t	 i, k = 0;

	qsort(item, n, sizeof(*item), by_lead);
	for (i = 1; i < n; i++) {
		k = item[i].lead == item[i - 1].lead ? k + 1 : 0;
		if (item[i].lead != 0)
			item[i].score -= fmin((double)k, 16) *
			    d->limit[KIND_LOSS];
	}
}

static bool
echoes(const struct excerpt *t, const struct excerpt *above)
{
	return t->at.no == above->at.no + 1 &&
	    text_echoes(t->p, t->n, above->p, above->n);
}

/* What a logger of Python wrote a logger like those of C++ may write again. */
static bool
is_echo(const struct digest *d, const struct template *t)
{
	const struct template	*above = templates_find(&d->templates,
				    t->above);

	return above != NULL && above->count == t->count &&
	    echoes(&t->first, &above->first) && (t->last.p == NULL ||
	    (above->last.p != NULL && echoes(&t->last, &above->last)));
}

/* Lines that are shown otherwise: within stack traces, bars whose ends are
 * shown, the ends of runs that were too many. Of curves nothing would be left
 * to be seen. */
static bool
is_covered(const struct digest *d, const struct template *t)
{
	if (t->traced >= t->count && !(t->cls.flags & CLASS_TRACE &&
	    d->traces.n > 1 && t->count > 1))
		return true;
	if (t->bars > 0 && !t->ends)
		return t->counter.last == t->counter.total;
	return t->curve || (t->ends && t->nested) || is_echo(d, t);
}

/* The first failure and the last one tell most. */
static void
raise_ends(struct item *item, size_t n)
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
		first->score = last->score = ENDS_SCORE;
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
		it->lead = lead_of(t);
		if (t->traced > 0 && t->traced >= t->count)
			it->off++;	/* behind the trace it heads */
	}
	weigh_families(d, c->item, n);
	weigh_kinds(d, c->item, n);
	for (i = 0; i < d->traces.n; i++) {
		it = &c->item[n++];
		it->trace = d->traces.trace[i];
		it->off = it->trace->first.off;
		it->total = traces_total(&d->traces, i);
		it->score = d->limit[TRACE_SCORE] - fmin((double)i, 40) / 2;
		it->brief = i >= FULL_TRACES && i + LAST_TRACES < d->traces.n;
		if (i + LAST_TRACES >= d->traces.n)
			it->score = d->limit[TRACE_SCORE];
		it->score -= d->limit[TRACE_LOSS] *
		    traces_alike(&d->traces, i);
	}
	raise_ends(c->item, n);
	for (i = 0; i < n; i++)
		c->item[i].shown = -1;
	c->n = n;
}

static void
render(struct printer *o, const struct digest *d, const struct item *it,
    enum detail detail)
{
	o->event = it->flags & CLASS_ERROR;
	if (it->trace != NULL)
		print_trace(o, it->trace, it->brief && detail > SHOW_BRIEF ?
		    SHOW_BRIEF : detail, it->total);
	else
		print_template(o, &d->templates, it->template, detail,
		    it->total);
	o->event = false;
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

	if (it->trace != NULL || c & CLASS_STRONG)
		return true;
	if (c & (CLASS_PROSE | CLASS_STACK | CLASS_FRAME))
		return false;
	return c & CLASS_ERROR ||
	    (c & (AFTER_ERROR | BEFORE_ERROR) && c & CLASS_WORDS) ||
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

/* Show more of an item if that takes no more than `left` tokens on top; how
 * many it takes. */
static size_t
upgrade(struct choice *c, struct item *it, size_t left, size_t tables)
{
	size_t	 k, before = it->cost;
	int	 level;

	for (level = SHOW_ALL; level > SHOW_BRIEF; level--) {
		k = cost(c, it, level);
		if (k > before + left || (level == SHOW_ALL && k > tables))
			continue;
		it->shown = level;
		it->cost = k;
		return k > before ? k - before : 0;
	}
	return 0;
}

/* Show more of an item that was shown in brief as long as others might have
 * needed the room. */
static void
lengthen(struct choice *c, struct item *it, size_t *soft, size_t hard,
    size_t tables)
{
	size_t	 left = hard - c->used, k;

	if (it->shown < 0 || it->shown >= SHOW_FULL)
		return;
	if (!is_vital(it) && *soft < left)
		left = *soft;
	k = upgrade(c, it, left, tables);
	c->used += k;
	if (!is_vital(it))
		*soft -= k;
}

/* Take events by score before all else, in up to five eighths of `hard`, plain
 * failures in more than two: all in brief, and more of the first if there is
 * room. What they take of `soft`. */
static size_t
spend_on_events(struct choice *c, size_t soft, size_t hard)
{
	struct item	*it;
	size_t		 i, k, most, took = 0;

	for (i = 0; i < c->n; i++) {
		it = &c->item[i];
		most = hard * (is_vital(it) ? 5 : 2) / 8;
		if (!is_event(it) || c->used >= most)
			continue;
		it->shown = SHOW_BRIEF;
		if ((k = cost(c, it, SHOW_BRIEF)) > most - c->used) {
			it->shown = SHOW_LEAST;
			k = cost(c, it, SHOW_LEAST);
		}
		if (k > most - c->used) {
			it->shown = -1;
			continue;
		}
		it->cost = k;
		c->used += k;
		if (!is_vital(it))
			took += k;
	}
	most = hard * 5 / 8;
	for (i = 0; i < c->n && c->used < most; i++)
		if (c->item[i].shown >= 0)
			c->used += upgrade(c, &c->item[i], most - c->used <
			    hard / EVENT_PART ? most - c->used :
			    hard / EVENT_PART, soft / 2);
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
		lengthen(c, &c->item[i], &soft, hard, tables);
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
