/*
 * trace_select.c: which frames of a stack trace are worth keeping, and what
 * other traces raised the same.
 */
#include "digest/trace.h"

void
trace_select(const struct trace_open *o, bool keep[TRACE_FRAMES])
{
	size_t	 i, users = 0, nth = 0, last = 0, package = 0;

	for (i = 0; i < o->nframes; i++)
		if (!o->frame[i].library) {
			users++;
			last = i;
		}
	for (i = 0; i < o->nframes; i++) {
		keep[i] = false;
		if (!o->frame[i].library) {
			nth++;
			keep[i] = nth <= 3 || nth + 4 > users;
		} else if (o->frame[i].package)
			package = i;
	}
	if (users > 0 && last + 1 < o->nframes)
		keep[last + 1] = true;
	if (users == 0)
		keep[0] = keep[package] = true;
	keep[o->nframes - 1] = true;
}

double
traces_alike(const struct traces *ts, size_t i)
{
	const struct trace	*t = ts->trace[i];
	size_t			 k, n = 0;

	if (!t->named)
		return TRACE_ALIKE;
	for (k = 0; k < i && n < TRACE_ALIKE; k++)
		n += ts->trace[k]->message == t->message;
	return (double)n;
}

uint64_t
traces_total(const struct traces *ts, size_t i)
{
	uint64_t	 n = 0;
	size_t		 k;

	if (!ts->trace[i]->named || traces_alike(ts, i) > 0)
		return 0;
	for (k = i; k < ts->n; k++)
		if (ts->trace[k]->message == ts->trace[i]->message)
			n += ts->trace[k]->count;
	return n;
}
