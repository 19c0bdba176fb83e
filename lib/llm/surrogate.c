/*
 * surrogate.c: JSON whose strings hold half a UTF-16 pair.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "llm/surrogate.h"

/* Which half the escape at `s` writes: 1 the first, 2 the second, 0 none. */
static int
half(const char *s, const char *end)
{
	static const char	 hex[] = "0123456789abcdefABCDEF";

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u' ||
	    (s[2] != 'd' && s[2] != 'D') || memchr(hex, s[4], 22) == NULL ||
	    memchr(hex, s[5], 22) == NULL)
		return 0;
	if (strchr("89aAbB", s[3]) != NULL && s[3] != '\0')
		return 1;
	return strchr("cCdDeEfF", s[3]) != NULL && s[3] != '\0' ? 2 : 0;
}

bool
surrogate_repair(const char *p, size_t n, struct buf *out,
    struct surrogate_ends *ends)
{
	const char	*s = p, *end = p + n, *kept = p;
	char		 hex[5] = "";
	int		 h;

	*ends = (struct surrogate_ends){ 0, 0 };

	while ((s = memchr(s, '\\', (size_t)(end - s))) != NULL) {
		h = half(s, end);
		if (h == 1 && half(s + 6, end) == 2)
			s += 12;
		else if (h == 0)	/* "\\" is one escape */
			s += end - s > 1 ? 2 : 1;
		else {
			buf_add(out, kept, (size_t)(s - kept));
			buf_adds(out, "\\ufffd");
			memcpy(hex, s + 2, 4);
			if (h == 2 && s > p && s[-1] == '"')
				ends->first = (unsigned)strtoul(hex, NULL, 16);
			if (h == 1 && end - s > 6 && s[6] == '"')
				ends->last = (unsigned)strtoul(hex, NULL, 16);
			kept = s += 6;
		}
	}
	if (kept == p)
		return false;
	buf_add(out, kept, (size_t)(end - kept));
	return true;
}

void
surrogate_join(unsigned high, unsigned low, char out[4])
{
	unsigned	 c = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);

	(void)utf8_encode(c, out);
}
