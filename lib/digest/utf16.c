/*
 * utf16.c: logs in UTF-16 to UTF-8.
 *
 * A log that starts with a byte order mark is converted as it comes. Every
 * character takes two bytes there, or four if it takes four in UTF-8, so the
 * place in the log is known from the text alone.
 */
#include "digest/utf16.h"

static void
add_char(struct buf *b, unsigned long c)
{
	if (c < 0x80)
		buf_addc(b, (char)c);
	else if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
		buf_addc(b, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_addc(b, (char)(0xf0 | c >> 18));
		buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c & 0x3f)));
	}
}

static unsigned long
unit(const struct utf16 *w, const unsigned char *p)
{
	return w->order == WIDE_LITTLE ? p[0] | (unsigned long)p[1] << 8 :
	    p[1] | (unsigned long)p[0] << 8;
}

/* Half of a pair without the other stands for an unknown character. */
static void
one_byte(struct utf16 *w, unsigned char c)
{
	unsigned long	 first, second;

	w->rest[w->n++] = c;
	if (w->n % 2 != 0)
		return;
	first = unit(w, w->rest);
	if (w->n == 2) {
		if (first >= 0xd800 && first < 0xdc00)
			return;		/* the second half is to come */
		add_char(&w->text, first >= 0xdc00 && first < 0xe000 ?
		    0xfffd : first);
		w->n = 0;
		return;
	}
	second = unit(w, w->rest + 2);
	w->n = 0;
	if (second >= 0xdc00 && second < 0xe000) {
		add_char(&w->text, 0x10000 + ((first - 0xd800) << 10) +
		    (second - 0xdc00));
		return;
	}
	add_char(&w->text, 0xfffd);
	one_byte(w, w->rest[2]);
	one_byte(w, w->rest[3]);
}

/* The first two bytes tell. */
static void
find_order(struct utf16 *w, unsigned char c)
{
	w->rest[w->n++] = c;
	if (w->n == 1 && (c == 0xff || c == 0xfe))
		return;
	w->order = w->n == 1 || w->rest[0] + w->rest[1] != 0xff + 0xfe ?
	    WIDE_NONE : c == 0xfe ? WIDE_LITTLE : WIDE_BIG;
	if (w->order == WIDE_NONE)
		buf_add(&w->text, (const char *)w->rest, w->n);
	w->n = 0;
}

void
wide_feed(struct utf16 *w, const char *p, size_t n)
{
	for (; n > 0 && w->order == WIDE_UNKNOWN; p++, n--)
		find_order(w, (unsigned char)*p);
	if (w->order == WIDE_NONE) {
		buf_add(&w->text, p, n);
		return;
	}
	for (; n > 0; p++, n--)
		one_byte(w, (unsigned char)*p);
}

void
wide_end(struct utf16 *w)
{
	if (w->order == WIDE_UNKNOWN)
		buf_add(&w->text, (const char *)w->rest, w->n);
	w->n = 0;
}

size_t
wide_bytes(const struct utf16 *w, const char *p, size_t n)
{
	size_t	 i, bytes = 0;

	if (w->order != WIDE_LITTLE && w->order != WIDE_BIG)
		return n;
	for (i = 0; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			bytes += (unsigned char)p[i] >= 0xf0 ? 4 : 2;
	return bytes;
}
