/*
 * vectors.c: any bytes as a file of word vectors: lines of one length
 * and of finite numbers, or an error.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "embed/word_vectors.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct vtext	 t;
	enum hcc_status	 st;
	size_t		 i, dim = 0;
	FILE		*f;

	if (n == 0 || (f = fmemopen((void *)(uintptr_t)p, n, "r")) == NULL)
		return 0;
	vtext_open(&t, f, "fuzz");
	while ((st = vtext_next(&t, &e)) == HCC_OK) {
		if (t.len == 0 || t.dim == 0 || t.dim > VECTORS_DIM ||
		    (dim != 0 && t.dim != dim) ||
		    memchr(t.word, '\n', t.len) != NULL)
			abort();
		dim = t.dim;
		for (i = 0; i < dim; i++)
			if (!isfinite(t.v[i]))
				abort();
	}
	if (st != HCC_NONE && strstr(e.text, "line") == NULL)
		abort();
	vtext_close(&t);
	fclose(f);
	return 0;
}
