/*
 * audit.h: TASK/audit, training rows that a program is asked about.
 *
 * audit/input is input/ once more, but a share of the training rows, drawn as a
 * hold-out is, has moved to the test file; audit/labels.csv has their answers.
 * A program that runs there is measured on rows that it has not seen.
 */
#ifndef HCC_DATA_AUDIT_H
#define HCC_DATA_AUDIT_H

#include <jv.h>

#include "base/err.h"
#include "score/metric.h"
#include "task/task.h"

#define AUDIT_INPUT	"audit/input"
#define AUDIT_CONTROL	"audit/control"
#define AUDIT_LABELS	"audit/labels.csv"

/* Make it unless it is there. HCC_INPUT: the data have no rows that could
 * move. */
enum hcc_status	 audit_make(const struct task *, double fraction,
		    enum metric_pred, struct hcc_err *);

/* Columns that preview.md suspects of a leak ("suspects"), and those of them
 * that the test rows contradict ("changed"): an array of names. */
jv		 audit_columns(const struct task *, const char *which);
/* Make audit/control from audit/: the same rows without these columns. */
enum hcc_status	 audit_control(const struct task *, jv columns,
		    struct hcc_err *);

#endif
