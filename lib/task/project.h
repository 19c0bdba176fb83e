/*
 * project.h: a program of the user's own, TASK/project (hcc-task(5)).
 *
 * task.md says how it is run (command) and which files may change (edit). A
 * solution is the text of those files in one file, solution.files:
 *
 *	==> train.py 1234 <==
 *	1234 bytes, then a newline
 *
 * so that all that is made for a program (archives, evidence, best/) holds for
 * a project too.
 */
#ifndef HCC_TASK_PROJECT_H
#define HCC_TASK_PROJECT_H

#include <stdbool.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/task.h"

/* Is `path` one of the files that may change? */
bool		 project_editable(const struct task *, const char *path);
/* May a project have this at its top? Not what runs put there themselves. */
bool		 project_name_free(const char *name);
/* The files of a solution by their names; an empty object when it is none. */
jv		 project_files(const char *code, size_t n);
/* The solution of these files (borrowed), one for each that may change.
 * HCC_INPUT: one is missing or may not be changed. */
enum hcc_status	 project_code(const struct task *, jv files, struct buf *,
		    struct hcc_err *);
/* The solution that the project comes with. */
enum hcc_status	 project_original(const struct task *, struct buf *,
		    struct hcc_err *);
/* Has the solution (in `code`) or any other file of the project this word? */
bool		 project_mentions(const struct task *, const char *code,
		    const char *word);
/* Write a solution as DIR/tree/ and DIR/patch, its difference from the project
 * (diff -u), below the task. */
enum hcc_status	 project_export(const struct task *, const char *dir,
		    struct hcc_err *);

#endif
