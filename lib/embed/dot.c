/*
 * dot.c: eight-bit codes of vectors, and their dot product.
 *
 * The compiler makes vector instructions of the loop. With a query of 16 bits
 * a component that is as fast as intrinsics for AVX-512 VNNI were: a scan of
 * many codes waits for memory.
 */
#include <math.h>

#include "embed/dot.h"

/* The C library has asked the processor already; to ask again, as the
 * compiler's own function does, takes 60 microseconds in a virtual machine. */
#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define HAS_AVX2 CPU_FEATURE_ACTIVE(AVX2)
#elif defined(__x86_64__)
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#endif

#ifdef __clang__
#define VECTORIZE
#else
#define VECTORIZE __attribute__((optimize("O3")))
#endif

#define LOOP { \
	int32_t	 sum = 0; \
	size_t	 i; \
	for (i = 0; i < n; i++) \
		sum += q[i] * code[i]; \
	return sum; \
}

VECTORIZE int32_t
dot8_plain(const int16_t *q, const int8_t *code, size_t n)
LOOP

#ifdef HAS_AVX2
VECTORIZE __attribute__((target("avx2"))) static int32_t
dot8_avx2(const int16_t *q, const int8_t *code, size_t n)
LOOP
#endif

dot8 *
dot8_best(void)
{
#ifdef HAS_AVX2
	if (HAS_AVX2)
		return dot8_avx2;
#endif
	return dot8_plain;
}

void
dot_code(const float *v, size_t n, double norm, int8_t *code, float *scale,
    float *residual)
{
	double	 max = 0, left = 0, x;
	size_t	 i;

	for (i = 0; i < n; i++)
		if (fabs((double)v[i]) > max)
			max = fabs((double)v[i]);
	*scale = (float)(max / norm / 127);
	for (i = 0; i < n; i++) {
		x = *scale > 0 ? rint(v[i] / norm / *scale) : 0;
		/* The rounded scale may push the largest to 127.00001. */
		code[i] = (int8_t)(x > 127 ? 127 : x < -127 ? -127 : x);
		x = v[i] / norm - (double)*scale * code[i];
		left += x * x;
	}
	*residual = nextafterf((float)(sqrt(left) * (1 + 1e-6)), INFINITY);
}
