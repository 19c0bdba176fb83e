/*
 * dot.h: dot products, and the eight-bit code of a vector.
 *
 * All kernels of one kind return the same bits: integer sums are exact, and
 * the float kernel adds products, which are exact in double precision, in
 * eight lanes and one fixed order. What a query finds therefore does not
 * depend on the processor.
 */
#ifndef HCC_EMBED_DOT_H
#define HCC_EMBED_DOT_H

#include <stddef.h>
#include <stdint.h>

struct dot_ops {
	const char	*name;		/* "avx512vnni", "avx2", "neon", "c" */
	/* Sum of a[i] * b[i]; each within -127 .. 127. */
	int32_t		(*dot8)(const int8_t *a, const int8_t *b, size_t n);
	/* Sum of table[index[i]] * code[i]; the indices are uint16_t, maybe
	 * unaligned. The table has 65536 places, so that no index can lead
	 * out of it, with values within -127 .. 127. */
	int32_t		(*sparse8)(const int32_t *table, const void *index,
			    const int8_t *code, size_t n);
	/* Sum of a[i] * b[i] of floats, in double precision; `a` may be unaligned. */
	double		(*dotf)(const void *a, const float *b, size_t n);
};

/* The kernels this processor can run, best first: i = 0 is the one to use,
 * the last is always plain C; NULL behind it. */
const struct dot_ops *dot_ops(size_t i);

/* Code of v / norm: components are scale * code[i]; *residual is at least the
 * length of what the code leaves out. norm > 0. */
void	 vec_code(const float *v, size_t n, double norm, int8_t *code,
	    float *scale, float *residual);

#endif
