/*
 * builtin.h: the built-in embedder E (paper, section 3.3): text to a vector of
 * unit length, so that the dot product of two vectors is the cosine of two
 * tasks. A fixed function of the text and of the lexicon file: nothing is
 * learnt from other texts, and vectors stored years apart stay comparable
 * as long as emb_id() is the same.
 *
 * A struct emb holds scratch space: one for each thread.
 */
#ifndef HCC_EMBED_BUILTIN_H
#define HCC_EMBED_BUILTIN_H

#include <stddef.h>

#include "base/err.h"

#define EMB_TEXT_MAX	(1u << 20)	/* bytes; what follows is not read */

struct emb;

/* Load the lexicon (share/hcc/embed/lexicon.lua), which may require the files
 * beside it; its tables are kept in the directory `cache` (NULL: nowhere).
 * Errors are those of script_open(), and HCC_CONFIG with the name of the wrong
 * field. The caller closes. */
enum hcc_status	 emb_open(const char *lexicon, const char *cache,
		    struct emb **, struct hcc_err *);
void		 emb_close(struct emb *);

/* Add a block of static word vectors (word_vectors.h): the mean of those of
 * the text's words, weighted by tf and idf like the words themselves. The
 * table of the file is kept in the directory `cache`. */
enum hcc_status	 emb_add_vectors(struct emb *, const char *file,
		    const char *cache, double weight, struct hcc_err *);

size_t		 emb_dim(const struct emb *);	/* floats of one vector */
/* "hcc-1:" and 12 hex digits, other ones after any change of the lexicon's
 * values or of the word vectors. Valid until emb_close(). */
const char	*emb_id(const struct emb *);
/* Cosine from which two texts count as related, as the lexicon gives it. */
double		 emb_delta(const struct emb *);

/* The vector of `n` bytes of UTF-8 (Markdown is understood, bad bytes are
 * separators): emb_dim() floats, of unit length, or all zero when the text
 * holds no word at all. Fails when word vectors are there no more. */
enum hcc_status	 emb_text(struct emb *, const char *text, size_t n,
		    float *out, struct hcc_err *);

#endif
