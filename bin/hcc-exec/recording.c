/*
 * recording.c: a run that is recorded by itself: its place, its limits, its one
 * attempt.
 *
 * Such runs are suggestions of direction 0 of the current phase: the
 * directory l1/NN/0.J is claimed by mkdir(2), so that many recorders may
 * work at once; they hold the lock shared, a plan's executor exclusively.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "fsck/fsck.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/job.h"
#include "run/limits.h"
#include "task/journal.h"

/* The phase whose L1 the run belongs to: the youngest not promoted. */
static int
current_phase(const struct task *t)
{
	char	**names;
	size_t	 n = 0;
	int	 phase = 0;

	if (fs_names(t->dir, "l1", &names, &n, NULL) == HCC_OK && n > 0)
		phase = atoi(names[n - 1]);
	fs_names_free(names, n);
	return phase;
}

/* A recorder holds a lock on its l1/NN/0.J. The last ones that have neither
 * result nor lock were left by a kill. */
static void
sweep(const struct task *t, int phase, long j)
{
	char	 path[64], result[96];
	int	 fd;

	for (; j > 0; j--) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		snprintf(result, sizeof(result), "%s/result.json", path);
		if (fs_exists(t->dir, result))
			return;
		fd = fs_open_dir(t->dir, path);
		if (fd == -1)
			continue;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			(void)fsck_recording(t, path, NULL);
		close(fd);
	}
}

/* Make and lock a directory; false when another process was faster. */
static bool
make(const struct task *t, const char *path, int *lock)
{
	struct stat	 sb;

	*lock = -1;
	if (mkdirat(t->dir, path, 0777) == -1)
		return false;
	*lock = fs_open_dir(t->dir, path);
	/* Whoever sweeps may have found it before it was locked. */
	if (*lock != -1 && flock(*lock, LOCK_EX | LOCK_NB) == 0 &&
	    fstat(*lock, &sb) == 0 && sb.st_nlink > 0)
		return true;
	if (*lock != -1)
		close(*lock);
	*lock = -1;
	errno = EEXIST;
	return false;
}

/* The first free J; it starts at a guess from the number of entries so that a
 * thousand runs are not quadratic. */
static enum hcc_status
claim(struct recording *r, struct hcc_err *e)
{
	const struct task	*t = r->attempt.t;
	char			 path[64];
	struct stat		 sb;
	long			 j = 1;
	int			 phase = current_phase(t);
	enum hcc_status		 st;

	snprintf(path, sizeof(path), "l1/%02d", phase);
	if ((st = fs_mkdirs(t->dir, path, e)) != HCC_OK)
		return st;
	/* A directory's link count is the number of its subdirectories + 2
	 * where the filesystem counts them. */
	if (fstatat(t->dir, path, &sb, 0) == 0 && sb.st_nlink > 2)
		j = (long)sb.st_nlink - 2;
	sweep(t, phase, j);
	while (j > 1) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		if (fs_exists(t->dir, path))
			break;
		j--;
	}
	for (;; j++) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		if (make(t, path, &r->lock))
			break;
		if (errno != EEXIST)
			return err_errno(e, "create '%s/%s'", t->path, path);
	}
	snprintf(r->id, sizeof(r->id), "%02d/0.%ld", phase, j);
	snprintf(r->at, sizeof(r->at), "%s/1", r->id);
	return HCC_OK;
}

enum hcc_status
recording_limits(const struct exec_options *o, const struct task *t, int lanes,
    struct limits *l, struct hcc_err *e)
{
	struct script		*policy = NULL;
	struct limits_query	 q = { .left = INFINITY, .budget = INFINITY,
				    .phase = 1, .runs = 1,
				    .remote = o->env.slurm };
	enum hcc_status		 st;

	q.lanes = environment_lanes(&o->env, lanes);
	if ((st = policy_open(t->path, tool_places(), "exec", &policy, e)) ==
	    HCC_OK)
		st = limits_compute(policy, &q, l, e);
	script_close(policy);
	if (st == HCC_OK && o->limit > 0)
		l->time = o->limit;
	return st;
}

enum hcc_status
recording_open(struct recording *r, const struct exec_options *o,
    const struct task *t, const struct limits *given, struct hcc_err *e)
{
	struct limits	 own;
	enum hcc_status	 st = HCC_OK;

	*r = (struct recording){ .lock = -1 };
	record_init(&run_record, &r->run);
	if (given == NULL)
		st = recording_limits(o, t, 1, &own, e);
	if (st != HCC_OK)
		return st;
	attempt_init(&r->attempt, t, given == NULL ? &own : given, o->sandbox,
	    -1);
	r->attempt.env = &o->env;
	r->attempt.keep = o->keep;
	r->attempt.python = o->python;
	r->attempt.id = r->at;
	return claim(r, e);
}

enum hcc_status
recording_run(struct recording *r, struct hcc_err *e)
{
	const struct task	*t = r->attempt.t;
	char			 path[80];
	enum hcc_status		 st = attempt_run(&r->attempt, &r->run, e);

	if (st == HCC_OK)
		return journal_add(t, "run", journal_run(&r->run), e);
	if (!job_pending(t, r->at)) {
		snprintf(path, sizeof(path), "l1/%s", r->id);
		(void)fs_remove(t->dir, path, NULL);
	}
	return st;
}

void
recording_close(struct recording *r)
{
	run_free(&r->run);
	if (r->lock != -1)
		close(r->lock);
}
