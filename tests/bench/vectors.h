/*
 * vectors.h: the vectors that all retrieval benches store and ask for:
 * clustered, a function of nothing but the seed.
 */
#ifndef BENCH_VECTORS_H
#define BENCH_VECTORS_H

#include <stdint.h>
#include <string.h>

static uint32_t
draw(uint32_t *s)
{
	*s = *s * 1664525u + 1013904223u;
	return *s >> 8;
}

/* Around one of 200 centres; `zeros` is the share of components that are 0
 * in nearly all vectors of a centre. */
static void
vector(float *v, size_t dim, double zeros, uint32_t *seed)
{
	uint32_t	 centre = draw(seed) % 200 + 1;
	size_t		 i;

	memset(v, 0, dim * sizeof(*v));
	for (i = 0; i < dim; i++) {
		if (draw(&centre) / 16777216.0 < zeros) {
			if (draw(seed) / 16777216.0 > (1 - zeros) / 2)
				continue;
			v[i] = (float)(draw(seed) / 8388608.0 - 1);
			continue;
		}
		v[i] = (float)(draw(&centre) / 8388608.0 - 1) +
		    (float)(draw(seed) / 8388608.0 - 1);
	}
}

#endif
