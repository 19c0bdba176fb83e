/*
 * probe.c: run the probe in a directory of its own, which goes with it.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/scratch.h"
#include "run/gpu.h"
#include "run/probe.h"
#include "run/run.h"

#define PROBE_SECONDS	60	/* importing a large library takes a while */
#define PROBE_MEMORY	((uint64_t)4 << 30)
#define SAID_MAX	8192

/* The GPUs that a run would have just now; none where all are at work. */
static void
take_gpus(const struct environment *env, struct gpu_lease *l)
{
	int	 now = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (env->gpus > 0 && now != -1)
		(void)gpu_take(env->gpu_root, NULL, env->cache,
		    (size_t)env->gpus, now, l, NULL);
	if (now != -1)
		close(now);
}

static enum hcc_status
look(const struct environment *env, const char *share, const char *dirpath,
    struct buf *said, struct hcc_err *e)
{
	char			 dir[4200];
	const char		*argv[] = { "python3", "-I",
				    "/hcc/python/python.py", NULL };
	struct sandbox_binds	 binds = { NULL, 0, 0 };
	struct strvec		 vars = { NULL, 0, 0 };
	struct gpu_lease	 gpus = { .n = 0 };
	struct run_spec		 s = RUN_SPEC_INIT;
	struct run_end		 end;
	enum hcc_status		 st = HCC_OK;
	size_t			 i;

	snprintf(dir, sizeof(dir), "%s/probe", share);
	take_gpus(env, &gpus);
	for (i = 0; i < env->binds.n; i++)
		sandbox_bind(&binds, env->binds.v[i].from,
		    env->binds.v[i].to, false);
	for (i = 0; i < env->vars.n; i++)
		strvec_add(&vars, env->vars.v[i]);
	gpu_binds(&gpus, env->gpu_root, &binds);
	if (gpus.n > 0)
		gpu_env(&gpus, true, &vars);
	s.dirpath = dirpath;
	s.dir = fs_open_dir(AT_FDCWD, dirpath);
	s.argv = argv;
	s.python = dir;
	s.binds = &binds;
	s.network = env->network;
	s.reserves = true;
	s.env = vars.v;
	s.wall_s = PROBE_SECONDS;
	s.memory_bytes = PROBE_MEMORY;
	s.output_bytes = SAID_MAX;
	if (s.dir == -1)
		st = err_errno(e, "prepare the probe");
	else if ((st = run_exec(&s, &end, e)) == HCC_OK && end.exit == 0)
		st = fs_read_nofollow(s.dir, "log", SAID_MAX, said, e);
	if (s.dir != -1)
		close(s.dir);
	gpu_release(&gpus);
	sandbox_binds_release(&binds);
	strvec_release(&vars);
	return st;
}

static void
tell_gpus(const struct environment *env, struct buf *out)
{
	struct gpu	*v;
	char		 size[40];
	size_t		 i, n = gpu_find(env->gpu_root, &v);

	buf_adds(out, env->gpus == 0 ? "\nA program has no GPU.\n" : "");
	for (i = 0; env->gpus > 0 && i < n; i++) {
		if (i == 0)
			buf_addf(out, "\nA program has %d of these GPUs, to "
			    "itself:\n", env->gpus);
		buf_addf(out, "- %s", v[i].name);
		if (v[i].model[0] != '\0')
			buf_addf(out, ", %s", v[i].model);
		if (isfinite(v[i].total)) {
			snprintf(size, sizeof(size), "%.0f GB",
			    v[i].total / 1e9);
			buf_addf(out, ", %s of memory", size);
		}
		buf_addc(out, '\n');
	}
	free(v);
}

enum hcc_status
probe_run(const struct environment *env, const char *share, struct buf *out,
    struct hcc_err *e)
{
	struct scratch	 s;
	struct buf	 said = BUF_INIT;
	enum hcc_status	 st;

	if ((st = scratch_make(&s, "/tmp", "probe", e)) != HCC_OK)
		return st;
	st = look(env, share, s.path, &said, e);
	scratch_remove(&s);
	if (st == HCC_OK) {
		buf_adds(out, buf_str(&said));
		if (env->interpreters.len > 0)
			buf_addf(out, "\nInterpreters: %s.\n",
			    buf_str(&env->interpreters));
		tell_gpus(env, out);
		buf_adds(out, env->network ? "\nThe network is there.\n" :
		    "\nThere is no network.\n");
	}
	buf_release(&said);
	return st;
}
