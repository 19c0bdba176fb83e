/*
 * buf.c: a byte buffer that grows.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

char *
buf_reserve(struct buf *b, size_t n)
{
	if (n > SIZE_MAX / 4 || b->len > SIZE_MAX / 4)
		mem_exhausted();
	if (b->len + n + 1 > b->cap) {
		grow(&b->p, &b->cap, b->len + n + 1 < 64 ? 64 : b->len + n + 1,
		    1);
		b->p[b->len] = '\0';
	}
	return b->p + b->len;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	char	*to = buf_reserve(b, n);

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
buf_add_quoted(struct buf *b, const char *s)
{
	buf_addc(b, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			buf_adds(b, "'\\''");
		else
			buf_addc(b, *s);
	buf_addc(b, '\'');
}

void
buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list	 again;
	int	 n;

	va_copy(again, ap);
	n = vsnprintf(buf_reserve(b, 128), 129, fmt, ap);
	if (n > 128)
		vsnprintf(buf_reserve(b, (size_t)n), (size_t)n + 1, fmt, again);
	va_end(again);
	if (n > 0)
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

const char *
buf_str(const struct buf *b)
{
	return b->p == NULL ? "" : b->p;
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
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
	char	*p = b->p == NULL ? mem_zero(1, 1) : b->p;

	*b = (struct buf)BUF_INIT;
	return p;
}
