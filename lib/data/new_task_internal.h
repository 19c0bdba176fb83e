/*
 * new_task_internal.h: private to new_task*.c. A task directory under
 * construction.
 */
#ifndef HCC_DATA_NEW_TASK_INTERNAL_H
#define HCC_DATA_NEW_TASK_INTERNAL_H

#include <sys/stat.h>

#include "data/class_folders.h"
#include "data/holdout.h"
#include "data/new_task.h"
#include "data/site.h"
#include "data/survey.h"

struct build {
	struct new_task	*nt;
	struct site	 site;
	char		*data;		/* absolute source directory or NULL */
	int		 input;		/* what the preview looks at */
	bool		 mirrored;	/* input/ is a directory of our own */
	struct stat	*hidden;	/* files that get sealed */
	size_t		 nhidden, hidden_cap;
	struct profile	 p;
	bool		 opened;	/* p */
	struct survey	 survey;	/* of its rows */
	size_t		 folds;		/* in folds.csv */
	struct pictures	 made;		/* tables that input/ gets */
	struct holdout	 held;
	struct buf	 labels;	/* to be sealed instead of nt->labels;
					 * empty: those */
};

/* input/, the hold-out and the preview (new_task_input.c). */
enum hcc_status	 build_input(struct build *, struct hcc_err *);
/* Grade a submission made of the sealed labels, which must come out perfect,
 * and the sample; try the grading program on the sample (check_grade.c).
 * HCC_INPUT: nothing could be measured; the message says why. What the sample
 * lacks is a note. */
enum hcc_status	 check_grade(struct build *, struct hcc_err *);

#endif
