/*
 * job.c: hcc-exec -J: what a job of Slurm runs on its node: one attempt that
 * hcc-exec has submitted (run/job.h).
 *
 * Slurm may start a job twice: requeued while the node that is thought dead
 * still works, or found again. The one that holds the lease runs the attempt,
 * if nothing has ended it yet. A job that waits for a lease of its own former
 * self takes it once that has been silent for a minute.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lease.h"
#include "base/pool.h"
#include "base/record.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/job.h"

#define OWN_MIB	64.0	/* MiB of hcc's own in the job */

struct node {
	struct exec_options	*o;
	struct job_spec		 spec;
	struct hopeless		 hopeless;
	bool			 taken;
	int			 status;
	struct hcc_err		 err;
};

/* Wait for the lease. HCC_NONE: another job has it, or there is no need. */
static enum hcc_status
hold(struct node *n, const struct task *t, const char *job,
    const sigset_t *stop, struct lease *l, struct hcc_err *e)
{
	struct lease_holder	 by = { .word = "" };
	struct job_spec		 again;
	char			 path[120];
	enum hcc_status		 st;

	snprintf(path, sizeof(path), "%s/lease", n->spec.dir);
	while ((st = lease_take(l, t->dir, path, job, false, &by, e)) ==
	    HCC_AGAIN) {
		if (by.word[0] != '\0' && strcmp(by.word, job) != 0)
			return err_set(e, HCC_NONE, "job %s runs this attempt",
			    by.word);
		if (sigtimedwait(stop, NULL, &(struct timespec){ 1, 0 }) > 0)
			return HCC_AGAIN;
	}
	if (st != HCC_OK)
		return st;
	/* Meanwhile it may have ended. */
	st = job_open(&again, t, n->o->job, getenv("SLURM_JOB_NAME"), e);
	job_close(&again);
	if (st != HCC_OK)
		lease_release(l);
	return st;
}

/* MiB that Slurm gives to the job, 0: not told. */
static double
memory_of_job(int cores)
{
	const char	*node = getenv("SLURM_MEM_PER_NODE");
	const char	*cpu = getenv("SLURM_MEM_PER_CPU");

	return node != NULL ? strtod(node, NULL) :
	    cpu != NULL ? strtod(cpu, NULL) * cores : 0;
}

/* What job.json cannot tell: that of this node. */
static void
complete(struct node *n, const char *job)
{
	struct attempt	*a = &n->spec.attempt;
	double		 mib = memory_of_job(a->limits.cores);

	a->env = &n->o->env;
	a->python = n->o->python;
	a->job = job;
	n->o->env.gpu_only = getenv("SLURM_JOB_GPUS");
	if (a->limits.memory == 0 && mib > 2 * OWN_MIB)
		a->limits.memory = (uint64_t)((mib - OWN_MIB) * 1048576);
	if (a->command == NULL && n->hopeless.policy != NULL) {
		a->hopeless = hopeless_ask;
		a->ctx = &n->hopeless;
	}
}

static bool
next(void *ctx, size_t lane)
{
	struct node	*n = ctx;
	bool		 first = !n->taken;

	(void)lane;
	n->taken = true;
	return first;
}

static int
work(void *ctx, size_t lane, int stop_fd)
{
	struct node	*n = ctx;
	struct run	 run;
	enum hcc_status	 st;

	(void)lane;
	n->spec.attempt.stop_fd = stop_fd;
	st = attempt_run(&n->spec.attempt, &run, &n->err);
	run_free(&run);
	job_report_end(n->spec.attempt.t, n->o->job, getenv("SLURM_JOB_NAME"),
	    st, &n->err);
	if (st != HCC_OK && st != HCC_AGAIN)
		tool_warn(&n->o->tool, "%s", n->err.text);
	return err_exit_code(st);
}

static bool
done(void *ctx, size_t lane, int status)
{
	struct node	*n = ctx;

	(void)lane;
	n->status = status;
	return true;
}

enum hcc_status
exec_job(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	struct node	 n = { .o = o, .hopeless = { .tool = &o->tool,
			    .t = t }, .err = HCC_ERR_INIT };
	struct pool	 l = { .slots = 1, .nlanes = 1, .next = next,
			    .work = work, .done = done, .ctx = &n };
	struct lease	 lease = LEASE_NONE;
	struct result	 best;
	const char	*job = getenv("SLURM_JOB_ID");
	sigset_t	 stop;
	enum hcc_status	 st;

	/* Who is cancelled before the pool listens must give the lease back. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	job = job == NULL ? "0" : job;
	record_load(&result_record, t->dir, "best/result.json", &best);
	n.hopeless.best = &best;
	if ((st = job_open(&n.spec, t, o->job, getenv("SLURM_JOB_NAME"), e)) ==
	    HCC_OK && (st = hold(&n, t, job, &stop, &lease, e)) == HCC_OK &&
	    (st = policy_open(t->path, tool_places(), "exec",
	    &n.hopeless.policy, e)) == HCC_OK) {
		complete(&n, job);
		st = pool_run(&l, &o->signal, e);
		if (st == HCC_OK && n.status != 0)
			st = err_set(e, err_from_exit_code(n.status), "run "
			    "%s: ended with status %d", n.spec.id, n.status);
	}
	lease_release(&lease);
	script_close(n.hopeless.policy);
	job_close(&n.spec);
	result_free(&best);
	return st;
}
