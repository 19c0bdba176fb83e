/*
 * environment.c: settings to paths, devices and variables.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "lua/config.h"
#include "run/environment_internal.h"
#include "run/gpu.h"

static const char *const networks[] = { "none", "host", NULL };
static const char *const runners[] = { "local", "slurm", NULL };
static const struct knob rows[] = {
	{ .name = "python", .type = KNOB_STRING },
	{ .name = "r", .type = KNOB_STRING },
	{ .name = "julia", .type = KNOB_STRING },
	{ .name = "shell", .type = KNOB_STRING },
	{ .name = "bind", .type = KNOB_LIST },
	{ .name = "gpu", .type = KNOB_STRING },
	{ .name = "env", .type = KNOB_TABLE },
	{ .name = "network", .type = KNOB_STRING, .words = networks },
	{ .name = "runner", .type = KNOB_STRING, .words = runners },
	{ .name = "slurm", .type = KNOB_LIST },
	{ .name = NULL }
};

/* Is `path` the directory `dir`, or inside of it? */
static bool
within(const char *path, const char *dir)
{
	size_t	 n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (n == 1 && dir[0] == '/')
		return true;
	return strncmp(path, dir, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/');
}

/* What every program sees, or must not be replaced. */
static bool
is_system(const char *path)
{
	static const char *const dirs[] = { "/usr", "/bin", "/sbin", "/lib",
	    "/lib32", "/lib64", "/libx32", "/etc/alternatives" };
	size_t	 i;

	for (i = 0; i < sizeof(dirs) / sizeof(*dirs); i++)
		if (within(path, dirs[i]))
			return true;
	return false;
}

bool
environment_shows(const struct environment *env, const char *path)
{
	size_t	 i;

	for (i = 0; i < env->binds.n; i++)
		if (!env->binds.v[i].device &&
		    within(path, env->binds.v[i].to))
			return true;
	return false;
}

/* One path at its own place. What would show sealed labels or a whole home is
 * refused. */
static enum hcc_status
bind_one(const struct opening *o, const char *path, const char *why)
{
	if (is_system(path) || environment_shows(o->env, path))
		return HCC_OK;
	if (within(path, "/proc") || within(path, "/dev"))
		return err_set(o->e, HCC_INPUT, "bind '%s' (%s): programs have "
		    "a /proc and a /dev of their own; devices are opened by "
		    "'gpu'", path, why);
	if (within(o->taskdir, path) || within(path, o->taskdir))
		return err_set(o->e, HCC_INPUT, "bind '%s' (%s): the task "
		    "is there, and no program may see its sealed labels; "
		    "keep the two apart", path, why);
	if (o->at->home != NULL && within(o->at->home, path))
		return err_set(o->e, HCC_INPUT, "bind '%s' (%s): programs "
		    "could read all of the home directory, with its keys; "
		    "name what they need of it", path, why);
	sandbox_bind(&o->env->binds, path, path, false);
	return HCC_OK;
}

enum hcc_status
environment_bind(const struct opening *o, const char *path, const char *why)
{
	char		 real[PATH_MAX];
	enum hcc_status	 st;

	if (realpath(path, real) == NULL)
		return err_set(o->e, errno == ENOENT ? HCC_MISSING :
		    HCC_PERMISSION, "bind '%s' (%s): %s", path, why,
		    strerror(errno));
	if ((st = bind_one(o, path, why)) != HCC_OK ||
	    strcmp(path, real) == 0)
		return st;
	return bind_one(o, real, why);
}

/* Without its "..": a path that leads up out of the task begins with the task,
 * which a program does not see under that name. The last name stays: it may be
 * a link that means something (of a virtual environment). */
static void
resolve_up(char path[PATH_MAX])
{
	char	 real[PATH_MAX], *last = strrchr(path, '/');
	size_t	 n = strlen(last), k;

	if (strcmp(last, "/..") == 0)
		n = 0;
	else if (strstr(path, "/../") == NULL)
		return;
	k = strlen(path) - n;
	path[k] = '\0';
	if (realpath(path, real) != NULL && strlen(real) + n < PATH_MAX) {
		path[k] = n > 0 ? '/' : '\0';
		memmove(path + strlen(real), path + k, n + 1);
		memcpy(path, real, strlen(real));
	} else
		path[k] = n > 0 ? '/' : '\0';
}

enum hcc_status
environment_path(const struct opening *o, const char *s, char out[PATH_MAX])
{
	int	 n;

	if (s[0] == '~' && (s[1] == '/' || s[1] == '\0')) {
		if (o->at->home == NULL)
			return err_set(o->e, HCC_INPUT, "find '%s': HOME is "
			    "not set", s);
		n = snprintf(out, PATH_MAX, "%s%s", o->at->home, s + 1);
	} else if (s[0] == '/')
		n = snprintf(out, PATH_MAX, "%s", s);
	else
		n = snprintf(out, PATH_MAX, "%s/%s", o->taskdir, s);
	for (; n > 1 && n < PATH_MAX && out[n - 1] == '/'; n--)
		out[n - 1] = '\0';
	if (n >= PATH_MAX)
		return err_set(o->e, HCC_INPUT, "find '%.60s..': the path is "
		    "too long", s);
	resolve_up(out);
	return HCC_OK;
}

static enum hcc_status
read_binds(const struct opening *o, jv list)
{
	char		 path[PATH_MAX];
	enum hcc_status	 st = HCC_OK;
	int		 i;
	jv		 one;

	for (i = 0; st == HCC_OK && json_item(list, i, &one); i++)
		if ((st = environment_path(o, jv_string_value(one),
		    path)) == HCC_OK)
			st = environment_bind(o, path, "asked for");
	return st;
}

static enum hcc_status
set_variable(const struct opening *o, const char *name, jv v)
{
	struct buf	 b = BUF_INIT;
	const char	*s;
	bool		 good = isalpha((unsigned char)*name) || *name == '_';

	for (s = name; *s != '\0'; s++)
		good = good && text_word_char(*s);
	if (!good)
		return err_set(o->e, HCC_INPUT, "set the environment: '%.60s' "
		    "is no name of a variable", name);
	buf_addf(&b, "%s=", name);
	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_adds(&b, jv_string_value(v));
	else if (jv_get_kind(v) == JV_KIND_NUMBER)
		buf_addf(&b, "%.17g", jv_number_value(v));
	else if (jv_get_kind(v) != JV_KIND_TRUE &&
	    jv_get_kind(v) != JV_KIND_FALSE)
		good = false;
	else
		buf_adds(&b, jv_get_kind(v) == JV_KIND_TRUE ? "true" : "false");
	if (good)
		strvec_add(&o->env->vars, buf_str(&b));
	else
		err_set(o->e, HCC_INPUT, "set the environment: the value of "
		    "'%s' is no text", name);
	buf_release(&b);
	return good ? HCC_OK : HCC_INPUT;
}

static enum hcc_status
read_variables(const struct opening *o, jv vars)
{
	enum hcc_status	 st = HCC_OK;
	int		 it;
	jv		 name, v;

	if (jv_get_kind(vars) != JV_KIND_OBJECT)
		return HCC_OK;
	for (it = jv_object_iter(vars); st == HCC_OK &&
	    jv_object_iter_valid(vars, it);
	    it = jv_object_iter_next(vars, it)) {
		name = jv_object_iter_key(vars, it);
		v = jv_object_iter_value(vars, it);
		st = set_variable(o, jv_string_value(name), v);
		jv_free(name);
		jv_free(v);
	}
	return st;
}

static enum hcc_status
read_gpu(const struct opening *o, const char *s)
{
	struct gpu	*list;
	size_t		 n;
	char		*end;
	long		 want;

	if (strcmp(s, "none") == 0)
		return HCC_OK;
	if (o->env->slurm && strcmp(s, "auto") == 0)
		return err_set(o->e, HCC_INPUT, "read the environment: with "
		    "'runner: slurm' gpu must be none or a number, since only "
		    "the job's node knows what it has");
	n = gpu_find(o->env->gpu_root, &list);
	if (strcmp(s, "auto") == 0) {
		n = gpu_auto(list, n);
		o->env->gpus = n > 0;
		o->env->gpus_here = (int)n;
		free(list);
		return HCC_OK;
	}
	free(list);
	o->env->gpus_here = o->env->slurm ? 0 : (int)n;
	errno = 0;
	want = strtol(s, &end, 10);
	if (*s == '\0' || *end != '\0' || want < 0 || want > GPU_MAX)
		return err_set(o->e, HCC_INPUT, "read the environment: gpu "
		    "'%.40s' is none of auto, none and a number up to %d", s,
		    GPU_MAX);
	if ((size_t)want > n && !o->env->slurm)
		return err_set(o->e, HCC_UNAVAILABLE, "read the environment: "
		    "gpu %ld, but this machine has %zu; 'gpu: auto' takes one "
		    "where there is one", want, n);
	o->env->gpus = (int)want;
	return HCC_OK;
}

/* The task's members over those of config.lua, checked. */
static enum hcc_status
merge(const struct opening *o, jv settings, jv *all)
{
	jv		 v = jv_copy(settings), gpu;
	enum hcc_status	 st;

	*all = jv_invalid();
	gpu = json_at(v, "gpu");
	if (jv_get_kind(gpu) == JV_KIND_NUMBER)
		v = json_put(v, "gpu", jv_dump_string(jv_copy(gpu), 0));
	if (jv_get_kind(v) != JV_KIND_OBJECT &&
	    jv_get_kind(v) != JV_KIND_NULL) {
		jv_free(v);
		return err_set(o->e, HCC_INPUT, "read 'task.md': environment "
		    "must be a map, such as {python: ~/venv/bin/python}");
	}
	st = knob_check(rows, "task.md", "environment.", NULL, &v, o->e);
	if (st != HCC_OK)
		o->e->status = st = HCC_INPUT;	/* it is no configuration */
	else if ((st = config_section(o->at, "environment", rows, all,
	    o->e)) == HCC_OK)
		*all = jv_object_merge(*all, jv_copy(v));
	jv_free(v);
	return st;
}

static enum hcc_status
read_runner(const struct opening *o, jv all)
{
	jv	 one;
	int	 i;

	o->env->slurm = strcmp(json_str(all, "runner", "local"), "slurm") == 0;
	for (i = 0; json_item(json_at(all, "slurm"), i, &one); i++) {
		if (jv_string_value(one)[0] != '-')
			return err_set(o->e, HCC_INPUT, "read the environment: "
			    "slurm '%.60s' is no option of sbatch, such as "
			    "--partition=gpu", jv_string_value(one));
		strvec_add(&o->env->slurm_options, jv_string_value(one));
	}
	return HCC_OK;
}

enum hcc_status
environment_open(struct environment *env, jv settings, const char *taskdir,
    const struct language *l, const struct places *at, struct hcc_err *e)
{
	const struct opening	 o = { env, taskdir, at, e };
	enum hcc_status		 st;
	jv			 all;

	*env = (struct environment){ .gpu_root = at->gpu_root,
	    .cache = at->cache };
	if ((st = merge(&o, settings, &all)) == HCC_OK &&
	    (st = environment_interpreters(&o, all, l)) == HCC_OK &&
	    (st = read_binds(&o, json_at(all, "bind"))) == HCC_OK &&
	    (st = read_variables(&o, json_at(all, "env"))) == HCC_OK &&
	    (st = read_runner(&o, all)) == HCC_OK)
		st = read_gpu(&o, json_str(all, "gpu", "none"));
	if (st == HCC_OK)
		env->network = strcmp(json_str(all, "network", "none"),
		    "host") == 0;
	jv_free(all);
	return st;
}

int
environment_lanes(const struct environment *env, int lanes)
{
	int	 n = env->gpus > 0 ? env->gpus_here / env->gpus : lanes;

	return n < lanes && n > 0 ? n : lanes;
}

void
environment_free(struct environment *env)
{
	free(env->interpreter);
	buf_release(&env->interpreters);
	buf_release(&env->path);
	sandbox_binds_release(&env->binds);
	strvec_release(&env->vars);
	strvec_release(&env->slurm_options);
	*env = (struct environment){ NULL };
}
