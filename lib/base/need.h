/*
 * need.h: small memory that must be there.
 */
#ifndef HCC_BASE_NEED_H
#define HCC_BASE_NEED_H

#include <stdlib.h>

/* What malloc(3) and the like returned. When memory for a few bytes runs out
 * the process ends, as in every function of libjq; what may be large is checked
 * and reported instead (HCC_INTERNAL). */
static inline void *
need(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

#endif
