/*
 * environment.h: what programs of a task run in (hcc-task(5), environment).
 *
 *	environment:
 *	  python: ~/venvs/ml/bin/python
 *	  bind: [~/.cache/huggingface]
 *	  gpu: auto
 *	  env: {HF_HUB_OFFLINE: 1}
 *	  network: none
 *	  runner: slurm
 *	  slurm: [--partition=gpu]
 *
 * Members that task.md lacks come from the section of this name of config.lua.
 * An interpreter is asked which files it needs; all that is named is there
 * read-only, and nothing else of the machine.
 */
#ifndef HCC_RUN_ENVIRONMENT_H
#define HCC_RUN_ENVIRONMENT_H

#include <stdbool.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "lua/places.h"
#include "run/sandbox.h"
#include "task/language.h"

struct environment {
	char			*interpreter;	/* NULL: the language's own */
	struct buf		 interpreters;	/* "/x/bin/python (Python
						 * 3.11.2)" of all that are
						 * named, or empty */
	struct sandbox_binds	 binds;
	struct buf		 path;		/* PATH=.. while it grows */
	struct strvec		 vars;		/* NAME=VALUE */
	bool			 network;	/* that of the host */
	int			 gpus;		/* that each run takes */
	int			 gpus_here;	/* that there are to take */
	const char		*gpu_root;	/* see gpu.h; borrowed */
	const char		*cache;		/* of locks; borrowed */
	const char		*gpu_only;	/* see gpu_take(); borrowed */
	bool			 slurm;		/* runs are jobs (job.h), */
	struct strvec		 slurm_options;	/* with more of sbatch; */
	const char		*job_start;	/* a command of sh that starts
						 * hcc-exec there; borrowed */
};

/* Read `settings`, the member `environment` of the task at `taskdir` (borrowed;
 * null: there is none), and ask the interpreters it names. Relative paths are
 * of the task. HCC_INPUT, HCC_CONFIG: a value is wrong; HCC_MISSING: a path is
 * not there; HCC_UNAVAILABLE: the interpreter does not run. environment_free in
 * any case. */
enum hcc_status	 environment_open(struct environment *, jv settings,
		    const char *taskdir, const struct language *,
		    const struct places *, struct hcc_err *);
/* As many of `lanes` as can have their GPUs at the same time. */
int		 environment_lanes(const struct environment *, int lanes);
void		 environment_free(struct environment *);

#endif
