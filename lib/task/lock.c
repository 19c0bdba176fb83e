/*
 * lock.c: one writer at a time: flock(2) on TASK/lock, and a lease where other
 * machines may share the task.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/lease.h"
#include "task/task.h"

/* Where machines share the task, the lock may not reach the others. The process
 * keeps the lease to its end: on this machine the lock alone decides. */
static enum hcc_status
take_lease(const struct task *t, bool exclusive, struct hcc_err *e)
{
	struct lease		 l;
	struct lease_holder	 by;
	enum hcc_status		 st = HCC_OK;

	if (!lease_wanted(t->dir, "lease"))
		return HCC_OK;
	if (exclusive)
		st = lease_take(&l, t->dir, "lease", "task", true, &by, e);
	else if (lease_held(t->dir, "lease", &by) && !by.here)
		st = HCC_AGAIN;
	return st != HCC_AGAIN ? st : err_set(e, HCC_AGAIN, "lock '%s': host "
	    "'%s' is writing to this task, or was %.0f s ago; try again when "
	    "it has ended, or has been silent for %d s", t->path, by.host,
	    by.age, LEASE_STALE);
}

static enum hcc_status
open_lock(const struct task *t, int *fd, struct hcc_err *e)
{
	struct stat	 sb;

	*fd = openat(t->dir, "lock", O_RDWR | O_CREAT | O_NOFOLLOW |
	    O_NONBLOCK | O_CLOEXEC, 0666);
	if (*fd != -1 && fstat(*fd, &sb) == 0 && S_ISREG(sb.st_mode))
		return HCC_OK;
	if (*fd == -1 && errno != EISDIR && errno != ELOOP && errno != ENXIO)
		return err_errno(e, "open '%s/lock'", t->path);
	if (*fd != -1)
		close(*fd);
	*fd = -1;
	return err_set(e, HCC_INPUT, "open '%s/lock': not a regular file; "
	    "'hcc-fsck -f' puts it away", t->path);
}

/* Its name, when it is one of hcc. */
static bool
name_process(long pid, char name[32])
{
	char	 path[48];
	FILE	*f;
	bool	 ok;

	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	if ((f = fopen(path, "re")) == NULL)
		return false;
	name[0] = '\0';			/* it may have ended meanwhile */
	ok = fgets(name, 32, f) != NULL && strncmp(name, "hcc", 3) == 0;
	fclose(f);
	name[strcspn(name, "\n")] = '\0';
	return ok;
}

/* The file as the kernel knows it. Its device is that of the mount: a btrfs or
 * an overlay tells stat(2) another one. */
static bool
find_lock(const struct task *t, struct statx *x)
{
	char		*line = NULL;
	size_t		 size = 0;
	unsigned	 mount, major, minor;
	FILE		*f;

	if (statx(t->dir, "lock", AT_SYMLINK_NOFOLLOW, STATX_INO |
	    STATX_MNT_ID, x) == -1)
		return false;
	if ((f = fopen("/proc/self/mountinfo", "re")) == NULL)
		return true;
	while (getline(&line, &size, f) != -1)
		if (sscanf(line, "%u %*u %u:%u", &mount, &major, &minor) == 3 &&
		    (x->stx_mask & STATX_MNT_ID) && mount == x->stx_mnt_id) {
			x->stx_dev_major = major;
			x->stx_dev_minor = minor;
		}
	free(line);
	fclose(f);
	return true;
}

long
task_holder(const struct task *t, char name[32])
{
	char		 line[256], kind[16];
	struct statx	 x;
	unsigned	 major, minor;
	unsigned long	 ino;
	long		 pid, found = 0;
	FILE		*f;

	if (!find_lock(t, &x) || (f = fopen("/proc/locks", "re")) == NULL)
		return 0;
	/* "1: FLOCK  ADVISORY  WRITE 1234 08:01:131 0 EOF" */
	while (found == 0 && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "%*[^:]: %15s %*s %*s %ld %x:%x:%lu", kind,
		    &pid, &major, &minor, &ino) == 5 &&
		    strcmp(kind, "FLOCK") == 0 && ino == x.stx_ino &&
		    major == x.stx_dev_major && minor == x.stx_dev_minor &&
		    name_process(pid, name))
			found = pid;
	fclose(f);
	return found;
}

/* Say who writes, and what to do. */
static enum hcc_status
is_held(const struct task *t, struct hcc_err *e)
{
	char	 name[32];
	long	 pid = task_holder(t, name);

	return pid == 0 ? err_set(e, HCC_AGAIN, "lock '%s': another hcc "
	    "process is writing to this task; try again when it has ended",
	    t->path) : err_set(e, HCC_AGAIN, "lock '%s': another hcc process "
	    "is writing to this task: %s, process %ld; try again when it has "
	    "ended, or end it with 'kill %ld'", t->path, name, pid, pid);
}

const char *const task_cleaned[] = { ".", "plan", "l1", "l2", "archive",
	"best", NULL };

enum hcc_status
task_lock(const struct task *t, bool exclusive, int *fd, struct hcc_err *e)
{
	enum hcc_status		 st;
	size_t			 i;

	if ((st = open_lock(t, fd, e)) != HCC_OK)
		return st;
	if (flock(*fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) {
		if ((st = take_lease(t, exclusive, e)) != HCC_OK) {
			close(*fd);
			*fd = -1;
			return st;
		}
		for (i = 0; exclusive && task_cleaned[i] != NULL; i++)
			fs_clean(t->dir, task_cleaned[i]);
		return HCC_OK;
	}
	close(*fd);
	*fd = -1;
	if (errno != EWOULDBLOCK)
		return err_errno(e, "lock '%s/lock'", t->path);
	return is_held(t, e);
}

bool
task_busy(const struct task *t)
{
	struct lease_holder	 by;
	int			 fd;
	bool			 busy;

	fd = openat(t->dir, "lock", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	busy = flock(fd, LOCK_SH | LOCK_NB) == -1;
	close(fd);
	return busy || (lease_held(t->dir, "lease", &by) && !by.here);
}

bool
task_runs(const struct task *t)
{
	char	 name[32];

	return task_busy(t) || task_holder(t, name) > 0 ||
	    fs_exists(t->dir, "job");
}
