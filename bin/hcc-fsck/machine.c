/*
 * machine.c: what outlived its owner: programs of a task that nobody works in,
 * control groups of runs that are over.
 *
 * A run's supervisor dies with its parent, and its programs with it; a group
 * is locked by its maker. So nothing is found here unless that failed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "hcc-fsck/fsck_tool.h"

static void
found(finding_report *report, void *ctx, const char *rule, const char *path,
    const char *what)
{
	struct finding	 f = { rule, path, what, false };

	report(ctx, &f);
}

/* Does the process run in l1 of the task? */
static bool
works_in(const char *pid, const char *l1)
{
	char	 link[64], cwd[4200];
	ssize_t	 n;

	snprintf(link, sizeof(link), "/proc/%.20s/cwd", pid);
	if ((n = readlink(link, cwd, sizeof(cwd) - 1)) <= 0)
		return false;
	cwd[n] = '\0';
	return text_starts(cwd, l1) && cwd[strlen(l1)] == '/';
}

static void
look_at_processes(const struct task *t, finding_report *report, void *ctx)
{
	struct dirent	*d;
	char		 l1[4200], what[80];
	DIR		*dp = opendir("/proc");

	snprintf(l1, sizeof(l1), "%s/l1", t->path);
	while (dp != NULL && (d = readdir(dp)) != NULL) {
		if (d->d_name[strspn(d->d_name, "0123456789")] != '\0' ||
		    !works_in(d->d_name, l1))
			continue;
		snprintf(what, sizeof(what), "process %.20s runs in it, "
		    "though nobody works on the task", d->d_name);
		found(report, ctx, "process", "l1", what);
	}
	if (dp != NULL)
		closedir(dp);
}

/* Our own groups under one hierarchy, in the group that we are in. */
static void
look_at_groups(const char *dir, finding_report *report, void *ctx)
{
	struct dirent	*d;
	DIR		*dp = opendir(dir);
	int		 fd;

	while (dp != NULL && (d = readdir(dp)) != NULL) {
		if (strncmp(d->d_name, "hcc-", 4) != 0 ||
		    atol(d->d_name + 4) <= 0)
			continue;
		fd = openat(dirfd(dp), d->d_name,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			found(report, ctx, "cgroup", d->d_name, "the run that "
			    "made this control group is over; the next run "
			    "removes it");
		if (fd != -1)
			close(fd);
	}
	if (dp != NULL)
		closedir(dp);
}

void
fsck_machine(const struct task *t, finding_report *report, void *ctx)
{
	char	 line[4200], path[8500], *p;
	FILE	*f;

	look_at_processes(t, report, ctx);
	/* "4:memory:/a/b", or "0::/a/b" of version 2. */
	if ((f = fopen("/proc/self/cgroup", "re")) == NULL)
		return;
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if ((p = strchr(line, ':')) == NULL || strchr(p + 1, ':') ==
		    NULL)
			continue;
		*strchr(++p, ':') = '\0';
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s%s", p,
		    p + strlen(p) + 1);
		look_at_groups(path, report, ctx);
	}
	fclose(f);
}
