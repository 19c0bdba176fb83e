/*
 * attempt.c: write the code, run it, look at what came out, publish run.json.
 *
 * The log is written by the kernel for the child; here it is only mapped and
 * read once. What the program says about itself is a claim; the submission is
 * checked against the sample before anything else looks at it.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/attempt.h"
#include "run/failure.h"
#include "run/replay.h"
#include "run/run.h"
#include "run/sealed.h"
#include "score/metric.h"
#include "score/submission.h"
#include "task/language.h"

/* task.md has been checked: it is known. */
static const struct language *
language(const struct task *t)
{
	return language_find(json_str(t->meta, "language", "python"));
}

/* The log of a run, mapped; n is 0 for an empty or absent one. */
struct log {
	char	*p;
	size_t	 n;
};

static struct log
map_log(int dir)
{
	struct log	 l = { NULL, 0 };
	struct stat	 sb;
	int		 fd;

	fd = openat(dir, "log", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return l;
	if (fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode) && sb.st_size > 0) {
		l.n = (size_t)sb.st_size;
		l.p = mmap(NULL, l.n, PROT_READ, MAP_PRIVATE, fd, 0);
		if (l.p == MAP_FAILED)
			l = (struct log){ NULL, 0 };
	}
	close(fd);
	return l;
}

static void
unmap_log(struct log l)
{
	if (l.p != NULL)
		munmap(l.p, l.n);
}

/* The class of a failure that the log does not tell: the limits know. */
static const char *
limit_class(const char *limit)
{
	if (strcmp(limit, "time") == 0 || strcmp(limit, "cpu") == 0)
		return "timeout";
	if (strcmp(limit, "memory") == 0)
		return "memory";
	return "killed";
}

static jv
cause_json(const char *class, const char *message, const char *frame)
{
	jv	 c = json_put_str(jv_object(), "class", class);

	c = json_put_str(c, "message", message);
	c = json_put(c, "at", jv_null());
	return json_put(c, "frame", frame == NULL || *frame == '\0' ?
	    jv_null() : jv_string(frame));
}

/* Bytes of the log as evidence.h writes them. */
static jv
reference(const struct attempt *a, struct span at)
{
	char	 text[96];

	snprintf(text, sizeof(text), "%s:%zu-%zu", a->id, at.from, at.to);
	return jv_string(text);
}

static jv
find_cause(const struct attempt *a, struct log log, const struct run_end *end,
    jv submission)
{
	struct failure	 c;
	char		 msg[400];
	double		 claim;
	jv		 problems, first, out;

	if (end->limit != NULL && strcmp(end->limit, "hopeless") == 0)
		return cause_json("killed", "stopped as hopeless by exec.lua",
		    NULL);
	if (end->limit != NULL) {
		snprintf(msg, sizeof(msg), "stopped at its limit of %s",
		    end->limit);
		return cause_json(limit_class(end->limit), msg, NULL);
	}
	if (end->exit != 0 && failure_find(log.p, log.n, &c)) {
		out = cause_json(failure_name(c.class), c.message, c.frame);
		return json_put(out, "at", reference(a, c.at));
	}
	if (end->signal != 0) {
		snprintf(msg, sizeof(msg), "killed by signal %d (%s)",
		    end->signal, strsignal(end->signal));
		return cause_json("killed", msg, NULL);
	}
	if (end->exit != 0) {
		snprintf(msg, sizeof(msg), "ended with exit status %d and no "
		    "error message", end->exit);
		return cause_json("other", msg, NULL);
	}
	if (json_bool(submission, "valid", true) && log.p != NULL &&
	    claim_find(log.p, log.n, &claim, NULL, NULL)) {
		snprintf(msg, sizeof(msg), "printed 'metric: %g', which is no "
		    "value of %s", claim, json_str(a->t->meta, "metric", ""));
		return cause_json("no_metric", msg, NULL);
	}
	if (json_bool(submission, "valid", true))
		return cause_json("no_metric", "printed no line 'metric: "
		    "VALUE' with a finite number", NULL);
	problems = json_get(submission, "problems");
	first = jv_get_kind(problems) == JV_KIND_ARRAY ?
	    jv_array_get(problems, 0) : (jv_free(problems), jv_invalid());
	out = cause_json("submission", jv_get_kind(first) == JV_KIND_STRING ?
	    jv_string_value(first) : "the submission is not valid", NULL);
	jv_free(first);
	return out;
}

/* Check the submission and, when labels are sealed, measure it. Returns the
 * report; *measured stays NAN without labels. */
static jv
look_at_submission(const struct attempt *a, int dir, double *measured)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	const char	*name = json_str(a->t->meta, "submission", "");
	char		 path[256], sum[65];
	enum hcc_status	 st;
	jv		 r;

	snprintf(path, sizeof(path), "l1/%s/%s", a->id, name);
	/* Nothing there, or a link or a device, is no submission. */
	if (submission_check(a->t->dir, json_str(a->t->meta, "sample", ""), path,
	    json_str(a->t->meta, "id_column", NULL), &r, &e) != HCC_OK) {
		jv_free(r);
		r = json_put(jv_object(), "valid", jv_false());
		return json_put(r, "problems", jv_array_append(jv_array(),
		    jv_string(e.text)));
	}
	if (json_bool(r, "exists", false) && fs_sha256(dir, name, sum, NULL) ==
	    HCC_OK)
		r = json_put_str(r, "sha256", sum);
	if (!json_bool(r, "valid", false) || !sealed_present(a->t))
		return r;
	st = sealed_score(a->t, path, SEALED_SECONDS, measured, NULL, &e);
	if (st == HCC_OK)
		return r;
	*measured = NAN;
	if (st == HCC_INPUT) {		/* the metric cannot take it */
		r = json_put(r, "valid", jv_false());
		r = json_put(r, "problems", jv_array_append(jv_array(),
		    jv_string(e.text)));
	}
	return json_put_str(r, "not_measured", e.text);
}

static jv
describe_run(const struct attempt *a, const struct run_end *end)
{
	char	 host[256] = "";
	jv	 r = run_end_json(end);

	gethostname(host, sizeof(host) - 1);
	r = json_put_str(r, "id", a->id);
	r = json_put_str(r, "hcc", a->t->version);
	r = json_put_str(r, "host", host);
	r = json_put_str(r, "runner", "local");
	r = json_put(r, "sandbox", jv_bool(a->sandbox));
	r = json_put_num(r, "seconds", end->end - end->start);
	r = json_put_num(r, "seed", (double)a->seed);
	r = json_put_num(r, "cores", a->cores);
	r = json_put_num(r, "time_limit", a->limit);
	if (a->command != NULL)
		r = json_put_str(r, "command", a->command);
	return r;
}

/* A percentage for a share, or 1e308, is no claim. */
static bool
possible(const struct attempt *a, double claim)
{
	return metric_in_range(metric_find(json_str(a->t->meta, "metric",
	    "")), claim);
}

/* A command that a person recorded needs neither metric nor submission. */
static bool
succeeded(const struct attempt *a, const struct run_end *end, double claimed,
    jv submission)
{
	bool	 timed = end->limit != NULL && strcmp(end->limit, "time") == 0;

	if (a->command != NULL)
		return end->exit == 0 && end->limit == NULL;
	/* What was complete before the time ran out counts. */
	return (timed || (end->exit == 0 && end->limit == NULL)) &&
	    isfinite(claimed) && json_bool(submission, "valid", false);
}

static jv
outcome(const struct attempt *a, int dir, const struct run_end *end)
{
	struct log	 log = map_log(dir);
	double		 claimed = NAN, measured = NAN;
	long		 line = 0;
	struct span	 at;
	bool		 good;
	jv		 r = describe_run(a, end), sub = jv_null();

	if (log.p != NULL && claim_find(log.p, log.n, &claimed, &line, &at) &&
	    possible(a, claimed)) {
		r = json_put_num(r, "claimed_line", (double)line);
		r = json_put(r, "claimed_at", reference(a, at));
	} else
		claimed = NAN;
	r = json_put_num(r, "claimed", claimed);
	if (a->command == NULL || faccessat(dir,
	    json_str(a->t->meta, "submission", ""), F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0)
		sub = look_at_submission(a, dir, &measured);
	good = succeeded(a, end, claimed, sub);
	r = json_put_str(r, "status", good ? "ok" : end->limit != NULL &&
	    strcmp(limit_class(end->limit), "timeout") == 0 ? "timeout" :
	    "failed");
	r = json_put_num(r, "measured", measured);
	r = json_put(r, "cause", good ? jv_null() :
	    find_cause(a, log, end, sub));
	r = json_put(r, "submission", sub);
	unmap_log(log);
	return r;
}

/* Names of the environment that a program sees (hcc-exec(1)). */
static char **
environment(const struct attempt *a)
{
	static const char *const threads[] = { "OMP_NUM_THREADS",
	    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT" };
	char	**env = calloc(8, sizeof(*env));
	size_t	 i;
	int	 bad;

	if (env == NULL)
		return NULL;
	bad = asprintf(&env[0], "HCC_SEED=%ld", a->seed);
	bad |= asprintf(&env[1], "HCC_TIME_LIMIT=%.0f", a->limit);
	bad |= asprintf(&env[2], "HCC_CORES=%d", a->cores);
	for (i = 0; i < 4; i++)
		bad |= asprintf(&env[3 + i], "%s=%d", threads[i], a->cores);
	return bad < 0 ? NULL : env;
}

static void
free_all(char **v)
{
	size_t	 i;

	for (i = 0; v != NULL && v[i] != NULL; i++)
		free(v[i]);
	free(v);
}

/* How long the log is, and the last metric in its last bytes. */
static jv
put_progress(const struct attempt *a, jv r)
{
	char		 path[80], tail[16384];
	double		 claimed;
	struct stat	 sb;
	ssize_t		 n;
	int		 fd;

	snprintf(path, sizeof(path), "l1/%s/log", a->id);
	fd = openat(a->t->dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return r;
	if (fstat(fd, &sb) == 0) {
		r = json_put_num(r, "log_bytes", (double)sb.st_size);
		n = pread(fd, tail, sizeof(tail),
		    sb.st_size > (off_t)sizeof(tail) ?
		    sb.st_size - (off_t)sizeof(tail) : 0);
		if (n > 0 && claim_find(tail, (size_t)n, &claimed, NULL,
		    NULL) && possible(a, claimed))
			r = json_put_num(r, "claimed", claimed);
	}
	close(fd);
	return r;
}

static bool
tick(void *ctx, double elapsed)
{
	const struct attempt	*a = ctx;
	jv			 r;

	if (a->hopeless == NULL)
		return true;
	r = json_put_str(jv_object(), "id", a->id);
	r = json_put_num(r, "seconds", elapsed);
	r = json_put_num(r, "limit", a->limit);
	return !a->hopeless(a->ctx, put_progress(a, r));
}

static enum hcc_status
start(const struct attempt *a, int dir, const char *dirpath,
    struct run_end *end, struct hcc_err *e)
{
	const struct language	*l = language(a->t);
	const char		*sh[] = { "/bin/sh", "-c", a->command, NULL };
	char			 input[4200];
	char			**env = environment(a);
	struct run_spec		 spec = RUN_SPEC_INIT;
	enum hcc_status		 st;

	if (env == NULL)
		return err_nomem(e);
	snprintf(input, sizeof(input), "%s/input", a->t->path);
	spec.dir = dir;
	spec.dirpath = dirpath;
	spec.argv = a->command != NULL ? sh : l->argv;
	spec.input = access(input, F_OK) == 0 ? input : NULL;
	spec.sandbox = a->sandbox;
	spec.env = env;
	spec.wall_s = a->limit;
	spec.memory_bytes = a->memory;
	spec.output_bytes = a->output;
	spec.disk_bytes = a->disk;
	spec.processes = a->processes;
	spec.grace_s = a->grace;
	spec.stop_fd = a->stop_fd;
	spec.tick = tick;
	spec.ctx = (void *)(uintptr_t)a;
	spec.tick_s = 5;
	st = run_exec(&spec, end, e);
	free_all(env);
	return st;
}

static enum hcc_status
lay_out(const struct attempt *a, const char *rel, int *dir, jv *sums,
    struct hcc_err *e)
{
	char			 name[300], sum[65];
	const char		*base;
	size_t			 i;
	enum hcc_status		 st;

	if ((st = fs_remove(a->t->dir, rel, e)) != HCC_OK ||
	    (st = fs_mkdirs(a->t->dir, rel, e)) != HCC_OK)
		return st;
	*dir = openat(a->t->dir, rel, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dir == -1)
		return err_errno(e, "open '%s/%s'", a->t->path, rel);
	if (a->code != NULL) {
		snprintf(name, sizeof(name), "solution.%s",
		    language(a->t)->ext);
		st = fs_publish(*dir, name, a->code, strlen(a->code), e);
		fs_sha256_mem(a->code, strlen(a->code), sum);
		*sums = json_put_str(*sums, "code_sha256", sum);
	}
	for (i = 0; st == HCC_OK && a->files != NULL && a->files[i] != NULL;
	    i++) {
		base = strrchr(a->files[i], '/');
		st = fs_copy(AT_FDCWD, a->files[i], *dir,
		    base == NULL ? a->files[i] : base + 1, e);
	}
	return st;
}

/* A recorded command is one attempt: its result.json follows at once and
 * repeats what counts, so that one of the two need not wait for the disk. */
static enum hcc_status
publish(int dir, jv run, bool command, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	json_dump_pretty(&b, run);
	/* The program may have put a directory in the way. */
	if (unlinkat(dir, "run.json", 0) == -1 && errno == EISDIR)
		(void)fs_remove(dir, "run.json", NULL);
	st = (command ? fs_replace : fs_publish)(dir, "run.json", buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

/* Keep its clock, or turn it back. */
static enum hcc_status
clock_of(const struct attempt *a, jv *run, struct hcc_err *e)
{
	if (a->replay != NULL && *a->replay != '\0')
		return replay_put(a->replay, run, e);
	if (a->record != NULL && *a->record != '\0')
		return replay_keep(a->record, *run, e);
	return HCC_OK;
}

enum hcc_status
attempt_run(const struct attempt *a, jv *run, struct hcc_err *e)
{
	struct run_end	 end = { 0 };
	char		 rel[64], path[4200];
	enum hcc_status	 st;
	int		 dir = -1;
	jv		 sums = jv_object();

	*run = jv_invalid();
	snprintf(rel, sizeof(rel), "l1/%s", a->id);
	snprintf(path, sizeof(path), "%s/%s", a->t->path, rel);
	if ((st = lay_out(a, rel, &dir, &sums, e)) == HCC_OK)
		st = start(a, dir, path, &end, e);
	if (st == HCC_OK && end.limit != NULL &&
	    strcmp(end.limit, "stopped") == 0) {
		fs_remove(a->t->dir, rel, NULL);
		st = err_set(e, HCC_AGAIN, "run '%s': stopped", a->id);
	}
	if (st == HCC_OK) {
		*run = jv_object_merge(sums, outcome(a, dir, &end));
		sums = jv_null();
		if ((st = clock_of(a, run, e)) == HCC_OK)
			st = publish(dir, *run, a->command != NULL, e);
	}
	jv_free(sums);
	if (dir != -1)
		close(dir);
	return st;
}

enum hcc_status
attempt_refused(const struct task *t, const char *id, const char *class,
    const char *message, jv *run, struct hcc_err *e)
{
	char		 rel[64];
	enum hcc_status	 st;
	int		 dir;

	snprintf(rel, sizeof(rel), "l1/%s", id);
	*run = json_put_str(jv_object(), "id", id);
	*run = json_put_str(*run, "status", "failed");
	*run = json_put_num(*run, "seconds", 0);
	*run = json_put(*run, "cause", cause_json(class, message, NULL));
	if ((st = fs_mkdirs(t->dir, rel, e)) != HCC_OK)
		return st;
	if ((dir = openat(t->dir, rel, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return err_errno(e, "open '%s/%s'", t->path, rel);
	st = publish(dir, *run, false, e);
	close(dir);
	return st;
}
