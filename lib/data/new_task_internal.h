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
#include "data/survey.h"

#define HIDDEN_MAX 3

struct build {
	struct new_task	*nt;
	char		*target;	/* absolute path of the task to be */
	char		*parent;	/* absolute */
	char		*tmp;		/* name in the parent */
	bool		 existed;	/* an empty directory is there */
	int		 parent_fd;
	int		 dir;		/* the construction site; flock'd */
	char		*data;		/* absolute source directory or NULL */
	int		 input;		/* what the preview looks at */
	bool		 mirrored;	/* input/ is a directory of our own */
	struct stat	 hidden[HIDDEN_MAX];	/* files that get sealed */
	size_t		 nhidden;
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

#endif
