/*
 * trace_folded.c: stack traces inside of one line.
 *
 * Loggers that write JSON, and programs that print the error of another one as
 * a string, have "\n" where the lines of a trace end. The string is unfolded,
 * and each of its lines is read with a prefix that no other line has.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "digest/trace.h"

#define HEAD "Traceback (most recent"

enum { MARK = '\001' };

/* The text of a string from `p` on, to its end, unfolded; every line begins
 * with MARK. `to` has room for twice as much. */
static size_t
unfold(char *to, const char *p, const char *end, char quote)
{
	size_t	 len = 0;

	to[len++] = MARK;
	for (; p < end && *p != quote; p++) {
		if (*p != '\\' || p + 1 == end) {
			to[len++] = *p;
			continue;
		}
		while (*p == '\\' && p + 1 < end && p[1] == '\\')
			p++;		/* folded more than once */
		if (++p == end)
			break;
		if (*p == 'n') {
			to[len++] = '\n';
			to[len++] = MARK;
		} else if (*p != 'r')
			to[len++] = *p == 't' ? ' ' : *p;
	}
	to[len++] = '\n';
	return len;
}

static unsigned
class_of(const char *p, size_t n)
{
	if (memmem(p, n, HEAD, sizeof(HEAD) - 1) != NULL)
		return CLASS_TRACE;
	return memmem(p, n, "File \"", 6) != NULL ? CLASS_FRAME : 0;
}

bool
traces_folded(struct traces *ts, const struct log_line *l)
{
	const char	*end = l->p + l->n, *p, *q;
	struct log_line	*part;
	char		*text;
	size_t		 n, k;

	p = memmem(l->p, l->n, HEAD, sizeof(HEAD) - 1);
	if (p == NULL || (q = memmem(p, (size_t)(end - p), "\\n", 2)) == NULL)
		return false;
	for (q = p; q > l->p && q[-1] != '"' && q[-1] != '\''; q--)
		;
	text = mem_room(2 * (size_t)(end - p) + 2);
	n = unfold(text, p, end, q > l->p ? q[-1] : '\n');
	part = mem_zero(1, sizeof(*part));
	part->off = l->off;
	part->end = l->end;
	part->no = l->no;
	for (p = text; p < text + n; p = q + 1) {
		q = memchr(p, '\n', (size_t)(text + n - p));
		part->p = p;
		part->n = k = (size_t)(q - p);
		(void)traces_line(ts, part, class_of(p, k));
	}
	traces_close(ts, MARK);
	free(part);
	free(text);
	return true;
}
