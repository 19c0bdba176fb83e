/*
 * csv_reader.h: a csv file row by row (RFC 4180), in memory that does not
 * depend on its length.
 *
 * Every reading is tolerant where that is harmless: byte-order mark, any line
 * ends, blank lines, blanks around fields that are not quoted, `;`, tab or
 * `|` as the separator, stray quotes inside a field, UTF-16 and Windows-1252
 * (cells come out as UTF-8).
 *
 * Beyond that there are two modes. The strict one is for submissions and
 * labels, where every cell counts: rows of another width than the header, a
 * quote that never ends, two columns of one name and NUL bytes are refused
 * with the line number. With `repair` such faults are put right and counted.
 * Many of them are refused all the same: then the file was read in the wrong
 * way.
 */
#ifndef HCC_BASE_CSV_READER_H
#define HCC_BASE_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

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
	struct csv_fault blanks;	/* rows with blanks around words */
	struct csv_fault recoded;	/* cells that were not UTF-8 */
	size_t	 renamed;		/* columns that had another's name */
	size_t	 trimmed;		/* names with blanks around them */
	size_t	 returns;		/* line ends by CR alone */
	bool	 mark;			/* a byte-order mark */
	bool	 utf16;
	bool	 preamble;		/* the line "sep=;" */
};

struct csv_options {
	bool	 repair;
	bool	 keep_wide;	/* too long rows are cut, else left out */
	bool	 no_header;	/* columns are called c1, c2, .. */
	size_t	 max_bytes;	/* more are refused; 0: no limit */
};

struct csv_span;

struct csv_reader {
	/* For callers, to be read only. */
	char		**names;	/* ncols column names, blanks trimmed */
	size_t		  ncols;
	char		**cells;	/* ncols fields of the row last read, */
	size_t		 *lens;		/* each ends in a NUL; until the next */
	long		  line;		/* where that row starts in the file */
	size_t		  rows;		/* read so far */
	char		  sep;
	struct csv_faults faults;
	/* Private. */
	struct csv_options o;
	const char	 *name;
	int		  fd;
	char		 *buf;		/* bytes at .. len are not parsed yet */
	size_t		  at, len, cap;
	size_t		  total;	/* bytes of the file so far */
	bool		  eof;
	int		  wide;		/* UTF-16: 1 little, 2 big endian */
	unsigned char	  odd[4];	/* the start of a character of it */
	size_t		  nodd;
	bool		  stop[256];	/* bytes that end a field */
	long		  next_line;	/* where the next row starts */
	struct csv_span	 *spans;
	size_t		  nspans, spans_cap;
	bool		  padded;	/* blanks were trimmed in this row */
	size_t		  named;	/* columns up to the last with a name */
	long		  letters[16];	/* lines of this row whose quotes are */
	size_t		  nletters;	/* letters */
	size_t		  ends;		/* line ends of rows */
	char		  none[1];	/* an empty field */
	struct buf	  recoded, name_text;
};

/* Begin to read the file at descriptor `fd` (which stays open and the
 * caller's); `name` is said in messages and borrowed. The header is read. On
 * failure nothing needs to be closed. */
enum hcc_status	 csv_open(struct csv_reader *, int fd, const char *name,
		    const struct csv_options *, struct hcc_err *);
/* Read the next row into cells. HCC_NONE: there is none. */
enum hcc_status	 csv_next(struct csv_reader *, struct hcc_err *);
void		 csv_close(struct csv_reader *);
/* Index of a column by name, or -1. */
long		 csv_reader_column(const struct csv_reader *, const char *);
/* Was anything put right that a plain reader of csv would stumble over? */
bool		 csv_repaired(const struct csv_reader *);

#endif
