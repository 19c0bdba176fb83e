/*
 * digest.c: a log's bytes, as they come, to its digest.
 *
 * Nothing is stored but templates, traces and some bytes, so the memory is
 * bounded. Complete lines are read in place from the caller's bytes; only a
 * line that crosses the end of them is carried over. Lines end at \n, and at
 * the \r or \b with which bars overwrite themselves.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/tokens.h"
#include "base/utf8.h"
#include "digest/progress.h"
#include "digest/digest_internal.h"
#include "digest/text.h"
#include "digest/word_class.h"

enum { BLOCK = 1 << 18 };

struct digest *
digest_open(const struct digest_opts *opts)
{
	struct digest	*d = mem_zero(1, sizeof(*d));
	size_t		 i;

	words_init();
	d->opts = *opts;
	if (d->opts.max_tokens == 0)
		d->opts.max_tokens = 8000;
	for (i = 0; i < ndigest_rules; i++)
		d->weight[i] = digest_rules[i].weight;
	for (i = 0; i < NLIMITS; i++)
		d->limit[i] = digest_limits[i].value;
	d->plain = mem_room(PLAIN_BYTES);
	d->tail = mem_room(TAIL_BYTES + 1);
	templates_init(&d->templates);
	return d;
}

bool
digest_without(struct digest *d, size_t i)
{
	if (i < ndigest_rules)
		d->weight[i] = 0;
	else if (i - ndigest_rules < NLIMITS)
		d->limit[i - ndigest_rules] = 0;
	else
		return false;
	return true;
}

void
digest_close(struct digest *d)
{
	if (d == NULL)
		return;
	templates_release(&d->templates);
	traces_release(&d->traces);
	buf_release(&d->carry);
	buf_release(&d->head);
	free(d->plain);
	free(d->tail);
	free(d);
}

/* Keep the last TAIL_BYTES bytes of the log. */
static void
keep_tail(struct digest *d, const char *p, size_t n)
{
	size_t	 old;

	if (n > TAIL_BYTES) {
		p += n - TAIL_BYTES;
		n = TAIL_BYTES;
	}
	old = d->tail_n + n > TAIL_BYTES ? TAIL_BYTES - n : d->tail_n;
	memmove(d->tail, d->tail + d->tail_n - old, old);
	memcpy(d->tail + old, p, n);
	d->tail_n = old + n;
}

/* How many bytes of a log are kept because it may be shown whole. */
static size_t
head_room(const struct digest *d)
{
	return d->opts.fill && d->opts.max_tokens > HEAD_BYTES / 8 ?
	    d->opts.max_tokens * 8 : HEAD_BYTES;
}

static void
keep_head(struct digest *d, const char *p, size_t n)
{
	if (d->large)
		return;
	d->large = n > head_room(d) - d->head.len;
	if (d->large)
		buf_release(&d->head);
	else
		buf_add(&d->head, p, n);
}

const char *
digest_line(struct digest *d, const char *p, const char *end)
{
	struct log_line	*l = &d->line;
	const char	*q = line_mask(l, p, end);
	bool		 over = l->over;
	size_t		 n;

	if (!l->escape)
		return q;
	n = decode_line(d->plain, p,
	    l->n < LINE_MAX_BYTES ? l->n : LINE_MAX_BYTES, d->big_endian);
	d->plain[n] = '\n';
	(void)line_mask(l, d->plain, d->plain + n + 1);
	l->over = over;
	return q;
}

/* Count a line in; traces look at it as well. */
static void
count_line(struct digest *d, struct template *t)
{
	struct log_line	*l = &d->line;

	if (t != NULL)
		templates_again(&d->templates, t, l);
	else if (l->key == 0)	/* blank */
		return;
	else
		t = templates_add(&d->templates, l);
	if (t->cls.flags & CLASS_TRACE && traces_folded(&d->traces, l))
		return;
	if ((d->traces.nopen > 0 ||
	    t->cls.flags & (CLASS_TRACE | CLASS_FRAME)) &&
	    traces_line(&d->traces, l, t->cls.flags))
		t->traced++;
}

/* Lines from `p` to `end`; the last byte is a terminator. Offset of `p` in
 * the log: d->off. */
static void
lines(struct digest *d, const char *p, const char *end)
{
	struct log_line	*l = &d->line;
	struct template	*t;
	const char	*start = p, *q;

	for (; p < end; p = q + 1) {
		q = p;
		/* Nothing to see: blank lines, the \b that erase a bar. */
		if (*p == '\n' || *p == '\b' || *p == '\r') {
			d->lines += *p == '\n';
			continue;
		}
		if ((t = templates_guess(&d->templates, l, p, end, &q)) ==
		    NULL)
			q = digest_line(d, p, end);
		l->off = d->off + (uint64_t)(p - start);
		l->end = d->off + (uint64_t)(q - start);
		l->no = d->lines + 1;
		d->lines += *q == '\n';
		count_line(d, t);
	}
	d->off += (uint64_t)(end - start);
}

static void
flush_carry(struct digest *d, bool add)
{
	if (d->carry.len == 0)
		return;
	if (add)
		buf_addc(&d->carry, '\n');
	lines(d, d->carry.p, d->carry.p + d->carry.len);
	if (add) {			/* that newline was not in the log */
		d->off--;
		d->lines--;
	}
	buf_reset(&d->carry);
}

static const char *
first_end(const char *p, size_t n)
{
	const char	*nl = memchr(p, '\n', n);
	const char	*cr;

	cr = memchr(p, '\r', nl == NULL ? n : (size_t)(nl - p));
	return cr != NULL && nl != cr + 1 ? cr : nl;
}

/* How many of `n` bytes are complete lines: up to the last newline, without
 * one to the last carriage return. */
static size_t
complete(const char *p, size_t n)
{
	size_t	 i;

	for (i = n; i > 0; i--)
		if (p[i - 1] == '\n')
			return i;
	for (i = n; i > 0; i--)
		if (p[i - 1] == '\r')
			return i;
	return 0;
}

/* The order of the bytes of UTF-16 is told by the mark at the log's start;
 * without one, low bytes come first. */
static void
find_order(struct digest *d, const char *p, size_t n)
{
	if (d->off == 0 && d->tail_n < 2 && n > 0)
		d->big_endian = d->tail_n == 1 ? d->tail[0] == '\xfe' &&
		    p[0] == '\xff' : n > 1 && p[0] == '\xfe' &&
		    p[1] == '\xff';
}

void
digest_feed(struct digest *d, const char *p, size_t n)
{
	const char	*q;
	size_t		 part;

	find_order(d, p, n);
	keep_head(d, p, n);
	keep_tail(d, p, n);
	while (n > 0 && d->carry.len > 0) {
		q = first_end(p, n);
		part = q == NULL ? n : (size_t)(q - p) + 1;
		if (part > LINE_MAX_BYTES)
			part = LINE_MAX_BYTES;
		buf_add(&d->carry, p, part);
		p += part;
		n -= part;
		if (q != NULL && q < p)
			flush_carry(d, false);
		else if (d->carry.len >= LINE_MAX_BYTES)
			flush_carry(d, true);
	}
	if ((part = complete(p, n)) > 0) {
		lines(d, p, p + part);
		n -= part;
		p += part;
	}
	for (; n > 0; p += part, n -= part) {
		part = n < LINE_MAX_BYTES ? n : LINE_MAX_BYTES;
		buf_add(&d->carry, p, part);
		if (d->carry.len >= LINE_MAX_BYTES)
			flush_carry(d, true);
	}
}

/* A digest that is not much shorter than the log gives way to it. */
static void
try_whole(struct digest *d, struct buf *out)
{
	double		 own = (double)tok_estimate(buf_str(out), out->len);
	double		 most = d->opts.max_tokens, limit = most;
	struct buf	 whole = BUF_INIT;

	if (!d->opts.fill) {
		limit = fmin(most, fmax(own, d->limit[WHOLE_TOKENS]));
		most = d->limit[WHOLE_TIMES] * own;
		most = fmax(most, fmin(2 * most, d->limit[SMALL_TOKENS]));
	}
	if (!d->large &&
	    print_whole(d, &whole, (size_t)fmin(most, limit))) {
		buf_reset(out);
		buf_add(out, buf_str(&whole), whole.len);
	}
	buf_release(&whole);
}

void
digest_finish(struct digest *d, struct buf *out)
{
	struct buf	 raw = BUF_INIT;

	flush_carry(d, true);
	traces_end(&d->traces);
	progress_end(&d->templates);
	choose(d, &raw);
	try_whole(d, &raw);
	utf8_add_plain(out, buf_str(&raw), raw.len);
	buf_release(&raw);
}

enum hcc_status
digest_drain(struct digest *d, int fd, const char *name, struct hcc_err *e)
{
	char		*block = mem_room(BLOCK);
	enum hcc_status	 st = HCC_OK;
	ssize_t		 n;

	while ((n = read(fd, block, BLOCK)) != 0)
		if (n > 0)
			digest_feed(d, block, (size_t)n);
		else if (errno != EINTR) {
			st = err_errno(e, "read '%s'", name);
			break;
		}
	free(block);
	return st;
}

enum hcc_status
digest_file(int dir, const char *path, const struct digest_opts *opts,
    struct buf *out, struct hcc_err *e)
{
	struct digest	*d = NULL;
	struct stat	 sb;
	enum hcc_status	 st;
	int		 fd;

	if ((fd = openat(dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "open '%s'", path);
	if (fstat(fd, &sb) == 0 && S_ISDIR(sb.st_mode))
		st = err_set(e, HCC_INPUT, "read '%s': is a directory", path);
	else if ((st = digest_drain(d = digest_open(opts), fd, path, e)) ==
	    HCC_OK)
		digest_finish(d, out);
	digest_close(d);
	close(fd);
	return st;
}
