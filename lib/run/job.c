/*
 * job.c: submit an attempt, watch the tree for its end, and what Slurm says of
 * it when that does not come.
 *
 * The end is seen by the file that tells it, five times a second: Slurm is
 * asked every ten seconds only. Without an answer of the controller the jobs go
 * on, and so does the wait.
 */
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/lease.h"
#include "base/pool.h"
#include "run/job.h"
#include "run/slurm.h"

#define LOOK_MS		200	/* between two looks at the tree */
#define ASK_S		10	/* between two questions to Slurm */
#define RETRY_S		2	/* when it is silent, or a job is gone */
#define LOST_MAX	3	/* jobs of an attempt */
#define CANCEL_S	15	/* for a job to end, besides its grace */

struct job {
	const struct attempt	*a;
	char			 dir[100];	/* "job/01-1.1-1" */
	char			 name[100];	/* "hcc-01ab..-01-1.1-1" */
	bool			 due;	/* it is to be submitted */
	bool			 seen;	/* Slurm has known it */
	bool			 taken;	/* its lease, at the last look */
	int			 gone;	/* answers that it is not there */
	int			 lost;	/* jobs so far */
	double			 next;	/* question, on the steady clock */
};

static void
job_dir(const char *id, char dir[100])
{
	char	*p;

	snprintf(dir, 100, "job/%.80s", id);
	for (p = dir + strlen("job/"); *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
}

/* Is the file there? The directory is opened anew: so a network file system
 * asks its server. */
static bool
there(const struct task *t, const char *dir, const char *file)
{
	int	 fd = openat(t->dir, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool	 yes = fd != -1 && fs_exists(fd, file);

	if (fd != -1)
		close(fd);
	return yes;
}

/* While a program runs its run.json is empty or not there (sandbox.h). */
static bool
has_run(const struct task *t, const char *id)
{
	struct stat	 sb;
	char		 dir[100];
	int		 fd;
	bool		 yes;

	snprintf(dir, sizeof(dir), "l1/%.80s", id);
	fd = openat(t->dir, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	yes = fd != -1 && fstatat(fd, "run.json", &sb,
	    AT_SYMLINK_NOFOLLOW) == 0 && sb.st_size > 0;
	if (fd != -1)
		close(fd);
	return yes;
}

bool
job_pending(const struct task *t, const char *id)
{
	char	 dir[100];

	job_dir(id, dir);
	return there(t, dir, "job.json");
}

void
job_sweep(const struct task *t)
{
	char	**names, path[120];
	size_t	 i, n;
	jv	 job;
	struct buf b = BUF_INIT;

	if (!fs_exists(t->dir, "job") ||
	    fs_names(t->dir, "job", &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "job/%.80s/job.json", names[i]);
		buf_reset(&b);
		job = fs_read(t->dir, path, 1u << 26, &b, NULL) == HCC_OK ?
		    json_parse(buf_str(&b), b.len, path, 0, NULL) : jv_null();
		if (jv_get_kind(job) != JV_KIND_OBJECT ||
		    has_run(t, json_str(job, "id", ""))) {
			path[strlen(path) - strlen("/job.json")] = '\0';
			(void)fs_remove(t->dir, path, NULL);
		}
		jv_free(job);
	}
	(void)unlinkat(t->dir, "job", AT_REMOVEDIR);
	buf_release(&b);
	fs_names_free(names, n);
}

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

/* What is not told here is the job's own: environment, packages, ctx. */
static jv
spec_json(const struct job *j)
{
	const struct attempt	*a = j->a;
	const struct limits	*l = &a->limits;
	const char		*base;
	jv			 v = jv_object(), files = jv_array();
	size_t			 i;

	v = json_put_str(v, "name", j->name);
	v = json_put_str(v, "id", a->id);
	v = json_put_str(v, "code", a->code);
	v = json_put_str(v, "command", a->command);
	v = json_put_str(v, "audit", a->audit);
	v = json_put_str(v, "base", a->base == NULL ? NULL :
	    a->base->result.id);
	v = json_put_str(v, "record", a->record);
	v = json_put_str(v, "replay", a->replay);
	v = json_put(v, "sandbox", jv_bool(a->sandbox));
	v = json_put_num(v, "seed", (double)a->seed);
	v = json_put_num(v, "keep", a->keep);
	v = json_put_num(v, "expected", a->expected);
	v = json_put_num(v, "time", l->time);
	v = json_put_num(v, "grace", l->grace);
	v = json_put_num(v, "memory", (double)l->memory);
	v = json_put_num(v, "output", (double)l->output);
	v = json_put_num(v, "disk", (double)l->disk);
	v = json_put_num(v, "processes", l->processes);
	v = json_put_num(v, "cores", l->cores);
	for (i = 0; a->files != NULL && a->files[i] != NULL; i++) {
		base = strrchr(a->files[i], '/');
		files = jv_array_append(files, jv_string(base == NULL ?
		    a->files[i] : base + 1));
	}
	return json_put(v, "files", files);
}

static enum hcc_status
publish(const struct job *j, struct hcc_err *e)
{
	char		 path[120];
	enum hcc_status	 st;
	jv		 v = spec_json(j);

	snprintf(path, sizeof(path), "%s/job.json", j->dir);
	st = json_publish(j->a->t->dir, path, v, e);
	jv_free(v);
	return st;
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
	return st == HCC_OK ? publish(j, e) : st;
}

void
job_quote(struct buf *b, const char *s)
{
	buf_addc(b, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			buf_adds(b, "'\\''");
		else
			buf_addc(b, *s);
	buf_addc(b, '\'');
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
	job_quote(&b, buf_str(&out));
	buf_addf(&b, " 2>&1 </dev/null\n%s -J ", a->env->job_start == NULL ?
	    "exec hcc-exec" : a->env->job_start);
	job_quote(&b, j->dir + strlen("job/"));
	buf_adds(&b, " -- ");
	job_quote(&b, a->t->path);
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
	if ((st = publish(j, e)) == HCC_OK)
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

static bool
ended(const struct job *j)
{
	return there(j->a->t, j->dir, "end.json");
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
	if (ended(j) || has_run(j->a->t, j->a->id) || runs(j))
		return HCC_OK;
	if (j->due && state == SLURM_UNKNOWN)
		return submit(j, e);
	return ++j->gone < 2 ? HCC_OK : lose(j, state, word, e);
}

static bool
stopped(const struct job *j, int ms)
{
	struct pollfd	 p = { .fd = j->a->stop_fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
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
		if (ended(j))
			return HCC_OK;
		(void)slurm_ask(j->name, &state, word, sizeof(word), NULL);
		if (state != SLURM_QUEUED && state != SLURM_SILENT &&
		    !runs(j)) {
			if (ended(j))
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

/* The name of what an earlier call has submitted. */
static enum hcc_status
resume(struct job *j, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[120];
	enum hcc_status	 st;
	jv		 v = jv_null();

	snprintf(path, sizeof(path), "%s/job.json", j->dir);
	if ((st = fs_read(j->a->t->dir, path, 1u << 26, &b, e)) == HCC_OK)
		v = json_parse(buf_str(&b), b.len, path, 0, NULL);
	snprintf(j->name, sizeof(j->name), "%s", json_str(v, "name", ""));
	jv_free(v);
	buf_release(&b);
	return st;
}

enum hcc_status
job_run(const struct attempt *a, struct run *r, struct hcc_err *e)
{
	struct job	 j = { .a = a };
	enum hcc_status	 st;

	record_init(&run_record, r);
	job_dir(a->id, j.dir);
	if (job_pending(a->t, a->id))
		st = resume(&j, e);
	else if ((st = make(&j, e)) == HCC_OK)
		st = submit(&j, e);
	while (st == HCC_OK && !ended(&j)) {
		if (stopped(&j, LOOK_MS)) {
			st = stop(&j, e);
			break;
		}
		look_at_lease(&j);
		if (clock_steady() < j.next)
			continue;
		if ((st = look(&j, e)) == HCC_OK && has_run(a->t, a->id) &&
		    !runs(&j))
			break;
	}
	return st == HCC_OK ? collect(&j, r, e) : st;
}

static void
read_files(struct job_spec *s)
{
	jv	 list = json_at(s->json, "files"), one;
	size_t	 n = 0, max = sizeof(s->files) / sizeof(*s->files) - 1;
	char	 path[5000];
	int	 i;

	for (i = 0; n < max && json_item(list, i, &one); i++) {
		snprintf(path, sizeof(path), "%s/%s/files/%s",
		    s->attempt.t->path, s->dir, jv_string_value(one));
		if ((s->files[n] = strdup(path)) != NULL)
			n++;
	}
}

/* The attempt as spec_json() has written it. */
static void
read_spec(struct job_spec *s)
{
	struct attempt	*a = &s->attempt;
	struct limits	*l = &a->limits;
	jv		 v = s->json;

	snprintf(s->id, sizeof(s->id), "%s", json_str(v, "id", ""));
	a->id = s->id;
	a->code = json_str(v, "code", NULL);
	a->command = json_str(v, "command", NULL);
	a->audit = json_str(v, "audit", NULL);
	a->record = json_str(v, "record", NULL);
	a->replay = json_str(v, "replay", NULL);
	a->sandbox = json_bool(v, "sandbox", true);
	a->seed = (long)json_num(v, "seed", 1);
	a->keep = json_num(v, "keep", 0);
	a->expected = json_num(v, "expected", 0);
	l->time = json_num(v, "time", 0);
	l->grace = json_num(v, "grace", 0);
	l->memory = (uint64_t)json_num(v, "memory", 0);
	l->output = (uint64_t)json_num(v, "output", 0);
	l->disk = (uint64_t)json_num(v, "disk", 0);
	l->processes = (unsigned)json_num(v, "processes", 0);
	l->cores = (int)json_num(v, "cores", 1);
	read_files(s);
	a->files = (const char *const *)s->files;
}

enum hcc_status
job_open(struct job_spec *s, const struct task *t, const char *name,
    const char *job, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[120];
	const char	*base;
	enum hcc_status	 st;

	*s = (struct job_spec){ .attempt = { .t = t, .stop_fd = -1 },
	    .json = jv_null() };
	if (strchr(name, '/') != NULL || *name == '.')
		return err_set(e, HCC_USAGE, "job '%s': no name of a directory "
		    "in '%s/job'", name, t->path);
	snprintf(s->dir, sizeof(s->dir), "job/%.80s", name);
	snprintf(path, sizeof(path), "%s/job.json", s->dir);
	if ((st = fs_read(t->dir, path, 1u << 26, &b, e)) == HCC_MISSING)
		return err_set(e, HCC_NONE, "job '%s' of '%s' has ended", name,
		    t->path);
	if (st != HCC_OK)
		return st;
	s->json = json_parse(buf_str(&b), b.len, path, 0, e);
	buf_release(&b);
	if (jv_get_kind(s->json) != JV_KIND_OBJECT)
		return err_set(e, HCC_INPUT, "read '%s/%s': no job", t->path,
		    path);
	read_spec(s);
	if ((job != NULL && strcmp(json_str(s->json, "name", ""), job) != 0) ||
	    has_run(t, s->id))
		return err_set(e, HCC_NONE, "job '%s' of '%s' is no more the "
		    "one that counts", name, t->path);
	if ((base = json_str(s->json, "base", NULL)) == NULL)
		return HCC_OK;
	s->based = true;
	s->attempt.base = &s->base;
	return earlier_open(t, base, &s->base, e);
}

void
job_close(struct job_spec *s)
{
	size_t	 i;

	for (i = 0; s->files[i] != NULL; i++)
		free(s->files[i]);
	if (s->based)
		earlier_free(&s->base);
	jv_free(s->json);
	s->json = jv_null();
}

void
job_tell(const struct task *t, const char *name, const char *job,
    enum hcc_status st, const struct hcc_err *e)
{
	struct job	 j = { .a = &(struct attempt){ .t = t } };
	char		 path[120], host[256] = "";
	jv		 v;

	if (st == HCC_AGAIN || st == HCC_NONE || strchr(name, '/') != NULL)
		return;
	snprintf(j.dir, sizeof(j.dir), "job/%.80s", name);
	if (resume(&j, NULL) != HCC_OK || ended(&j) ||
	    (job != NULL && strcmp(job, j.name) != 0))
		return;
	gethostname(host, sizeof(host) - 1);
	v = json_put_num(jv_object(), "status", err_exit_code(st));
	v = json_put_str(v, "message", st == HCC_OK ? NULL : e->text);
	v = json_put_str(v, "host", host);
	snprintf(path, sizeof(path), "%s/end.json", j.dir);
	/* Without it what Slurm says of the job counts. */
	(void)json_publish(t->dir, path, v, NULL);
	jv_free(v);
}
