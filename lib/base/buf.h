/*
 * buf.h: a byte buffer that grows.
 *
 * Invariants: `p` is NULL or holds `len` bytes and a NUL behind them, so that
 * it is always a C string as well; start from BUF_INIT. Additions cannot fail
 * (mem.h).
 */
#ifndef HCC_BASE_BUF_H
#define HCC_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char	*p;
	size_t	 len;
	size_t	 cap;
};

#define BUF_INIT { NULL, 0, 0 }

void	 buf_add(struct buf *, const void *, size_t);
void	 buf_adds(struct buf *, const char *);
void	 buf_addc(struct buf *, char);
/* A word for sh(1), in single quotes. */
void	 buf_add_quoted(struct buf *, const char *);
void	 buf_addf(struct buf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 buf_vaddf(struct buf *, const char *, va_list);
/* Room for `n` more bytes; returns where they go. The caller adds what it wrote
 * to `len` and keeps the NUL. */
char	*buf_reserve(struct buf *, size_t);
/* The content as a string, "" when empty; valid until the next addition. */
const char *buf_str(const struct buf *);
void	 buf_reset(struct buf *);	/* empty, storage kept */
void	 buf_release(struct buf *);	/* storage freed, BUF_INIT again */
char	*buf_detach(struct buf *);	/* the caller frees; BUF_INIT again */

#endif
