/*
 * buf.c: a byte buffer that grows.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

char *
buf_reserve(struct buf *b, size_t n)
{
	size_t	 cap;
	char	*p;

	if (b->failed || n > SIZE_MAX / 4 || b->len > SIZE_MAX / 4) {
		b->failed = true;
		return NULL;
	}
	if (b->len + n + 1 > b->cap) {
		cap = b->cap < 64 ? 64 : b->cap;
		while (cap < b->len + n + 1)
			cap *= 2;
		if ((p = realloc(b->p, cap)) == NULL) {
			b->failed = true;
			return NULL;
		}
		b->p = p;
		b->cap = cap;
		b->p[b->len] = '\0';
	}
	return b->p + b->len;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	char	*to = buf_reserve(b, n);

	if (to == NULL)
		return;
	if (n > 0)
		memcpy(to, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list	 again;
	char	*to;
	int	 n;

	if ((to = buf_reserve(b, 128)) == NULL)
		return;
	va_copy(again, ap);
	n = vsnprintf(to, 129, fmt, ap);
	if (n > 128 && (to = buf_reserve(b, (size_t)n)) != NULL)
		vsnprintf(to, (size_t)n + 1, fmt, again);
	va_end(again);
	if (n < 0 || to == NULL)
		b->failed = true;
	else
		b->len += (size_t)n;
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

const char *
buf_str(const struct buf *b)
{
	return b->p == NULL ? "" : b->p;
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf)BUF_INIT;
}

char *
buf_detach(struct buf *b)
{
	char	*p = b->p;

	if (b->failed) {
		free(p);
		p = NULL;
	} else if (p == NULL)
		p = calloc(1, 1);
	*b = (struct buf)BUF_INIT;
	return p;
}
