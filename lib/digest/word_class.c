/*
 * word_class.c: classes of single words.
 *
 * The lists of rules.c are hashed once, at the first question. Most words of
 * a log are not known, and an empty bucket says so at once.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "digest/char.h"
#include "digest/rules.h"
#include "digest/word_class.h"

enum { BUCKETS = 4096, LONGEST = 16, MAX_WORDS = 1024 };

static struct {
	unsigned	 n;
	struct {
		uint64_t hash;
		unsigned flags;
	} word[MAX_WORDS];
	uint16_t	 index[BUCKETS];	/* 1 + number of a word */
} table;

/* A hash of letters of any case, in its upper bits. */
static uint64_t
hash(const char *p, size_t n)
{
	uint64_t	 h = n;

	while (n-- > 0)
		h = (h ^ (unsigned char)(*p++ | 0x20)) * 0x9e3779b97f4a7c15u;
	return h;
}

uint64_t	 word_hints[WORD_HINTS];
uint64_t	 word_bits[WORD_BITS / 64];

static void
add_hint(const char *p, size_t n, unsigned flags)
{
	uint64_t	 w = 0, h;
	size_t		 i;

	memcpy(&w, p, n < 8 ? n : 8);
	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		w = __builtin_bswap64(w);
	h = (w | 0x2020202020202020u) * 0x9e3779b97f4a7c15u;
	for (i = h >> 53; word_hints[i] != 0; i = (i + 1) % WORD_HINTS)
		if ((h ^ word_hints[i]) >> 32 == 0)
			break;
	word_bits[h >> 55] |= UINT64_C(1) << (h >> 49 & 63);
	word_hints[i] = (h & ~UINT64_C(0xffffffff)) |
	    (uint32_t)word_hints[i] | flags;
}

/* Add a word, or flags to one that is known. */
static void
add(const char *w, size_t n, unsigned flags)
{
	uint64_t	 h = hash(w, n);
	size_t		 i, k;

	for (k = h >> 52; (i = table.index[k]) != 0; k = (k + 1) % BUCKETS)
		if (table.word[i - 1].hash == h) {
			table.word[i - 1].flags |= flags;
			return;
		}
	if (table.n == MAX_WORDS)
		return;
	table.word[table.n].hash = h;
	table.word[table.n].flags = flags;
	table.index[k] = (uint16_t)++table.n;
}

void
words_init(void)
{
	const char	*w, *end;
	size_t		 i;

	if (table.n > 0)
		return;
	for (i = 0; i < nword_lists; i++)
		for (w = word_lists[i].words; *w != '\0';
		    w = end + (*end == ' ')) {
			end = strchrnul(w, ' ');
			add(w, (size_t)(end - w), word_lists[i].flags);
			if (word_lists[i].flags & ~(unsigned)(STATUS | LEVEL))
				add_hint(w, (size_t)(end - w),
				    word_lists[i].flags);
		}
	for (i = 0; i < nword_phrases; i++)
		for (w = word_phrases[i].words; *w != '\0';
		    w = end + (*end == ',')) {
			end = strchrnul(w, ',');
			add(w, strcspn(w, " "), PHRASE);
		}
}

static bool
ends(const char *p, size_t n, const char *tail)
{
	size_t	 k = strlen(tail);

	if (n <= k)
		return false;
	for (p += n - k; *tail != '\0'; p++, tail++)
		if ((*p | 0x20) != *tail)
			return false;
	return true;
}

/* What the end of a long word says: ValueError, RPC_ERROR; but squarederror
 * is a quantity, and so are giou, nmse. */
static unsigned
by_end(const char *p, size_t n)
{
	size_t	 i;

	switch (n < 4 ? 0 : p[n - 1] | 0x20) {
	case 'r':
		if (ends(p, n, "error"))
			return p[n - 5] == 'E' ? CLASS_ERROR : CLASS_METRIC;
		return ends(p, n, "fehler") ? CLASS_ERROR : 0;
	case 'n':
		return ends(p, n, "exception") ? CLASS_ERROR : 0;
	case 'g':
		return ends(p, n, "warning") ? CLASS_WARN : 0;
	case 'c': case 'e': case 's': case 'u': case 'y':
		for (i = 0; i < nmetric_ends; i++)
			if (ends(p, n, metric_ends[i]))
				return CLASS_METRIC;
		return 0;
	default:
		return 0;
	}
}

unsigned
word_end_hint(const char *end, const char *line)
{
	return end - line < 5 ? 0 : by_end(line, (size_t)(end - line));
}

unsigned
word_class(const char *p, size_t n)
{
	uint64_t	 h;
	size_t		 k, i;

	if (table.n == 0)
		words_init();
	if (n == 0)
		return 0;
	if (n <= LONGEST) {
		h = hash(p, n);
		for (k = h >> 52; (i = table.index[k]) != 0;
		    k = (k + 1) % BUCKETS)
			if (table.word[i - 1].hash == h)
				return table.word[i - 1].flags;
	}
	return by_end(p, n);
}

/* Does the text at `p` begin with this phrase? Other signs may stand between
 * its words. */
static bool
begins(const char *p, const char *end, const char *phrase)
{
	for (; *phrase != '\0' && *phrase != ','; phrase++)
		if (*phrase == ' ') {
			if (p == end || is_word(*p))
				return false;
			while (p < end && memchr(" \t_-'", *p, 5) != NULL)
				p++;
		} else if (p == end || (*p++ | 0x20) != *phrase)
			return false;
	return p == end || !is_letter(*p);
}

unsigned
phrase_class(const char *p, const char *end)
{
	const char	*w;
	size_t		 i;

	for (i = 0; i < nword_phrases; i++)
		for (w = word_phrases[i].words; *w != '\0';
		    w += *w == ',')
			if (begins(p, end, w))
				return word_phrases[i].flags;
			else
				w = strchrnul(w, ',');
	return 0;
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

bool
is_acronym(const char *p, size_t n)
{
	size_t	 i;

	for (i = 0; i < n && is_letter(p[i]) && p[i] < 'a'; i++)
		;
	return i == n && n >= 2 && n <= 6 && word_class(p, n) == 0;
}

const char *
last_word(const char *p, const char *end)
{
	while (end > p && is_letter(end[-1]))
		end--;
	return end;
}

bool
ends_acronym(const char *p, size_t n)
{
	const char	*w = last_word(p, p + n);

	return is_acronym(w, (size_t)(p + n - w));
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
			flags |= word_class(w, (size_t)(p - w));
	}
	return flags;
}
