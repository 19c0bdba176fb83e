/*
 * roles.h: which columns are the id and the targets.
 */
#ifndef HCC_DATA_ROLES_H
#define HCC_DATA_ROLES_H

#include "data/profile.h"

/* Fills id, targets and wide; what is left open is a problem. */
enum hcc_status	 find_roles(struct profile *, const struct profile_want *,
		    struct hcc_err *);

#endif
