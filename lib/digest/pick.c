/*
 * pick.c: what is worth its tokens.
 *
 * Forms, traces and the last lines of the log compete for a budget that
 * grows with the square root of the log; failures may exceed it up to the
 * hard limit. What was chosen is written in the order of the log.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "digest/digest_internal.h"
#include "digest/text.h"

enum {
	HEAD = 25,		/* lines at the start that weigh more */
	TAIL_LINES = 10,
	TAIL_WIDTH = 320,
	MUST = 70,		/* a score that may exceed the soft budget */
	LEAST = 12,		/* less only fills a digest that is small: */
	PAGE = 450		/* tokens */
};

struct item {
	const struct template	*form;		/* or */
	const struct trace	*trace;
	uint64_t		 off;
	uint64_t		 total;		/* lines of the family */
	uint64_t		 family;
	double			 score;
	char			 shown;		/* 0, or 1 + enum detail */
};

struct tail_line {
	const char	*p;
	size_t		 n;
	uint64_t	 key;
	struct span	 at;
};

struct choice {
	struct digest	*d;
	struct item	*item;
	size_t		 n;
	struct tail_line tail[TAIL_LINES];
	size_t		 ntail;
	size_t		 used;		/* tokens */
};

/* What the words of a line are worth. */
static double
class_score(unsigned c)
{
	double	 s = c & CLASS_WORDS ? 12 : 3;

	if (c & CLASS_NOISE && !(c & (CLASS_ERROR | CLASS_OUTCOME)))
		return 4;
	if (c & CLASS_PAIR)
		s += c & CLASS_PARAM ? 20 : 10;
	if (c & CLASS_DECIMAL)
		s += 8;
	if (c & (CLASS_PARAM | CLASS_DATA | CLASS_ENV | CLASS_TIME))
		s += 12;
	if (c & CLASS_METRIC)
		s += c & CLASS_DECIMAL ? 28 : 6;
	if (c & CLASS_OUTCOME)
		s += 24;
	if (c & CLASS_HINT)
		s += 10;
	if (c & CLASS_PROSE)
		s = 12 + (s - 12) / 3;
	if (c & CLASS_SITE)
		s += 36;
	if (c & CLASS_WARN)
		s += 24;
	if (c & CLASS_STRONG)
		s += 70;
	else if (c & CLASS_ERROR)
		s += 10;
	return s;
}

static double
form_score(const struct digest *d, const struct template *f)
{
	unsigned	 c = f->cls.flags;
	double		 s = class_score(c);

	if (c & (CLASS_STACK | CLASS_FRAME) && !(c & (CLASS_STRONG | CLASS_WARN)))
		return 6;
	if (c & CLASS_DECIMAL && f->count > 5 && c & (CLASS_METRIC | CLASS_PAIR))
		s += (c & CLASS_METRIC ? 21 : 4) + log2((double)f->count);
	if (f->context && !(c & CLASS_STRONG))
		s += 22;
	if (f->first.at.no <= HEAD)
		s += 16;
	if (f->last.at.no + 12 > d->lines)
		s += 20;
	if (f->count > 2)
		s += 4;
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
family_of(const struct template *f)
{
	unsigned	 c = f->cls.flags;
	bool		 event = c & (CLASS_ERROR | CLASS_WARN);
	uint64_t	 h;

	h = hash_words(f->first.p, f->first.n,
	    event ? f->cls.at : text_prefix(f->first.p, f->first.n),
	    event ? 5 : 2);
	return h == 0 ? f->key : h * 2 + event;
}

/* Is the line the same to the last letter, whoever wrote it? */
static bool
same_line(const struct excerpt *a, const struct excerpt *b)
{
	size_t	 i = text_prefix(a->p, a->n), k = text_prefix(b->p, b->n);

	return a->n - i == b->n - k &&
	    memcmp(a->p + i, b->p + k, a->n - i) == 0;
}

/* Members of a family tell less and less, the best first. The lines of all
 * are counted together. */
static void
weigh_families(struct item *item, size_t n)
{
	size_t		 i, k, end;
	uint64_t	 total;
	unsigned	 c;

	qsort(item, n, sizeof(*item), by_family);
	for (i = 0; i < n; i = end) {
		total = 0;
		for (end = i; end < n && item[end].family == item[i].family;
		    end++)
			total += item[end].form->count;
		c = item[i].form->cls.flags;
		if (c & (CLASS_ERROR | CLASS_WARN))
			item[i].total = total;
		for (k = i + 1; k < end; k++)
			if (!(c & (CLASS_ERROR | CLASS_WARN)))
				item[k].score -= 8 * fmin((double)(k - i), 8);
			else
				item[k].score -= same_line(
				    &item[i].form->first,
				    &item[k].form->first) ? 96 :
				    12 * fmin((double)(k - i), 8);
	}
}

/* Lines built alike that say nothing known: rows of a listing. */
static void
weigh_listings(struct item *item, size_t n)
{
	size_t		 i, k;
	unsigned	 c;

	for (i = 0; i < n; i++)
		item[i].family = hash_shape(item[i].form->first.p,
		    item[i].form->first.n);
	qsort(item, n, sizeof(*item), by_family);
	for (i = k = 0; i < n; i++) {
		if (item[i].family != item[k].family)
			k = i;
		c = item[i].form->cls.flags;
		if (!(c & (CLASS_PAIR | CLASS_ERROR | CLASS_WARN | CLASS_OUTCOME)))
			item[i].score -= 2 * fmin((double)(i - k), 10);
	}
}

static bool
collect(struct choice *c)
{
	struct digest	*d = c->d;
	size_t		 i, forms = 0;
	struct item	*it;

	c->item = calloc(d->forms.n + d->traces.n + 1, sizeof(*c->item));
	if (c->item == NULL)
		return false;
	for (i = 0; i < d->forms.n; i++) {
		const struct template	*f = d->forms.form[i];

		if (f->traced >= f->count &&
		    !(f->cls.flags & CLASS_TRACE && d->traces.n > 1 &&
		    f->count > 1))
			continue;
		it = &c->item[forms++];
		it->form = f;
		it->off = f->first.at.off;
		it->score = form_score(d, f);
		it->family = family_of(f);
		if (f->traced > 0 && f->traced >= f->count)
			it->off++;	/* behind the trace it heads */
	}
	weigh_families(c->item, forms);
	weigh_listings(c->item, forms);
	c->n = forms;
	for (i = 0; i < d->traces.n; i++) {
		it = &c->item[c->n++];
		it->trace = d->traces.trace[i];
		it->off = it->trace->first.off;
		it->score = 110 - (double)i;
	}
	return true;
}

static void
render(struct buf *b, const struct digest *d, const struct item *it,
    enum detail detail)
{
	bool	 ranges = d->opts.ranges;

	if (it->trace != NULL)
		print_trace(b, it->trace, ranges);
	else
		print_form(b, it->form, detail, it->total, d->forms.runs,
		    ranges);
}

static size_t
cost(struct buf *b, const struct digest *d, const struct item *it,
    enum detail detail)
{
	buf_reset(b);
	render(b, d, it, detail);
	return tok_estimate(buf_str(b), b->len);
}

/* Failures, and metrics that were followed over time. */
static bool
is_vital(const struct item *it)
{
	unsigned	 c;

	if (it->trace != NULL)
		return true;
	c = it->form->cls.flags;
	return c & CLASS_STRONG || (c & CLASS_METRIC && c & CLASS_DECIMAL &&
	    it->form->count > 5);
}

/* Show as much of an item as `room` has; the tokens it takes. */
static size_t
show(const struct choice *c, struct item *it, struct buf *b, size_t room,
    size_t board)
{
	size_t	 k;
	int	 level;

	for (level = SHOW_ALL; level >= SHOW_BRIEF; level--) {
		k = cost(b, c->d, it, level);
		if (k > room || (level == SHOW_ALL && k > board))
			continue;
		it->shown = (char)(1 + level);
		return k;
	}
	return 0;
}

/* Take items by score as long as they fit: `soft` tokens, and on top failures
 * and metrics up to `hard`, which leave a share to the others. */
static void
spend(struct choice *c, size_t soft, size_t hard)
{
	struct buf	 b = BUF_INIT;
	struct item	*it;
	size_t		 i, k, left, share;
	size_t		 least = soft < 4 * PAGE ? PAGE :
			    soft < 8 * PAGE ? soft / 4 : 2 * PAGE;
	size_t		 board = soft / 2;
	bool		 must;

	qsort(c->item, c->n, sizeof(*c->item), by_score);
	for (i = 0; i < c->n; i++) {
		it = &c->item[i];
		/* The more is written, the more the next has to tell. */
		if (it->score < LEAST + (double)c->used / 700 &&
		    c->used > least)
			break;
		must = it->score >= MUST && is_vital(it);
		left = hard - c->used;
		share = soft < hard / 4 ? soft : hard / 4;
		if (must)
			left -= share < left ? share : left;
		else if (left > soft)
			left = soft;
		k = show(c, it, &b, left, board);
		if (it->shown == 1 + SHOW_ALL)
			board -= k < board ? k : board;
		c->used += k;
		if (!must)
			soft -= k;
	}
	buf_release(&b);
}

/* Is the line at `off` on display already? */
static bool
on_display(const struct choice *c, uint64_t off)
{
	const struct item	*it;
	size_t			 i, k;

	for (i = 0; i < c->n; i++) {
		it = &c->item[i];
		if (!it->shown)
			continue;
		if (it->trace != NULL) {
			if ((off >= it->trace->first.off &&
			    off < it->trace->first.end) ||
			    (off >= it->trace->last.off &&
			    off < it->trace->last.end))
				return true;
			continue;
		}
		if (it->form->first.at.off == off)
			return true;
		if (it->shown > SHOW_FULL && it->form->last.p != NULL &&
		    it->form->last.at.off == off)
			return true;
		for (k = 0; it->shown > SHOW_FULL && k < it->form->nsamples &&
		    it->form->count <= it->form->nsamples + 1u; k++)
			if (it->form->samples[k].at.off == off)
				return true;
	}
	return false;
}

/* Note a line of the tail, pushing out what it repeats, else the oldest. */
static void
tail_push(struct choice *c, const struct tail_line *t)
{
	size_t	 i;

	for (i = 0; i < c->ntail; i++)
		if (c->tail[i].key == t->key)
			break;
	if (i == c->ntail && c->ntail < TAIL_LINES)
		c->ntail++;
	else {
		i = i == c->ntail ? 0 : i;
		memmove(&c->tail[i], &c->tail[i + 1],
		    (c->ntail - i - 1) * sizeof(c->tail[0]));
	}
	c->tail[c->ntail - 1] = *t;
}

/* The last distinct lines, from the raw end of the log. */
static void
find_tail(struct choice *c)
{
	struct digest	*d = c->d;
	struct log_line	*l = &d->line;
	char		*p = d->tail, *end = d->tail + d->tail_n;
	uint64_t	 off;
	const char	*q;
	size_t		 n;
	struct tail_line t;

	*end = '\n';
	/* What is kept may begin inside a line. */
	if (d->tail_n == TAIL_BYTES &&
	    (q = memchr(p, '\n', d->tail_n)) != NULL && q < end)
		p += q + 1 - p;
	while (p < end) {
		q = line_mask(l, p, end + 1);
		n = l->n;
		off = d->off - wide_bytes(&d->wide, p, (size_t)(end - p));
		t.at = (struct span){ off,
		    off + wide_bytes(&d->wide, p, n), 0 };
		if (l->escape) {
			n = text_plain(p, p, n);
			p[n] = '\n';
			(void)line_mask(l, p, p + n + 1);
		}
		t.p = p;
		t.n = n;
		t.key = l->key;
		if (l->key != 0)
			tail_push(c, &t);
		p = d->tail + (q - d->tail) + 1;
	}
}

static void
print_tail(struct choice *c, struct buf *out, size_t room)
{
	struct buf	 b = BUF_INIT;
	size_t		 i, k, from = c->ntail, cost_all = 0;

	/* From the end backwards, as many as fit. */
	while (from > 0) {
		buf_reset(&b);
		i = from - 1;
		if (!on_display(c, c->tail[i].at.off))
			print_line(&b, "", c->tail[i].p, c->tail[i].n,
			    TAIL_WIDTH, c->tail[i].at, c->d->opts.ranges);
		k = tok_estimate(buf_str(&b), b.len);
		if (cost_all + k > room)
			break;
		cost_all += k;
		from = i;
	}
	k = out->len;
	for (i = from; i < c->ntail; i++) {
		if (on_display(c, c->tail[i].at.off))
			continue;
		if (out->len == k)
			buf_adds(out, "last lines:\n");
		print_line(out, "", c->tail[i].p, c->tail[i].n, TAIL_WIDTH,
		    c->tail[i].at, c->d->opts.ranges);
	}
	buf_release(&b);
}

/* Tokens for a log of `n` tokens: a few hundred for a page, and from some
 * twenty thousand on a growing share. */
static size_t
soft_budget(double n)
{
	return (size_t)(400 + 6.6 * sqrt(n) + fmax(0, n - 20000) / 16);
}

void
pick(struct digest *d, struct buf *out)
{
	struct choice	 c = { .d = d };
	size_t		 hard = d->opts.max_tokens, soft, i, tail;

	if (d->off == 0)
		return;
	if (!collect(&c)) {
		d->forms.failed = true;
		return;
	}
	tail = hard / 4 < 400 ? hard / 4 : 400;
	soft = soft_budget((double)d->off / 2.5);
	if (soft > hard - tail)
		soft = hard - tail;
	spend(&c, soft, hard - tail);
	qsort(c.item, c.n, sizeof(*c.item), by_offset);
	for (i = 0; i < c.n; i++)
		if (c.item[i].shown)
			render(out, d, &c.item[i], c.item[i].shown - 1);
	find_tail(&c);
	print_tail(&c, out, tail - 8 < tail ? tail - 8 : 0);
	free(c.item);
}
