/*
 * fuzz_embed.c: any bytes as the text to embed; the vector must be of unit
 * length or zero. Without libFuzzer the arguments are files to feed.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/embed.h"

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

#ifdef FUZZ_FILES
int
main(int argc, char **argv)
{
	static uint8_t	 b[1 << 21];
	size_t		 n;
	FILE		*f;
	int		 i;

	for (i = 1; i < argc; i++) {
		if ((f = fopen(argv[i], "rb")) == NULL)
			return 1;
		n = fread(b, 1, sizeof(b), f);
		fclose(f);
		LLVMFuzzerTestOneInput(b, n);
	}
	return 0;
}
#endif
