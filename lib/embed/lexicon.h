/*
 * lexicon.h: private to the embedder: the lexicon, ready for matching.
 *
 * Phrases form a trie whose edges are stems; a node is found by the hash of
 * its path, so that a step costs one look into one table. The nodes of the
 * first step also carry what is known of a single word: its idf, or that it
 * is a stop word.
 */
#ifndef HCC_EMBED_LEXICON_H
#define HCC_EMBED_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "embed/stem.h"

#define LEX_AXES	16
#define LEX_CONCEPTS	64	/* of one axis */
#define LEX_PRODUCTS	8
#define LEX_IGNORED	UINT16_MAX

/* The first two axes steer: which part of a description a heading opens, and
 * sentences that say nothing about the task. Their concepts have a factor
 * instead of a place in the vector. */
enum { LEX_ZONE, LEX_ASIDE, LEX_FIRST };

struct lex_phrase {
	uint32_t	 next;		/* of the same node; 0: the last */
	uint16_t	 axis;
	uint16_t	 concept;	/* LEX_IGNORED: takes the words away */
	float		 weight;
};

struct lex_node {
	uint64_t	 key;		/* 0: empty slot */
	uint32_t	 phrases;	/* 0: none */
	float		 idf;		/* < 0: not given */
	bool		 more;		/* longer phrases start like this */
	bool		 stop;
};

struct lex_axis {
	double		 weight;
	uint32_t	 n;			/* concepts */
	double		 factor[LEX_CONCEPTS];	/* of a steering axis */
	double		 prior[LEX_CONCEPTS];	/* hits that all texts have */
	char		 name[LEX_CONCEPTS][32];
	char		 title[32];
};

struct lex_product {
	double		 weight;
	unsigned	 a, b;		/* axes */
};

struct lex {
	struct lex_axis		 axes[LEX_AXES];
	unsigned		 naxes;
	struct lex_product	 products[LEX_PRODUCTS];
	unsigned		 nproducts;
	struct lex_node		*nodes;
	size_t			 nnodes, cap;	/* cap: a power of two */
	struct lex_phrase	*phrases;	/* [0] is not used */
	size_t			 nphrases, phrase_cap;
	double			 words;		/* weight of the words */
	size_t			 dims;		/* of their block */
	double			 rare;		/* idf of words not listed */
	double			 pair;		/* weight of a word pair */
	double			 power;
	double			 doubt;
	double			 delta;
	char			 id[24];
	void			*map;		/* holds both arrays, or NULL */
	size_t			 map_size;
};

/* Load; needs no release after a failure. The tables are kept in the directory
 * `cache`, or come from there; NULL: no cache. */
enum hcc_status	 lex_load(struct lex *, const char *path, const char *cache,
		    struct stems *, struct hcc_err *);
void		 lex_release(struct lex *);
/* The node of a path, NULL: no phrase or word begins so. */
const struct lex_node *lex_find(const struct lex *, uint64_t key);

/* lexicon_cache.c. What identifies the content of the lexicon's directory;
 * false: it is not to be kept. */
bool		 lex_cache_stamp(const char *dir, uint64_t *stamp);
/* The tables of a lexicon of that stamp, mapped; false: there are none. */
bool		 lex_cache_read(struct lex *, const char *path,
		    const char *cache, uint64_t stamp);
void		 lex_cache_write(const struct lex *, const char *path,
		    const char *cache, uint64_t stamp);

#endif
