/*
 * tokens.c: an approximation of a byte-pair tokenizer.
 *
 * Text is cut as such tokenizers cut it before merging: words with the blank
 * before them, numbers in groups of three digits, runs of punctuation, runs
 * of blanks. A word costs a token per 6 letters, punctuation one per 3 signs,
 * blanks one per 16, other scripts one per 2 characters.
 */
#include "base/tokens.h"
#include "base/utf8.h"

enum kind { LETTER, DIGIT, BLANK, PUNCT, OTHER };

static enum kind
kind_of(unsigned char c)
{
	if ((unsigned char)((c | 0x20) - 'a') < 26)
		return LETTER;
	if ((unsigned char)(c - '0') < 10)
		return DIGIT;
	if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f))
		return BLANK;
	return c < 0x80 ? PUNCT : OTHER;
}

static size_t
cost(enum kind k, size_t len)
{
	switch (k) {
	case LETTER:
		return (len + 5) / 6;
	case BLANK:
		return (len + 15) / 16;
	case OTHER:
		return (len + 1) / 2;
	default:	/* digits and punctuation come in threes */
		return (len + 2) / 3;
	}
}

size_t
tok_estimate(const char *p, size_t n)
{
	const unsigned char	*s = (const unsigned char *)p;
	size_t			 i = 0, len, total = 0;
	enum kind		 k, next;

	while (i < n) {
		k = kind_of(s[i]);
		/* A single blank belongs to the word or sign behind it. */
		if (s[i] == ' ' && i + 1 < n) {
			next = kind_of(s[i + 1]);
			if (next == LETTER || next == PUNCT) {
				k = next;
				i++;
			}
		}
		for (len = 0; i < n && kind_of(s[i]) == k; i++)
			len += k != OTHER || !utf8_inside(p[i]);
		total += cost(k, len);
	}
	return total;
}
