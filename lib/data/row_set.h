/*
 * row_set.h: which 64-bit keys (hashes of ids or of whole rows) came before,
 * and on which line.
 */
#ifndef HCC_DATA_ROW_SET_H
#define HCC_DATA_ROW_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct row_slot {
	uint64_t	 key;		/* 0: free */
	uint32_t	 line;		/* of the first row; those above 2^32 */
	uint32_t	 count;		/* are told modulo that */
};

struct row_set {
	struct row_slot	*slots;
	size_t		 nslots, n;
};

/* The slot of a key (0 counts as 1), made when there is none, with its count
 * one higher. Valid until the next call. */
struct row_slot	*row_set_add(struct row_set *, uint64_t key, long line);
/* NULL: it did not come. */
struct row_slot	*row_set_find(const struct row_set *, uint64_t key);
void		 row_set_release(struct row_set *);

#endif
