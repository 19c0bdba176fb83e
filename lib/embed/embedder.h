/*
 * embedder.h: the embedder in use: the built-in one or any command, as the
 * section `embed` of config.lua says (hcc-config(5)). The one way in which
 * tools turn texts into vectors.
 *
 * Vectors are kept by the id of their embedder and never compared with those
 * of another. A command's dimension, and its id when it is not configured,
 * are learnt from its first answer.
 */
#ifndef HCC_EMBED_EMBEDDER_H
#define HCC_EMBED_EMBEDDER_H

#include <stddef.h>

#include "base/err.h"
#include "lua/policy.h"

struct embedder;

struct embedder_spec {
	const char	*command;	/* NULL: the built-in one */
	const char	*id;		/* of the command; NULL: learn it */
	const char	*lexicon;	/* of the built-in one */
	double		 delta;		/* NAN: the lexicon's, or not known */
	const char	*vectors;	/* of words, for the built-in one, or
					 * NULL */
	double		 weight;	/* of their block */
	const char	*cache;		/* directory of tables; NULL: none */
};

/* Open the configured embedder; places.lexicon is the default lexicon.
 * HCC_CONFIG: file and key. On failure *em is NULL. The caller closes. */
enum hcc_status	 embedder_open(const struct places *, struct embedder **em,
		    struct hcc_err *);
enum hcc_status	 embedder_open_spec(const struct embedder_spec *,
		    struct embedder **em, struct hcc_err *);
void		 embedder_close(struct embedder *);

/* The vectors of `count` texts: count * dim floats, each vector of unit
 * length, or zero for a text without words. *out is the caller's to free,
 * *dim may be NULL. The first argument is a struct embedder (this is a
 * wis_embedder, too). HCC_UNAVAILABLE: the command failed, or its answers are
 * not what was asked for. */
enum hcc_status	 embedder_texts(void *em, const char *const *texts,
		    size_t count, float **out, size_t *dim, struct hcc_err *);
/* How many texts to give at once: a command is slow to start. */
size_t		 embedder_batch(const struct embedder *);

/* Learn the id and the dimension, if necessary by asking the command once. */
enum hcc_status	 embedder_learn(struct embedder *, struct hcc_err *);
/* NULL and 0 until they are known. */
const char	*embedder_id(const struct embedder *);
size_t		 embedder_dim(const struct embedder *);
/* Cosine from which texts count as related; NAN: not configured. */
double		 embedder_delta(const struct embedder *);

#endif
