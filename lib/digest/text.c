/*
 * text.c: the text of a line, decoded if it is not plain, and made short.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "digest/char.h"
#include "digest/text.h"
#include "digest/word_class.h"

#define GAP " .. "

enum {
	GAP_LEN = sizeof(GAP) - 1,
	PREFIX = 100,			/* where a level may stand */
	STRING = 64,			/* of JSON */
	BLOB = 120, BLOB_HEAD = 64, BLOB_TAIL = 24	/* of unbroken text */
};

/* Do not cut inside a UTF-8 character. */
static size_t
boundary(const char *p, size_t n, size_t i)
{
	while (i > 0 && i < n && ((unsigned char)p[i] & 0xc0) == 0x80)
		i--;
	return i;
}

size_t
text_cut(char *to, size_t max, const char *p, size_t n)
{
	size_t	 head, tail;

	if (n <= max) {
		memcpy(to, p, n);
		return n;
	}
	if (max < 64) {
		memcpy(to, p, max);
		return boundary(p, n, max);
	}
	head = boundary(p, n, max / 2);
	tail = n - boundary(p, n, n - max / 5);
	memcpy(to, p, head);
	memcpy(to + head, GAP, GAP_LEN);
	memcpy(to + head + GAP_LEN, p + n - tail, tail);
	return head + GAP_LEN + tail;
}

size_t
text_cut_around(char *to, size_t max, const char *p, size_t n, size_t at)
{
	size_t	 head = boundary(p, n, max / 4), from, len;

	if (n <= max || max < 64 || at < max / 2)
		return text_cut(to, max, p, n);
	from = boundary(p, n, at - max / 8);
	memcpy(to, p, head);
	memcpy(to + head, GAP, GAP_LEN);
	len = head + GAP_LEN;
	return len + text_cut(to + len, max - len, p + from, n - from);
}

size_t
text_cut_strings(char *to, const char *p, size_t n)
{
	const char	*end = p + n, *q = memmem(p, n, "{\"", 2);
	size_t		 len = 0;

	for (q = q == NULL ? q : q + 1; q != NULL;
	    q = memchr(p, '"', (size_t)(end - p))) {
		q++;
		memcpy(to + len, p, (size_t)(q - p));
		len += (size_t)(q - p);
		p = q;
		while (q < end && *q != '"')
			q += *q == '\\' && q + 1 < end ? 2 : 1;
		len += text_cut(to + len, STRING, p, (size_t)(q - p));
		p = q;
		if (p < end)
			to[len++] = *p++;
	}
	memcpy(to + len, p, (size_t)(end - p));
	return len + (size_t)(end - p);
}

/* Where the interesting part of the path at `p` begins: the name of the
 * folder that installed packages are in. NULL if it is another path. */
static const char *
package_path(const char *p, const char *end)
{
	static const char *const roots[] = { "/site-packages/",
	    "/dist-packages/", "\\site-packages\\" };
	const char	*q, *hit;
	size_t		 i;

	for (q = *p == '/' ? p : p + 2; q < end &&
	    (unsigned char)*q > ' ' && *q != '"' && *q != '\'' &&
	    *q != ':'; q++)
		;
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if ((hit = memmem(p, (size_t)(q - p), roots[i],
		    strlen(roots[i]))) != NULL && hit > p + 2)
			return hit;
	return NULL;
}

/* `C:\`, where a path of Windows begins. */
static bool
is_drive(const char *p, const char *end)
{
	return end - p > 2 && p[1] == ':' && p[2] == '\\' && is_letter(*p);
}

static bool
is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* Length of the character at `p` if it is drawn (boxes, blocks), else 0. */
static size_t
drawn(const char *p, const char *end)
{
	if (end - p >= 3 && (unsigned char)p[0] == 0xe2 &&
	    (unsigned char)p[1] >= 0x94 && (unsigned char)p[1] <= 0x96)
		return 3;
	return 0;
}

/* Length of what stands at `p` without blanks, quotes, pairs: lists of paths,
 * encoded data. */
static size_t
blob(const char *p, const char *end)
{
	const char	*q = p;

	while (q < end && (is_word(*q) || memchr("/_.:+-", *q, 6) != NULL))
		q++;
	return (size_t)(q - p);
}

/* Dots that lead from a name to its value. */
static bool
is_leader(const char *p, const char *q, const char *end)
{
	return *p == '.' && q - p < 60 && q + 1 < end && *q == ' ' &&
	    p[-1] == ' ';
}

size_t
text_tidy(char *to, const char *p, size_t n)
{
	const char	*end = p + n, *q;
	size_t		 len = 0, k;

	while (p < end) {
		if (is_blank(*p)) {
			for (q = p; q < end && is_blank(*q); q++)
				;
			if (q < end) {
				/* Indentation is kept, but only a little. */
				if (len == 0 && q - p > 1)
					to[len++] = ' ';
				to[len++] = ' ';
			}
			p = q;
		} else if ((*p == '/' || is_drive(p, end)) && (len == 0 ||
		    to[len - 1] == ' ' || to[len - 1] == '"') &&
		    (q = package_path(p, end)) != NULL) {
			to[len++] = '.';
			to[len++] = '.';
			p = q;
			to[len++] = *p++;
		} else if ((k = drawn(p, end)) > 0) {
			memcpy(to + len, p, k);
			len += k;
			while ((k = drawn(p, end)) > 0)
				p += k;
		} else if (memchr("=-_#*.~+>", *p, 9) != NULL) {
			for (q = p; q < end && *q == *p; q++)
				;
			k = (size_t)(q - p);
			if (k > 5 && (len == 0 || !is_leader(p, q, end)))
				k = 3;
			memcpy(to + len, p, k);
			len += k;
			p = q;
		} else if ((len == 0 || !is_letter(to[len - 1])) &&
		    (k = blob(p, end)) > BLOB) {
			memcpy(to + len, p, BLOB_HEAD);
			len += BLOB_HEAD;
			memcpy(to + len, GAP, GAP_LEN);
			len += GAP_LEN;
			p += k - BLOB_TAIL;
		} else
			to[len++] = *p++;
	}
	return len;
}

/* The length of a logger's name and its colon, as in "INFO:root:epoch 3". */
static size_t
logger_name(const char *p, size_t n, const char *before)
{
	size_t	 i = 0;

	while (i < n && (is_word(p[i]) || p[i] == '.'))
		i++;
	return *before == ':' && i > 0 && i + 1 < n && p[i] == ':' &&
	    p[i + 1] != ' ' ? i + 1 : 0;
}

/* The end of what a logger puts in front of plain messages: time, names and a
 * level, as in "2026-01-31 08:00:00,123 - train - INFO - ". 0: there is
 * none. */
static size_t
logger_prefix(const char *p, size_t n)
{
	static const char *const levels[] = { "INFO", "DEBUG" };
	size_t	 i, k, len;

	for (i = 0; i < n && i < PREFIX; i++)
		for (k = 0; k < 2; k++) {
			len = strlen(levels[k]);
			if (p[i] != *levels[k] || n - i <= len ||
			    memcmp(p + i, levels[k], len) != 0 ||
			    is_word(p[i + len]) || (i > 0 && is_word(p[i - 1])))
				continue;
			for (i += len; i < n && memchr(" -:]|", p[i], 5) !=
			    NULL; i++)
				;
			i += logger_name(p + i, n - i, p + i - 1);
			return i < n ? i : 0;
		}
	return 0;
}

size_t
text_prefix(const char *p, size_t n)
{
	size_t	 i = logger_prefix(p, n);

	if (i > 0)
		return i;
	if (n == 0 || (p[0] != '(' && p[0] != '['))
		return 0;
	for (i = 1; i < n && i < 40; i++)
		if (p[i] == ')' || p[i] == ']')
			return i + 1 < n ? i + 1 : 0;
	return 0;
}

size_t
text_glog(const char *p, size_t n)
{
	size_t	 i;

	if (n < 20 || !strchr("IWEF", *p) || p[5] != ' ' || p[8] != ':' ||
	    p[11] != ':')
		return 0;
	for (i = 1; i < 5; i++)
		if (!is_digit(p[i]))
			return 0;
	for (; i < n && i < PREFIX; i++)
		if (p[i] == ']' && i + 2 < n && p[i + 1] == ' ')
			return i + 2;
	return 0;
}

bool
text_echoes(const char *p, size_t n, const char *above, size_t m)
{
	size_t	 k = text_glog(p, n);

	return k > 0 && n - k < m &&
	    memcmp(p + k, above + m - (n - k), n - k) == 0;
}

/* The end of the escape sequence at `p` (ESC). */
static const char *
skip_escape(const char *p, const char *end)
{
	if (++p == end)
		return p;
	if (*p == '[') {
		for (p++; p < end && (unsigned char)*p < 0x40; p++)
			;
		return p < end ? p + 1 : p;
	}
	if (*p == ']') {
		for (p++; p < end && *p != '\a' && *p != '\033'; p++)
			;
		if (p < end && *p == '\033')
			return p + 1 < end && p[1] == '\\' ? p + 2 : p;
		return p < end ? p + 1 : p;
	}
	return (unsigned char)*p >= 0x40 && (unsigned char)*p <= 0x5f ?
	    p + 1 : p;
}

/* Copy without escape sequences; returns the length (<= n). `to` may be
 * `from`. */
static size_t
text_plain(char *to, const char *from, size_t n)
{
	const char	*end = from + n, *q;
	size_t		 len = 0, part;

	while (from < end) {
		if (*from == '\033') {
			from = skip_escape(from, end);
			continue;
		}
		q = memchr(from, '\033', (size_t)(end - from));
		part = (size_t)((q == NULL ? end : q) - from);
		memmove(to + len, from, part);
		len += part;
		from += part;
	}
	return len;
}

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
	size_t	 i, len = 0, nuls = 0, holes = 0;

	for (i = 0; i < n; i++) {
		nuls += p[i] == '\0';
		holes += i > 0 && p[i] == '\0' && p[i - 1] == '\0';
	}
	/* Many in a row are a hole in the file, not letters. */
	if (n > 1 && nuls * 3 >= n && holes * 4 < nuls)
		len = utf16_text(to, (const unsigned char *)p, n, big_endian);
	else
		for (i = 0; i < n; i++)
			if (p[i] != '\0')
				to[len++] = p[i];
	return text_plain(to, to, len);
}
