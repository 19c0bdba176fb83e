/*
 * profile_open.h: the first pass over the data of a task.
 */
#ifndef HCC_DATA_PROFILE_OPEN_H
#define HCC_DATA_PROFILE_OPEN_H

#include "data/profile.h"

/* Look at the directory `dir`. Data that hold something wrong are no failure:
 * look at `problems`. What can be put right is told in `mends`; tables that
 * are `mended` must be written anew. Unreadable files are failures (HCC_INPUT,
 * HCC_MISSING ..). */
enum hcc_status	 profile_open(struct profile *, int dir,
		    const struct profile_want *, struct hcc_err *);

#endif
