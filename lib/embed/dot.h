/*
 * dot.h: vectors in eight bits a component, and their dot product.
 *
 * A query scans the codes of the wisdom base instead of its vectors; the
 * residual of a code bounds how far the dot product of codes can be from the
 * true one, which makes the scan exact (wisdom/search.c).
 */
#ifndef HCC_EMBED_DOT_H
#define HCC_EMBED_DOT_H

#include <stddef.h>
#include <stdint.h>

/* Sum of q[i] * code[i], each within -127 .. 127, for at most 2^17 of them. */
typedef int32_t	 dot8(const int16_t *q, const int8_t *code, size_t n);

/* The same loop compiled for any processor and for this one: equal results,
 * the latter up to twice as fast. */
dot8		 dot8_plain;
dot8		*dot8_best(void);

/* Code of v / norm: components are scale * code[i]; *residual is at least the
 * length of what the code leaves out. norm > 0. */
void		 dot_code(const float *v, size_t n, double norm, int8_t *code,
		    float *scale, float *residual);

#endif
