/*
 * table_file.h: a csv file written row by row, in a directory that is not
 * published yet, or by a temporary name.
 */
#ifndef HCC_DATA_TABLE_FILE_H
#define HCC_DATA_TABLE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "data/table.h"

struct table_file {
	int		 dir, fd;
	const char	*path;
	char		*tmp;
	struct buf	 out;
};

/* Begin `path` (borrowed) in `dir`. */
enum hcc_status	 table_file_open(struct table_file *, int dir,
		    const char *path, struct hcc_err *);
/* A row, separated by commas. */
enum hcc_status	 table_file_row(struct table_file *, char *const *cells,
		    size_t n, struct hcc_err *);
/* Bytes as they are. */
enum hcc_status	 table_file_add(struct table_file *, const void *, size_t,
		    struct hcc_err *);
/* Put it in its place, durably, when `st` is HCC_OK; else leave nothing.
 * Returns st, or what went wrong now. */
enum hcc_status	 table_file_close(struct table_file *, enum hcc_status st,
		    struct hcc_err *);

/* Write a table of the directory `from` with its changes made into `to`, under
 * its own name; without the rows and the columns (NULL: none) that are set. */
enum hcc_status	 table_copy(const struct table *, int from, int to,
		    const bool *no_row, const bool *no_column,
		    struct hcc_err *);

#endif
