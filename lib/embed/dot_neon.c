/*
 * dot_neon.c: kernels for 64-bit ARM, where NEON is always there.
 */
#include "embed/dot_internal.h"

#if defined(__aarch64__)
#include <arm_neon.h>

static int32_t
dot8_neon(const int8_t *a, const int8_t *b, size_t n)
{
	int32x4_t	 sum = vdupq_n_s32(0);
	int8x16_t	 x, y;
	int32_t		 total;
	size_t		 i;

	for (i = 0; i + 16 <= n; i += 16) {
		x = vld1q_s8(a + i);
		y = vld1q_s8(b + i);
		sum = vpadalq_s16(sum,
		    vmull_s8(vget_low_s8(x), vget_low_s8(y)));
		sum = vpadalq_s16(sum, vmull_high_s8(x, y));
	}
	total = vaddvq_s32(sum);
	for (; i < n; i++)
		total += a[i] * b[i];
	return total;
}

static double
dotf_neon(const void *p, const float *b, size_t n)
{
	const float	*a = p;
	float64x2_t	 v[4];
	float32x4_t	 x, y;
	double		 s[8];
	size_t		 i, j;

	for (j = 0; j < 4; j++)
		v[j] = vdupq_n_f64(0);
	for (i = 0; i + 8 <= n; i += 8)
		for (j = 0; j < 4; j += 2) {
			x = vld1q_f32(a + i + 2 * j);
			y = vld1q_f32(b + i + 2 * j);
			v[j] = vfmaq_f64(v[j], vcvt_f64_f32(vget_low_f32(x)),
			    vcvt_f64_f32(vget_low_f32(y)));
			v[j + 1] = vfmaq_f64(v[j + 1], vcvt_high_f64_f32(x),
			    vcvt_high_f64_f32(y));
		}
	for (j = 0; j < 4; j++)
		vst1q_f64(s + 2 * j, v[j]);
	return vec_lanes(s, a + i, b + i, n - i);
}

const struct dot_ops dot_neon = { "neon", dot8_neon, vec_sparse, dotf_neon };
#endif
