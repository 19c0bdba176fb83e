/*
 * dot.c: the plain C kernels, the choice among kernels, and eight-bit codes.
 *
 * In the wisdom base a code stands in for a vector while a query scans; its
 * residual bounds how far the dot product of codes can be from the true one,
 * which is what makes the scan exact (wisdom_scan.c).
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "embed/dot_internal.h"

/* The C library has asked the processor already; to ask again, as the
 * compiler's own function does, takes 60 microseconds in a virtual machine. */
#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define HAS(feature, name) CPU_FEATURE_ACTIVE(feature)
#elif defined(__x86_64__)
#define HAS(feature, name) __builtin_cpu_supports(name)
#endif

static int32_t
dot8(const int8_t *a, const int8_t *b, size_t n)
{
	int32_t	 sum = 0;
	size_t	 i;

	for (i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

static double
dotf(const void *a, const float *b, size_t n)
{
	const char	*p = a;
	float		 x[8];
	double		 s[8] = { 0 };
	size_t		 i, j;

	for (i = 0; i + 8 <= n; i += 8, p += sizeof(x)) {
		memcpy(x, p, sizeof(x));
		for (j = 0; j < 8; j++)
			s[j] += (double)x[j] * (double)b[i + j];
	}
	return vec_lanes(s, p, b + i, n - i);
}

static const struct dot_ops plain = { "c", dot8, vec_sparse, dotf };

const struct dot_ops *
dot_ops(size_t i)
{
#if defined(__x86_64__)
	if (HAS(AVX512_VNNI, "avx512vnni") && HAS(AVX512BW, "avx512bw") &&
	    i-- == 0)
		return &dot_avx512vnni;
	if (HAS(AVX2, "avx2") && i-- == 0)
		return &dot_avx2;
#elif defined(__aarch64__)
	if (i-- == 0)
		return &dot_neon;
#endif
	return i == 0 ? &plain : NULL;
}

void
vec_code(const float *v, size_t n, double norm, int8_t *code, float *scale,
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
