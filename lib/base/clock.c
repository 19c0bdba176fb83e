/*
 * clock.c: two clocks of clock_gettime(2), which cannot fail, and where one of
 * them began.
 */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/fs.h"

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

void
clock_boot(char boot[9])
{
	struct buf	 b = BUF_INIT;

	(void)fs_read(AT_FDCWD, "/proc/sys/kernel/random/boot_id", 64, &b,
	    NULL);
	snprintf(boot, 9, "%-8.8s", buf_str(&b));
	buf_release(&b);
}
