/*
 * csv.h: a csv file as a table of strings, read strictly (csv_reader.h), and
 * fields for one to be written.
 */
#ifndef HCC_BASE_CSV_H
#define HCC_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/csv_reader.h"
#include "base/err.h"

struct csv {
	char	**names;	/* ncols column names, blanks trimmed */
	size_t	  ncols;
	size_t	  nrows;
	char	**cells;	/* nrows * ncols, row by row; never NULL */
	long	 *lines;	/* nrows: where each row starts in the file */
	char	  sep;
	char	 *arena;	/* holds every string */
};

/* Read `path` relative to `dir`. On failure the message names file, line and
 * remedy and *csv needs no release. */
enum hcc_status	 csv_read(int dir, const char *path, struct csv *,
		    struct hcc_err *);
/* The same from an open descriptor, which stays open; `name` is said in
 * messages. More than max_bytes (0: no limit) are refused. */
enum hcc_status	 csv_read_fd(int fd, const char *name, size_t max_bytes,
		    struct csv *, struct hcc_err *);
void		 csv_release(struct csv *);
/* Index of a column by name, or -1. */
long		 csv_column(const struct csv *, const char *name);
const char	*csv_cell(const struct csv *, size_t row, size_t col);

/* Append one field to a buffer, quoted when it must be (RFC 4180). */
void		 csv_quote(struct buf *, const char *field, char sep);
/* Append one row, or the whole table with its names. */
void		 csv_row(struct buf *, char *const *cells, size_t n, char sep);
void		 csv_text(struct buf *, const struct csv *);

#endif
