/*
 * history.c: the score over time: every run, the best so far with its noise,
 * what was measured on sealed labels, and where medals begin.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "hcc-report/chart.h"
#include "hcc-report/report.h"

#define SHOWN 0.9	/* of the runs, the better ones, fit into the frame */

/* The noise of a solution: between seeds where it was run on others, else the
 * standard error over its folds. */
static double
noise_of(const struct result *r, const struct result *best)
{
	double	 sum = 0, squares = 0, d;
	jv	 one;
	int	 i;

	if (best != NULL && best->id != NULL && isfinite(best->noise) &&
	    strcmp(best->id, r->id) == 0)
		return best->noise;
	for (i = 0; json_item(r->folds, i, &one); i++) {
		d = jv_get_kind(one) == JV_KIND_NUMBER ?
		    jv_number_value(one) : NAN;
		sum += d;
		squares += d * d;
	}
	if (i < 2)
		return 0;
	d = sqrt(fmax(0, (squares - sum * sum / i) / (i - 1)) / i);
	return isfinite(d) ? d : 0;
}

static void
widen(double v, double *lo, double *hi)
{
	if (isfinite(v)) {
		*lo = fmin(*lo, v);
		*hi = fmax(*hi, v);
	}
}

/* Medals stand in the frame where they do not make it much larger. */
static void
widen_for_medals(const struct leaderboard *l, double span, double *lo,
    double *hi)
{
	double	 levels[] = { l->gold, l->silver, l->bronze, l->median };
	double	 from = *lo, to = *hi;
	size_t	 i;

	for (i = 0; l->n > 0 && i < 4; i++)
		if (levels[i] > from - span && levels[i] < to + span)
			widen(levels[i], lo, hi);
}

/* The values of the frame; false when there is no score. */
static bool
find_range(const struct report *r, double *lo, double *hi)
{
	double	*v = mem_zero(r->nmoments, sizeof(*v)), d;
	size_t	 i, n = 0, most;

	*lo = INFINITY;
	*hi = -INFINITY;
	for (i = 0; i < r->nmoments; i++) {
		d = moment_score(&r->moments[i]);
		if (isfinite(d))
			v[n++] = r->t->lower ? d : -d;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), num_order);
	most = (size_t)ceil(SHOWN * (double)n);
	for (i = 0; i < n && i < most; i++)
		widen(r->t->lower ? v[i] : -v[i], lo, hi);
	free(v);
	if (n == 0)
		return false;
	for (i = 0; i < r->nbests; i++) {
		d = noise_of(r->bests[i].m->s->result, r->state.best);
		widen(moment_score(r->bests[i].m) - d, lo, hi);
		widen(moment_score(r->bests[i].m) + d, lo, hi);
		widen(r->bests[i].m->s->result->measured, lo, hi);
	}
	d = *hi > *lo ? *hi - *lo : fmax(fabs(*hi), 1e-9);
	widen_for_medals(&r->teams, 2 * d, lo, hi);
	*lo -= 0.06 * d;
	*hi += 0.06 * d;
	return true;
}

/* What a line shows of a best; NAN: nothing. */
typedef double	 best_value(const struct report *, const struct moment *);

static double
score_of(const struct report *r, const struct moment *m)
{
	(void)r;
	return moment_score(m);
}

static double
upper_of(const struct report *r, const struct moment *m)
{
	return moment_score(m) + noise_of(m->s->result, r->state.best);
}

static double
measured_of(const struct report *r, const struct moment *m)
{
	const struct result	*best = r->state.best;

	return !isfinite(m->s->result->measured) && best != NULL &&
	    best->id != NULL && strcmp(best->id, m->s->id) == 0 ?
	    best->measured : m->s->result->measured;
}

/* Steps from one best to the next, and on to the end. */
static void
walk(struct buf *b, const struct chart *c, const struct report *r,
    best_value *value)
{
	size_t	 i;
	double	 d = NAN;
	bool	 begun = false;

	for (i = 0; i < r->nbests; i++)
		if (isfinite(d = value(r, r->bests[i].m)))
			chart_step(b, c, r->bests[i].at, d, &begun);
	if (isfinite(d))
		chart_step(b, c, r->state.spent, d, &begun);
}

/* The lower border of the band, backwards. */
static void
lower_border(struct buf *b, const struct chart *c, const struct report *r)
{
	const struct moment	*m;
	double			 y, x = chart_x(c, r->state.spent);
	size_t			 i;

	for (i = r->nbests; i > 0; i--) {
		m = r->bests[i - 1].m;
		y = chart_y(c, moment_score(m) - noise_of(m->s->result,
		    r->state.best));
		buf_addf(b, "L%.1f %.1f", x, y);
		x = chart_x(c, r->bests[i - 1].at);
		buf_addf(b, "H%.1f", x);
	}
	if (r->nbests > 0)
		buf_addc(b, 'Z');
}

static void
add_points(struct buf *b, const struct chart *c, const struct report *r)
{
	const struct moment	*m;
	double			 d;
	bool			 beyond;

	for (m = r->moments; m < r->moments + r->nmoments; m++) {
		d = moment_score(m);
		beyond = isfinite(d) && (d < c->y0 || d > c->y1);
		if (!isfinite(d))
			buf_addf(b, "<path class=bad d=\"M%.1f %.0fl6 6m0-6l-6 "
			    "6\">", chart_x(c, m->at) - 3,
			    c->height - c->bottom - 9);
		else
			buf_addf(b, "<circle class=%s cx=%.1f cy=%.1f r=%s>",
			    m->adopted ? "best" : beyond ? "beyond" : "ok",
			    chart_x(c, m->at), chart_y(c, d),
			    m->adopted ? "5" : "3");
		buf_adds(b, "<title>");
		page_text(b, m->s->id);
		if (isfinite(d))
			buf_addf(b, ": %.6g", d);
		else
			page_text(b, ": failed");
		buf_addf(b, "</title></%s>\n", isfinite(d) ? "circle" :
		    "path");
	}
}

/* Where lines end, and where medals begin. */
static void
add_names(struct buf *b, const struct chart *c, const struct report *r)
{
	const struct moment	*m = r->nbests > 0 ?
				    r->bests[r->nbests - 1].m : NULL;
	bool			 teams = r->teams.n > 0;
	double			 score = m == NULL ? NAN : moment_score(m);
	double			 measured = m == NULL ? NAN :
				    measured_of(r, m);
	struct chart_name	 v[] = {
		{ "best", score, false, 0 },
		{ "measured", measured == score ? NAN : measured, false, 0 },
		{ "gold", teams ? r->teams.gold : NAN, true, 0 },
		{ "silver", teams ? r->teams.silver : NAN, true, 0 },
		{ "bronze", teams ? r->teams.bronze : NAN, true, 0 },
		{ "median", teams ? r->teams.median : NAN, true, 0 },
	};

	chart_names(b, c, v, sizeof(v) / sizeof(v[0]));
}

/* In words: when which solution became the best. */
static void
describe(struct buf *b, const struct report *r)
{
	size_t	 i;
	int	 failed = 0;

	buf_adds(b, "Best so far:");
	for (i = 0; i < r->nbests; i++) {
		buf_addf(b, " %.6g (%s) after ", moment_score(r->bests[i].m),
		    r->bests[i].m->s->id);
		page_seconds(b, r->bests[i].at);
		buf_addc(b, ';');
	}
	for (i = 0; i < r->nmoments; i++)
		failed += !status_ok(r->moments[i].s->result->status);
	buf_addf(b, " %zu suggestions in all, %d without a score.",
	    r->nmoments, failed);
}

/* The line of a value, unless nothing has one. */
static void
add_line(struct buf *b, const struct chart *c, const struct report *r,
    const char *class, best_value *value)
{
	struct buf	 d = BUF_INIT;

	walk(&d, c, r, value);
	if (d.len > 0)
		buf_addf(b, "<path class=%s d=\"%s\"/>\n", class, buf_str(&d));
	buf_release(&d);
}

void
report_history(struct buf *b, const struct report *r)
{
	struct chart	 c = { .width = 900, .height = 340, .left = 70,
			    .bottom = 32, .right = 142,
			    .x1 = fmax(1, r->state.spent), .x_is_time = true };
	struct buf	 desc = BUF_INIT;
	char		 id[40];

	if (!find_range(r, &c.y0, &c.y1))
		return;
	report_section(b, r, "history", "Score over time");
	snprintf(id, sizeof(id), "%splot", r->prefix);
	describe(&desc, r);
	chart_open(b, &c, id, r->t->lower ? "Score over time, lower is better" :
	    "Score over time, higher is better", buf_str(&desc));
	add_names(b, &c, r);
	buf_adds(b, "<path class=band d=\"");
	walk(b, &c, r, upper_of);
	lower_border(b, &c, r);
	buf_adds(b, "\"/>\n");
	add_line(b, &c, r, "measured", measured_of);
	add_line(b, &c, r, "line", score_of);
	add_points(b, &c, r);
	chart_close(b, "Seconds of work from left to right. Line and large "
	    "dots: the best so far, by its own score; band: its noise, "
	    "between seeds or else over folds; dashed line: what was measured "
	    "on sealed labels, where there are any; small dots: other runs, at "
	    "the border those beyond it; crosses: runs without a score.");
	buf_adds(b, "</section>\n");
	buf_release(&desc);
}

/* The same line alone, a word high. */
void
report_sparkline(struct buf *b, const struct report *r)
{
	struct chart	 c = { .width = 160, .height = 36, .left = 4,
			    .bottom = 4, .x1 = fmax(1, r->state.spent) };

	if (!find_range(r, &c.y0, &c.y1))
		return;
	buf_adds(b, "<svg class=spark viewBox=\"0 0 160 36\" width=160 "
	    "height=36 aria-hidden=true><path class=line d=\"");
	walk(b, &c, r, score_of);
	buf_adds(b, "\"/></svg>");
}
