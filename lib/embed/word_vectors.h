/*
 * word_vectors.h: private to the embedder: static word vectors.
 *
 * A file in the text format of GloVe, word2vec and fastText is read once and
 * compiled to a table in the user's cache, which is mapped: a text then costs
 * the pages of its own words, and starting costs nothing.
 *
 * The table is a header and fixed-size slots of open addressing, by the hash
 * of a word's stem: key, scale and one byte for each component. Every slot
 * carries a checksum that each look at it verifies, also when it is empty. A
 * table that is damaged, cut short or older than its source is made again;
 * the cache may be deleted at any time.
 */
#ifndef HCC_EMBED_WORD_VECTORS_H
#define HCC_EMBED_WORD_VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "embed/stem.h"

#define VECTORS_DIM	4096	/* components of the longest vector */
#define VTEXT_LINE	(64 + VECTORS_DIM * 32)	/* bytes of a line */

/* The text, line by line: a word and its numbers. */
struct vtext {
	FILE		*f;
	const char	*name;		/* for messages */
	char		*line;
	long		 no;		/* of the line */
	size_t		 dim;		/* 0 before the first vector */
	const char	*word;
	size_t		 len;
	float		*v;		/* dim finite numbers */
};

/* `f` and `name` are borrowed. */
void		 vtext_open(struct vtext *, FILE *f, const char *name);
/* The next vector; HCC_NONE at the end; HCC_CONFIG with the line when it is
 * ragged, too long or holds what is no finite number. */
enum hcc_status	 vtext_next(struct vtext *, struct hcc_err *);
void		 vtext_close(struct vtext *);

struct word_vectors;

/* Map the table of `file` in `cache` (a directory, made if absent), which is
 * made now if need be. */
enum hcc_status	 vectors_open(const char *file, const char *cache,
		    struct stems *, struct word_vectors **, struct hcc_err *);
void		 vectors_close(struct word_vectors *);
/* Close a damaged table and delete it. */
void		 vectors_discard(struct word_vectors *);
size_t		 vectors_dim(const struct word_vectors *);
/* SHA-256 of the text file, in hexadecimal. */
const char	*vectors_sum(const struct word_vectors *);
/* Add `weight` times the vector of a stem to `sum`; nothing for an unknown
 * one. HCC_AGAIN: the table is damaged. */
enum hcc_status	 vectors_add(const struct word_vectors *, uint64_t stem,
		    double weight, float *sum, struct hcc_err *);

#endif
