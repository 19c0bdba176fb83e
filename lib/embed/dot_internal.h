/*
 * dot_internal.h: private to vec*.c: kernels by architecture, and what they
 * share.
 */
#ifndef HCC_EMBED_DOT_INTERNAL_H
#define HCC_EMBED_DOT_INTERNAL_H

#include <string.h>

#include "embed/dot.h"

#if defined(__x86_64__)
extern const struct dot_ops dot_avx512vnni, dot_avx2;
#elif defined(__aarch64__)
extern const struct dot_ops dot_neon;
#endif

/* The sparse sum where gathering is no faster, and behind the last full group
 * of a kernel that gathers. */
static inline int32_t
vec_sparse(const int32_t *table, const void *index, const int8_t *code,
    size_t n)
{
	const unsigned char	*p = index;
	uint64_t		 k;	/* four indices at once */
	uint16_t		 one;
	int32_t			 s = 0, t = 0;
	size_t			 i;

	for (i = 0; i + 4 <= n; i += 4, p += sizeof(k)) {
		memcpy(&k, p, sizeof(k));
		s += table[k & 0xffff] * code[i];
		t += table[k >> 16 & 0xffff] * code[i + 1];
		s += table[k >> 32 & 0xffff] * code[i + 2];
		t += table[k >> 48] * code[i + 3];
	}
	for (; i < n; i++, p += sizeof(one)) {
		memcpy(&one, p, sizeof(one));
		s += table[one] * code[i];
	}
	return s + t;
}

/* The fixed order of the last additions, and the components behind the last
 * full group of eight: component i belongs to lane i mod 8. */
static inline double
vec_lanes(double s[8], const void *a, const float *b, size_t n)
{
	float	 x[8];
	size_t	 i;

	memcpy(x, a, n * sizeof(float));
	for (i = 0; i < n; i++)
		s[i] += (double)x[i] * (double)b[i];
	return ((s[0] + s[4]) + (s[2] + s[6])) +
	    ((s[1] + s[5]) + (s[3] + s[7]));
}

#endif
