/*
 * slots.c: slots are file locks, pauses are file times.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "llm/slots.h"

static int
open_file(int dir, const char *name)
{
	return openat(dir, name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
}

enum hcc_status
slots_acquire(int dir, int parallel, int *fd, struct hcc_err *e)
{
	char	 name[32];
	int	 i;

	for (i = 0; i < parallel; i++) {
		snprintf(name, sizeof(name), "slot.%d", i);
		if ((*fd = open_file(dir, name)) == -1)
			return err_errno(e, "open '%s'", name);
		if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
			return HCC_OK;
		close(*fd);
	}
	*fd = -1;
	return HCC_AGAIN;
}

static void
pause_name(const char *server, char out[32])
{
	const char	*host = strstr(server, "://");
	size_t		 n = host == NULL ? strlen(server) :
		    (size_t)(host + 3 - server) + strcspn(host + 3, "/?#");
	char		 sum[65];

	fs_sha256_mem(server, n, sum);
	snprintf(out, 32, "pause.%.16s", sum);
}

static double
until(const struct stat *sb)
{
	return (double)sb->st_mtim.tv_sec + (double)sb->st_mtim.tv_nsec / 1e9;
}

void
slots_pause(int dir, const char *server, double seconds)
{
	double		 end = clock_now() + fmin(seconds, SLOTS_PAUSE_MAX);
	struct timespec	 t[2] = { { 0, UTIME_OMIT }, { (time_t)end,
		    (long)((end - floor(end)) * 1e9) } };
	struct stat	 sb;
	char		 name[32];
	int		 fd;

	pause_name(server, name);
	if ((fd = open_file(dir, name)) == -1)
		return;
	if (flock(fd, LOCK_EX) == 0 && fstat(fd, &sb) == 0 &&
	    until(&sb) < end)
		(void)futimens(fd, t);
	close(fd);
}

double
slots_paused(int dir, const char *server)
{
	struct stat	 sb;
	char		 name[32];
	double		 left;

	pause_name(server, name);
	if (fstatat(dir, name, &sb, 0) == -1)
		return 0;
	left = until(&sb) - clock_now();
	/* Longer than possible: the clock was set back. */
	return left > 0 && left <= SLOTS_PAUSE_MAX + 1 ? left : 0;
}
