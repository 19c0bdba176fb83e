/*
 * diff.h: how two texts differ.
 */
#ifndef HCC_BASE_DIFF_H
#define HCC_BASE_DIFF_H

#include "base/buf.h"
#include "base/err.h"

/* Append the difference of two texts in the unified form, made by diff(1);
 * nothing when they are equal. The labels stand in its first two lines.
 * HCC_UNAVAILABLE: diff does not run. */
enum hcc_status	 diff_texts(const char *label_a, const struct buf *a,
		    const char *label_b, const struct buf *b, struct buf *out,
		    struct hcc_err *);

#endif
