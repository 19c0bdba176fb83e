/*
 * job_dir.c: the directory of a job, TASK/job/NN-I.J-K: job.json, by which the
 * job knows what to run, and end.json, by which the caller knows its end.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "run/job_internal.h"

void
job_name_dir(const char *id, char dir[100])
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
	int	 fd = fs_open_dir(t->dir, dir);
	bool	 yes = fd != -1 && fs_exists(fd, file);

	if (fd != -1)
		close(fd);
	return yes;
}

bool
job_has_run(const struct task *t, const char *id)
{
	struct stat	 sb;
	char		 dir[100];
	int		 fd;
	bool		 yes;

	snprintf(dir, sizeof(dir), "l1/%.80s", id);
	fd = fs_open_dir(t->dir, dir);
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

	job_name_dir(id, dir);
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
		    job_has_run(t, json_str(job, "id", ""))) {
			path[strlen(path) - strlen("/job.json")] = '\0';
			(void)fs_remove(t->dir, path, NULL);
		}
		jv_free(job);
	}
	(void)unlinkat(t->dir, "job", AT_REMOVEDIR);
	buf_release(&b);
	fs_names_free(names, n);
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
	v = json_put(v, "measure", jv_bool(a->measure));
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

/* Its job.json as it is now, an object. */
static enum hcc_status
read_job(const struct job *j, jv *v, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[120];
	enum hcc_status	 st;

	*v = jv_null();
	snprintf(path, sizeof(path), "%s/job.json", j->dir);
	if ((st = fs_read(j->a->t->dir, path, 1u << 26, &b, e)) == HCC_OK)
		*v = json_parse(buf_str(&b), b.len, path, 0, NULL);
	if (st == HCC_OK && jv_get_kind(*v) != JV_KIND_OBJECT)
		st = err_set(e, HCC_INPUT, "read '%s/%s': no JSON object; "
		    "remove the directory, and the attempt is made again",
		    j->a->t->path, path);
	buf_release(&b);
	return st;
}

enum hcc_status
job_publish(const struct job *j, struct hcc_err *e)
{
	char		 path[120];
	enum hcc_status	 st = HCC_OK;
	jv		 v;

	if (j->resumed) {
		if ((st = read_job(j, &v, e)) == HCC_OK)
			v = json_put_str(v, "name", j->name);
	} else
		v = spec_json(j);
	snprintf(path, sizeof(path), "%s/job.json", j->dir);
	if (st == HCC_OK)
		st = json_publish(j->a->t->dir, path, v, e);
	jv_free(v);
	return st;
}

enum hcc_status
job_resume(struct job *j, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 v;

	st = read_job(j, &v, e);
	j->resumed = true;
	snprintf(j->name, sizeof(j->name), "%s", json_str(v, "name", ""));
	jv_free(v);
	return st;
}

bool
job_ended(const struct job *j)
{
	return there(j->a->t, j->dir, "end.json");
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
		s->files[n++] = mem_dup(path);
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
	a->measure = json_bool(v, "measure", false);
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
		st = err_set(e, HCC_NONE, "job '%s' of '%s' has ended", name,
		    t->path);
	if (st == HCC_OK)
		s->json = json_parse(buf_str(&b), b.len, path, 0, e);
	buf_release(&b);
	if (st != HCC_OK)
		return st;
	if (jv_get_kind(s->json) != JV_KIND_OBJECT)
		return err_set(e, HCC_INPUT, "read '%s/%s': no job", t->path,
		    path);
	read_spec(s);
	if ((job != NULL && strcmp(json_str(s->json, "name", ""), job) != 0) ||
	    job_has_run(t, s->id))
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
job_report_end(const struct task *t, const char *name, const char *job,
    enum hcc_status st, const struct hcc_err *e)
{
	struct job	 j = { .a = &(struct attempt){ .t = t } };
	char		 path[120], host[256] = "";
	jv		 v;

	if (st == HCC_AGAIN || st == HCC_NONE || strchr(name, '/') != NULL)
		return;
	snprintf(j.dir, sizeof(j.dir), "job/%.80s", name);
	if (job_resume(&j, NULL) != HCC_OK || job_ended(&j) ||
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
