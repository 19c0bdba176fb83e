/*
 * run.c: what only a caller in C can ask of run_exec: to be called back,
 * to be stopped, to be told why not. Without the sandbox, so that it runs
 * anywhere; sandbox.t has the rest.
 */
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/claim.h"
#include "run/resources.h"
#include "run/untrusted.h"
#include "run/run.h"
#include "run/sandbox.h"
#include "tap.h"

struct calls {
	int	 n;
	int	 last;
	double	 elapsed;
};

static bool
count(void *ctx, const struct run_use *use)
{
	struct calls	*c = ctx;

	c->elapsed = use->elapsed;
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

	OK("a program is run", run_exec(&s, &end, NULL) == HCC_OK);
	OK("a program is run again in its directory",
	    run_exec(&s, &end, NULL) == HCC_OK);
	OK("a run has the exit status of its program",
	    end.exit == 0 && end.signal == 0 && end.limit == NULL);
	OK("a run ends after its start",
	    end.end >= end.start && end.start > 1e9);
	OK("a second run appends to the log",
	    fs_read(dir, "log", 0, &b, NULL) == HCC_OK &&
	    strcmp(buf_str(&b), "one\none\n") == 0 && end.log_bytes == 8);
	OK("a run leaves no descriptor open", count_fds() == before);
	OK("a run leaves no child", waitpid(-1, NULL, WNOHANG) == -1);
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
	OK("tick is called while a program runs",
	    run_exec(&s, &end, NULL) == HCC_OK && c.n == 3);
	IS_STR("a tick can end a run as hopeless", "hopeless", end.limit);
	OK("a run that a tick ends gets SIGTERM",
	    end.signal == SIGTERM && end.exit == -1);
	OK("a tick gets the seconds since the start",
	    c.elapsed >= 0.15 && c.elapsed < 19);
	s.tick = NULL;
	if (pipe(p) == -1)
		return;
	s.stop_fd = p[0];
	close(p[1]);
	OK("a run with stop_fd ends", run_exec(&s, &end, NULL) == HCC_OK);
	IS_STR("stop_fd ends a run as stopped", "stopped", end.limit);
	close(p[0]);
}

/* What ends a run that takes too much. */
static void
test_limits(int dir, const char *path)
{
	static const char *const scripts[] = {
		"sleep 100", "while :; do :; done", "yes",
		"head -c 5000000 /dev/zero >f; exec sleep 100",
		"x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 100",
		"for i in $(seq 40); do sleep 100 & done; wait",
	};
	static const char *const limits[] = { "time", "cpu", "output",
	    "disk", "memory", "processes" };
	const char	*argv[] = { "sh", "-c", NULL, NULL };
	struct run_spec	 s = spec_of(dir, path, argv);
	struct run_end	 end;
	size_t		 i;

	s.output_bytes = 100000;
	s.disk_bytes = 2000000;
	s.memory_bytes = 30000000;
	s.processes = 30;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		argv[2] = scripts[i];
		s.wall_s = i == 0 ? 0.3 : 20;
		s.cpu_s = i == 1 ? 0.3 : 20;
		OK("a run that takes too much ends",
		    run_exec(&s, &end, NULL) == HCC_OK && end.signal > 0);
		IS_STR("the limit that it reached is known", limits[i],
		    end.limit);
		if (i == 1)
			OK("what it took is known too", end.cpu_s > 0.3 &&
			    end.peak_memory > 100000);
		OK("what it left is removed", unlinkat(dir, "log", 0) == 0 &&
		    (i != 3 || unlinkat(dir, "f", 0) == 0));
	}
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

	OK("a program that is absent is unavailable",
	    run_exec(&s, &end, &e) == HCC_UNAVAILABLE);
	IS_STR("the message names the absent program",
	    "start '/nosuch/program': No such file or directory",
	    e.text);
	OK("an absent program needs no message",
	    run_exec(&s, &end, NULL) == HCC_UNAVAILABLE);
	s.argv = yes;
	s.env = bad;
	OK("a malformed variable is refused",
	    run_exec(&s, &end, &e) == HCC_INPUT);
	s.env = NULL;
	s.input = "/nosuch";
	OK("an input that is absent is missing",
	    run_exec(&s, &end, &e) == HCC_MISSING);
	s.input = "/dev/null";
	OK("an input that is a file is refused",
	    run_exec(&s, &end, &e) == HCC_INPUT);
	s.input = path;
	OK("a directory input/ is made", mkdirat(dir, "input", 0755) == 0 &&
	    mkdirat(dir, "input/x", 0755) == 0);
	OK("a directory input/ that is not empty is refused",
	    run_exec(&s, &end, &e) != HCC_OK);
	OK("a directory input/ that is not empty is left alone",
	    fs_exists(dir, "input/x"));
	OK("the directory input/ is removed",
	    fs_remove(dir, "input", &e) == HCC_OK);
}

static void
test_record(void)
{
	struct run_end	 end = { .start = 1, .end = 2.5, .exit = -1,
			    .signal = 9, .limit = "memory", .cpu_s = 0.25,
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

	OK("an environment is built",
	    sandbox_env(&l, extra, NULL) == HCC_OK && l.n == 5);
	IS_STR("a variable replaces one of the same name", "HOME=/x", l.v[1]);
	IS_STR("the last of two variables counts", "A=2", l.v[4]);
	OK("an environment ends with NULL", l.v[5] == NULL);
	found = sandbox_find(&l, "sh");
	OK("a program is found on the PATH",
	    found != NULL && access(found, X_OK) == 0);
	free(found);
	OK("a program that is not on the PATH is not found",
	    sandbox_find(&l, "no-such-program") == NULL);
	strvec_release(&l);
}

/* Bytes of files in memory that this process holds. */
static double
held(void)
{
	struct resources	 u;

	resources_tree(&(struct resources_query){ .root = getpid(),
	    .files = true, .tmpfs = { -1, -1 } }, &u);
	return (double)u.held;
}

static void
test_held(void)
{
	double	 before = held();
	int	 a = memfd_create("a", 0), b = memfd_create("b", 0), c;

	if (posix_fallocate(a, 0, 1 << 20) != 0 ||
	    posix_fallocate(b, 0, 1 << 21) != 0)
		return;
	c = dup(a);
	IS_NUM("files in memory count by their bytes, each once",
	    (1 << 20) + (1 << 21), held() - before, 0);
	close(a);
	close(c);
	IS_NUM("a file that is closed counts no more", 1 << 21,
	    held() - before, 0);
	close(b);
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
	OK("the memory of this process is measured",
	    u.processes == 1 && u.memory > 100000);
	OK("a process without children is signalled without error",
	    resources_signal(getpid(), 1, -1, SIGTERM) == 0);
	OK("the bytes of a directory are measured",
	    fs_publish(dir, "f", deep, sizeof(deep), &e) == HCC_OK &&
	    untrusted_bytes(dir, UINT64_MAX) >= 4096 &&
	    untrusted_bytes(dir, UINT64_MAX) < 1 << 20);
	for (i = 0; i < 70; i++)
		strcat(deep, "/d");
	OK("a deep directory is made", fs_mkdirs(dir, deep, &e) == HCC_OK);
	OK("a directory that is too deep counts as too large",
	    untrusted_bytes(dir, 1 << 30) > 1 << 30);
}

/* The value that a log tells of val_bpb; NAN: none. */
static double
named(const char *log)
{
	struct claim	 c;

	return claim_find_named("val_bpb", log, strlen(log), &c) ? c.value :
	    NAN;
}

static void
test_named(void)
{
	static const char *const told[] = {
		"val_bpb: 1.5", "val_bpb=1.5", "val_bpb = 1.5\n",
		"step 9 | val_bpb: 1.5 | 3 s", "{\"val_bpb\": 1.5, \"n\": 2}",
		"final val_bpb 1.5", "**val_bpb**: 1.5", "val_bpb:\t1.5e0",
		"val_bpb: 9\nval_bpb = 1.5\nseconds: 3",
	};
	static const char *const untold[] = {
		"", "val_bpb", "val_bpb of 1.5", "val_bpb 1.5 is the best",
		"best_val_bpb: 1.5", "val_bpb_2: 1.5", "val_bpb: 0x1p3",
		"val_bpb: 1.5\nval_bpb: nan", "val_bpb: none",
		"val_bpb 12:30:01",
	};
	char	 name[100];
	size_t	 i;

	for (i = 0; i < sizeof(told) / sizeof(*told); i++) {
		snprintf(name, sizeof(name), "the metric is told in log %zu",
		    i + 1);
		IS_NUM(name, 1.5, named(told[i]), 1e-12);
	}
	for (i = 0; i < sizeof(untold) / sizeof(*untold); i++) {
		snprintf(name, sizeof(name), "no metric is told in log %zu",
		    i + 1);
		OK(name, isnan(named(untold[i])));
	}
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
	test_limits(dir, path);
	test_refuse(dir, path);
	test_record();
	test_env();
	test_usage(dir);
	test_held();
	test_named();
	close(dir);
	OK("the directory of the test is removed",
	    fs_remove(AT_FDCWD, path, &e) == HCC_OK);
	return tap_done();
}
