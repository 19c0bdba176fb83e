/*
 * suspects.h: columns that may leak the target.
 */
#ifndef HCC_DATA_SUSPECTS_H
#define HCC_DATA_SUSPECTS_H

#include "data/profile.h"

/* Find columns (and the order of rows) that tell the target alone, and columns
 * that differ between train and test, in values or in how they go with the
 * others: p->suspects has their names, notes say why. When roles are known. */
enum hcc_status	 find_suspects(struct profile *, struct hcc_err *);

#endif
