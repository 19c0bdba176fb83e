/*
 * site.h: a task directory under construction. It is built under a temporary
 * name beside its place and appears in one step, so that a crash leaves no
 * half of a task.
 */
#ifndef HCC_DATA_SITE_H
#define HCC_DATA_SITE_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"

struct site {
	int		 dir;		/* the construction site; flock'd */
	const char	*path;		/* as it was given */
	char		*target;	/* absolute path of the task to be */
	char		*parent;	/* absolute */
	/* Private. */
	char		*tmp;		/* name in the parent */
	bool		 existed;	/* an empty directory is there */
	int		 parent_fd;
};

/* Begin. HCC_INPUT: there is something; HCC_AGAIN: another process is making
 * it. site_close in any case. */
enum hcc_status	 site_open(struct site *, const char *path, struct hcc_err *);
/* Write task.md, from its front matter (borrowed) and the description. */
enum hcc_status	 site_task(struct site *, jv meta, const char *body,
		    struct hcc_err *);
/* e_0 of the task: the first line of its journal, which has the version of hcc
 * and these fields (consumed). After site_task(). */
enum hcc_status	 site_journal(struct site *, const char *version, jv meta,
		    jv fields, struct hcc_err *);
/* {"kind":"task","task",..}: what tools print of it. */
jv		 site_record(const struct site *, jv meta);
/* Put it in its place. */
enum hcc_status	 site_publish(struct site *, struct hcc_err *);
/* Remove what failed. */
void		 site_close(struct site *, enum hcc_status);

#endif
