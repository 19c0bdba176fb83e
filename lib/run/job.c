/*
 * job.c: submit an attempt to Slurm and wait for its end.
 *
 * The job writes end.json, which is looked for five times a second; Slurm is
 * asked every ten seconds whether the job is still there. While the controller
 * does not answer, jobs go on, and so does the wait.
 */
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/lease.h"
#include "base/pool.h"
#include "run/attempt_internal.h"
#include "run/job_internal.h"
#include "run/slurm.h"
#include "task/live.h"

#define LOOK_MS		200	/* between two looks at the tree */
#define ASK_S		10	/* between two questions to Slurm */
#define TELL_S		5	/* between two signs that it waits */
#define RETRY_S		2	/* when it is silent, or a job is gone */
#define LOST_MAX	3	/* jobs of an attempt */
#define CANCEL_S	15	/* for a job to end, besides its grace */

/* A new name: what may still come of the old one does not count then. */
static void
give_name(struct job *j)
{
	unsigned char	 r[6] = { 0 };
	char		 hex[13];
	size_t		 i;

	(void)!getrandom(r, sizeof(r), 0);
	for (i = 0; i < sizeof(r); i++)
		snprintf(hex + 2 * i, 3, "%02x", r[i]);
	snprintf(j->name, sizeof(j->name), "hcc-%s-%.70s", hex,
	    j->dir + strlen("job/"));
}

/* The files of -f are copied now: the caller may change them later. */
static enum hcc_status
make(struct job *j, struct hcc_err *e)
{
	const struct task	*t = j->a->t;
	const char		*const *f = j->a->files, *base;
	char			 path[400];
	enum hcc_status		 st;

	give_name(j);
	j->due = true;
	snprintf(path, sizeof(path), "%s/files", j->dir);
	if ((st = fs_remove(t->dir, j->dir, e)) != HCC_OK ||
	    (st = fs_mkdirs(t->dir, path, e)) != HCC_OK)
		return st;
	for (; st == HCC_OK && f != NULL && *f != NULL; f++) {
		base = strrchr(*f, '/');
		snprintf(path, sizeof(path), "%s/files/%.250s", j->dir,
		    base == NULL ? *f : base + 1);
		st = fs_copy(AT_FDCWD, *f, t->dir, path, e);
	}
	return st == HCC_OK ? job_publish(j, e) : st;
}

static enum hcc_status
submit(struct job *j, struct hcc_err *e)
{
	const struct attempt	*a = j->a;
	struct buf		 b = BUF_INIT, out = BUF_INIT;
	struct slurm_job	 s = { .name = j->name, .script = &b,
				    .cores = a->limits.cores,
				    .gpus = a->env->gpus,
				    .memory = a->limits.memory,
				    .seconds = a->limits.time > 0 ?
				    a->limits.time + a->limits.grace : 0,
				    .options = &a->env->slurm_options };
	enum hcc_status		 st;

	buf_addf(&out, "%s/%s/out", a->t->path, j->dir);
	buf_adds(&b, "#!/bin/sh\nexec >>");
	buf_add_quoted(&b, buf_str(&out));
	buf_addf(&b, " 2>&1 </dev/null\n%s -J ", a->env->job_start == NULL ?
	    "exec hcc-exec" : a->env->job_start);
	buf_add_quoted(&b, j->dir + strlen("job/"));
	buf_adds(&b, " -- ");
	buf_add_quoted(&b, a->t->path);
	buf_addc(&b, '\n');
	st = slurm_submit(&s, e);
	buf_release(&b);
	buf_release(&out);
	j->due = st == HCC_AGAIN;
	j->seen = st == HCC_OK;
	j->gone = 0;
	j->next = clock_steady() + (st == HCC_AGAIN ? RETRY_S : ASK_S);
	return st == HCC_AGAIN ? HCC_OK : st;
}

static void
remove_all(const struct job *j)
{
	char	 path[100];

	snprintf(path, sizeof(path), "l1/%.80s", j->a->id);
	(void)fs_remove(j->a->t->dir, path, NULL);
	(void)fs_remove(j->a->t->dir, j->dir, NULL);
}

/* Slurm has ended it for a reason that is the program's own. */
static enum hcc_status
refuse(const struct job *j, const char *class, const char *word,
    struct hcc_err *e)
{
	struct run	 r;
	char		 text[120];
	enum hcc_status	 st;

	snprintf(text, sizeof(text), "its job was ended by Slurm: %s", word);
	st = attempt_refused(j->a->t, j->a->id, class, text, &r, e);
	run_free(&r);
	return st;
}

/* It has left the queue without an end. */
static enum hcc_status
lose(struct job *j, enum slurm_state state, const char *word,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if (j->seen && state == SLURM_CANCELLED) {
		remove_all(j);
		return err_set(e, HCC_AGAIN, "run '%s': its job '%s' was "
		    "cancelled", j->a->id, j->name);
	}
	if (j->seen && state == SLURM_TIMEOUT)
		return refuse(j, "timeout", word, e);
	if (j->seen && state == SLURM_MEMORY)
		return refuse(j, "memory", word, e);
	if (j->seen && ++j->lost >= LOST_MAX)
		return err_set(e, HCC_UNAVAILABLE, "run '%s': Slurm lost its "
		    "job %d times (%s); see '%s/%s/out' and the log of the "
		    "node", j->a->id, j->lost, *word == '\0' ? "it knows it no "
		    "more" : word, j->a->t->path, j->dir);
	(void)slurm_cancel(j->name, NULL);	/* it may be held */
	give_name(j);
	if ((st = job_publish(j, e)) == HCC_OK)
		st = submit(j, e);
	return st;
}

/* Does somebody run it, whatever Slurm says? */
static bool
runs(const struct job *j)
{
	struct lease_holder	 by;
	char			 path[120];

	snprintf(path, sizeof(path), "%s/lease", j->dir);
	return lease_held(j->a->t->dir, path, &by);
}

/* Who gives the lease back without an end has been stopped: ask why. */
static void
look_at_lease(struct job *j)
{
	char	 path[120];
	bool	 taken;

	snprintf(path, sizeof(path), "%s/lease", j->dir);
	taken = lease_taken(j->a->t->dir, path);
	if (j->taken && !taken && j->gone == 0)
		j->next = 0;
	j->taken = taken;
}

static enum hcc_status
look(struct job *j, struct hcc_err *e)
{
	enum slurm_state	 state;
	char			 word[64];
	enum hcc_status		 st;

	j->next = clock_steady() + RETRY_S;
	if ((st = slurm_ask(j->name, &state, word, sizeof(word), e)) !=
	    HCC_OK || state == SLURM_SILENT)
		return st;
	if (state == SLURM_QUEUED) {
		j->seen = true;
		j->gone = 0;
		j->due = false;
		j->next = clock_steady() + (strcmp(word, "COMPLETING") == 0 ?
		    RETRY_S : ASK_S);
		return HCC_OK;
	}
	/* The last of it may come late over the network. */
	if (job_ended(j) || job_has_run(j->a->t, j->a->id) || runs(j))
		return HCC_OK;
	if (j->due && state == SLURM_UNKNOWN)
		return submit(j, e);
	return ++j->gone < 2 ? HCC_OK : lose(j, state, word, e);
}

static bool
stopped(const struct job *j)
{
	struct pollfd	 p = { .fd = j->a->stop_fd, .events = POLLIN };

	return poll(&p, 1, LOOK_MS) == 1;
}

/* We were told to stop: cancel it, and wait until it is gone. If it ends by
 * itself meanwhile that is its end (HCC_OK). */
static enum hcc_status
stop(struct job *j, struct hcc_err *e)
{
	double			 until = clock_steady() + CANCEL_S +
				    j->a->limits.grace;
	enum slurm_state	 state = SLURM_QUEUED;
	char			 word[64];

	if (pool_orphaned(j->a->stop_fd))
		return err_set(e, HCC_AGAIN, "run '%s': job '%s' goes on",
		    j->a->id, j->name);
	if (slurm_cancel(j->name, e) != HCC_OK)
		return HCC_AGAIN;
	while (clock_steady() < until) {
		if (job_ended(j))
			return HCC_OK;
		(void)slurm_ask(j->name, &state, word, sizeof(word), NULL);
		if (state != SLURM_QUEUED && state != SLURM_SILENT &&
		    !runs(j)) {
			if (job_ended(j))
				return HCC_OK;
			remove_all(j);
			break;
		}
		(void)poll(NULL, 0, LOOK_MS);
	}
	/* What is not gone yet is waited for by the next call. */
	return err_set(e, HCC_AGAIN, "run '%s': stopped", j->a->id);
}

static enum hcc_status
collect(struct job *j, struct run *r, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[120];
	enum hcc_status	 st = HCC_OK;
	jv		 end = jv_null();

	snprintf(path, sizeof(path), "%s/end.json", j->dir);
	if (fs_read(j->a->t->dir, path, 1u << 20, &b, NULL) == HCC_OK)
		end = json_parse(buf_str(&b), b.len, path, 0, NULL);
	buf_release(&b);
	if (json_num(end, "status", 0) != 0)
		st = err_set(e, err_from_exit_code((int)json_num(end, "status",
		    0)), "run '%s' on host '%s': %s", j->a->id,
		    json_str(end, "host", "?"), json_str(end, "message", "?"));
	else if (!run_load(j->a->t, j->a->id, r))
		st = err_set(e, HCC_INTERNAL, "run '%s': its job has ended "
		    "without a run.json", j->a->id);
	jv_free(end);
	if (st != HCC_OK)
		remove_all(j);
	else
		(void)fs_remove(j->a->t->dir, j->dir, NULL);
	return st;
}

/* While it waits in the queue, who looks at the task is told since when; as
 * soon as it runs, the job does that. */
static void
tell_queued(struct job *j)
{
	const struct attempt	*a = j->a;
	struct buf		 b = BUF_INIT;
	char			 path[80], job[120];
	struct stat		 sb;
	struct live		 l = { .id = (char *)(uintptr_t)a->id,
				    .queued = true, .limit = a->limits.time,
				    .cores = a->limits.cores, .busy = NAN,
				    .memory = NAN, .memory_limit = NAN,
				    .claimed = NAN, .expected = NAN };
	jv			 v;

	if (j->taken || clock_steady() < j->tell)
		return;
	j->tell = clock_steady() + TELL_S;
	l.at = clock_now();
	snprintf(job, sizeof(job), "%s/job.json", j->dir);
	if (j->since <= 0)
		j->since = fstatat(a->t->dir, job, &sb, 0) == 0 ?
		    (double)sb.st_mtime : l.at;
	l.start = fmin(l.at, j->since);
	v = record_json(&live_record, &l);
	json_dump(&b, v);
	jv_free(v);
	attempt_live_path(a, path, sizeof(path));
	*strrchr(path, '/') = '\0';
	if (fs_mkdirs(a->t->dir, path, NULL) == HCC_OK) {
		attempt_live_path(a, path, sizeof(path));
		(void)fs_replace(a->t->dir, path, buf_str(&b), b.len, NULL);
	}
	buf_release(&b);
}

enum hcc_status
job_run(const struct attempt *a, struct run *r, struct hcc_err *e)
{
	struct job	 j = { .a = a };
	char		 live[80];
	enum hcc_status	 st;

	record_init(&run_record, r);
	job_name_dir(a->id, j.dir);
	if (job_pending(a->t, a->id))
		st = job_resume(&j, e);
	else if ((st = make(&j, e)) == HCC_OK)
		st = submit(&j, e);
	while (st == HCC_OK && !job_ended(&j)) {
		if (stopped(&j)) {
			st = stop(&j, e);
			break;
		}
		look_at_lease(&j);
		tell_queued(&j);
		if (clock_steady() < j.next)
			continue;
		if ((st = look(&j, e)) == HCC_OK && job_has_run(a->t, a->id) &&
		    !runs(&j))
			break;
	}
	if (!pool_orphaned(a->stop_fd)) {
		attempt_live_path(a, live, sizeof(live));
		(void)unlinkat(a->t->dir, live, 0);
	}
	return st == HCC_OK ? collect(&j, r, e) : st;
}
