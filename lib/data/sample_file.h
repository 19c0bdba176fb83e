/*
 * sample_file.h: a sample submission, continued for more rows or made when
 * there is none. A sample says nothing about the rows: every one of them gets
 * the same values.
 */
#ifndef HCC_DATA_SAMPLE_FILE_H
#define HCC_DATA_SAMPLE_FILE_H

#include "data/profile.h"
#include "data/table_file.h"
#include "score/metric.h"

struct sample_file {
	struct table_file	 f;
	struct buf		 before, after;	/* of the id, in every row */
};

/* Begin it in `input`: the header, and the rows of the test file that are
 * still asked for. Without a sample its form follows from `pred`. */
enum hcc_status	 sample_file_open(struct sample_file *, const struct profile *,
		    const char *id, enum metric_pred pred, int input,
		    struct hcc_err *);
/* A row more. */
enum hcc_status	 sample_file_row(struct sample_file *, const char *id,
		    struct hcc_err *);
enum hcc_status	 sample_file_close(struct sample_file *, enum hcc_status,
		    struct hcc_err *);
/* A sample for the rows of the test file alone. */
enum hcc_status	 sample_file_make(const struct profile *, enum metric_pred,
		    int input, struct hcc_err *);

#endif
