/*
 * trace_select.c: which frames of a stack trace are worth keeping.
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
