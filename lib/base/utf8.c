/*
 * utf8.c: text that may not be UTF-8, or not for a terminal.
 *
 * Old spreadsheets write Windows-1252, and say so nowhere. Nearly no text in
 * it is well-formed UTF-8 by chance, so what is not is taken for that.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

size_t
utf8_char(const char *text, size_t left, uint32_t *c)
{
	const unsigned char	*s = (const unsigned char *)text;
	size_t			 n, i;

	if (c != NULL)
		*c = s[0];
	if (s[0] < 0x80)
		return 1;
	n = s[0] >= 0xf0 && s[0] <= 0xf4 ? 4 : s[0] >= 0xe0 && s[0] < 0xf0 ?
	    3 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : 0;
	if (n == 0 || n > left)
		return 0;
	for (i = 1; i < n; i++)
		if (!utf8_inside(text[i]))
			return 0;
	/* Too long for its value, a surrogate, above the last plane. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	if (c != NULL)
		for (*c &= 0xffu >> (n + 1), i = 1; i < n; i++)
			*c = *c << 6 | (s[i] & 0x3f);
	return n;
}

size_t
utf8_encode(uint32_t c, char out[4])
{
	static const unsigned char	 first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t				 n = c < 0x80 ? 1 : c < 0x800 ? 2 :
					    c < 0x10000 ? 3 : 4, i;

	for (i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(first[n] | c);
	return n;
}

size_t
utf8_cut(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && utf8_inside(s[max]))
		max--;
	return max;
}

bool
utf8_valid(const char *text, size_t n)
{
	size_t	 i, k;

	for (i = 0; i < n; i += k)
		if ((k = utf8_char(text + i, n - i, NULL)) == 0)
			return false;
	return true;
}

void
utf8_add_1252(struct buf *b, const char *s, size_t n)
{
	/* 0x80 to 0x9f; the rest is Latin-1. */
	static const unsigned short	 high[32] = {
		0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
		0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178
	};
	char				 out[4];
	unsigned			 c;
	size_t				 i;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c >= 0x80 && c < 0xa0)
			c = high[c - 0x80];
		buf_add(b, out, utf8_encode(c, out));
	}
}

bool
utf8_harmful(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') ||
	    (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || (c >= 0xe0000 && c < 0xe0080);
}

static bool
is_printable(char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t';
}

void
utf8_add_plain(struct buf *b, const char *text, size_t n)
{
	size_t		 i, k;
	uint32_t	 c;

	for (i = 0; i < n; i += k == 0 ? 1 : k) {
		for (k = i; k < n && is_printable(text[k]); k++)
			;
		buf_add(b, text + i, k - i);
		if ((i = k) == n)
			break;
		k = utf8_char(text + i, n - i, &c);
		if (k == 0 || utf8_harmful(c))
			buf_addc(b, '?');
		else
			buf_add(b, text + i, k);
	}
}

void
utf8_escape(struct buf *b, const char *path)
{
	size_t	 n, left = strlen(path);

	for (; left > 0; path += n, left -= n)
		if ((n = *path == '\\' ? 0 : utf8_char(path, left, NULL)) > 0)
			buf_add(b, path, n);
		else {
			buf_addf(b, "\\x%02x", (unsigned char)*path);
			n = 1;
		}
}

void
utf8_unescape(char *to, const char *from)
{
	char	 hex[3] = "";

	while (*from != '\0')
		if (from[0] == '\\' && from[1] == 'x' &&
		    isxdigit((unsigned char)from[2]) &&
		    isxdigit((unsigned char)from[3])) {
			memcpy(hex, from + 2, 2);
			*to++ = (char)strtol(hex, NULL, 16);
			from += 4;
		} else
			*to++ = *from++;
	*to = '\0';
}
