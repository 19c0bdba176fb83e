/*
 * tasks.c: which tasks are driven: those that were named, and those that appear
 * in the directories that were named.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "hcc-watch/watch.h"

static void
watch_directory(struct watch *w, const char *path, const char *sub)
{
	char	 dir[4200];

	snprintf(dir, sizeof(dir), "%s%s", path, sub);
	/* Absent subdirectories are no error: the timer covers them. */
	(void)inotify_add_watch(w->inotify, dir, IN_CREATE | IN_DELETE |
	    IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_ONLYDIR);
}

void
watch_files(struct watch *w, const char *path)
{
	static const char *const subs[] = { "", "/plan", "/l2", "/policy" };
	size_t	 i;

	for (i = 0; i < sizeof(subs) / sizeof(subs[0]); i++)
		watch_directory(w, path, subs[i]);
}

static bool
is_watched(const struct watch *w, const char *path)
{
	size_t	 i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->tasks[i].t.path, path) == 0)
			return true;
	return false;
}

/* Take a task under watch. */
static enum hcc_status
add_task(struct watch *w, const char *path, struct hcc_err *e)
{
	struct watched	*j;
	char		*real = realpath(path, NULL);
	bool		 twice = real != NULL && is_watched(w, real);

	free(real);
	if (twice)
		return HCC_OK;
	grow(&w->tasks, &w->cap, w->n + 1, sizeof(*w->tasks));
	j = &w->tasks[w->n];
	/* The knobs are those of watch.lua as soon as it was read. */
	*j = (struct watched){ .lock = -1, .dirty = true, .timer = INFINITY,
	    .retry = 1, .max_retry = 1, .max_failures = INFINITY,
	    .unfit = NAN };
	if (task_open(&j->t, path, NULL, e) != HCC_OK)
		return e->status;
	j->lock = fs_open_dir(AT_FDCWD, j->t.path);
	if (j->lock == -1 || flock(j->lock, LOCK_EX | LOCK_NB) == -1) {
		err_set(e, HCC_AGAIN, "watch '%s': another hcc-watch drives "
		    "this task", j->t.path);
		if (j->lock != -1)
			close(j->lock);
		task_close(&j->t);
		return HCC_AGAIN;
	}
	watch_files(w, j->t.path);
	w->n++;
	return HCC_OK;
}

static bool
is_task(const char *dir)
{
	char	 path[4300];

	snprintf(path, sizeof(path), "%s/task.md", dir);
	return fs_exists(AT_FDCWD, path);
}

static bool
is_directory(const char *path)
{
	struct stat	 sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

void
watch_scan(struct watch *w)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		**names, path[4200];
	size_t		 i, k, n;

	for (i = 0; i < w->nroots; i++) {
		if (fs_names(AT_FDCWD, w->roots[i], &names, &n, NULL) !=
		    HCC_OK)
			continue;
		for (k = 0; k < n; k++) {
			snprintf(path, sizeof(path), "%s/%s/task.md",
			    w->roots[i], names[k]);
			*strrchr(path, '/') = '\0';
			if (!is_task(path)) {
				/* It may become one. */
				watch_directory(w, path, "");
				continue;
			}
			/* hcc-init may still hold a task that it has just
			 * named: it is looked at again soon. */
			if (add_task(w, path, &e) == HCC_AGAIN)
				w->next_timer = fmin(w->next_timer,
				    clock_steady() + 1);
			else if (e.status != HCC_OK)
				tool_fail(&w->tool, &e);
			e.status = HCC_OK;
		}
		fs_names_free(names, n);
	}
}

void
watch_add(struct watch *w, jv rec)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*path = json_path(rec, "task");

	if (path == NULL || is_task(path) || !is_directory(path) ||
	    w->until_end) {
		if (add_task(w, path == NULL ? "" : path, &e) != HCC_OK)
			tool_fail(&w->tool, &e);
		free(path);
	} else {
		grow(&w->roots, &w->roots_cap, w->nroots + 1,
		    sizeof(*w->roots));
		w->roots[w->nroots++] = path;
		watch_directory(w, path, "");
	}
}
