/*
 * decode.c: the text of a line that is not plain.
 */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "digest/decode.h"
#include "digest/text.h"

static uint32_t
unit(const unsigned char *p, bool big_endian)
{
	return big_endian ? p[1] | (uint32_t)p[0] << 8 :
	    p[0] | (uint32_t)p[1] << 8;
}

/* Half of a pair of surrogates without the other is unknown: U+FFFD. */
static size_t
utf16_text(char *to, const unsigned char *p, size_t n, bool big_endian)
{
	size_t		 len = 0;
	uint32_t	 c, low;

	if (!big_endian && *p == 0) {	/* of the newline before */
		p++;
		n--;
	}
	for (; n >= 2; p += 2, n -= 2) {
		c = unit(p, big_endian);
		if (c == 0xfeff || c == 0)	/* byte order mark */
			continue;
		if (c >= 0xd800 && c < 0xe000) {
			low = n >= 4 ? unit(p + 2, big_endian) : 0;
			if (c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				p += 2;
				n -= 2;
			} else
				c = 0xfffd;
		}
		len += utf8_encode(c, to + len);
	}
	return len;
}

size_t
decode_line(char *to, const char *p, size_t n, bool big_endian)
{
	size_t	 i, len = 0, nuls = 0;

	for (i = 0; i < n; i++)
		nuls += p[i] == '\0';
	if (n > 1 && nuls * 3 >= n)
		len = utf16_text(to, (const unsigned char *)p, n, big_endian);
	else
		for (i = 0; i < n; i++)
			if (p[i] != '\0')
				to[len++] = p[i];
	return text_plain(to, to, len);
}
