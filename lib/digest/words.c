/*
 * words.c: what single words say.
 *
 * The lists of rules.c are hashed once, at the first question. Most words of
 * a log are not known, and an empty bucket says so at once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "digest/char.h"
#include "digest/rules.h"
#include "digest/words.h"

enum { BUCKETS = 4096, LONGEST = 16 };

static struct {
	bool		 ready;
	struct {
		uint64_t hash;
		unsigned flags;		/* 0: empty */
	} bucket[BUCKETS];
} table;

/* A hash of `n` <= LONGEST letters of any case. */
static inline uint64_t
hash(const char *p, size_t n, size_t room)
{
	uint64_t	 a = 0, b = 0;

	if (room < LONGEST) {
		memcpy(&a, p, n < 8 ? n : 8);
		if (n > 8)
			memcpy(&b, p + 8, n - 8);
	} else {
		memcpy(&a, p, 8);
		memcpy(&b, p + 8, 8);
		if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
			return hash(p, n, n);
		if (n < 8)
			a &= (UINT64_C(1) << 8 * n) - 1;
		if (n <= 8)
			b = 0;
		else if (n < 16)
			b &= (UINT64_C(1) << (8 * n - 64)) - 1;
	}
	a |= 0x2020202020202020u;
	b |= 0x2020202020202020u;
	return (a * 0x9e3779b97f4a7c15u) ^ (b * 0xc2b2ae3d27d4eb4fu);
}

static void
build(void)
{
	const char	*w, *end;
	size_t		 i, k;
	uint64_t	 h;

	for (i = 0; i < nword_lists; i++)
		for (w = word_lists[i].words; *w != '\0'; w = end + (*end == ' ')) {
			end = strchrnul(w, ' ');
			h = hash(w, (size_t)(end - w), (size_t)(end - w));
			for (k = h >> 52; table.bucket[k].flags != 0; )
				k = (k + 1) % BUCKETS;
			table.bucket[k].hash = h;
			table.bucket[k].flags = word_lists[i].flags;
		}
	table.ready = true;
}

static bool
ends(const char *p, size_t n, const char *tail)
{
	size_t	 k = strlen(tail), i;

	if (n <= k)
		return false;
	for (i = 0; i < k; i++)
		if ((p[n - k + i] | 0x20) != tail[i])
			return false;
	return true;
}

/* ValueError, RPC_ERROR; but squarederror is a quantity. */
static unsigned
by_end(const char *p, size_t n)
{
	switch (p[n - 1] | 0x20) {
	case 'r':
		if (ends(p, n, "fehler"))
			return CLASS_ERROR;
		return !ends(p, n, "error") ? 0 :
		    p[n - 5] == 'E' ? CLASS_ERROR : CLASS_METRIC;
	case 'n':
		return ends(p, n, "exception") ? CLASS_ERROR : 0;
	case 'g':
		return ends(p, n, "warning") ? CLASS_WARN : 0;
	case 's':
		return ends(p, n, "loss") ? CLASS_METRIC : 0;
	case 'y':
		return ends(p, n, "accuracy") ? CLASS_METRIC : 0;
	case 'e':
		return ends(p, n, "score") ? CLASS_METRIC : 0;
	}
	return 0;
}

unsigned
word_class(const char *p, size_t n, size_t room)
{
	uint64_t	 h;
	size_t		 k;

	if (!table.ready)
		build();
	if (n == 0)
		return 0;
	if (n <= LONGEST) {
		h = hash(p, n, room);
		for (k = h >> 52; table.bucket[k].flags != 0;
		    k = (k + 1) % BUCKETS)
			if (table.bucket[k].hash == h)
				return table.bucket[k].flags;
	}
	return by_end(p, n);
}

unsigned
sign_class(const char *p, size_t room, size_t *len)
{
	const char	*w, *end;
	size_t		 i, k;

	for (i = 0; i < nsigns; i++)
		for (w = signs[i].words; *w != '\0'; w = end + (*end == ' ')) {
			end = strchrnul(w, ' ');
			k = (size_t)(end - w);
			if (*w == *p && k <= room && memcmp(p, w, k) == 0) {
				*len = k;
				return signs[i].flags;
			}
		}
	return 0;
}

unsigned
words_class(const char *p, size_t n)
{
	const char	*end = p + n, *w;
	unsigned	 flags = 0;

	for (; p < end; p++) {
		for (w = p; p < end && is_letter(*p); p++)
			;
		if (p > w)
			flags |= word_class(w, (size_t)(p - w),
			    (size_t)(end - w));
	}
	return flags;
}
