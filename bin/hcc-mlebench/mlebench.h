/*
 * mlebench.h: what hcc-mlebench shares: a prepared competition, and runs.
 */
#ifndef HCC_BIN_MLEBENCH_H
#define HCC_BIN_MLEBENCH_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "common/tool.h"

struct app {
	struct tool	 tool;
	const char	*definitions;		/* -c */
	const char	*budget;		/* -b */
	const char	*metric, *goal;		/* -m, -g */
	const char	*id, *target;		/* -i, -t */
	const char	*wisdom;		/* -w */
	struct opt_list	 environment;		/* -E */
	int		 seeds;			/* -n */
	unsigned long	 seed;			/* -s */
	bool		 force;			/* -f */
};

/* A competition that `mlebench prepare` has prepared. Paths are absolute; the
 * strings are the owner's. */
struct competition {
	char	*id;
	char	*definition;	/* directory with config.yaml */
	char	*checkout;	/* of MLE-bench, around it; or NULL */
	char	*public;	/* directory of the data */
	char	*description, *answers;
	char	*board;		/* NULL: there is none */
	char	*metric;	/* the grader's name in config.yaml */
	char	*grade_fn;	/* "module:function" */
};

/* Find the parts of the competition at `path`: prepared/public (or public) and
 * prepared/private there; config.yaml, description.md, leaderboard.csv and
 * grade.py there too, or in `definitions` (NULL: not given): the directory of
 * the competition, of all competitions, or a checkout of MLE-bench.
 * HCC_MISSING, HCC_INPUT: what is not there or makes no sense. */
enum hcc_status	 competition_open(struct competition *, const char *path,
		    const char *definitions, struct hcc_err *);
void		 competition_close(struct competition *);

/* Make the task directory `task` of the competition by hcc-init. *record
 * (the caller's; may be NULL) is what that prints. */
enum hcc_status	 competition_import(struct app *, const struct competition *,
		    const char *task, jv *record, struct hcc_err *);

/* The tool of ours of that name with these arguments (NULL ends them), its
 * standard output appended to `out`; returns its exit status as ours. */
enum hcc_status	 app_tool(const char *name, const char *const *args,
		    const char *in, struct buf *out, struct hcc_err *);

/* Call `each` with the tasks at `path`: it is one, or holds them, or holds
 * directories that do (RUNS/COMPETITION/SEED). */
enum hcc_status	 app_tasks(struct app *, const char *path,
		    enum hcc_status (*each)(struct app *, const struct task *,
		    void *ctx, struct hcc_err *), void *ctx, struct hcc_err *);

/* The report of hcc-grade on the best of a task, with its seed and what graded
 * it; invalid on failure. */
jv		 app_grade(struct app *, const struct task *, struct hcc_err *);

/* The verbs. */
enum hcc_status	 verb_import(struct app *, int, char **, struct hcc_err *);
enum hcc_status	 verb_run(struct app *, int, char **, struct hcc_err *);
enum hcc_status	 verb_export(struct app *, int, char **, struct hcc_err *);
enum hcc_status	 verb_report(struct app *, int, char **, struct hcc_err *);

#endif
