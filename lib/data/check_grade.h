/*
 * check_grade.h: grade once with what a new task has sealed.
 */
#ifndef HCC_DATA_CHECK_GRADE_H
#define HCC_DATA_CHECK_GRADE_H

#include "data/new_task_internal.h"

/* Grade a submission made of the sealed labels, which must come out perfect,
 * and the sample; try the grading program on the sample. HCC_INPUT: nothing
 * could be measured; the message says why. What the sample lacks is a note. */
enum hcc_status	 check_grade(struct build *, struct hcc_err *);

#endif
