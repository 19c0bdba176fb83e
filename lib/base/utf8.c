/*
 * utf8.c: text that may not be UTF-8, or not for a terminal.
 *
 * Old spreadsheets write Windows-1252, and say so nowhere. Nearly no text in
 * it is well-formed UTF-8 by chance, so what is not is taken for that.
 */
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
		if ((s[i] & 0xc0) != 0x80)
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
	unsigned			 c;
	size_t				 i;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c >= 0x80 && c < 0xa0)
			c = high[c - 0x80];
		if (c < 0x80)
			buf_addc(b, (char)c);
		else if (c < 0x800)
			buf_addf(b, "%c%c", (int)(0xc0 | c >> 6),
			    (int)(0x80 | (c & 0x3f)));
		else
			buf_addf(b, "%c%c%c", (int)(0xe0 | c >> 12),
			    (int)(0x80 | (c >> 6 & 0x3f)),
			    (int)(0x80 | (c & 0x3f)));
	}
}

bool
utf8_harmful(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') ||
	    (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || (c >= 0xe0000 && c < 0xe0080);
}

void
utf8_add_plain(struct buf *b, const char *text, size_t n)
{
	size_t		 i, k;
	uint32_t	 c;

	for (i = 0; i < n; i += k == 0 ? 1 : k) {
		k = utf8_char(text + i, n - i, &c);
		if (k == 0 || utf8_harmful(c))
			buf_addc(b, '?');
		else
			buf_add(b, text + i, k);
	}
}
