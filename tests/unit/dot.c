/*
 * dot.c: every loop returns the same sum, and a code is never further from
 * its vector than its residual.
 */
#include <stdlib.h>

#include "embed/dot.h"
#include "tap.h"

#define MAX 16384

static uint32_t
draw(uint32_t *s)
{
	*s = *s * 1664525u + 1013904223u;
	return *s >> 8;
}

static const size_t sizes[] = { 0, 1, 7, 8, 9, 31, 32, 63, 64, 65, 127, 384,
    385, 1000, 4999, MAX };
#define NSIZES (sizeof(sizes) / sizeof(sizes[0]))

/* Random bytes, or the extremes that make sums overflow or saturate. */
static void
fill(int8_t *p, size_t n, int how, uint32_t *seed)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		p[i] = (int8_t)(how == 0 ? (int)(draw(seed) % 255) - 127 :
		    how == 1 ? 127 : -127);
}

static void
best_is_plain(void)
{
	static int16_t	 q[MAX];
	static int8_t	 a[MAX + 1], b[MAX];
	uint32_t	 seed = 1;
	bool		 good = true;
	size_t		 i;
	int		 how;

	for (how = 0; how < 9; how++) {
		fill(a, MAX + 1, how / 3, &seed);
		fill(b, MAX, how % 3, &seed);
		for (i = 0; i < MAX; i++)
			q[i] = b[i];
		for (i = 0; i < NSIZES; i++)
			good = good && dot8_best()(q, a + 1, sizes[i]) ==
			    dot8_plain(q, a + 1, sizes[i]);
	}
	OK("the loop for this processor gives the sums of plain C", good);
}

static void
plain_is_right(void)
{
	const int16_t	 q[] = { 1, -2, 3, 127 };
	const int8_t	 code[] = { 4, 5, -6, -127 };

	IS_NUM("the dot product of codes is a sum of products",
	    4 - 10 - 18 - 16129, dot8_plain(q, code, 4), 0);
}

/* |x - scale * code| <= residual, and not wildly more. */
static void
residual_bounds(void)
{
	static float	 v[MAX];
	static int8_t	 code[MAX];
	float		 scale, residual;
	uint32_t	 seed = 4;
	double		 norm, left, x;
	bool		 bound = true, tight = true;
	size_t		 i, j;

	for (j = 1; j < NSIZES; j++) {
		for (i = 0, norm = 0; i < sizes[j]; i++) {
			v[i] = (float)(draw(&seed) / 8388608.0 - 1);
			norm += (double)v[i] * v[i];
		}
		norm = sqrt(norm);
		dot_code(v, sizes[j], norm, code, &scale, &residual);
		for (i = 0, left = 0; i < sizes[j]; i++) {
			x = v[i] / norm - (double)scale * code[i];
			left += x * x;
		}
		bound = bound && sqrt(left) <= residual;
		tight = tight && residual <= 0.02;
	}
	OK("the residual bounds the error of a code", bound);
	OK("the residual of a random vector is below 0.02", tight);
	v[0] = v[1] = 0;
	dot_code(v, 2, 1, code, &scale, &residual);
	OK("a zero vector has a zero code", code[0] == 0 && scale == 0);
}

int
main(void)
{
	plain_is_right();
	best_is_plain();
	residual_bounds();
	return tap_done();
}
