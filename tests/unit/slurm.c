/* slurm.c: jobs, by commands that are not Slurm's. */
#include <stdlib.h>
#include <sys/stat.h>

#include "run/slurm.h"
#include "with_task.h"

static void
command(const char *name, const char *script)
{
	char	 path[300], text[600];

	snprintf(path, sizeof(path), "slurm/%s", name);
	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", script);
	put(path, text);
	snprintf(path, sizeof(path), "%s/slurm/%s", tmp, name);
	chmod(path, 0755);
}

static const char *
state(const char *says)
{
	static const char *const names[] = { "silent", "unknown", "queued",
	    "cancelled", "timeout", "memory", "ended" };
	static char		 s[100];
	enum slurm_state	 is;
	char			 word[64];

	command("squeue", says);
	if (slurm_ask("j", &is, word, sizeof(word), &err) != HCC_OK)
		return err.text;
	snprintf(s, sizeof(s), "%s '%s'", names[is], word);
	return s;
}

static void
jobs(void)
{
	struct strvec	 options = { NULL, 0, 0 };
	struct buf	 script = BUF_INIT, said_by = BUF_INIT;
	struct slurm_job j = { .name = "j", .script = &script, .cores = 3,
			    .gpus = 2, .memory = 1 << 30, .seconds = 100,
			    .options = &options };
	char		 path[400];

	snprintf(path, sizeof(path), "%s/slurm:/usr/bin:/bin", tmp);
	setenv("PATH", path, 1);
	strvec_add(&options, "--more");
	buf_adds(&script, "echo");
	command("sbatch", "echo \"$@\" >${0%/*}/args; cat >>${0%/*}/args");
	OK("a job is submitted", slurm_submit(&j, &err) == HCC_OK);
	fs_read(t.dir, "slurm/args", 0, &said_by, NULL);
	IS_STR("a job is submitted with all that it needs", "--job-name=j "
	    "--parsable --export=NONE --chdir=/ --input=/dev/null "
	    "--output=/dev/null --requeue --nodes=1 --ntasks=1 "
	    "--cpus-per-task=3 --mem=1280M --time=4 --gres=gpu:2 --more\n"
	    "echo", buf_str(&said_by));
	j.memory = j.seconds = j.gpus = 0;
	slurm_submit(&j, &err);
	buf_reset(&said_by);
	fs_read(t.dir, "slurm/args", 0, &said_by, NULL);
	OK("what has no limit asks for none", strstr(buf_str(&said_by),
	    "--cpus-per-task=3 --more") != NULL);
	command("sbatch", "echo 'no such partition'; exit 1");
	command("squeue", "");
	OK("a job that is refused is told", slurm_submit(&j, &err) ==
	    HCC_UNAVAILABLE && strstr(err.text, "no such partition; see") !=
	    NULL);
	command("squeue", "exit 1");
	OK("a controller that is silent is asked again", slurm_submit(&j,
	    &err) == HCC_AGAIN);
	command("squeue", "echo 'RUNNING None'");
	OK("a job that came through is submitted", slurm_submit(&j, &err) ==
	    HCC_OK);
	IS_STR("a job may wait", "queued 'PENDING'",
	    state("echo 'PENDING Priority'"));
	IS_STR("a job may be unknown", "unknown ''", state(""));
	IS_STR("a controller may be silent", "silent ''", state("exit 1"));
	IS_STR("a job may be cancelled", "cancelled 'CANCELLED'",
	    state("echo CANCELLED x"));
	IS_STR("a job may be out of time", "timeout 'DEADLINE'",
	    state("echo DEADLINE"));
	IS_STR("a job may be out of memory", "memory 'OUT_OF_MEMORY'",
	    state("echo OUT_OF_MEMORY"));
	IS_STR("a node may fail", "ended 'NODE_FAIL'",
	    state("echo NODE_FAIL x; echo PENDING"));
	IS_STR("a job that is held has ended",
	    "ended 'PENDING launch failed requeued held'",
	    state("echo PENDING launch failed requeued held"));
	command("scancel", "test \"$*\" = --name=j");
	OK("a job is cancelled", slurm_cancel("j", &err) == HCC_OK);
	command("scancel", "echo no; exit 1");
	OK("a job that is not cancelled is told", slurm_cancel("j", &err) ==
	    HCC_AGAIN && strstr(err.text, "'j': no") != NULL);
	setenv("PATH", "/nosuch", 1);
	OK("commands that are absent are told", slurm_cancel("j", &err) ==
	    HCC_UNAVAILABLE && strstr(err.text, "run 'scancel': it is not on "
	    "PATH") != NULL);
	strvec_release(&options);
	buf_release(&script);
	buf_release(&said_by);
}

int
main(void)
{
	static void (*const tests[])(void) = { jobs };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
