/*
 * journal_edits.h: the human in the loop. A person may edit task.md, plan/NN.md,
 * l2/NN.md and prefetch.md between steps; the journal notes that a hand
 * changed them, so that E_t stays complete.
 */
#ifndef HCC_TASK_JOURNAL_EDITS_H
#define HCC_TASK_JOURNAL_EDITS_H

#include "base/err.h"
#include "task/task.h"

/* Compare those files with the checksums that the journal knows and append an
 * "edit" event for each that differs. To be called under the lock, before a
 * step works with them. */
enum hcc_status	 journal_record_edits(const struct task *, struct hcc_err *);

#endif
