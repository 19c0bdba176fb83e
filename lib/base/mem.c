/*
 * mem.c: malloc(3) and its kin, checked.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

void
mem_exhausted(void)
{
	dprintf(STDERR_FILENO, "%s: memory is exhausted\n",
	    program_invocation_short_name);
	_exit(err_exit_code(HCC_INTERNAL));
}

static void *
need(void *p)
{
	if (p == NULL)
		mem_exhausted();
	return p;
}

void *
mem_zero(size_t n, size_t size)
{
	return need(calloc(n > 0 ? n : 1, size));
}

void *
mem_room(size_t n)
{
	return need(malloc(n > 0 ? n : 1));
}

void *
mem_again(void *p, size_t n, size_t size)
{
	return need(reallocarray(p, n > 0 ? n : 1, size));
}

char *
mem_dup(const char *s)
{
	return need(strdup(s));
}

char *
mem_dup_n(const char *s, size_t n)
{
	return need(strndup(s, n));
}

char *
mem_format(const char *fmt, ...)
{
	char	*s;
	va_list	 ap;
	int	 n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	return n == -1 ? need(NULL) : s;
}

void
grow(void *p, size_t *cap, size_t want, size_t size)
{
	void	**array = p;
	size_t	 n = *cap == 0 ? 8 : *cap;

	if (want <= *cap)
		return;
	while (n < want && n <= (size_t)-1 / 2)
		n *= 2;
	*array = mem_again(*array, n < want ? want : n, size);
	*cap = n < want ? want : n;
}
