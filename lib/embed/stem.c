/*
 * stem.c: hashes, and the hash of the stem of a word.
 *
 * The English Snowball stemmer, with a small cache in front of it, because
 * nine words of ten were seen a moment ago. The cache keeps the whole word:
 * it changes the speed and nothing else.
 */
#include <stdlib.h>
#include <string.h>
#include <libstemmer.h>

#include "base/mem.h"
#include "embed/stem.h"

#define CACHE	4096		/* power of two */
#define SHORT	23

struct stems {
	struct sb_stemmer	*snowball;
	struct {
		uint64_t	 stem;
		unsigned char	 len;	/* 0: empty */
		char		 word[SHORT];
	} cache[CACHE];
};

struct stems *
stems_new(void)
{
	struct stems	*s = mem_zero(1, sizeof(*s));

	if ((s->snowball = sb_stemmer_new("english", "UTF_8")) == NULL)
		mem_exhausted();
	return s;
}

void
stems_free(struct stems *s)
{
	if (s == NULL)
		return;
	sb_stemmer_delete(s->snowball);
	free(s);
}

/* The last step of MurmurHash3: every bit of the input moves every other. */
static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdULL;
	h ^= h >> 33;
	h *= 0xc4ceb9fe1a85ec53ULL;
	return h ^ h >> 33;
}

/* FNV-1a, mixed. */
uint64_t
scan_hash(const char *p, size_t n)
{
	uint64_t	 h = 0xcbf29ce484222325ULL;

	while (n-- > 0)
		h = (h ^ (unsigned char)*p++) * 0x100000001b3ULL;
	return mix(h);
}

uint64_t
scan_chain(uint64_t prefix, uint64_t hash)
{
	return prefix == 0 ? hash : mix(prefix * 0x9e3779b97f4a7c15ULL + hash);
}

static uint64_t
stem(struct stems *s, const char *word, size_t n)
{
	const sb_symbol	*p;

	p = sb_stemmer_stem(s->snowball, (const sb_symbol *)word, (int)n);
	if (p == NULL)		/* no memory: the word is its own stem */
		return scan_hash(word, n);
	return scan_hash((const char *)p,
	    (size_t)sb_stemmer_length(s->snowball));
}

uint64_t
stems_hash(struct stems *s, const char *word, size_t n)
{
	uint64_t	 h = scan_hash(word, n);
	size_t		 i = h & (CACHE - 1);

	if (n > SHORT)
		return stem(s, word, n);
	if (s->cache[i].len == n && memcmp(s->cache[i].word, word, n) == 0)
		return s->cache[i].stem;
	memcpy(s->cache[i].word, word, n);
	s->cache[i].len = (unsigned char)n;
	return s->cache[i].stem = stem(s, word, n);
}
