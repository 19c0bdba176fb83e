/*
 * check.h: what makes data unfit for a task, each fault with file, line,
 * column and what to do about it. Faults are sentences in p->problems; what is
 * only worth knowing goes to p->notes.
 */
#ifndef HCC_DATA_CHECK_H
#define HCC_DATA_CHECK_H

#include "data/profile.h"
#include "data/survey.h"

/* Tables, roles and targets, when kinds are known. Ids are survey.h's. */
void		 check_tables(struct profile *, const struct profile_want *);
/* Add the problem that nothing says what a submission looks like. */
void		 check_no_sample(struct profile *);
/* Does a labels file fit: a row for each id to predict, the target columns
 * filled, of values that can be graded? Adds to p->problems. *text becomes the
 * labels in the spelling of the training data if theirs differs, else it stays
 * empty (check_labels.c). */
enum hcc_status	 check_labels(struct profile *, const char *path,
		    struct buf *text, struct hcc_err *);

#endif
