/*
 * fsck_tool.h: private to hcc-fsck: what is left of a task outside of it.
 */
#ifndef HCC_BIN_FSCK_FSCK_TOOL_H
#define HCC_BIN_FSCK_FSCK_TOOL_H

#include "base/finding.h"
#include "task/task.h"

/* Processes that still run in a task whose lock is free, and
 * control groups without an owner. Nothing is ended. */
void	 fsck_machine(const struct task *, finding_report *, void *ctx);

#endif
