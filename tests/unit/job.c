/*
 * job.c: an attempt as a job of Slurm, whose commands are not there: what is
 * submitted, and what comes of it. slurm.t has real ones.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "put.h"
#include "run/attempt.h"
#include "run/environment.h"
#include "run/job.h"
#include "tap.h"

#define ID	"01/1.1/1"
#define DIR	"job/01-1.1-1"

static struct hcc_err	 err;
static struct task	 t;

static void
command(const char *name, const char *script)
{
	char	 path[300], text[900];

	snprintf(path, sizeof(path), "slurm/%s", name);
	snprintf(text, sizeof(text), "#!/bin/sh\ncd %s\n%s\n", tmp, script);
	put(path, text);
	snprintf(path, sizeof(path), "%s/slurm/%s", tmp, name);
	(void)chmod(path, 0755);
}

static const char *
content(const char *path)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(t.dir, path, 0, &b, NULL) == HCC_OK ? buf_str(&b) : "?";
}

/* What comes of a job whose submission does this. */
static enum hcc_status
job(const char *sbatch, int stop_fd, struct run *r)
{
	static const struct limits	 limits = { .time = 59, .grace = 2,
	    .cores = 2 };
	struct environment		 env;
	const char			*files[] = { "/etc/passwd", NULL };
	struct attempt			 a;
	enum hcc_status			 st;

	memset(&env, 0, sizeof(env));
	env.job_start = "exec hcc-exec -x";
	err = (struct hcc_err)HCC_ERR_INIT;
	attempt_init(&a, &t, &limits, false, stop_fd);
	a.id = ID;
	a.code = "echo 1";
	a.env = &env;
	a.files = files;
	command("sbatch", sbatch);
	st = job_run(&a, r, &err);
	return st;
}

static void
ends(void)
{
	struct run	 r;

	command("squeue", "echo RUNNING");
	OK("a job that ends gives its run", job("cat >script; echo \"$@\" "
	    ">args; cp " DIR "/files/passwd copied; mkdir -p l1/" ID "; "
	    "echo '{\"id\":\"" ID "\",\"status\":\"ok\",\"claimed\":0.5}' "
	    ">l1/" ID "/run.json; echo '{\"status\":0}' >" DIR "/end.json",
	    -1, &r) == HCC_OK && r.claimed == 0.5);
	run_free(&r);
	OK("its script starts the attempt, and says all else apart",
	    strstr(content("script"), "#!/bin/sh\nexec >>") != NULL &&
	    strstr(content("script"), "/" DIR "/out' 2>&1 </dev/null\n"
	    "exec hcc-exec -x -J '01-1.1-1' -- '") != NULL);
	OK("it has the time of its limit and its grace",
	    strstr(content("args"), "--cpus-per-task=2 ") != NULL &&
	    strstr(content("args"), "--time=4") != NULL);
	OK("its name is its own", strstr(content("args"),
	    "--job-name=hcc-") != NULL && strstr(content("args"),
	    "-01-1.1-1 ") != NULL);
	OK("it has a copy of the files", strstr(content("copied"), "root:") !=
	    NULL);
	OK("nothing is left of it", !job_pending(&t, ID) &&
	    !fs_exists(t.dir, DIR));
	OK("what went wrong on the node is told", job("mkdir -p l1/" ID "; "
	    "echo '{\"status\":65,\"host\":\"n1\",\"message\":\"bad\"}' >" DIR
	    "/end.json", -1, &r) == HCC_INPUT && strcmp(err.text,
	    "run '" ID "' on host 'n1': bad") == 0);
	OK("then there is no attempt", !fs_exists(t.dir, "l1/" ID) &&
	    !fs_exists(t.dir, DIR));
	OK("an end without a run is an error of ours", job("echo '{}' >" DIR
	    "/end.json", -1, &r) == HCC_INTERNAL && strstr(err.text,
	    "ended without a run.json") != NULL);
	command("squeue", "");
	OK("a job that is refused is told", job("echo 'no partition'; exit 1",
	    -1, &r) == HCC_UNAVAILABLE && strstr(err.text, "no partition") !=
	    NULL);
}

static void
stops(void)
{
	struct run	 r;
	int		 p[2];

	if (pipe(p) == -1 || write(p[1], "", 1) != 1)
		return;
	command("scancel", "echo \"$@\" >cancelled");
	command("squeue", "");
	OK("who is stopped cancels the job",
	    job("mkdir -p l1/" ID, p[0], &r) == HCC_AGAIN &&
	    strcmp(err.text, "run '" ID "': stopped") == 0 &&
	    strstr(content("cancelled"), "--name=hcc-") != NULL);
	OK("nothing is left of the attempt", !fs_exists(t.dir, "l1/" ID) &&
	    !job_pending(&t, ID));
	command("scancel", "exit 1");
	OK("one that cannot be cancelled is waited for by the next",
	    job(":", p[0], &r) == HCC_AGAIN && job_pending(&t, ID));
	close(p[0]);
	close(p[1]);
	fs_remove(t.dir, "job", &err);
	if (pipe(p) == -1)
		return;
	close(p[1]);
	(void)unlinkat(t.dir, "cancelled", 0);
	command("scancel", "echo \"$@\" >cancelled");
	OK("when the caller is gone the job goes on",
	    job(":", p[0], &r) == HCC_AGAIN && strstr(err.text,
	    "goes on") != NULL && job_pending(&t, ID) &&
	    !fs_exists(t.dir, "cancelled"));
	close(p[0]);
}

int
main(void)
{
	char	 path[400];

	alarm(120);
	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nmetric: auc\nlanguage: shell\n---\nText.\n");
	if (task_open(&t, tmp, "s1", &err) != HCC_OK)
		return 1;
	snprintf(path, sizeof(path), "%s/slurm:/usr/bin:/bin", tmp);
	setenv("PATH", path, 1);
	ends();
	stops();
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
