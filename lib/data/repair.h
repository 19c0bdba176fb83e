/*
 * repair.h: what is put right in the tables of a task.
 *
 * Nothing is changed in a file: what is to be changed is settled here, told as
 * a sentence in p->mends, and done by table_rows; a table with changes is
 * `mended` and must be written anew into input/, so that programs read what
 * the preview tells.
 */
#ifndef HCC_DATA_REPAIR_H
#define HCC_DATA_REPAIR_H

#include "data/profile.h"

/* Tell what the reading of a table puts right. */
void		 repair_faults(struct profile *, struct table *);
/* Names that differ in case only become one; an id column without a name, or
 * with another, gets that of the sample submission; an index that only numbers
 * rows is left out, so are columns without values. Before roles are found. */
enum hcc_status	 repair_names(struct profile *, struct hcc_err *);
/* Numbers as people write them become plain ones; ids are spelled as in the
 * sample. When roles are known. */
void		 repair_numbers(struct profile *);
void		 repair_ids(struct profile *);
/* One spelling for each class (unless the metric judges numbers), no training
 * rows without a target (repair_target.c). When roles are known. */
enum hcc_status	 repair_targets(struct profile *, enum profile_problem metric,
		    struct hcc_err *);
/* The class of the training data that a label means when it is spelled in
 * another way; NULL: none, or itself. `col` is the target's column. */
const char	*repair_label(const struct profile *, size_t col,
		    const char *label);
/* Index of a column whose name differs in case and blanks at most; -1: none,
 * or several. */
long		 repair_column(const struct table *, const char *name);

#endif
