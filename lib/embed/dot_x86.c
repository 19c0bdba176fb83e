/*
 * dot_x86.c: AVX-512 VNNI and AVX2 kernels. The functions are compiled for
 * their instruction set one by one; dot_ops() calls them only where the
 * processor has it, so the rest of the program runs anywhere.
 */
#include "embed/dot_internal.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vnni")))
#define AVX2 __attribute__((target("avx2,fma")))

/* dpbusd wants one unsigned operand: a + 128 (the sign bit flipped) makes the
 * sum too large by 128 * sum(b), which a second dpbusd counts. */
AVX512 static int32_t
dot8_avx512(const int8_t *a, const int8_t *b, size_t n)
{
	const __m512i	 flip = _mm512_set1_epi8((char)0x80);
	__m512i		 sum = _mm512_setzero_si512();
	__m512i		 over = _mm512_setzero_si512();
	__m512i		 x, y;
	__mmask64	 m;
	size_t		 i;

	for (i = 0; i < n; i += 64) {
		m = n - i >= 64 ? ~0ULL : (1ULL << (n - i)) - 1;
		x = _mm512_maskz_loadu_epi8(m, a + i);
		y = _mm512_maskz_loadu_epi8(m, b + i);
		sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(x, flip), y);
		over = _mm512_dpbusd_epi32(over, flip, y);
	}
	return _mm512_reduce_add_epi32(_mm512_sub_epi32(sum, over));
}

AVX512 static double
dotf_avx512(const void *v, const float *b, size_t n)
{
	const float	*a = v;
	__m512d		 sum = _mm512_setzero_pd();
	double		 s[8];
	size_t		 i;

	for (i = 0; i + 8 <= n; i += 8)
		sum = _mm512_fmadd_pd(_mm512_cvtps_pd(_mm256_loadu_ps(a + i)),
		    _mm512_cvtps_pd(_mm256_loadu_ps(b + i)), sum);
	_mm512_storeu_pd(s, sum);
	return vec_lanes(s, a + i, b + i, n - i);
}

AVX2 static int32_t
sum_avx2(__m256i sum)
{
	__m128i	 h = _mm_add_epi32(_mm256_castsi256_si128(sum),
		    _mm256_extracti128_si256(sum, 1));

	h = _mm_add_epi32(h, _mm_shuffle_epi32(h, 0x4e));
	h = _mm_add_epi32(h, _mm_shuffle_epi32(h, 0xb1));
	return _mm_cvtsi128_si32(h);
}

/* maddubs saturates at 32767; |a| * b with both within 127 stays below. */
AVX2 static int32_t
dot8_avx2(const int8_t *a, const int8_t *b, size_t n)
{
	const __m256i	 ones = _mm256_set1_epi16(1);
	__m256i		 sum = _mm256_setzero_si256(), x, y;
	int32_t		 total;
	size_t		 i;

	for (i = 0; i + 32 <= n; i += 32) {
		x = _mm256_loadu_si256((const __m256i *)(const void *)(a + i));
		y = _mm256_loadu_si256((const __m256i *)(const void *)(b + i));
		y = _mm256_maddubs_epi16(_mm256_abs_epi8(x),
		    _mm256_sign_epi8(y, x));
		sum = _mm256_add_epi32(sum, _mm256_madd_epi16(y, ones));
	}
	total = sum_avx2(sum);
	for (; i < n; i++)
		total += a[i] * b[i];
	return total;
}

AVX2 static double
dotf_avx2(const void *v, const float *b, size_t n)
{
	const float	*a = v;
	__m256d		 lo = _mm256_setzero_pd(), hi = _mm256_setzero_pd();
	double		 s[8];
	size_t		 i;

	for (i = 0; i + 8 <= n; i += 8) {
		lo = _mm256_fmadd_pd(_mm256_cvtps_pd(_mm_loadu_ps(a + i)),
		    _mm256_cvtps_pd(_mm_loadu_ps(b + i)), lo);
		hi = _mm256_fmadd_pd(_mm256_cvtps_pd(_mm_loadu_ps(a + i + 4)),
		    _mm256_cvtps_pd(_mm_loadu_ps(b + i + 4)), hi);
	}
	_mm256_storeu_pd(s, lo);
	_mm256_storeu_pd(s + 4, hi);
	return vec_lanes(s, a + i, b + i, n - i);
}

AVX512 static int32_t
sparse8_avx512(const int32_t *table, const void *index, const int8_t *code,
    size_t n)
{
	const uint8_t	*p = index;
	__m512i		 sum = _mm512_setzero_si512(), x, y;
	size_t		 i;

	for (i = 0; i + 16 <= n; i += 16) {
		x = _mm512_cvtepu16_epi32(_mm256_loadu_si256(
		    (const __m256i *)(const void *)(p + 2 * i)));
		y = _mm512_cvtepi8_epi32(_mm_loadu_si128(
		    (const __m128i *)(const void *)(code + i)));
		x = _mm512_i32gather_epi32(x, table, 4);
		sum = _mm512_add_epi32(sum, _mm512_mullo_epi32(x, y));
	}
	return _mm512_reduce_add_epi32(sum) +
	    vec_sparse(table, p + 2 * i, code + i, n - i);
}

AVX2 static int32_t
sparse8_avx2(const int32_t *table, const void *index, const int8_t *code,
    size_t n)
{
	const uint8_t	*p = index;
	__m256i		 sum = _mm256_setzero_si256(), x, y;
	size_t		 i;

	for (i = 0; i + 8 <= n; i += 8) {
		x = _mm256_cvtepu16_epi32(_mm_loadu_si128(
		    (const __m128i *)(const void *)(p + 2 * i)));
		y = _mm256_cvtepi8_epi32(_mm_loadl_epi64(
		    (const __m128i *)(const void *)(code + i)));
		x = _mm256_i32gather_epi32(table, x, 4);
		sum = _mm256_add_epi32(sum, _mm256_mullo_epi32(x, y));
	}
	return sum_avx2(sum) + vec_sparse(table, p + 2 * i, code + i, n - i);
}

const struct dot_ops dot_avx512vnni = {
	"avx512vnni", dot8_avx512, sparse8_avx512, dotf_avx512
};
const struct dot_ops dot_avx2 = {
	"avx2", dot8_avx2, sparse8_avx2, dotf_avx2
};
#endif
