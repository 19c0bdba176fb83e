/*
 * progress.c: how long a run has done nothing, and how its metric goes.
 */
#include <math.h>

#include "run/forecast.h"
#include "run/progress.h"

#define IDLE_SHARE	0.01	/* of one core: less is nothing */

static void
add_point(struct progress *p)
{
	size_t	 i;

	if (!isfinite(p->claimed) || (p->npoints > 0 &&
	    !(p->curve[p->npoints - 1].value < p->claimed) &&
	    !(p->curve[p->npoints - 1].value > p->claimed)))
		return;
	if (p->npoints == PROGRESS_POINTS) {
		for (i = 0; i < PROGRESS_POINTS / 2; i++)
			p->curve[i] = p->curve[2 * i + 1];
		p->npoints = PROGRESS_POINTS / 2;
	}
	p->curve[p->npoints++] = (struct progress_point){ p->seconds,
	    p->claimed };
}

void
progress_note(struct progress *p)
{
	bool	 busy = p->log_bytes > p->busy_bytes ||
		    p->cpu - p->busy_cpu > IDLE_SHARE *
		    (p->seconds - p->busy_at);

	if (busy) {
		p->busy_at = p->seconds;
		p->busy_cpu = p->cpu;
		p->busy_bytes = p->log_bytes;
	}
	p->idle = p->seconds - p->busy_at;
	if (p->seconds > p->seen_at)
		p->busy = fmax(0, p->cpu - p->seen_cpu) /
		    (p->seconds - p->seen_at);
	p->seen_at = p->seconds;
	p->seen_cpu = p->cpu;
	p->share = forecast_share(p->tail);
	add_point(p);
}
