/*
 * redact.c: find a secret in all its spellings.
 */
#include <stdlib.h>
#include <string.h>

#include "llm/redact.h"

/* `digits` hexadecimal digits (or up to `digits` decimal ones); -1: none. */
static int
parse_byte(const char *s, const char *end, size_t digits, int base)
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
	    parse_byte(s, end, n, hex ? 16 : 10);
}

/* The same of one that has a name. */
static int
named(const char *s, const char *end, size_t *len)
{
	static const struct { const char *name; int c; } names[] = {
		{ "&quot;", '"' }, { "&amp;", '&' }, { "&lt;", '<' },
		{ "&gt;", '>' }, { "&apos;", '\'' } };
	size_t	 i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		*len = strlen(names[i].name);
		if ((size_t)(end - s) >= *len &&
		    memcmp(s, names[i].name, *len) == 0)
			return names[i].c;
	}
	return -1;
}

/* The character that a spelling at `s` stands for, its bytes in *len. */
static int
decode(const char *s, const char *end, size_t *len)
{
	int	 c = -1;

	if (*s == '%' && (c = parse_byte(s + 1, end, 2, 16)) != -1)
		*len = 3;
	else if (end - s > 5 && s[0] == '\\' && (s[1] == 'u' || s[1] == 'U') &&
	    (c = parse_byte(s + 2, end, 4, 16)) != -1)
		*len = 6;
	else if (end - s > 3 && s[0] == '&' && s[1] == '#')
		c = entity(s + 2, end, len);
	else if (*s == '&')
		c = named(s, end, len);
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
invisible_bytes(const char *s, const char *end)
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
match_spelled(const char *s, const char *end, const char *secret)
{
	const char	*p = s;
	size_t		 len, rest;

	for (; *secret != '\0'; secret++) {
		while (p > s && p < end && (unsigned char)*secret !=
		    (unsigned char)*p && (len = invisible_bytes(p, end)) > 0)
			p += len;
		if (p >= end)
			return 0;
		if (decode(p, end, &len) != (unsigned char)*secret)
			len = 0;
		/* A backslash that is meant, or one that escapes another? */
		if (len > 1 && *p == *secret && secret[1] != '\0' &&
		    (rest = match_spelled(p + 1, end, secret + 1)) > 0)
			return (size_t)(p - s) + 1 + rest;
		if (len == 0 && *p != *secret)
			return 0;
		p += len == 0 ? 1 : len;
	}
	return (size_t)(p - s);
}

static size_t
match_exact(const char *s, const char *end, const char *secret)
{
	size_t	 n = strlen(secret);

	return (size_t)(end - s) >= n && memcmp(s, secret, n) == 0 ? n : 0;
}

/* Replace what `at` finds of the secret. */
static void
replace(struct buf *b, const char *secret,
    size_t (*at)(const char *, const char *, const char *))
{
	struct buf	 out = BUF_INIT;
	const char	*p = buf_str(b), *end = p + b->len, *kept = p;
	size_t		 n;

	while (p < end) {
		/* Most bytes are neither its first nor an escape. */
		if ((*p != *secret && strchr("%\\&", *p) == NULL) ||
		    *p == '\0' || (n = at(p, end, secret)) == 0) {
			p++;
			continue;
		}
		buf_add(&out, kept, (size_t)(p - kept));
		buf_adds(&out, REDACT_WORD);
		kept = p += n;
	}
	if (kept == b->p)
		return;
	buf_add(&out, kept, (size_t)(end - kept));
	buf_release(b);
	*b = out;
}

/* In base64, what of a secret does not depend on the text around it: it
 * begins `shift` bytes behind a group of three. */
static void
in_base64(const char *secret, size_t shift, const char *last, struct buf *out)
{
	static const char	 digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789";
	unsigned		 bits = 0, have = 0, skip;

	/* Bits of its first digit that belong to the text before. */
	skip = shift == 0 ? 0 : shift == 1 ? 4 : 2;
	buf_reset(out);
	for (; *secret != '\0'; secret++) {
		bits = (bits << 8 | (unsigned char)*secret) & 0xffff;
		have += 8;
		if (skip > 0) {
			have -= skip;
			skip = 0;
		}
		for (; have >= 6; have -= 6) {
			unsigned	 d = bits >> (have - 6) & 63;

			buf_addc(out, d < 62 ? digits[d] : last[d - 62]);
		}
	}
}

static void
in_hex(const char *secret, const char *form, struct buf *out)
{
	buf_reset(out);
	for (; *secret != '\0'; secret++)
		buf_addf(out, form, (unsigned)(unsigned char)*secret);
}

static void
replace_code(struct buf *b, struct buf *word)
{
	if (word->len > 0 &&
	    memmem(buf_str(b), b->len, word->p, word->len) != NULL)
		replace(b, word->p, match_exact);
}

void
redact(struct buf *b, const char *secret, size_t shortest)
{
	struct buf	 word = BUF_INIT;
	size_t		 shift;

	if (secret == NULL || strlen(secret) < shortest)
		return;
	replace(b, secret, match_spelled);
	for (shift = 0; shift < 3; shift++) {
		in_base64(secret, shift, "+/", &word);
		replace_code(b, &word);
		in_base64(secret, shift, "-_", &word);
		replace_code(b, &word);
	}
	in_hex(secret, "%02x", &word);
	replace_code(b, &word);
	in_hex(secret, "%02X", &word);
	replace_code(b, &word);
	if (word.p != NULL)
		explicit_bzero(word.p, word.cap);
	buf_release(&word);
}
