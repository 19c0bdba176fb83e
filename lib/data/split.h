/*
 * split.h: how the rows to predict differ from those to learn from. A score is
 * believed only as far as what is held out differs from the rest in the same
 * way.
 */
#ifndef HCC_DATA_SPLIT_H
#define HCC_DATA_SPLIT_H

#include "data/profile.h"

/* Find p->split and note the reason. A column with several rows a value whose
 * test values are nearly all new is a group; a date or a growing number whose
 * test begins where train ends is time. When kinds are known. */
void		 find_split(struct profile *);
/* Take what task.md says instead (NULL: that kind is none). HCC_INPUT: no such
 * column. */
enum hcc_status	 set_split(struct profile *, const char *groups,
		    const char *time, struct hcc_err *);

#endif
