/*
 * evidence_label.h: whose number of a log it is.
 */
#ifndef HCC_TASK_EVIDENCE_LABEL_H
#define HCC_TASK_EVIDENCE_LABEL_H

#include "base/buf.h"
#include "task/evidence_number.h"

/* A sentence has the number `n`, which stands in bytes from..to of a log at
 * `found`: do its words name another number of these bytes? */
bool	 label_is_anothers(const char *sentence, const char *metric,
	    const struct number *n, const struct buf *, size_t from, size_t to,
	    const struct number *found);

#endif
