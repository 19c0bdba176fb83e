/*
 * job.h: an attempt as a job of Slurm.
 *
 * TASK/job/NN-I.J-K/ is there from before the submission of attempt NN/I.J/K
 * until its end was seen: job.json says what is to be run, and the name of the
 * job; lease/ who runs it (base/lease.h); end.json, written last, what came of
 * it; out what the job printed that is no part of the log. The job makes the
 * whole attempt, run.json included: it ends though hcc-exec is no more, and the
 * next one finds it. Whoever holds the lease runs the attempt, if it has no
 * run.json: no attempt is run twice, whatever Slurm starts.
 */
#ifndef HCC_RUN_JOB_H
#define HCC_RUN_JOB_H

#include <stdbool.h>

#include "base/err.h"
#include "run/attempt.h"
#include "task/result.h"
#include "task/task.h"

/* Submit an attempt, unless it is submitted already, and wait for its end; as
 * attempt_run. Stopped by a signal it is cancelled; when the parent is gone
 * it goes on. HCC_AGAIN also: somebody else cancelled it. HCC_UNAVAILABLE:
 * Slurm takes no such job, or has lost it three times. */
enum hcc_status	 job_run(const struct attempt *, struct run *,
		    struct hcc_err *);
/* Was attempt `id` submitted, and its end not seen? */
bool		 job_pending(const struct task *, const char *id);
/* Remove what jobs have left whose attempts have ended. */
void		 job_sweep(const struct task *);

/* In the job: the attempt that job.json describes. Its strings live as long as
 * the spec. */
struct job_spec {
	struct attempt	 attempt;
	struct earlier	 base;
	char		 dir[100];	/* "job/01-1.1-1" */
	char		 id[64];
	jv		 json;
	char		*files[64];	/* of -f, NULL-terminated */
	bool		 based;
};

/* Read TASK/job/NAME. HCC_NONE: there is nothing to do any more: the attempt
 * has ended, or the job of name `job` is not the one that counts. Environment,
 * stop_fd and hopeless are the caller's to set. job_close in any case. */
enum hcc_status	 job_open(struct job_spec *, const struct task *,
		    const char *name, const char *job, struct hcc_err *);
void		 job_close(struct job_spec *);
/* Tell what came of it in end.json, unless that was done, or it was stopped
 * (HCC_AGAIN), or another job counts (HCC_NONE). */
void		 job_report_end(const struct task *, const char *name,
		    const char *job, enum hcc_status, const struct hcc_err *);


#endif
