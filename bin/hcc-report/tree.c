/*
 * tree.c: what was built on what. A column for each phase, a dot for each
 * suggestion, a line to the solution that it was built on; thick what leads to
 * the best.
 *
 * Of a phase with many suggestions those are drawn that others were built on,
 * that lead to the best or that came first; a number stands for the rest.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "hcc-report/chart.h"
#include "hcc-report/report.h"

enum { COLUMN = 72, ROW = 26, FIRST = 40, MOST = 24 /* dots of a phase */ };

struct node {
	long	 parent;	/* moment, -1: none */
	bool	 path, used;	/* leads to the best; has children */
	double	 x, y;		/* NAN: not drawn */
};

struct tree {
	const struct report	*r;
	struct node		*v;	/* of each moment */
	double			 width, height;
	int			 left_out;
};

static long
parent_of(const struct report *r, const struct moment *m)
{
	const struct base	*base = m->s->result->base;
	const struct moment	*p = report_moment(r, base == NULL ? NULL :
				    base->id);

	return p == NULL || p == m ? -1 : p - r->moments;
}

static void
link_nodes(struct tree *t)
{
	const struct report	*r = t->r;
	const struct moment	*best = report_moment(r, r->state.best == NULL ?
				    NULL : r->state.best->id);
	long			 i, at;
	size_t			 steps = 0;

	for (i = 0; i < (long)r->nmoments; i++) {
		t->v[i] = (struct node){ parent_of(r, &r->moments[i]), false,
		    false, NAN, NAN };
	}
	for (i = 0; i < (long)r->nmoments; i++)
		if (t->v[i].parent >= 0)
			t->v[t->v[i].parent].used = true;
	/* What a hand has edited may go round in a circle. */
	for (at = best == NULL ? -1 : best - r->moments; at >= 0 &&
	    steps++ < r->nmoments; at = t->v[at].parent)
		t->v[at].path = true;
}

static void
place(struct node *n, double x, double *y)
{
	n->x = x;
	n->y = *y;
	*y += ROW;
}

/* Places of the dots of one phase. The first row is kept for what leads to the
 * best, so that no other line runs along it. */
static void
place_phase(struct tree *t, const struct phase *p, double x, struct buf *more)
{
	const struct moment	*m;
	struct node		*n;
	double			 y = FIRST;
	size_t			 i;
	int			 pass, drawn = 0, hidden = 0;

	for (pass = 0; pass < 2; pass++) {
		if (pass == 1 && y == FIRST)
			y += ROW;
		for (i = 0; i < p->count; i++) {
			m = report_moment(t->r, p->suggestions[i].id);
			n = m == NULL ? NULL : &t->v[m - t->r->moments];
			if (n == NULL || n->path != (pass == 0))
				continue;
			if (n->path || n->used || drawn++ < MOST)
				place(n, x, &y);
			else
				hidden++;
		}
	}
	if (hidden > 0) {
		buf_addf(more, "<text class=more x=%.0f y=%.0f>+ %d</text>\n",
		    x - 4, y + 4, hidden);
		y += ROW;
	}
	t->left_out += hidden;
	t->height = fmax(t->height, y + 6);
}

static void
put_edges(struct buf *b, const struct tree *t, bool path)
{
	const struct node	*n, *up;
	size_t			 i;
	double			 half;

	buf_addf(b, "<path class=%s d=\"", path ? "path" : "edge");
	for (i = 0; i < t->r->nmoments; i++) {
		n = &t->v[i];
		if (n->parent < 0 || !isfinite(n->x))
			continue;
		up = &t->v[n->parent];
		if (!isfinite(up->x) || (n->path && up->path) != path)
			continue;
		half = (up->x + n->x) / 2;
		if (up->x == n->x)	/* within a phase: around the side */
			buf_addf(b, "M%.0f %.0fQ%.0f %.0f %.0f %.0f", up->x,
			    up->y, up->x - 18, (up->y + n->y) / 2, n->x, n->y);
		else
			buf_addf(b, "M%.0f %.0fC%.0f %.0f %.0f %.0f %.0f %.0f",
			    up->x, up->y, half, up->y, half, n->y, n->x, n->y);
	}
	buf_adds(b, "\"/>\n");
}

static void
put_node(struct buf *b, const struct report *r, const struct moment *m,
    const struct node *n)
{
	const struct result	*res = m->s->result;
	bool			 ok = status_worked(res->status), best =
				    r->state.best != NULL &&
				    r->state.best->id != NULL &&
				    strcmp(r->state.best->id, m->s->id) == 0;

	buf_addf(b, "<circle class=%s cx=%.0f cy=%.0f r=%s><title>",
	    best ? "best" : !ok ? "bad" : m->adopted ? "adopted" : "ok", n->x,
	    n->y, best ? "7" : "5");
	page_text(b, m->s->id);
	buf_adds(b, ": ");
	page_cut(b, m->s->title, 80);
	if (ok && isfinite(res->score))
		buf_addf(b, ", %.6g", res->score);
	else if (!ok)
		buf_adds(b, ", failed");
	buf_addf(b, "</title></circle><text class=id x=%.0f y=%.0f>",
	    n->x, n->y - 9);
	page_text(b, strchr(m->s->id, '/') + 1);
	buf_adds(b, "</text>\n");
}

/* The way to the best in words, draft first. */
static void
put_path(struct buf *b, const struct tree *t, bool links)
{
	const struct report	*r = t->r;
	const struct moment	*best = report_moment(r, r->state.best == NULL ?
				    NULL : r->state.best->id);
	long			 at, *way = mem_zero(r->nmoments,
				    sizeof(*way));
	size_t			 n = 0;

	for (at = best == NULL ? -1 : best - r->moments; at >= 0 &&
	    n < r->nmoments; at = t->v[at].parent)
		way[n++] = at;
	while (n > 0) {
		at = way[--n];
		if (links)
			report_link(b, r, r->moments[at].s->id);
		else
			page_text(b, r->moments[at].s->id);
		buf_addc(b, ' ');
		page_cut(b, r->moments[at].s->title, 100);
		if (n > 0)
			buf_adds(b, links ? " → " : ", then ");
	}
	free(way);
}

static void
put_columns(struct buf *b, const struct report *r)
{
	size_t	 i;

	for (i = 0; i < r->state.count; i++)
		buf_addf(b, "<text class=phase x=%.0f y=14>%02d</text>\n",
		    24 + (double)i * COLUMN, r->state.phases[i].phase);
}

static void
put_tree(struct buf *b, const struct tree *t, const struct buf *more)
{
	struct chart	 c = { .width = t->width, .height = t->height };
	struct buf	 desc = BUF_INIT, caption = BUF_INIT;
	char		 id[40];
	size_t		 i;

	snprintf(id, sizeof(id), "%sbuilt", t->r->prefix);
	buf_adds(&desc, "The best came about so: ");
	put_path(&desc, t, false);
	chart_open(b, &c, id, "Suggestions by what they were built on",
	    buf_str(&desc));
	put_columns(b, t->r);
	put_edges(b, t, false);
	put_edges(b, t, true);
	for (i = 0; i < t->r->nmoments; i++)
		if (isfinite(t->v[i].x))
			put_node(b, t->r, &t->r->moments[i], &t->v[i]);
	buf_add(b, buf_str(more), more->len);
	buf_adds(&caption, "A column for each phase, a line to what a "
	    "suggestion was built on. Thick: the way to the best: ");
	put_path(&caption, t, true);
	buf_adds(&caption, ". Green: adopted; hollow: failed.");
	if (t->left_out > 0)
		buf_addf(&caption, " %d runs that nothing was built on are not "
		    "drawn.", t->left_out);
	chart_close(b, buf_str(&caption));
	buf_release(&desc);
	buf_release(&caption);
}

void
report_tree(struct buf *b, const struct report *r)
{
	struct tree	 t = { .r = r, .height = FIRST };
	struct buf	 more = BUF_INIT;
	size_t		 i;

	if (r->nmoments < 2)
		return;
	t.v = mem_zero(r->nmoments, sizeof(*t.v));
	link_nodes(&t);
	for (i = 0; i < r->state.count; i++)
		place_phase(&t, &r->state.phases[i], 24 + (double)i * COLUMN,
		    &more);
	t.width = 24 + (double)r->state.count * COLUMN;
	report_section(b, r, "tree", "What was built on what");
	put_tree(b, &t, &more);
	buf_adds(b, "</section>\n");
	buf_release(&more);
	free(t.v);
}
