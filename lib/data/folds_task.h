/*
 * folds_task.h: folds.csv of a task whose split was edited.
 */
#ifndef HCC_DATA_FOLDS_TASK_H
#define HCC_DATA_FOLDS_TASK_H

#include "base/err.h"
#include "task/task.h"

/* Make input/folds.csv anew when `split` of task.md is not the one that
 * preview.md has, and record it there. The caller holds the lock. Nothing
 * happens in a task without folds.csv of hcc-init. */
enum hcc_status	 folds_refresh(const struct task *, struct hcc_err *);

#endif
