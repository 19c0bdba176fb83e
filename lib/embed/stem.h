/*
 * stem.h: private to the embedder: words to hashes of stems.
 */
#ifndef HCC_EMBED_STEM_H
#define HCC_EMBED_STEM_H

#include <stddef.h>
#include <stdint.h>

struct stems;			/* Snowball and a cache of its answers */

struct stems	*stems_new(void);
void		 stems_free(struct stems *);
/* Hash of the stem of a word in lower case. */
uint64_t	 stems_hash(struct stems *, const char *word, size_t n);

/* Hash of bytes, and of a sequence: start with 0, add hash by hash. Equal on
 * every machine: stored vectors depend on them. */
uint64_t	 scan_hash(const char *, size_t);
uint64_t	 scan_chain(uint64_t prefix, uint64_t hash);

#endif
