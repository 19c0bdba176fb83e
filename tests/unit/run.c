/*
 * run.c: what only a caller in C can ask of run_exec: to be called back,
 * to be stopped, to be told why not. Without the sandbox, so that it runs
 * anywhere; sandbox.t has the rest.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/resources.h"
#include "run/run.h"
#include "run/sandbox.h"
#include "tap.h"

struct calls {
	int	 n;
	int	 last;
	double	 elapsed;
};

static bool
count(void *ctx, double elapsed, double cpu)
{
	struct calls	*c = ctx;

	(void)cpu;
	c->elapsed = elapsed;
	return ++c->n < c->last;
}

static struct run_spec
spec_of(int dir, const char *path, const char *const *argv)
{
	struct run_spec	 s = RUN_SPEC_INIT;

	s.dir = dir;
	s.dirpath = path;
	s.argv = argv;
	s.sandbox = false;
	s.wall_s = 20;
	s.grace_s = 1;
	return s;
}

static int
count_fds(void)
{
	DIR	*dp = opendir("/proc/self/fd");
	int	 n = 0;

	while (dp != NULL && readdir(dp) != NULL)
		n++;
	if (dp != NULL)
		closedir(dp);
	return n;
}

static void
test_end(int dir, const char *path)
{
	static const char *const argv[] = { "sh", "-c", "echo one", NULL };
	struct run_spec		 s = spec_of(dir, path, argv);
	struct run_end		 end;
	struct buf		 b = BUF_INIT;
	int			 before = count_fds();

	OK("runs", run_exec(&s, &end, NULL) == HCC_OK);
	OK("runs again", run_exec(&s, &end, NULL) == HCC_OK);
	OK("exit 0", end.exit == 0 && end.signal == 0 && end.limit == NULL);
	OK("end after start", end.end >= end.start && end.start > 1e9);
	OK("log is appended to", fs_read(dir, "log", 0, &b, NULL) == HCC_OK &&
	    strcmp(buf_str(&b), "one\none\n") == 0 && end.log_bytes == 8);
	OK("no descriptor is lost", count_fds() == before);
	OK("no child is left", waitpid(-1, NULL, WNOHANG) == -1);
	buf_release(&b);
}

static void
test_stop(int dir, const char *path)
{
	static const char *const argv[] = { "sleep", "100", NULL };
	struct run_spec		 s = spec_of(dir, path, argv);
	struct calls		 c = { 0, 3, 0 };
	struct run_end		 end;
	int			 p[2];

	s.tick = count;
	s.ctx = &c;
	s.tick_s = 0.05;
	OK("ticks", run_exec(&s, &end, NULL) == HCC_OK && c.n == 3);
	IS_STR("tick can stop", "hopeless", end.limit);
	OK("by SIGTERM", end.signal == SIGTERM && end.exit == -1);
	OK("elapsed is told", c.elapsed >= 0.15 && c.elapsed < 19);
	s.tick = NULL;
	if (pipe(p) == -1)
		return;
	s.stop_fd = p[0];
	close(p[1]);
	OK("stop_fd", run_exec(&s, &end, NULL) == HCC_OK);
	IS_STR("stop_fd stops", "stopped", end.limit);
	close(p[0]);
}

static void
test_refuse(int dir, const char *path)
{
	static const char *const none[] = { "/nosuch/program", NULL };
	static const char *const yes[] = { "true", NULL };
	char			*bad[] = { (char[]){ "A B=c" }, NULL };
	struct run_spec		 s = spec_of(dir, path, none);
	struct hcc_err		 e = HCC_ERR_INIT;
	struct run_end		 end;

	OK("no program", run_exec(&s, &end, &e) == HCC_UNAVAILABLE);
	IS_STR("is said", "start '/nosuch/program': No such file or directory",
	    e.text);
	OK("no message wanted", run_exec(&s, &end, NULL) == HCC_UNAVAILABLE);
	s.argv = yes;
	s.env = bad;
	OK("bad environment", run_exec(&s, &end, &e) == HCC_INPUT);
	s.env = NULL;
	s.input = "/nosuch";
	OK("no input", run_exec(&s, &end, &e) == HCC_MISSING);
	s.input = "/dev/null";
	OK("input is no directory", run_exec(&s, &end, &e) == HCC_INPUT);
	s.input = path;
	OK("mkdir", mkdirat(dir, "input", 0755) == 0 &&
	    mkdirat(dir, "input/x", 0755) == 0);
	OK("something in the way", run_exec(&s, &end, &e) != HCC_OK);
	OK("is left alone", fs_exists(dir, "input/x"));
	OK("cleaned", fs_remove(dir, "input", &e) == HCC_OK);
}

static void
test_record(void)
{
	struct run_end	 end = { .start = 1, .end = 2.5, .exit = -1, .signal = 9,
			    .limit = "memory", .cpu_s = 0.25,
			    .peak_memory = 1024, .log_bytes = 7 };
	struct run	 r;
	jv		 o;

	record_init(&run_record, &r);
	run_end_put(&end, &r);
	o = record_json(&run_record, &r);
	OK("a run that a signal ended has no exit status in its record",
	    jv_get_kind(json_at(o, "exit")) == JV_KIND_NULL);
	IS_NUM("the record has the signal", 9, json_num(o, "signal", 0), 0);
	IS_STR("the record has the limit that was hit", "memory",
	    json_str(o, "limit", ""));
	IS_NUM("the record has the wall time", 1.5, json_num(o, "seconds", 0),
	    0);
	jv_free(o);
	run_free(&r);
}

static void
test_env(void)
{
	char		*extra[] = { (char[]){ "A=1" }, (char[]){ "HOME=/x" },
			    (char[]){ "A=2" }, NULL };
	struct strvec	 l;
	char		*found;

	OK("environment", sandbox_env(&l, extra, NULL) == HCC_OK && l.n == 5);
	IS_STR("replaces", "HOME=/x", l.v[1]);
	IS_STR("the last wins", "A=2", l.v[4]);
	OK("ends", l.v[5] == NULL);
	found = sandbox_find(&l, "sh");
	OK("finds a program", found != NULL && access(found, X_OK) == 0);
	free(found);
	OK("or not", sandbox_find(&l, "no-such-program") == NULL);
	strvec_release(&l);
}

static void
test_usage(int dir)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct resources	 u;
	char		 deep[256] = "d";
	int		 i;

	resources_tree(&(struct resources_query){ .root = getpid(),
	    .tmpfs = { -1, -1 } }, &u);
	OK("this process", u.processes == 1 && u.memory > 100000);
	OK("children can be none", resources_signal(getpid(), 1, -1, SIGTERM) == 0);
	OK("disk", fs_publish(dir, "f", deep, sizeof(deep), &e) == HCC_OK &&
	    resources_disk(dir, UINT64_MAX) >= 4096 &&
	    resources_disk(dir, UINT64_MAX) < 1 << 20);
	for (i = 0; i < 70; i++)
		strcat(deep, "/d");
	OK("deep", fs_mkdirs(dir, deep, &e) == HCC_OK);
	OK("nested too deep", resources_disk(dir, 1 << 30) > 1 << 30);
}

int
main(void)
{
	char		 path[] = "/tmp/hcc-unit-run.XXXXXX";
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 dir;

	if (mkdtemp(path) == NULL ||
	    (dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return 1;
	test_end(dir, path);
	test_stop(dir, path);
	test_refuse(dir, path);
	test_record();
	test_env();
	test_usage(dir);
	close(dir);
	OK("removed", fs_remove(AT_FDCWD, path, &e) == HCC_OK);
	return tap_done();
}
