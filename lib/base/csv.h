/*
 * csv.h: a csv file as columns of strings.
 *
 * Every reading is tolerant where that is harmless: byte-order mark, any line
 * ends, blank lines, blanks around fields that are not quoted, `;`, tab or
 * `|` as the separator, stray quotes inside a field, Windows-1252 (cells
 * come out as UTF-8).
 *
 * Beyond that there are two manners. csv_read*() is for submissions and labels,
 * where every cell counts: rows of another width than the header, a quote
 * that never ends, two columns of one name and NUL bytes are refused with
 * the line number. csv_mend_fd() is for data as people leave them: it puts
 * such faults right and tells them.
 */
#ifndef HCC_BASE_CSV_H
#define HCC_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct csv {
	char	**names;	/* ncols column names, blanks trimmed */
	size_t	  ncols;
	size_t	  nrows;	/* data rows kept */
	char	**cells;	/* nrows * ncols, row by row; never NULL */
	long	 *lines;	/* nrows: where each row starts in the file */
	bool	  truncated;	/* stopped at max_rows or max_bytes */
	char	  sep;
	size_t	  recoded;	/* cells that were not UTF-8 */
	size_t	  bytes;	/* the rows kept take about that much of the
				 * file: for guessing its number of rows */
	char	 *arena;	/* holds every string */
	char	 *more;		/* so does this; NULL: not needed */
};

/* What was put right: how often, and the first line of it. */
struct csv_fault {
	size_t	 n;
	long	 line;
};

struct csv_faults {
	struct csv_fault thin;		/* rows filled up with empty fields */
	struct csv_fault wide;		/* rows with too many fields */
	struct csv_fault trailing;	/* extra fields, all of them empty */
	struct csv_fault empty;		/* rows without any value: left out */
	struct csv_fault headers;	/* the header again: left out */
	struct csv_fault nuls;		/* NUL bytes: left out */
	struct csv_fault quotes;	/* lines whose quotes are letters */
	size_t	 renamed;		/* columns that had another's name */
	size_t	 nameless;		/* columns without name and values */
	bool	 returns;		/* lines end in CR alone */
	bool	 found;			/* anything at all */
};

/* Read `path` relative to `dir`. max_rows 0: all. On failure the message
 * names file, line and remedy and *csv needs no release. */
enum hcc_status	 csv_read(int dir, const char *path, size_t max_rows,
		    struct csv *, struct hcc_err *);
/* The same, looking at no more than the first max_bytes (0: all) of the file;
 * a row that ends behind them is left out. */
enum hcc_status	 csv_read_head(int dir, const char *path, size_t max_rows,
		    size_t max_bytes, struct csv *, struct hcc_err *);
/* The same from an open descriptor, which stays open; `name` is said in
 * messages. */
enum hcc_status	 csv_read_fd(int fd, const char *name, size_t max_rows,
		    size_t max_bytes, struct csv *, struct hcc_err *);
/* The same, mending faults. Rows with too many fields are cut when
 * `keep_wide`, else left out; many of them are refused. Columns of one name
 * become x, x.1 and so on, as pandas calls them. */
enum hcc_status	 csv_mend_fd(int fd, const char *name, size_t max_bytes,
		    bool keep_wide, struct csv *, struct csv_faults *,
		    struct hcc_err *);
void		 csv_release(struct csv *);
/* Index of a column by name, or -1. */
long		 csv_column(const struct csv *, const char *name);
const char	*csv_cell(const struct csv *, size_t row, size_t col);
/* Take out n columns. */
void		 csv_drop_columns(struct csv *, size_t col, size_t n);
/* Append one field to a buffer, quoted when it must be (RFC 4180). */
struct buf;
void		 csv_quote(struct buf *, const char *field, char sep);
/* Append one row, or the whole table with its names. */
void		 csv_row(struct buf *, char *const *cells, size_t n, char sep);
void		 csv_text(struct buf *, const struct csv *);

#endif
