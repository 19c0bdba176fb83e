/*
 * profile_pass.h: the passes that work out a profile, in the order in which
 * profile_open.c runs them. Reasons to refuse the data go to p->problems, what
 * is worth knowing to p->notes, what is put right to p->mends.
 */
#ifndef HCC_DATA_PROFILE_PASS_H
#define HCC_DATA_PROFILE_PASS_H

#include "data/profile.h"

/*
 * Repairs (repair.c). Nothing is changed in a file: what is to be changed is
 * settled here and done by table_rows; a table with changes is `mended` and
 * must be written anew into input/, so that programs read what the preview
 * tells.
 */
/* Tell what the reading of a table puts right. */
void		 repair_faults(struct profile *, struct table *);
/* Names that differ in case only become one; an id column without a name, or
 * with another, gets that of the sample submission; an index that only numbers
 * rows is left out, so are columns without values. */
void		 repair_names(struct profile *);
/* Index of a column whose name differs in case and blanks at most; -1: none,
 * or several. */
long		 repair_column(const struct table *, const char *name);

/* Find the id, the targets and whether the sample is wide (roles.c). */
void		 find_roles(struct profile *, const struct profile_want *);
/* Numbers as people write them become plain ones; ids are spelled as in the
 * sample. */
void		 repair_numbers(struct profile *);
void		 repair_ids(struct profile *);
/* One spelling for each class (unless the metric judges numbers), no training
 * rows without a target (repair_target.c). */
void		 repair_targets(struct profile *, enum profile_problem metric);
/* The class of the training data that a label means when it is spelled in
 * another way; NULL: none, or itself. `col` is the target's column. */
const char	*repair_label(const struct profile *, size_t col,
		    const char *label);

/* Find whether the target's cells are sets of labels (kind.c). */
void		 find_sets(struct profile *, const struct profile_want *);
/* Find kind, problem, classes and the paths of pictures; the id column gets
 * its type (kind.c). */
void		 find_kinds(struct profile *, const struct profile_want *);
/* Numbers such as -999 that stand for missing values (stand_ins.c). */
void		 find_stand_ins(struct profile *);
/* What makes tables, roles and targets unfit for a task (check.c), each with
 * file, line, column and what to do about it. Ids are survey.h's. */
void		 check_tables(struct profile *, const struct profile_want *);
/* Nothing says what a submission looks like: a problem. */
void		 check_no_sample(struct profile *);
/* Does a labels file fit: a row for each id to predict, the target columns
 * filled, of values that can be graded? *text becomes the labels in the
 * spelling of the training data if theirs differs, else it stays empty
 * (check_labels.c). */
enum hcc_status	 check_labels(struct profile *, const char *path,
		    struct buf *text, struct hcc_err *);

/* How the rows to predict differ from those to learn from (split.c): a score
 * is believed only as far as what is held out differs in the same way. A
 * column with several rows a value whose test values are nearly all new is a
 * group; a date or a growing number whose test begins where train ends is
 * time. */
void		 find_split(struct profile *);
/* Take what task.md says instead (NULL: that kind is none). HCC_INPUT: no such
 * column. */
enum hcc_status	 set_split(struct profile *, const char *groups,
		    const char *time, struct hcc_err *);

/* Columns (and the order of rows) that tell the target alone (suspects.c), and
 * columns that differ between train and test, in values or in how they go with
 * the others (shifts.c): p->suspects has their names, notes say why. */
void		 find_suspects(struct profile *);

#endif
