/*
 * new_task.h: a task directory from data and a description.
 *
 * The directory is built under a temporary name beside its place and appears
 * in one step, so that a crash leaves no half of a task. What is wrong with
 * the data comes back as a list of sentences, all of them at once.
 */
#ifndef HCC_DATA_NEW_TASK_H
#define HCC_DATA_NEW_TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jv.h>

#include "base/err.h"
#include "data/profile.h"
#include "score/metric.h"

struct new_task {
	/* What is asked for; strings are borrowed. */
	const char	*const *sources;	/* one directory, or files */
	size_t		 nsources;
	const char	*path;		/* of the task directory */
	const char	*version;	/* of hcc, for the journal */
	jv		 meta;		/* front matter so far: id, metric,
					 * goal, budget; borrowed */
	const char	*body;		/* the description */
	struct profile_want want;	/* shown and metric are set here */
	enum metric_pred pred;
	double		 fraction;	/* of a hold-out; 0: none */
	uint64_t	 seed;
	const char	*labels;	/* NULL: none */
	const char	*board;
	const char	*grader;
	const char	*const *beside;	/* files beside the grader .. */
	size_t		 nbeside;	/* .. under their own names */
	const char	*tables;	/* directory of tables made of other
					 * files; NULL: none .. */
	const char	*const *converted;	/* .. of these, which they .. */
	size_t		 nconverted;		/* .. take the place of */
	jv		 conversions;	/* sentences about it */
	const char	*programs;	/* what programs will find, Markdown;
					 * NULL: not known */
	bool		 force;		/* problems do not stop it */
	/* Run the grader of the task in this directory on its sample; says why
	 * it cannot. NULL: it is not tried. */
	enum hcc_status	 (*try_grader)(const char *task, struct hcc_err *);
	/* What came of it; to be released with new_task_release. */
	jv		 problems;	/* sentences */
	jv		 notes;
	jv		 record;	/* {"kind":"task",..} */
};

void		 new_task_init(struct new_task *);
/* Read the text (at most 4 MB; "-": standard input), as UTF-8: bytes that are
 * none are taken for Windows-1252. HCC_INPUT when there is no word in it. */
enum hcc_status	 new_task_description(const char *path, struct buf *,
		    struct hcc_err *);
/* Settle the metric: `given`, or what nt->body asks for when it is NULL. `goal`
 * (NULL: follows from the metric) is needed for one that only nt->grader
 * knows. Fills pred, want.problem, and metric and goal in meta. */
enum hcc_status	 new_task_metric(struct new_task *, const char *given,
		    const char *goal, struct hcc_err *);
/* Make it. HCC_INPUT with an empty text: look at `problems`. */
enum hcc_status	 new_task_make(struct new_task *, struct hcc_err *);
void		 new_task_release(struct new_task *);

#endif
