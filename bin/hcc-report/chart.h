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
	double	 right;			/* and for names; 0: there are none */
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
/* Names beside the frame, each at its value if that is inside; those that lie
 * close are moved apart. A level has a line from border to border. The name is
 * the class of both too. Changes the order of the list. */
struct chart_name {
	const char	*name;
	double		 value;
	bool		 level;
	double		 at;		/* set here */
};
void	 chart_names(struct buf *, const struct chart *, struct chart_name *,
	    size_t n);
/* The next step of a path that goes sideways, then up or down; *begun is false
 * before the first. */
void	 chart_step(struct buf *, const struct chart *, double x, double y,
	    bool *begun);

#endif
