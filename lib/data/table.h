/*
 * table.h: one csv file of a task: what it holds, what is to be changed in it,
 * and its rows with the changes made.
 *
 * A table is read in passes, in memory that does not depend on its rows. What
 * is wrong with it is found in the first and put right in every later one;
 * programs get what the rows give (table_rows).
 */
#ifndef HCC_DATA_TABLE_H
#define HCC_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv_reader.h"
#include "base/err.h"
#include "base/hash.h"
#include "data/column.h"

#define TABLE_HEAD	3		/* rows kept as they are */
#define TABLE_SAMPLE	4096		/* rows of the sample, at most */

/* How a cell of a column is changed. */
struct column_fix {
	char		 decimal;	/* numbers are written plain; 0: no */
	bool		 id;		/* without zeros and ".0" .. */
	size_t		 width;		/* .. with zeros up to this width */
	struct hash	 spelling;	/* class -> canon[] */
	char		**canon;	/* borrowed from the column's values */
};

/* Rows drawn at random, in order (Vitter's algorithm R). */
struct row_sample {
	struct cell_value *v;		/* n * ncols of the file */
	size_t		*row;		/* where they stand */
	size_t		 n, cap;
};

struct table {
	const char	*path;		/* in the directory; NULL: none */
	char		*shown;		/* what messages call it */
	char		**names;	/* ncols, as programs will see them */
	struct column	*columns;	/* ncols */
	struct column_fix *fixes;	/* ncols */
	size_t		*source;	/* ncols: columns of the file */
	size_t		 ncols;
	size_t		 file_cols;
	size_t		 rows;
	char		 sep;
	bool		 strict;	/* as submissions are read */
	bool		 keep_wide;
	bool		 no_header;
	bool		 mended;	/* the file is to be written anew */
	long		 need;		/* rows without this column go; -1 */
	struct csv_faults faults;
	bool		 faulty;	/* csv_repaired() */
	char		**head;		/* nhead * file_cols strings */
	size_t		 nhead;
	struct row_sample sample;
	char		**owned;	/* strings behind names */
	size_t		 nowned, owned_cap;
};

/* Read all of `path` (in dir, called `shown` in messages) and profile its
 * columns. t->strict and t->keep_wide are set before. A first line that looks
 * like data is data: then t->no_header is set. */
enum hcc_status	 table_profile(struct table *, int dir, const char *path,
		    const char *shown, struct hcc_err *);
void		 table_release(struct table *);
/* Index of a column, or -1 (also when there is no table). */
long		 table_column(const struct table *, const char *name);
/* Call a column so; the name is copied. */
void		 table_rename(struct table *, size_t col, const char *name);
void		 table_drop_column(struct table *, size_t col);
/* A cell of the first rows. */
const char	*table_head(const struct table *, size_t row, size_t col);

/* The rows of a table with its changes made. */
struct table_rows {
	char		**cells;	/* t->ncols, until the next */
	size_t		*lens;		/* of each */
	long		 line;
	/* Private. */
	const struct table *t;
	struct csv_reader r;
	int		 fd;
	char		(*text)[NUM_TEXT];
	size_t		*fixed, nfixed;
};

enum hcc_status	 table_open(struct table_rows *, const struct table *, int dir,
		    const char *shown, struct hcc_err *);
/* HCC_NONE: no more rows. */
enum hcc_status	 table_next(struct table_rows *, struct hcc_err *);
void		 table_close(struct table_rows *);

/* splitmix64 (Steele, Lea, Flood 2014): the next number of a sequence. */
uint64_t	 random_next(uint64_t *state);

#endif
