/*
 * csv_internal.h: private to csv*.c.
 */
#ifndef HCC_BASE_CSV_INTERNAL_H
#define HCC_BASE_CSV_INTERNAL_H

#include "base/csv_reader.h"

/* The separator that the first lines agree on (csv_guess.c). */
char		 csv_separator(const char *, size_t);
/* What the first bytes say against reading the file as text; NULL: nothing. */
const char	*csv_foreign(const char *, size_t);
/* 1: the bytes are little-endian UTF-16, 2: big-endian, 0: neither. */
int		 csv_wide(const char *, size_t);

/* More bytes behind those not parsed yet, as UTF-8 (csv_source.c). The byte
 * behind the last is a newline. */
enum hcc_status	 csv_fill(struct csv_reader *, struct hcc_err *);

/* The names out of the cells of the header; those that repeat are refused, or
 * in repair mode numbered (csv_repair.c). */
enum hcc_status	 csv_take_names(struct csv_reader *, struct hcc_err *);
/* Make the row fit the header in repair mode; false: it is left out. */
bool		 csv_fit_row(struct csv_reader *);
/* Has the row just found more fields than columns, some of them not empty? */
bool		 csv_overfull(const struct csv_reader *);
/* Refuse a table of which too much was repaired. */
enum hcc_status	 csv_judge(const struct csv_reader *, struct hcc_err *);
/* Count one fault. */
void		 csv_count(struct csv_fault *, long line);

#endif
