/*
 * slurm.h: submit, ask for and cancel a job of Slurm, by its commands.
 *
 * A job is known by its name, which the caller makes unique: it is known before
 * the job is submitted, so that a job whose submission was not seen to its end
 * is found again.
 */
#ifndef HCC_RUN_SLURM_H
#define HCC_RUN_SLURM_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "run/sandbox.h"

struct slurm_job {
	const char		*name;
	const struct buf	*script;
	int			 cores, gpus;
	uint64_t		 memory;	/* bytes; 0: what Slurm gives */
	double			 seconds;	/* 0: no limit of ours */
	const struct strvec	*options;	/* more of sbatch; they win */
};

enum slurm_state {
	SLURM_SILENT,		/* the controller does not answer */
	SLURM_UNKNOWN,		/* there is no such job, or no more */
	SLURM_QUEUED,		/* it waits, runs or ends */
	SLURM_CANCELLED,	/* by somebody's scancel */
	SLURM_TIMEOUT,
	SLURM_MEMORY,
	SLURM_ENDED		/* in whatever other way */
};

/* Submit it; it is held by no controller twice. HCC_AGAIN: none answers;
 * HCC_UNAVAILABLE: it is refused, or Slurm is not installed, with what sbatch
 * said. */
enum hcc_status	 slurm_submit(const struct slurm_job *, struct hcc_err *);
/* What has become of it; `word` is Slurm's own ("NODE_FAIL"), "" without. */
enum hcc_status	 slurm_ask(const char *name, enum slurm_state *, char *word,
		    size_t n, struct hcc_err *);
/* Ask for its end. */
enum hcc_status	 slurm_cancel(const char *name, struct hcc_err *);

#endif
