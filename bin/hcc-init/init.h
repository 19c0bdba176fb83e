/*
 * init.h: what hcc-init is asked for, and the parts of making it.
 */
#ifndef HCC_BIN_INIT_INIT_H
#define HCC_BIN_INIT_INIT_H

#include <jv.h>

#include "base/buf.h"
#include "base/scratch.h"
#include "common/tool.h"
#include "data/new_task.h"
#include "run/environment.h"

struct args {
	struct tool	 tool;
	struct new_task	 nt;
	const char	*description;
	const char	*metric;
	const char	*goal;
	const char	*brain;
	const char	*name;
	unsigned long	 seed;
	struct opt_list	 budgets;	/* -b */
	struct opt_list	 programs;	/* -p: the program, what it needs */
	struct opt_list	 environment;	/* -E */
	const char	*command;	/* -x: a project, not data */
	struct opt_list	 edit;		/* -e */
	const char	*pattern;	/* -P */
	struct scratch	 scratch;	/* of conversions */
	char		*tables;	/* in there */
	struct opt_list	 converted;	/* files of the data; ours */
	const char	*venv;		/* of the project, as one of -E */
	jv		 budget;
};

/* Make the task: of data, or of a project. */
enum hcc_status	 init_data(struct args *, struct buf *text,
		    struct buf *programs, struct hcc_err *);
enum hcc_status	 init_project(struct args *, struct buf *text,
		    struct buf *programs, struct hcc_err *);

/* -d, or the file that many data sets bring along. */
enum hcc_status	 init_description(struct args *, struct buf *,
		    struct hcc_err *);
/* The members of task.md that both kinds of task have. */
void		 init_meta(struct args *);
/* What the programs will run in, and what they will find there. Data are
 * converted in it, too. */
enum hcc_status	 init_environment(struct args *, struct buf *programs,
		    struct hcc_err *);
/* Tables that come as JSON, parquet or packed. What cannot be converted is
 * named when the data are read. */
void		 init_convert(struct args *, const struct environment *);
void		 init_forget_conversions(struct args *);

#endif
