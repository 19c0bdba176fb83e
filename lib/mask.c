/*
 * mask.c: find a secret in all its spellings.
 */
#include <stdlib.h>
#include <string.h>

#include "mask.h"

/* `digits` hexadecimal digits (or up to `digits` decimal ones); -1: none. */
static int
number(const char *s, const char *end, size_t digits, int base)
{
	char	 text[9] = "", *stop;
	long	 v;
	size_t	 i;

	for (i = 0; i < digits && s + i < end; i++)
		text[i] = s[i];
	if (strspn(text, base == 16 ? "0123456789abcdefABCDEF" :
	    "0123456789") != digits)
		return -1;
	v = strtol(text, &stop, base);
	return v > 0 && v < 256 ? (int)v : -1;
}

/* An HTML entity "&#45;" or "&#x2d;" behind its "&#". */
static int
entity(const char *s, const char *end, size_t *len)
{
	int	 hex = s < end && (*s == 'x' || *s == 'X');
	size_t	 n = 0;

	s += hex;
	while (s + n < end && n < 8 && s[n] != ';')
		n++;
	*len = 2 + (size_t)hex + n + 1;
	return n == 0 || s + n == end || s[n] != ';' ? -1 :
	    number(s, end, n, hex ? 16 : 10);
}

/* The character that a spelling at `s` stands for, its bytes in *len. */
static int
decode(const char *s, const char *end, size_t *len)
{
	int	 c = -1;

	if (*s == '%' && (c = number(s + 1, end, 2, 16)) != -1)
		*len = 3;
	else if (end - s > 5 && s[0] == '\\' && (s[1] == 'u' || s[1] == 'U') &&
	    (c = number(s + 2, end, 4, 16)) != -1)
		*len = 6;
	else if (end - s > 3 && s[0] == '&' && s[1] == '#')
		c = entity(s + 2, end, len);
	else if (end - s > 1 && s[0] == '\\' &&
	    strchr("/\\\"'", s[1]) != NULL) {
		c = (unsigned char)s[1];
		*len = 2;
	}
	if (c != -1)
		return c;
	*len = 1;
	return (unsigned char)*s;
}

/* Bytes of what a reader does not see, or 0: blanks, control characters,
 * their escapes, zero-width characters. */
static size_t
unseen(const char *s, const char *end)
{
	size_t	 len;
	int	 c;

	if (end - s > 1 && s[0] == '\\' && strchr("nrtbf0", s[1]) != NULL)
		return 2;
	if (end - s > 2 && memcmp(s, "\xe2\x80", 2) == 0 &&
	    (unsigned char)s[2] >= 0x8b && (unsigned char)s[2] <= 0x8f)
		return 3;
	if (end - s > 2 && (memcmp(s, "\xef\xbb\xbf", 3) == 0 ||
	    memcmp(s, "\xe2\x81\xa0", 3) == 0))
		return 3;
	c = decode(s, end, &len);
	return c <= 0x20 || c == 0x7f ? len : 0;
}

/* How many bytes at `s` spell the secret; 0: none. */
static size_t
spelled(const char *s, const char *end, const char *secret)
{
	const char	*p = s;
	size_t		 len;

	for (; *secret != '\0'; secret++) {
		while (p > s && p < end && (unsigned char)*secret !=
		    (unsigned char)*p && (len = unseen(p, end)) > 0)
			p += len;
		if (p >= end)
			return 0;
		if (*p == *secret) {
			p++;
			continue;
		}
		if (decode(p, end, &len) != (unsigned char)*secret)
			return 0;
		p += len;
	}
	return (size_t)(p - s);
}

void
mask(struct buf *b, const char *secret, size_t shortest)
{
	struct buf	 out = BUF_INIT;
	const char	*p = buf_str(b), *end = p + b->len, *kept = p;
	size_t		 n;

	if (secret == NULL || strlen(secret) < shortest)
		return;
	while (p < end) {
		/* Most bytes are neither its first nor an escape. */
		if ((*p != *secret && strchr("%\\&", *p) == NULL) ||
		    *p == '\0' || (n = spelled(p, end, secret)) == 0) {
			p++;
			continue;
		}
		buf_add(&out, kept, (size_t)(p - kept));
		buf_adds(&out, MASK_WORD);
		kept = p += n;
	}
	if (kept == b->p)
		return;
	buf_add(&out, kept, (size_t)(end - kept));
	if (out.failed) {	/* rather nothing than the secret */
		buf_release(&out);
		buf_reset(b);
		b->failed = true;
		return;
	}
	buf_release(b);
	*b = out;
}
