/*
 * image.c: picture headers may hold anything.
 */
#include <stdint.h>

#include "data/image.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct image	 im;

	(void)image_size(p, n, &im);
	return 0;
}
