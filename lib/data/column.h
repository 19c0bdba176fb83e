/*
 * column.h: what one column of a table holds, found in one pass.
 */
#ifndef HCC_DATA_COLUMN_H
#define HCC_DATA_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/num.h"
#include "data/cell.h"
#include "data/sketch.h"

enum column_type {
	COLUMN_CONSTANT,	/* at most one value */
	COLUMN_NUMBER,
	COLUMN_CATEGORY,	/* names, codes, truth values */
	COLUMN_TEXT,		/* several words */
	COLUMN_DATE,
	COLUMN_ID,		/* another name for every row */
	COLUMN_PATH		/* names of files */
};

struct column {
	const char		*name;		/* borrowed from the table */
	enum column_type	 type;
	size_t			 rows;
	size_t			 missing;
	long			 missing_line;	/* the first of them */
	size_t			 unique;	/* missing ones apart */
	bool			 exact;		/* else unique is an estimate */
	size_t			 stray;	/* a number's cells that are none */
	long			 stray_line;	/* the first of them */
	char			 stray_text[64];
	bool			 integral;
	bool			 ascending;	/* each number above the last */
	double			 min, max, mean, median;	/* numbers */
	double			 length;	/* mean bytes a cell */
	unsigned		 marks;		/* enum num_mark */
	size_t			 dressed;	/* numbers that are not plain */
	long			 dressed_line;
	size_t			 zeros;		/* whole numbers like 007 .. */
	size_t			 point_zero;	/* .. and like 7.0 */
	size_t			 short_len, long_len;	/* of filled cells */
	double			 first[2], last[2];	/* cell_order */
	double			 explains;	/* share of the target, alone */
	double			 shift;	/* distance of the values of the rows
					 * to predict from these, 0 to 1; 0
					 * where chance may be all */
	struct sketch		 values;	/* most frequent first */
	struct {				/* counted in the pass */
		size_t	 filled, numbers, dates, words, bytes;
		bool	 order[2];		/* all dates can be read so */
		double	 sum, before;
	} k;
};

/* What a cell means to a sample of rows. */
struct cell_value {
	double		 number;	/* NAN: it is none */
	uint64_t	 hash;		/* 0: missing */
};

/* Begin, add every cell (of `len` bytes, from this line, in a file whose
 * decimal mark is `decimal`, 0: not known), end. column_end() needs a sample of
 * the numbers for the median, which it sorts. */
void		 column_begin(struct column *, const char *name);
void		 column_add(struct column *, const char *cell, size_t len,
		    long line, char decimal, struct cell_value *);
void		 column_end(struct column *, double *sample, size_t n);
void		 column_release(struct column *);

const char	*column_type_name(enum column_type);
/* Has every row a value of its own, none missing? */
bool		 column_all_unique(const struct column *);

#endif
