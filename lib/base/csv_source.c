/*
 * csv_source.c: the bytes of a csv file, in chunks, as UTF-8.
 *
 * What the first bytes say (mark, encoding, separator) is settled with the
 * first chunk.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv_internal.h"
#include "base/mem.h"
#include "base/utf8.h"

#define CHUNK	(256u << 10)
#define SLACK	17	/* the newline behind, and what a scan may look at */

/* Move what is not parsed to the front and make room for more. */
static void
make_room(struct csv_reader *r, size_t more)
{
	if (r->at > 0)
		memmove(r->buf, r->buf + r->at, r->len - r->at);
	r->len -= r->at;
	r->at = 0;
	grow(&r->buf, &r->cap, r->len + more + SLACK, 1);
}

static ssize_t
read_some(int fd, void *to, size_t n)
{
	ssize_t	 got;

	while ((got = read(fd, to, n)) == -1 && errno == EINTR)
		continue;
	return got;
}

/* UTF-16 units to UTF-8 behind the buffer; a lone surrogate becomes U+FFFD.
 * What is cut within a character stays in r->odd. */
static void
narrow(struct csv_reader *r, const unsigned char *s, size_t n)
{
	int		 hi = r->wide == 1;	/* place of the high byte */
	size_t		 i;
	uint32_t	 c, d;

	for (i = 0; i + 1 < n; i += 2) {
		c = (uint32_t)(s[i + (size_t)hi] << 8 | s[i + (size_t)!hi]);
		if (c >= 0xd800 && c < 0xdc00) {
			if (i + 3 >= n)
				break;
			d = (uint32_t)(s[i + 2 + (size_t)hi] << 8 |
			    s[i + 2 + (size_t)!hi]);
			if (d >= 0xdc00 && d < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + d - 0xdc00;
				i += 2;
			}
		}
		if ((c >= 0xd800 && c < 0xe000) || c == 0)
			c = 0xfffd;
		if (c != 0xfeff)
			r->len += utf8_encode(c, r->buf + r->len);
	}
	r->nodd = n - i;
	memcpy(r->odd, s + i, r->nodd);
}

static enum hcc_status
fill_wide(struct csv_reader *r, struct hcc_err *e)
{
	unsigned char	 raw[CHUNK / 4];
	size_t		 had = r->nodd;
	ssize_t		 n;

	memcpy(raw, r->odd, had);
	if ((n = read_some(r->fd, raw + had, sizeof(raw) - had)) == -1)
		return err_errno(e, "read '%s'", r->name);
	r->eof = n == 0;
	r->total += (size_t)n;
	narrow(r, raw, had + (size_t)n);
	return HCC_OK;
}

/* Leave NUL bytes out of those from `from` on. */
static enum hcc_status
drop_nuls(struct csv_reader *r, size_t from, struct hcc_err *e)
{
	size_t	 i, to = from;
	long	 line = r->next_line;

	if (memchr(r->buf + from, '\0', r->len - from) == NULL)
		return HCC_OK;
	for (i = r->at; i < from; i++)
		line += r->buf[i] == '\n';
	for (i = from; i < r->len; i++) {
		line += r->buf[i] == '\n';
		if (r->buf[i] != '\0')
			r->buf[to++] = r->buf[i];
		else if (r->o.repair)
			csv_count(&r->faults.nuls, line);
		else
			return err_set(e, HCC_INPUT, "read '%s': line %ld "
			    "holds a NUL byte; this is no csv file", r->name,
			    line);
	}
	r->len = to;
	return HCC_OK;
}

/* The line "sep=;" that Excel writes. */
static bool
take_preamble(struct csv_reader *r)
{
	const char	*s = r->buf + r->at;

	if (!r->o.repair || r->len - r->at < 6 || memcmp(s, "sep=", 4) != 0 ||
	    memchr(",;\t|", s[4], 4) == NULL || (s[5] != '\n' && s[5] != '\r'))
		return false;
	r->sep = s[4];
	r->at += 5;		/* what is left is a blank line */
	return r->faults.preamble = true;
}

/* The first chunk: what it is, mark and separator. */
static enum hcc_status
begin(struct csv_reader *r, struct hcc_err *e)
{
	unsigned char		*copy;
	const char		*why = csv_foreign(r->buf, r->len);
	size_t			 n = r->len;

	if (why != NULL)
		return err_set(e, HCC_INPUT, "read '%s': it %s", r->name, why);
	if ((r->wide = csv_wide(r->buf, n)) != 0) {
		r->faults.utf16 = true;
		copy = mem_zero(n, 1);
		memcpy(copy, r->buf, n);
		r->len = 0;
		make_room(r, n * 2);
		narrow(r, copy, n);
		free(copy);
	} else if (n >= 3 && memcmp(r->buf, "\xef\xbb\xbf", 3) == 0) {
		r->faults.mark = true;
		r->at = 3;
	}
	if (!take_preamble(r))
		r->sep = csv_separator(r->buf + r->at, r->len - r->at);
	return HCC_OK;
}

/* The end-of-file mark of DOS, which is the last byte. */
static void
drop_mark(struct csv_reader *r)
{
	size_t	 i;
	long	 line = r->next_line;

	if (!r->eof || !r->o.repair || r->len == r->at ||
	    r->buf[r->len - 1] != '\x1a')
		return;
	r->len--;
	for (i = r->at; i < r->len; i++)
		line += r->buf[i] == '\n';
	csv_count(&r->faults.nuls, line);
}

enum hcc_status
csv_fill(struct csv_reader *r, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	bool		 first = r->total == 0;
	size_t		 from;
	ssize_t		 n;

	make_room(r, CHUNK);
	from = r->len;
	if (r->wide != 0)
		st = fill_wide(r, e);
	else if ((n = read_some(r->fd, r->buf + r->len, CHUNK)) == -1)
		return err_errno(e, "read '%s'", r->name);
	else {
		r->eof = n == 0;
		r->len += (size_t)n;
		r->total += (size_t)n;
		if (first)
			st = begin(r, e);
	}
	if (st == HCC_OK && r->o.max_bytes > 0 && r->total > r->o.max_bytes)
		return err_set(e, HCC_INPUT, "read '%s': it has more than %zu "
		    "bytes", r->name, r->o.max_bytes);
	if (st == HCC_OK)
		st = drop_nuls(r, from, e);
	drop_mark(r);
	memset(r->buf + r->len, '\n', SLACK);
	return st;
}
