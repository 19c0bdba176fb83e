/*
 * slurm.c: sbatch, squeue and scancel.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/subprocess.h"
#include "run/slurm.h"

#define ANSWER_MAX	65536
#define ANSWER_S	60
#define OWN_MEMORY	((uint64_t)256 << 20)	/* of hcc, the sandbox */
#define SPARE		120	/* seconds to lay out and to measure */

/* A command through the shell, which looks it up and joins what it says. */
static enum hcc_status
run(struct strvec *argv, const struct buf *in, struct buf *out, int *status,
    struct hcc_err *e)
{
	static const struct buf	 nothing = BUF_INIT;
	struct subprocess	 job = {
				    .argv = (const char *const *)argv->v,
				    .in = in == NULL ? &nothing : in,
				    .max = ANSWER_MAX, .stop_fd = -1,
				    .deadline = clock_steady() + ANSWER_S };
	enum hcc_status		 st;

	st = subprocess_run(&job, out, status, e);
	if (st == HCC_AGAIN)		/* no answer in time is none */
		*status = 1;
	else if (st != HCC_OK)
		return st;
	while (out->len > 0 && out->p[out->len - 1] == '\n')
		out->p[--out->len] = '\0';
	return *status != 127 ? HCC_OK : err_set(e, HCC_UNAVAILABLE, "run "
	    "'%s': it is not on PATH; 'runner: slurm' needs the commands of "
	    "Slurm", argv->v[4]);
}

static void
begin(struct strvec *v, const char *command)
{
	static const char *const words[] = { "/bin/sh", "-c",
	    "exec \"$@\" 2>&1", "sh" };
	size_t	 i;

	*v = (struct strvec){ NULL, 0, 0 };
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		strvec_add(v, words[i]);
	strvec_add(v, command);
}

/* The environment of the caller has keys: the script sets what a job needs. */
static void
submission(const struct slurm_job *j, struct strvec *v)
{
	size_t	 i;

	begin(v, "sbatch");
	strvec_addf(v, "--job-name=%s", j->name);
	strvec_add(v, "--parsable");
	strvec_add(v, "--export=NONE");
	strvec_add(v, "--chdir=/");
	strvec_add(v, "--input=/dev/null");
	strvec_add(v, "--output=/dev/null");
	strvec_add(v, "--requeue");
	strvec_add(v, "--nodes=1");
	strvec_add(v, "--ntasks=1");
	strvec_addf(v, "--cpus-per-task=%d", j->cores);
	if (j->memory > 0)
		strvec_addf(v, "--mem=%lluM", (unsigned long long)((j->memory +
		    OWN_MEMORY) >> 20));
	if (j->seconds > 0 && j->seconds < 1e9)
		strvec_addf(v, "--time=%.0f", ceil((j->seconds + SPARE) / 60));
	if (j->gpus > 0)
		strvec_addf(v, "--gres=gpu:%d", j->gpus);
	for (i = 0; i < j->options->n; i++)
		strvec_add(v, j->options->v[i]);
}

enum hcc_status
slurm_submit(const struct slurm_job *j, struct hcc_err *e)
{
	struct strvec		 v;
	struct buf		 out = BUF_INIT;
	struct hcc_err		 other = HCC_ERR_INIT;
	enum slurm_state	 now;
	char			 word[64];
	int			 status = 0;
	enum hcc_status		 st;

	submission(j, &v);
	st = run(&v, j->script, &out, &status, e);
	/* It may have come through although the answer did not. */
	if (st == HCC_OK && status != 0 &&
	    (st = slurm_ask(j->name, &now, word, sizeof(word), &other)) ==
	    HCC_OK && now == SLURM_SILENT)
		st = err_set(e, HCC_AGAIN, "submit the job '%s': %s", j->name,
		    buf_str(&out));
	else if (st == HCC_OK && status != 0 && now == SLURM_UNKNOWN)
		st = err_set(e, HCC_UNAVAILABLE, "submit the job '%s': %s; see "
		    "'environment' of task.md and cores and memory of "
		    "policy/exec.lua", j->name, buf_str(&out));
	strvec_release(&v);
	buf_release(&out);
	return st;
}

/* `word`, and the reason why it waits behind a blank. */
static enum slurm_state
state_of(char *word)
{
	static const struct {
		const char		*word;
		enum slurm_state	 state;
	} ends[] = {
		{ "CANCELLED", SLURM_CANCELLED },
		{ "TIMEOUT", SLURM_TIMEOUT }, { "DEADLINE", SLURM_TIMEOUT },
		{ "OUT_OF_MEMORY", SLURM_MEMORY },
		{ "COMPLETED", SLURM_ENDED }, { "FAILED", SLURM_ENDED },
		{ "NODE_FAIL", SLURM_ENDED }, { "BOOT_FAIL", SLURM_ENDED },
		{ "PREEMPTED", SLURM_ENDED }, { "REVOKED", SLURM_ENDED },
	};
	size_t	 i;

	if (*word == '\0')
		return SLURM_UNKNOWN;
	/* What a node could not start is held until an operator looks. */
	if (strncmp(word, "PENDING launch", 14) == 0)
		return SLURM_ENDED;
	word[strcspn(word, " ")] = '\0';
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (strcmp(word, ends[i].word) == 0)
			return ends[i].state;
	return SLURM_QUEUED;
}

enum hcc_status
slurm_ask(const char *name, enum slurm_state *state, char *word, size_t n,
    struct hcc_err *e)
{
	struct strvec	 v;
	struct buf	 out = BUF_INIT;
	int		 status = 0;
	enum hcc_status	 st;

	begin(&v, "squeue");
	strvec_add(&v, "--noheader");
	strvec_add(&v, "--states=all");
	strvec_addf(&v, "--format=%%T %%r");
	strvec_addf(&v, "--name=%s", name);
	st = run(&v, NULL, &out, &status, e);
	snprintf(word, n, "%s", status == 0 ? buf_str(&out) : "");
	word[strcspn(word, "\n")] = '\0';
	*state = status != 0 ? SLURM_SILENT : state_of(word);
	strvec_release(&v);
	buf_release(&out);
	return st;
}

enum hcc_status
slurm_cancel(const char *name, struct hcc_err *e)
{
	struct strvec	 v;
	struct buf	 out = BUF_INIT;
	int		 status = 0;
	enum hcc_status	 st;

	begin(&v, "scancel");
	strvec_addf(&v, "--name=%s", name);
	if ((st = run(&v, NULL, &out, &status, e)) == HCC_OK && status != 0)
		st = err_set(e, HCC_AGAIN, "cancel the job '%s': %s", name,
		    buf_str(&out));
	strvec_release(&v);
	buf_release(&out);
	return st;
}
