/*
 * sketch.h: the distinct values of a column, in bounded memory.
 *
 * Up to SKETCH_MOST values (SKETCH_FEW by default) are kept
 * with their counts, and all is exact. Above that only those whose hash ends in
 * `level` zero bits are, a random share of 1 in 2^level (distinct sampling:
 * Gibbons, VLDB 2001; adaptive sampling: Flajolet 1990). The counts of values
 * that are kept are exact all the time: what is kept at the end has been kept
 * from the beginning.
 */
#ifndef HCC_DATA_SKETCH_H
#define HCC_DATA_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SKETCH_MOST	8192
#define SKETCH_FEW	512	/* of columns whose values are mostly new */
#define SKETCH_TEXT	4096	/* bytes of a value that are kept */

struct sketch_value {
	char		*text;
	uint64_t	 hash;
	size_t		 count;
	long		 line;		/* where it came first */
	size_t		 words;		/* of one that is no number; 0 else */
};

struct sketch {
	struct sketch_value	*v;
	size_t			 n, cap;
	uint32_t		*slots;	/* index + 1; 0: free */
	size_t			 nslots;
	unsigned		 level;
	bool			 few;	/* keep SKETCH_FEW only */
};

/* Is a value with this hash one that is kept? */
static inline bool
sketch_keeps(const struct sketch *s, uint64_t hash)
{
	return (hash & (((uint64_t)1 << s->level) - 1)) == 0;
}

/* Count a value that the sketch keeps. */
void		 sketch_add(struct sketch *, const char *text, size_t len,
		    uint64_t hash, long line);
/* NULL: it did not come, or is not kept. */
struct sketch_value *sketch_find(const struct sketch *, uint64_t hash);
/* An estimate of the distinct values; exact at level 0. */
double		 sketch_distinct(const struct sketch *);
/* Did every value that is kept come once? */
bool		 sketch_unique(const struct sketch *);
/* Most frequent first, equal ones by their bytes. */
void		 sketch_sort(struct sketch *);
void		 sketch_release(struct sketch *);

#endif
