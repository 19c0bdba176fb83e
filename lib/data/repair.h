/*
 * repair.h: put right what differs between the tables of a task.
 *
 * Everything is changed in memory, told as a sentence in p->mends, and marks
 * the table as mended: it must then be written anew into input/, so that
 * programs read what the preview tells.
 */
#ifndef HCC_DATA_REPAIR_H
#define HCC_DATA_REPAIR_H

#include "data/profile.h"

/* Tell what the reading of a table put right. */
void		 mend_faults(struct profile *, struct profile_table *);
/* Names that differ in case only become one; an id column without a name, or
 * with another, gets that of the sample submission; an index that only numbers
 * rows is left out. To be called before columns are profiled. */
enum hcc_status	 mend_names(struct profile *, struct hcc_err *);
/* One spelling for each class (unless the metric judges numbers), no training
 * rows without a target. To be called when roles are known. */
enum hcc_status	 mend_targets(struct profile *, enum profile_problem metric,
		    struct hcc_err *);
/* Index of a column whose name differs in case and blanks at most; -1: none,
 * or several. */
long		 mend_column(const struct csv *, const char *name);

/* Give labels of the test rows the spellings of the training data: for each of
 * `t`'s target columns. Returns how many cells changed. */
enum hcc_status	 mend_labels(const struct profile *, struct csv *,
		    size_t *changed, struct hcc_err *);

#endif
