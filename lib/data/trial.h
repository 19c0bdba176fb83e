/*
 * trial.h: what is sealed grades once before anybody relies on it.
 */
#ifndef HCC_DATA_TRIAL_H
#define HCC_DATA_TRIAL_H

#include "data/new_task_internal.h"

/* Grade a submission made of the sealed labels, which must come out perfect,
 * and the sample; try the grading program on the sample. HCC_INPUT: nothing
 * could be measured; the message says why. What the sample lacks is a note. */
enum hcc_status	 trial_run(struct build *, struct hcc_err *);

#endif
