/*
 * grow.h: arrays that grow.
 */
#ifndef HCC_BASE_GROW_H
#define HCC_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Make room for `want` elements of `size` bytes in the array *p (allocated, or
 * NULL with *cap 0), at least doubling it. False when memory is exhausted; the
 * array is then unchanged. `p` is the address of the pointer:
 *
 *	if (!grow(&list, &cap, n + 1, sizeof(*list)))
 *		return err_nomem(e);
 */
static inline bool
grow(void *p, size_t *cap, size_t want, size_t size)
{
	void	**array = p, *moved;
	size_t	 n = *cap == 0 ? 8 : *cap;

	if (want <= *cap)
		return true;
	while (n < want && n <= (size_t)-1 / 2)
		n *= 2;
	if (n < want || (moved = reallocarray(*array, n, size)) == NULL)
		return false;
	*array = moved;
	*cap = n;
	return true;
}

#endif
