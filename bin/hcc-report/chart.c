/*
 * chart.c: frames, axes, labels.
 */
#include <math.h>
#include <stdlib.h>

#include "base/units.h"
#include "hcc-report/chart.h"
#include "hcc-report/page.h"

#define TOP	12
#define RIGHT	14	/* beside the frame, without names there */
#define NAME	15	/* a name is high */
#define TICKS	5	/* about so many */

static double
between(double v, double lo, double hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

static double
right_of(const struct chart *c)
{
	return c->width - (c->right > 0 ? c->right : RIGHT);
}

double
chart_x(const struct chart *c, double v)
{
	double	 span = c->x1 > c->x0 ? c->x1 - c->x0 : 1;
	double	 right = right_of(c);

	return between(c->left + (v - c->x0) / span * (right - c->left),
	    c->left, right);
}

double
chart_y(const struct chart *c, double v)
{
	double	 span = c->y1 > c->y0 ? c->y1 - c->y0 : 1;
	double	 low = c->height - c->bottom, part = (v - c->y0) / span;

	return between(low - part * (low - TOP), TOP, low);
}

/* A round step that gives about so many ticks. */
static double
round_step(double span)
{
	double	 raw = span / TICKS, power = pow(10, floor(log10(raw)));
	double	 m = raw / power;

	return power * (m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10);
}

static double
time_step(double span)
{
	static const double	 steps[] = { 1, 2, 5, 10, 20, 30, 60, 120, 300,
				    600, 1200, 1800, 3600, 7200, 10800, 21600,
				    43200, 86400 };
	size_t			 i, n = sizeof(steps) / sizeof(steps[0]);

	for (i = 0; i < n; i++)
		if (span / steps[i] <= TICKS + 2)
			return steps[i];
	return 86400 * ceil(span / 86400 / TICKS);
}

static void
x_label(struct buf *b, const struct chart *c, double v)
{
	char	 s[40];

	buf_addf(b, "<text class=x x=%.1f y=%.0f>", chart_x(c, v),
	    c->height - c->bottom + 18);
	if (c->x_is_time && v >= 60) {
		format_seconds(v, s, sizeof(s));
		buf_adds(b, s);
	} else
		buf_addf(b, c->x_is_time ? "%gs" : "%g", v);
	buf_adds(b, "</text>");
}

void
chart_x_axis(struct buf *b, const struct chart *c)
{
	double	 v, step = c->x_is_time ? time_step(c->x1 - c->x0) :
		    fmax(1, round_step(c->x1 - c->x0));

	for (v = ceil(c->x0 / step) * step; v <= c->x1; v += step)
		x_label(b, c, v);
	buf_addf(b, "<path class=axis d=\"M%.0f %dV%.0fH%.0f\"/>\n", c->left,
	    TOP, c->height - c->bottom, right_of(c));
}

static void
add_axes(struct buf *b, const struct chart *c)
{
	double	 step, v;

	step = round_step(c->y1 - c->y0);
	for (v = ceil(c->y0 / step) * step; step > 0 && v <= c->y1 + step / 1e6;
	    v += step)
		buf_addf(b, "<path class=grid d=\"M%.0f %.1fH%.0f\"/>"
		    "<text class=y x=%.0f y=%.1f>%.5g</text>", c->left,
		    chart_y(c, v), right_of(c), c->left - 6,
		    chart_y(c, v) + 4, fabs(v) < step / 1e6 ? 0 : v);
	chart_x_axis(b, c);
}

void
chart_open(struct buf *b, const struct chart *c, const char *id,
    const char *title, const char *desc)
{
	buf_addf(b, "<figure>\n<div class=scroll role=group tabindex=0 "
	    "aria-labelledby=%s-t>\n<svg viewBox=\"0 0 %.0f %.0f\" "
	    "width=%.0f height=%.0f role=img aria-labelledby=\"%s-t %s-d\">\n"
	    "<title id=%s-t>", id, c->width, c->height, c->width, c->height, id,
	    id, id);
	page_text(b, title);
	buf_addf(b, "</title><desc id=%s-d>", id);
	page_text(b, desc);
	buf_adds(b, "</desc>\n");
	if (c->bottom > 0 && isfinite(c->y0) && c->y1 > c->y0)
		add_axes(b, c);
}

void
chart_close(struct buf *b, const char *caption)
{
	buf_addf(b, "</svg>\n</div>\n<figcaption>%s</figcaption>\n</figure>\n",
	    caption);
}

static int
from_above(const void *a, const void *b)
{
	const struct chart_name	*x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

void
chart_names(struct buf *b, const struct chart *c, struct chart_name *v,
    size_t n)
{
	size_t	 i, kept = 0;
	double	 low = c->height - c->bottom;

	for (i = 0; i < n; i++) {
		if (!isfinite(v[i].value) || v[i].value < c->y0 ||
		    v[i].value > c->y1)
			continue;
		if (v[i].level)
			buf_addf(b, "<path class=\"level %s\" d=\"M%.0f "
			    "%.1fH%.0f\"/>\n", v[i].name, c->left,
			    chart_y(c, v[i].value), right_of(c));
		v[kept] = v[i];
		v[kept++].at = chart_y(c, v[i].value);
	}
	qsort(v, kept, sizeof(*v), from_above);
	/* Down where they would cover each other, then up from the bottom. */
	for (i = 1; i < kept; i++)
		v[i].at = fmax(v[i].at, v[i - 1].at + NAME);
	for (i = kept; i > 0; i--)
		v[i - 1].at = fmin(v[i - 1].at, i == kept ? low :
		    v[i].at - NAME);
	for (i = 0; i < kept; i++)
		buf_addf(b, "<text class=\"name %s\" x=%.0f y=%.1f>%s "
		    "%.4g</text>\n", v[i].name, right_of(c) + 8, v[i].at + 4,
		    v[i].name, v[i].value);
}

void
chart_step(struct buf *b, const struct chart *c, double x, double y,
    bool *begun)
{
	if (!*begun)
		buf_addf(b, "M%.1f %.1f", chart_x(c, x), chart_y(c, y));
	else
		buf_addf(b, "H%.1fV%.1f", chart_x(c, x), chart_y(c, y));
	*begun = true;
}
