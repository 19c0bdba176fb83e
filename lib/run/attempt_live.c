/*
 * attempt_live.c: look at an attempt while it runs: for exec.lua, which may end
 * it, and for hcc-status, by l1/NN/I.J/now.json.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "run/attempt_internal.h"
#include "task/journal.h"
#include "task/live.h"

/* How long the log is, its end, and the last metric there. */
static void
look_at_log(const struct attempt *a, struct progress *p)
{
	char		 path[80], tail[16384];
	struct stat	 sb;
	struct claim	 c;
	ssize_t		 n;
	size_t		 keep;
	int		 fd;

	snprintf(path, sizeof(path), "l1/%s/log", a->id);
	fd = openat(a->t->dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return;
	if (fstat(fd, &sb) == 0) {
		p->log_bytes = (double)sb.st_size;
		n = pread(fd, tail, sizeof(tail),
		    sb.st_size > (off_t)sizeof(tail) ?
		    sb.st_size - (off_t)sizeof(tail) : 0);
		p->claimed = n > 0 && attempt_claim(a, tail, (size_t)n, &c) ?
		    c.value : NAN;
		keep = n <= 0 ? 0 : n < PROGRESS_TAIL ? (size_t)n :
		    PROGRESS_TAIL;
		memcpy(p->tail, tail + (n <= 0 ? 0 : (size_t)n - keep), keep);
		p->tail[keep] = '\0';
	}
	close(fd);
}

void
attempt_live_path(const struct attempt *a, char *path, size_t n)
{
	char	*slash;

	snprintf(path, n, "l1/%.60s", a->id);
	slash = strrchr(path, '/');
	snprintf(slash, n - (size_t)(slash - path), "/" LIVE_FILE);
}

/* When it will have ended: as fast as it has been so far, by what it prints;
 * else by what is known from before. */
static double
expected(const struct attempt *a, const struct progress *p)
{
	if (p->share > 0)
		return p->seconds / p->share;
	return a->expected > p->seconds ? a->expected : NAN;
}

static void
publish_live(const struct attempt *a, const struct progress *p)
{
	struct buf	 b = BUF_INIT;
	char		 path[80];
	double		 now = clock_now();
	struct live	 l = { .id = (char *)(uintptr_t)a->id,
			    .start = now - p->seconds, .at = now,
			    .limit = a->limits.time, .cores = a->limits.cores,
			    .busy = p->busy, .memory = p->memory,
			    .memory_limit = (double)a->limits.memory,
			    .gpu = p->gpu, .claimed = p->claimed,
			    .expected = expected(a, p) };
	jv		 v = record_json(&live_record, &l);

	json_dump(&b, v);
	jv_free(v);
	attempt_live_path(a, path, sizeof(path));
	(void)fs_replace(a->t->dir, path, buf_str(&b), b.len, NULL);
	buf_release(&b);
}

bool
attempt_tick(void *ctx, const struct run_use *use)
{
	const struct attempt	*a = ctx;
	struct progress		*p = a->progress;

	if (a->command == NULL)		/* a command is no work of the budget */
		journal_beat(a->t, 0);
	opened_look(a->opened);
	p->seconds = use->elapsed;
	p->cpu = use->cpu_s;
	p->memory = (double)use->memory;
	look_at_log(a, p);
	progress_note(p);
	publish_live(a, p);
	return a->hopeless == NULL || !a->hopeless(a->ctx, p);
}
