/*
 * attempt.c: run the program of an attempt. The log is written by the kernel
 * for the child.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "run/attempt_internal.h"
#include "run/finished.h"
#include "run/gpu.h"
#include "run/job.h"
#include "run/project_run.h"
#include "run/replay.h"
#include "run/run.h"
#include "run/sandbox.h"
#include "task/journal.h"
#include "task/language.h"

#define WARM_MEMORY	((uint64_t)1 << 30)	/* imports count as a run's */

/* Names of the environment that a program sees (hcc-exec(1)); the task's own
 * come first, so that they do not win. */
static void
add_vars(const struct attempt *a, const struct gpu_lease *gpus,
    struct strvec *env)
{
	static const char *const threads[] = { "OMP_NUM_THREADS",
	    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
	    "LOKY_MAX_CPU_COUNT", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS",
	    "JULIA_NUM_THREADS" };
	const struct strvec	*own = a->env == NULL ? NULL : &a->env->vars;
	size_t			 i;

	for (i = 0; own != NULL && i < own->n; i++)
		strvec_add(env, own->v[i]);
	strvec_addf(env, "HCC_SEED=%ld", a->seed);
	strvec_addf(env, "HCC_TIME_LIMIT=%.0f", a->limits.time);
	strvec_addf(env, "HCC_CORES=%d", a->limits.cores);
	strvec_addf(env, "HCC_MEMORY=%" PRIu64, a->limits.memory);
	if (a->smoke)
		strvec_add(env, "HCC_SMOKE=1");
	for (i = 0; i < sizeof(threads) / sizeof(*threads); i++)
		strvec_addf(env, "%s=%d", threads[i], a->limits.cores);
	/* Threads that wait for each other sleep: others need the core. */
	strvec_add(env, "OMP_WAIT_POLICY=passive");
	/* Nothing is compiled into a place that is not the run's. */
	if (a->python != NULL) {
		strvec_add(env, "PYTHONDONTWRITEBYTECODE=1");
		strvec_addf(env, "PYTHONPATH=%s", a->sandbox ? BOX_PYTHON :
		    a->python);
	}
	if (gpus->n > 0)
		gpu_env(gpus, a->sandbox, env);
}

/* Does it run the project, not a command that a person records? */
static bool
is_project(const struct attempt *a)
{
	return a->t->command != NULL && a->command == NULL;
}

/* Are the files of the project where it runs? */
static bool
shows_project(const struct attempt *a)
{
	return is_project(a) || (a->t->command != NULL && a->sandbox);
}

/* The paths of the environment and of the GPUs that the run holds. */
static void
add_binds(const struct attempt *a, const struct gpu_lease *gpus,
    struct sandbox_binds *b)
{
	size_t	 i;

	if (a->env == NULL)
		return;
	for (i = 0; i < a->env->binds.n; i++)
		sandbox_bind(b, a->env->binds.v[i].from,
		    a->env->binds.v[i].to, a->env->binds.v[i].device);
	gpu_binds(gpus, a->env->gpu_root, b);
}

static enum hcc_status
execute(const struct attempt *a, int dir, const char *dirpath,
    const char *base, const struct sandbox_binds *binds,
    const struct strvec *env, struct run_end *end, struct hcc_err *e)
{
	const struct limits	*l = &a->limits;
	const char		*sh[] = { "/bin/sh", "-c", a->command, NULL };
	const char		*own[4] = { NULL };
	char			 input[4200], links[4200];
	struct run_spec		 spec = RUN_SPEC_INIT;

	memcpy(own, a->t->language->argv, sizeof(own));
	if (a->t->command != NULL)
		own[2] = a->t->command;
	if (a->env != NULL && a->env->interpreter != NULL)
		own[0] = a->env->interpreter;
	snprintf(input, sizeof(input), "%s%s%s/input", a->t->path,
	    a->audit == NULL ? "" : "/", a->audit == NULL ? "" : a->audit);
	spec.dir = dir;
	spec.dirpath = dirpath;
	spec.argv = a->command != NULL ? sh : own;
	if (a->sandbox && !a->direct && access(input, F_OK) == 0)
		opened_open(a->opened, input, attempt_temporary(a, "input",
		    links, sizeof(links)));
	spec.input = a->opened->dir != NULL ? a->opened->dir :
	    access(input, F_OK) == 0 ? input : NULL;
	spec.base = base;
	spec.sandbox = a->sandbox;
	spec.direct = a->direct;
	spec.spare = a->spare;
	spec.warm = a->warm;
	spec.python = a->python;
	spec.binds = binds;
	spec.network = a->env != NULL && a->env->network;
	spec.reserves = a->env != NULL && a->env->gpus > 0;
	spec.env = env->v;
	spec.wall_s = l->time;
	spec.memory_bytes = l->memory;
	spec.output_bytes = l->output;
	spec.disk_bytes = l->disk;
	spec.processes = l->processes;
	spec.grace_s = l->grace;
	spec.stop_fd = a->stop_fd;
	spec.tick = attempt_tick;
	spec.ctx = (void *)(uintptr_t)a;
	spec.tick_s = 5;
	return run_exec(&spec, end, e);
}

/* What the record says of the environment. */
static void
tell_environment(const struct attempt *a, const struct gpu_lease *gpus,
    struct run *r)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;

	if (a->env != NULL && a->env->interpreters.len > 0)
		record_set(&r->interpreter, a->env->interpreters.p);
	for (i = 0; i < gpus->n; i++)
		buf_addf(&b, "%s%s", i > 0 ? "," : "", gpus->v[i].name);
	if (gpus->n > 0)
		record_set(&r->gpu, buf_str(&b));
	buf_release(&b);
}

static enum hcc_status
start(const struct attempt *a, int dir, const char *dirpath,
    struct run_end *end, struct run *r, struct hcc_err *e)
{
	struct sandbox_binds	 binds = { NULL, 0, 0 };
	struct strvec		 env = { NULL, 0, 0 };
	struct gpu_lease	 gpus = { .n = 0 };
	char			 base[4200] = "";
	enum hcc_status		 st = attempt_base(a, base, sizeof(base), r, e);

	if (st == HCC_OK && a->env != NULL && a->env->gpus > 0)
		st = gpu_take(a->env->gpu_root, a->env->gpu_only,
		    a->env->cache, (size_t)a->env->gpus, a->stop_fd, &gpus, e);
	add_binds(a, &gpus, &binds);
	add_vars(a, &gpus, &env);
	if (st == HCC_OK && is_project(a) && !a->sandbox)
		st = err_set(e, HCC_INPUT, "run '%s': a project needs the "
		    "sandbox, which keeps all but its 'edit' files as they "
		    "are", a->id);
	if (st == HCC_OK && shows_project(a))
		st = project_lay_out(a->t, a->code, dir, &binds, e);
	if (st == HCC_OK) {
		tell_environment(a, &gpus, r);
		a->progress->gpu = r->gpu;
		st = execute(a, dir, dirpath, *base == '\0' ? NULL : base,
		    &binds, &env, end, e);
	}
	r->read = opened_close(a->opened);
	if (shows_project(a))
		project_clear(a->t, a->command != NULL, dir);
	if (*base != '\0')
		(void)fs_remove(AT_FDCWD, base, NULL);
	gpu_release(&gpus);
	sandbox_binds_release(&binds);
	strvec_release(&env);
	return st;
}

/* Record its clock, or replay a recorded one. */
static enum hcc_status
replay_clock(const struct attempt *a, struct run *r, struct hcc_err *e)
{
	if (a->replay != NULL && *a->replay != '\0')
		return replay_put(a->replay, r, e);
	if (a->record != NULL && *a->record != '\0')
		return replay_keep(a->record, r, e);
	return HCC_OK;
}

void
attempt_init(struct attempt *a, const struct task *t, const struct limits *l,
    bool sandbox, int stop_fd)
{
	*a = (struct attempt){ .t = t, .seed = t->seed, .limits = *l,
	    .sandbox = sandbox, .stop_fd = stop_fd };
}

/* Who cancels a job signals all of its processes, the program perhaps first. */
static bool
killed_with_us(const struct attempt *a, const struct run_end *end)
{
	struct pollfd	 p = { .fd = a->stop_fd, .events = POLLIN };

	return a->job != NULL && end->limit == NULL && end->signal != 0 &&
	    poll(&p, 1, 1000) == 1;
}

enum hcc_status
attempt_run(const struct attempt *given, struct run *r, struct hcc_err *e)
{
	struct progress	 seen = { .id = given->id, .claimed = NAN,
			    .limit = given->limits.time };
	struct attempt	 own = *given;
	const struct attempt *a = &own;
	struct opened	 opened = OPENED_NONE;
	struct run_end	 end = { 0 };
	char		 rel[64], path[4200], live[80];
	enum hcc_status	 st;
	int		 dir = -1;

	/* A blend takes seconds: it runs here. */
	if (a->job == NULL && a->finished == NULL && a->others == NULL &&
	    a->env != NULL && a->env->slurm)
		return job_run(a, r, e);
	own.progress = &seen;
	own.opened = &opened;
	record_init(&run_record, r);
	snprintf(rel, sizeof(rel), "l1/%s", a->id);
	snprintf(path, sizeof(path), "%s/%s", a->t->path, rel);
	if ((st = attempt_lay_out(a, rel, &dir, r, e)) == HCC_OK)
		st = a->finished != NULL ? finished_copy(a->t, a->finished,
		    dir, &end, e) : start(a, dir, path, &end, r, e);
	attempt_live_path(a, live, sizeof(live));
	(void)unlinkat(a->t->dir, live, 0);
	if (st == HCC_OK && killed_with_us(a, &end))
		end.limit = "stopped";
	if (st == HCC_OK && end.limit != NULL &&
	    strcmp(end.limit, "stopped") == 0) {
		/* Whoever has the lock now removes what an orphan leaves. */
		if (!pool_orphaned(a->stop_fd)) {
			if (a->command == NULL)
				journal_beat(a->t, 0);
			fs_remove(a->t->dir, rel, NULL);
		}
		st = err_set(e, HCC_AGAIN, "run '%s': stopped", a->id);
	}
	if (st == HCC_OK)
		st = attempt_restore(a, dir, r, e);
	if (st == HCC_OK)
		attempt_outcome(a, dir, &end, r);
	if (st == HCC_OK && a->smoke && (r->cause == NULL ||
	    strcmp(r->cause->class, "timeout") == 0 ||
	    strcmp(r->cause->class, "no_metric") == 0)) {
		/* What it has left stays until the run. */
		close(dir);
		return HCC_OK;
	}
	if (st == HCC_OK) {
		if ((st = attempt_keep(a, dir, r, e)) == HCC_OK &&
		    (st = replay_clock(a, r, e)) == HCC_OK)
			st = attempt_publish(dir, r, e);
	}
	if (dir != -1)
		close(dir);
	return st;
}

enum hcc_status
attempt_warm(const struct attempt *a, const char *script, struct warm *w,
    struct hcc_err *e)
{
	const struct gpu_lease	 none = { .n = 0 };
	struct strvec		 vars = { NULL, 0, 0 }, env = { NULL, 0, 0 };
	const char		*program = a->t->language->argv[0];
	enum hcc_status		 st;

	*w = (struct warm)WARM_NONE;
	if (strcmp(a->t->language->name, "python") != 0 || !a->sandbox ||
	    (a->limits.memory > 0 && a->limits.memory < WARM_MEMORY) ||
	    (a->env != NULL && (a->env->gpus > 0 || a->env->network)))
		return HCC_OK;
	if (a->env != NULL && a->env->interpreter != NULL)
		program = a->env->interpreter;
	add_vars(a, &none, &vars);
	/* Outside, /tmp is everybody's: nothing is imported from there. */
	strvec_add(&vars, "HOME=/nonexistent");
	strvec_add(&vars, "TMPDIR=/nonexistent");
	strvec_add(&vars, "PYTHONPATH=");
	if ((st = sandbox_env(&env, vars.v, e)) == HCC_OK)
		st = warm_start(w, script, program, &env, e);
	strvec_release(&vars);
	strvec_release(&env);
	return st;
}

enum hcc_status
attempt_refused(const struct task *t, const char *id, const char *class,
    const char *message, struct run *r, struct hcc_err *e)
{
	char		 rel[64];
	enum hcc_status	 st;
	int		 dir;

	record_init(&run_record, r);
	record_set(&r->id, id);
	record_set(&r->status, "failed");
	r->seconds = 0;
	r->cause = attempt_cause(class, message, NULL);
	snprintf(rel, sizeof(rel), "l1/%s", id);
	if ((st = fs_mkdirs(t->dir, rel, e)) != HCC_OK)
		return st;
	if ((dir = fs_open_dir(t->dir, rel)) == -1)
		return err_errno(e, "open '%s/%s'", t->path, rel);
	st = attempt_publish(dir, r, e);
	close(dir);
	return st;
}
