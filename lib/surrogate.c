/*
 * surrogate.c: JSON whose strings hold half a UTF-16 pair.
 */
#include <string.h>

#include "surrogate.h"

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
surrogate_mend(const char *p, size_t n, struct buf *out)
{
	const char	*s = p, *end = p + n, *kept = p;
	int		 h;

	while ((s = memchr(s, '\\', (size_t)(end - s))) != NULL) {
		h = half(s, end);
		if (h == 1 && half(s + 6, end) == 2)
			s += 12;
		else if (h == 0)	/* "\\" is one escape */
			s += end - s > 1 ? 2 : 1;
		else {
			buf_add(out, kept, (size_t)(s - kept));
			buf_adds(out, "\\ufffd");
			kept = s += 6;
		}
	}
	if (kept == p)
		return false;
	buf_add(out, kept, (size_t)(end - kept));
	return true;
}
