/*
 * plan.h: research plans, TASK/plan/NN.md (hcc-tree(5)).
 *
 * A plan opens a phase (paper, section 3.1): m directions, each with q
 * suggestions. It is Markdown that a person may edit:
 *
 *	---
 *	phase: 2
 *	base: 01/1.2
 *	by: offline
 *	---
 *	## 1 Title of the direction
 *	Why: one paragraph
 *	Control: planned without wisdom		(of a control direction)
 *	### 1.1 Title of the suggestion
 *	text up to the next heading
 *
 * As a value:
 *	{phase, base, by, directions: [{n, title, why, control,
 *	    suggestions: [{id: "02/1.1", n, title, text}]}]}
 * Headings inside ``` fences are text.
 */
#ifndef HCC_TASK_PLAN_H
#define HCC_TASK_PLAN_H

#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/task.h"

/* Parse; errors (HCC_INPUT) name `name` and the line. */
enum hcc_status	 plan_parse(const char *text, size_t n, const char *name,
		    int phase, jv *plan, struct hcc_err *);
/* Append the Markdown of a plan (borrowed). */
void		 plan_format(struct buf *, jv plan);
/* Read and publish plan/NN.md. HCC_MISSING when there is none. */
enum hcc_status	 plan_read(const struct task *, int phase, jv *plan,
		    struct hcc_err *);
enum hcc_status	 plan_write(const struct task *, jv plan, struct hcc_err *);

/* Ids. "01/1.2" or "01/1.2/3" -> numbers (attempt 0 when absent); false when
 * it is not an id. plan_id writes "01/1.2" (`out` of 32 bytes). */
bool		 plan_id_parse(const char *, int *phase, int *direction,
		    int *suggestion, int *attempt);
void		 plan_id(char *out, int phase, int direction, int suggestion);

#endif
