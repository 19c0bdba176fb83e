/*
 * mem.h: memory, or the end of the process.
 *
 * When memory runs out the process ends, as in every function of libjq: with a
 * message, and the exit status of HCC_INTERNAL. Any tool may be killed at any
 * instant, so nothing is lost by it that a caller could save. free(3) is the
 * way back.
 */
#ifndef HCC_BASE_MEM_H
#define HCC_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Room for n elements of `size` bytes, all of them 0. */
void	*mem_zero(size_t n, size_t size);
/* Room for n bytes, of any value. */
void	*mem_room(size_t n);
/* Room for n elements, what was at `p` (NULL: nothing) at its start. */
void	*mem_again(void *p, size_t n, size_t size);
char	*mem_dup(const char *);
/* The first `n` bytes of a string, or all of it. */
char	*mem_dup_n(const char *, size_t n);
char	*mem_format(const char *, ...) __attribute__((format(printf, 1, 2)));
/* End the process so. */
void	 mem_exhausted(void) __attribute__((noreturn));

/* Make room for `want` elements of `size` bytes in the array *p (allocated, or
 * NULL with *cap 0), at least doubling it. `p` is the address of the pointer:
 *
 *	grow(&list, &cap, n + 1, sizeof(*list));
 */
void	 grow(void *p, size_t *cap, size_t want, size_t size);

#endif
