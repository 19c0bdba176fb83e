/*
 * csv_internal.h: private to csv*.c.
 */
#ifndef HCC_BASE_CSV_INTERNAL_H
#define HCC_BASE_CSV_INTERNAL_H

#include "base/csv.h"

/* The separator that the first lines agree on (csv_guess.c). */
char		 csv_separator(const char *, size_t);
/* What the first bytes say against reading the file as text; NULL: nothing. */
const char	*csv_foreign(const char *, size_t);
/* How many bytes at the start are no data: a byte-order mark and, when
 * `mend`, the line "sep=;" that Excel writes (*sep is set by it). */
size_t		 csv_preamble(const char *, size_t, bool mend, char *sep);

#define CSV_SUSPECTS	256
#define CSV_LETTER	'\001'	/* stands for a quote that is none */

/* Where in a field the raw bytes are, and the lines whose quotes open what
 * they do not close (csv_quotes.c). Start from zeros. */
struct csv_watch {
	enum { CSV_START, CSV_PLAIN, CSV_QUOTED, CSV_CLOSING } state;
	long	 line;
	long	 open_line;	/* where the quoted field began */
	char	 last;		/* the byte before */
	bool	 hide;		/* quotes of this line are letters */
	bool	 opens;		/* the last quote looked like an opening one */
	size_t	 n;
	long	 suspect[CSV_SUSPECTS];
};

/* Another pass over the file; what is suspect stays so. */
void		 csv_watch_begin(struct csv_watch *);
/* Look at the next bytes and make letters of suspect quotes. */
void		 csv_watch_quotes(struct csv_watch *, char sep, char *, size_t);
void		 csv_suspect(struct csv_watch *, long line);

/* Names that repeat: refused when `f` is NULL, else renamed; columns without
 * name and values are then left out (csv_mend.c). */
enum hcc_status	 csv_settle_names(struct csv *, const char *name,
		    struct csv_faults *f, struct hcc_err *);
/* Refuse a table of which too much was mended. */
enum hcc_status	 csv_judge(const struct csv *, const char *name,
		    const struct csv_faults *, struct hcc_err *);
/* Count one fault. */
void		 csv_count(struct csv_fault *, long line);

#endif
