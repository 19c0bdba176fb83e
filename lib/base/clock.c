/*
 * clock.c: two clocks of clock_gettime(2), which cannot fail.
 */
#include <time.h>

#include "base/clock.h"

static double
read_clock(clockid_t id)
{
	struct timespec	 t = { 0, 0 };

	(void)clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double
clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

double
clock_steady(void)
{
	return read_clock(CLOCK_MONOTONIC);
}
