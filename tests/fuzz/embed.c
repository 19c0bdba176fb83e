/*
 * embed.c: any bytes as the text to embed; the vector must be of unit
 * length or zero.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "embed/builtin.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct emb	*emb;
	static float		*v;
	const char		*share = getenv("HCC_SHARE");
	char			 path[4096];
	double			 sum = 0;
	size_t			 i;

	if (emb == NULL) {
		snprintf(path, sizeof(path), "%s/embed/lexicon.lua",
		    share != NULL ? share : "share/hcc");
		if (emb_open(path, NULL, &emb, NULL) != HCC_OK ||
		    (v = calloc(emb_dim(emb), sizeof(*v))) == NULL)
			abort();
	}
	if (emb_text(emb, (const char *)p, n, v, NULL) != HCC_OK)
		abort();
	for (i = 0; i < emb_dim(emb); i++)
		sum += (double)v[i] * v[i];
	if (sum != 0 && !(fabs(sum - 1) < 1e-3))
		abort();
	return 0;
}
