/*
 * dot.c: every kernel returns the same bits, and a code never lies by
 * more than its residual.
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
same_dot8(const struct dot_ops *ops, const struct dot_ops *plain)
{
	static int8_t	 a[MAX + 1], b[MAX + 1];
	uint32_t	 seed = 1;
	bool		 good = true;
	size_t		 i;
	int		 how;

	for (how = 0; how < 9; how++)
		for (i = 0; i < NSIZES; i++) {
			fill(a, MAX + 1, how / 3, &seed);
			fill(b, MAX + 1, how % 3, &seed);
			good = good && ops->dot8(a + 1, b, sizes[i]) ==
			    plain->dot8(a + 1, b, sizes[i]);
		}
	OK("codes: as plain C", good);
}

static void
same_dotf(const struct dot_ops *ops, const struct dot_ops *plain)
{
	static float	 a[MAX], b[MAX];
	static char	 odd[MAX * sizeof(float) + 1];
	uint32_t	 seed = 2;
	bool		 good = true;
	double		 x, y;
	size_t		 i;

	for (i = 0; i < MAX; i++) {
		a[i] = (float)(draw(&seed) / 8388608.0 - 1) *
		    (i % 3 == 0 ? 1e18f : 1e-18f);
		b[i] = (float)(draw(&seed) / 8388608.0 - 1);
	}
	memcpy(odd + 1, a, sizeof(a));
	for (i = 0; i < NSIZES; i++) {
		x = ops->dotf(odd + 1, b, sizes[i]);
		y = plain->dotf(a, b, sizes[i]);
		good = good && memcmp(&x, &y, sizeof(x)) == 0;
	}
	OK("floats: as plain C, to the bit", good);
}

static void
plain_is_right(const struct dot_ops *plain)
{
	const int8_t	 a[] = { 1, -2, 3, 127 }, b[] = { 4, 5, -6, -127 };
	const float	 x[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

	IS_NUM("integer sum", 4 - 10 - 18 - 16129, plain->dot8(a, b, 4), 0);
	IS_NUM("float sum", 285, plain->dotf(x, x, 9), 0);
}

static void
sparse_is_dense(const struct dot_ops *ops, const struct dot_ops *plain)
{
	static int32_t	 table[65536];
	static int8_t	 small[65536], dense[65536], code[700];
	static uint16_t	 at[700];
	static char	 odd[sizeof(at) + 1];
	uint32_t	 seed = 3;
	bool		 good = true;
	size_t		 i;

	fill(small, sizeof(small), 0, &seed);
	fill(code, sizeof(code), 0, &seed);
	memset(dense, 0, sizeof(dense));
	for (i = 0; i < 65536; i++)
		table[i] = small[i];
	for (i = 0; i < 700; i++) {
		at[i] = i == 699 ? 65535 :
		    (uint16_t)(i * 93 + draw(&seed) % 93);
		dense[at[i]] = code[i];
	}
	memcpy(odd + 1, at, sizeof(at));
	IS_NUM("sparse codes: as dense ones", plain->dot8(small, dense, 65536),
	    ops->sparse8(table, odd + 1, code, 700), 0);
	for (i = 0; i < 70; i++)
		good = good && table[at[i]] * code[i] ==
		    ops->sparse8(table, odd + 1, code, i + 1) -
		    ops->sparse8(table, odd + 1, code, i);
	OK("sparse codes of any length", good);
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
		vec_code(v, sizes[j], norm, code, &scale, &residual);
		for (i = 0, left = 0; i < sizes[j]; i++) {
			x = v[i] / norm - (double)scale * code[i];
			left += x * x;
		}
		bound = bound && sqrt(left) <= residual;
		tight = tight && residual <= 0.02;
	}
	OK("the residual is a bound", bound);
	OK("and a useful one", tight);
	v[0] = v[1] = 0;
	vec_code(v, 2, 1, code, &scale, &residual);
	OK("a zero vector has a zero code", code[0] == 0 && scale == 0);
}

int
main(void)
{
	const struct dot_ops	*plain = NULL;
	size_t			 i;

	for (i = 0; dot_ops(i) != NULL; i++)
		plain = dot_ops(i);
	IS_STR("plain C comes last", "c", plain->name);
	plain_is_right(plain);
	for (i = 0; dot_ops(i) != NULL; i++) {
		printf("# %s\n", dot_ops(i)->name);
		same_dot8(dot_ops(i), plain);
		same_dotf(dot_ops(i), plain);
		sparse_is_dense(dot_ops(i), plain);
	}
	residual_bounds();
	return tap_done();
}
