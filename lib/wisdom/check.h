/*
 * check.h: is the file behind L3 whole?
 */
#ifndef HCC_WISDOM_CHECK_H
#define HCC_WISDOM_CHECK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/finding.h"

/* Check the base: SQLite's own integrity, the word index, totals, vectors and
 * their codes, what entries say of others. With `mend` the index and the
 * totals are made again; nothing else is changed. Findings are no errors. */
enum hcc_status	 wis_check(const char *path, bool mend, finding_report *,
		    void *ctx, struct hcc_err *);

#endif
