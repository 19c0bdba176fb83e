/*
 * timeline.c: what ran when, a lane for each attempt that ran beside others.
 *
 * Bars that would lie within a pixel of the one before, of the same outcome,
 * become one, so that a long task is no larger than the picture.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-report/chart.h"
#include "hcc-report/report.h"

enum { LANES = 32, LANE = 18 };

struct bar {
	const char	*id, *status;	/* borrowed of the events */
	double		 from, to;	/* seconds of work */
	int		 lane, count;
};

struct bars {
	struct bar	*v;
	size_t		 n, cap;
	int		 lanes;
	double		 busy[LANES];	/* until when */
};

/* The lane that is free first. */
static int
take_lane(struct bars *l, double from, double to)
{
	int	 i, best = 0;

	for (i = 0; i < LANES; i++) {
		if (l->busy[i] <= from) {
			best = i;
			break;
		}
		if (l->busy[i] < l->busy[best])
			best = i;
	}
	l->busy[best] = to;
	if (best + 1 > l->lanes)
		l->lanes = best + 1;
	return best;
}

static void
add_bar(struct bars *l, const char *id, const char *status, double from,
    double to, double pixel)
{
	int		 lane = take_lane(l, from, to);
	struct bar	*last;
	size_t		 i;

	for (i = l->n; i > 0 && i + LANES > l->n; i--) {
		last = &l->v[i - 1];
		if (last->lane != lane)
			continue;
		if (to - last->from < pixel &&
		    strcmp(last->status, status) == 0) {
			last->to = to;
			last->count++;
			return;
		}
		break;
	}
	grow(&l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct bar){ id, status, from, to, lane, 1 };
}

static void
cut_off(struct bar *b, double at)
{
	if (strcmp(b->status, "running") != 0)
		return;
	b->status = "cut off";
	b->to = at;
}

static int
by_start(const void *a, const void *b)
{
	const struct bar	*x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* Attempts from their start to their end. What has no end runs, or was cut off:
 * nobody knows when, but that it was before it began again. */
static void
find_bars(const struct report *r, struct bars *all)
{
	struct hash		 open = HASH_INIT;
	struct hash_slot	*slot;
	const char		*name, *id;
	bool			 fresh;
	size_t			 k;
	jv			 ev;
	int			 i;

	for (i = 0; json_item(r->events, i, &ev); i++) {
		name = json_str(ev, "ev", "");
		id = json_str(ev, "id", NULL);
		if (id == NULL || (strcmp(name, "start") != 0 &&
		    strcmp(name, "run") != 0))
			continue;
		slot = hash_put(&open, id, strlen(id), all->n, &fresh);
		if (strcmp(name, "start") == 0) {
			if (!fresh)
				cut_off(&all->v[slot->value], r->at[i]);
			slot->value = all->n;
			grow(&all->v, &all->cap, all->n + 1, sizeof(*all->v));
			all->v[all->n++] = (struct bar){ id, "running",
			    r->at[i], r->state.spent, 0, 1 };
		} else if (!fresh && slot->value < all->n) {
			all->v[slot->value].to = r->at[i];
			all->v[slot->value].status = json_str(ev, "status",
			    "failed");
		}
	}
	hash_release(&open);
	for (k = 0; k < all->n && !r->busy; k++)
		cut_off(&all->v[k], all->v[k].from);
	if (all->n > 1)
		qsort(all->v, all->n, sizeof(*all->v), by_start);
}

static void
put_bar(struct buf *b, const struct chart *c, const struct bar *bar)
{
	double	 x = chart_x(c, bar->from), w = chart_x(c, bar->to) - x;

	buf_addf(b, "<rect class=%s x=%.1f y=%d width=%.1f height=%d><title>",
	    strcmp(bar->status, "ok") == 0 ? "ok" :
	    strcmp(bar->status, "running") == 0 ||
	    strcmp(bar->status, "cut off") == 0 ? "running" :
	    strcmp(bar->status, "timeout") == 0 ? "timeout" : "bad", x,
	    12 + bar->lane * LANE, fmax(1, w - 0.5), LANE - 4);
	page_text(b, bar->id);
	if (bar->count > 1)
		buf_addf(b, " and %d more", bar->count - 1);
	buf_adds(b, ": ");
	page_text(b, bar->status);
	buf_adds(b, ", ");
	page_seconds(b, bar->to - bar->from);
	buf_adds(b, "</title></rect>\n");
	if (bar->count > 1 || w < 7.0 * (double)strlen(bar->id) + 8)
		return;
	buf_addf(b, "<text class=\"in %s\" x=%.1f y=%d aria-hidden=true>",
	    strcmp(bar->status, "ok") == 0 ? "ok" : "other", x + 4,
	    12 + bar->lane * LANE + LANE - 7);
	page_text(b, bar->id);
	buf_adds(b, "</text>\n");
}

/* Plans and promotions, below the lanes. */
static void
put_marks(struct buf *b, const struct chart *c, const struct report *r)
{
	const char	*name;
	double		 last[2] = { -9, -9 }, x;
	double		 y = c->height - c->bottom - 10;
	bool		 plan;
	jv		 ev;
	int		 i;

	for (i = 0; json_item(r->events, i, &ev); i++) {
		name = json_str(ev, "ev", "");
		plan = strcmp(name, "plan") == 0;
		x = chart_x(c, r->at[i]);
		if ((!plan && strcmp(name, "promote") != 0) ||
		    x - last[plan] < 2)
			continue;
		last[plan] = x;
		buf_addf(b, "<path class=%s d=\"M%.1f %.0fv8\"><title>%s "
		    "%02.0f</title></path>\n", plan ? "plan" : "promote", x, y,
		    plan ? "plan" : "promotion", json_num(ev, "phase", 0));
	}
}

/* In words: how long runs took, by outcome. */
static void
describe(struct buf *b, const struct bars *all)
{
	static const char *const	 names[] = { "ok", "failed", "timeout",
					    "running", "cut off" };
	double				 sum;
	size_t				 i, k;
	int				 n;

	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		sum = n = 0;
		for (i = 0; i < all->n; i++)
			if (strcmp(all->v[i].status, names[k]) == 0) {
				sum += all->v[i].to - all->v[i].from;
				n++;
			}
		if (n == 0)
			continue;
		buf_addf(b, "%s%d attempts %s, ", b->len > 0 ? "; " : "", n,
		    names[k]);
		page_seconds(b, sum);
	}
	buf_addc(b, '.');
}

void
report_timeline(struct buf *b, const struct report *r)
{
	struct chart	 c = { .width = 900, .left = 70, .bottom = 32,
			    .x1 = fmax(1, r->state.spent), .y0 = NAN,
			    .y1 = NAN, .x_is_time = true };
	struct bars	 all = { 0 }, shown = { 0 };
	struct buf	 desc = BUF_INIT;
	double		 pixel = c.x1 / (c.width - c.left);
	char		 id[40];
	size_t		 i;

	find_bars(r, &all);
	for (i = 0; i < all.n; i++)
		add_bar(&shown, all.v[i].id, all.v[i].status, all.v[i].from,
		    all.v[i].to, pixel);
	if (shown.n > 0) {
		c.height = 12 + shown.lanes * LANE + 14 + c.bottom;
		report_section(b, r, "timeline", "What ran when");
		snprintf(id, sizeof(id), "%slanes", r->prefix);
		describe(&desc, &all);
		chart_open(b, &c, id, "Attempts over time", buf_str(&desc));
		chart_x_axis(b, &c);
		for (i = 0; i < shown.n; i++)
			put_bar(b, &c, &shown.v[i]);
		put_marks(b, &c, r);
		chart_close(b, "A bar for each attempt, in as many lanes as "
		    "ran at once. Red: it failed; hollow: its time ran out; "
		    "dashed: it runs, or was cut off. "
		    "Ticks below: plans and promotions.");
		buf_adds(b, "</section>\n");
	}
	free(all.v);
	free(shown.v);
	buf_release(&desc);
}
