/*
 * id_index.h: rows of a csv file by the value of their id column.
 *
 * The table is built over a file that we trust (sample or labels); what a
 * program wrote is only looked up in it, so that no choice of ids makes the
 * table slow.
 */
#ifndef HCC_SCORE_ID_INDEX_H
#define HCC_SCORE_ID_INDEX_H

#include <stddef.h>

#include "base/csv.h"
#include "base/err.h"
#include "base/hash.h"

struct id_index {
	size_t		 col;
	struct hash	 rows;
	struct hash	 plain;		/* by number: 1, 001 and 1.0 are one */
	bool		 numbers;	/* which is unambiguous */
};

/* Index column `col` of `csv`, which must outlive the table. An id that is
 * there twice is HCC_INPUT; `name` is that of the file, for the message. */
enum hcc_status	 id_index_build(struct id_index *, const struct csv *,
		    size_t col, const char *name, struct hcc_err *);
void		 id_index_release(struct id_index *);
/* The row that has this id, or -1. */
long		 id_index_find(const struct id_index *, const char *id);
/* The id column: `name` when given (HCC_INPUT if absent), else the first. */
enum hcc_status	 id_index_column(const struct csv *, const char *name,
		    const char *file, size_t *col, struct hcc_err *);

#endif
