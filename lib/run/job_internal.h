/*
 * job_internal.h: private to job*.c. A job, and its directory in the task.
 */
#ifndef HCC_RUN_JOB_INTERNAL_H
#define HCC_RUN_JOB_INTERNAL_H

#include "run/job.h"

struct job {
	const struct attempt	*a;
	char			 dir[100];	/* "job/01-1.1-1" */
	char			 name[100];	/* "hcc-01ab..-01-1.1-1" */
	bool			 due;	/* it is to be submitted */
	bool			 resumed;	/* its job.json is an earlier
						 * call's, which had the code */
	bool			 seen;	/* Slurm has known it */
	bool			 taken;	/* its lease, at the last look */
	int			 gone;	/* answers that it is not there */
	int			 lost;	/* jobs so far */
	double			 next;	/* question, on the steady clock */
	double			 tell;	/* that it waits, likewise */
	double			 since;	/* it waits, seconds since the epoch */
};

/* The directory of the job of attempt `id`. */
void		 job_name_dir(const char *id, char dir[100]);
/* Has attempt `id` a run.json? While its program runs that is empty or not
 * there (sandbox.h). */
bool		 job_has_run(const struct task *, const char *id);
/* Is its end.json there? */
bool		 job_ended(const struct job *);
/* Write its job.json. */
enum hcc_status	 job_publish(const struct job *, struct hcc_err *);
/* Read the name of what an earlier call has submitted from there. */
enum hcc_status	 job_resume(struct job *, struct hcc_err *);

#endif
