/*
 * new_project.h: a task directory from a program of the user's own.
 *
 * TASK/project is a copy: what is edited there, or goes on in the original, has
 * nothing to do with each other. Like a task of data it appears in one step.
 */
#ifndef HCC_DATA_NEW_PROJECT_H
#define HCC_DATA_NEW_PROJECT_H

#include <stddef.h>
#include <jv.h>

#include "base/err.h"

struct new_project {
	const char		*source;	/* the project's directory */
	const char		*path;		/* of the task */
	const char		*version;	/* of hcc, for the journal */
	const char *const	*edit;		/* files that may change */
	size_t			 nedit;
	jv			 meta;		/* front matter: id, metric,
						 * command, ..; borrowed */
	const char		*body;		/* the description */
	const char		*programs;	/* see new_task.h; or NULL */
};

/* Make it; *record is what tools print of it. HCC_INPUT: a file that may
 * change is not there, or the task is not empty. */
enum hcc_status	 new_project_make(const struct new_project *, jv *record,
		    struct hcc_err *);

#endif
