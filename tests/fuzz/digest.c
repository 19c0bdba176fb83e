/*
 * digest.c: any bytes may stand in a log.
 *
 * The first byte chooses how the rest is cut into pieces and the options; the
 * digest must stay within its limit. The same bytes go to cause and claim.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "digest/digest.h"
#include "run/claim.h"
#include "run/failure.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
feed(struct digest *d, const char *p, size_t n, size_t piece)
{
	size_t	 k;
	char	*copy;

	for (; n > 0; p += k, n -= k) {
		k = n < piece ? n : piece;
		if ((copy = malloc(k)) == NULL)
			abort();
		memcpy(copy, p, k);
		digest_feed(d, copy, k);
		free(copy);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct digest_opts	 o = { .max_tokens = 0 };
	struct digest	*d;
	struct buf	 out = BUF_INIT;
	struct failure	 c;
	struct claim		 claim;
	const char	*p = (const char *)data;

	if (n == 0)
		return 0;
	o.max_tokens = data[0] & 1 ? 8000 : 100;
	o.ranges = data[0] & 2;
	o.fill = data[0] & 4;
	d = digest_open(&o);
	feed(d, p + 1, n - 1, (size_t)1 + (data[0] >> 3) * 13);
	digest_finish(d, &out);
	if (tok_estimate(buf_str(&out), out.len) > o.max_tokens)
		abort();
	digest_close(d);
	buf_release(&out);
	(void)failure_find(p + 1, n - 1, &c);
	(void)claim_find(p + 1, n - 1, &claim);
	return 0;
}
