/*
 * chart.h: a plot as inline SVG: a frame, two axes, and where values go.
 *
 * Colours are classes of the style sheet. A plot is one picture for a screen
 * reader: its title and its description tell what it shows.
 */
#ifndef HCC_BIN_REPORT_CHART_H
#define HCC_BIN_REPORT_CHART_H

#include <stdbool.h>

#include "base/buf.h"

struct chart {
	double	 width, height;		/* of the picture */
	double	 left, bottom;		/* room for the labels */
	double	 x0, x1, y0, y1;	/* values at the borders */
	bool	 x_is_time;	/* seconds */
};

/* Pixels of a value, kept inside the frame. */
double	 chart_x(const struct chart *, double);
double	 chart_y(const struct chart *, double);

/* Open figure and picture; `id` makes the names of title and description, which
 * are text from outside. Draws the axes when the chart has labels. */
void	 chart_open(struct buf *, const struct chart *, const char *id,
	    const char *title, const char *desc);
/* The axis of x alone: for lanes, which have no values. */
void	 chart_x_axis(struct buf *, const struct chart *);
/* Close both; `caption` (HTML) explains the marks. */
void	 chart_close(struct buf *, const char *caption);
/* A line from border to border with its name, which is its class too, when its
 * value is inside. `place` 0, 1, .. puts the name further to the left, so that
 * those of lines that lie close do not cover each other. */
void	 chart_level(struct buf *, const struct chart *, double y, int place,
	    const char *name);
/* The next step of a path that goes sideways, then up or down; *begun is false
 * before the first. */
void	 chart_step(struct buf *, const struct chart *, double x, double y,
	    bool *begun);

#endif
