/*
 * kind.h: what kind of data and what kind of problem this is.
 */
#ifndef HCC_DATA_KIND_H
#define HCC_DATA_KIND_H

#include "data/profile.h"

/* Fills kind, problem, classes and the paths of pictures; the id column gets
 * its type. When roles are known. */
enum hcc_status	 find_kinds(struct profile *, const struct profile_want *,
		    struct hcc_err *);

#endif
