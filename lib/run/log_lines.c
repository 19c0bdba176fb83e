/*
 * log_lines.c: cut a log into lines without escape sequences.
 */
#include "run/log_lines.h"

/* Copy a line without escapes; what is longer than the buffer is cut.
 * Returns where it was. */
static const char *
plain(struct log_line *l, const char *p, const char *end)
{
	l->n = 0;
	while (p < end && l->n < sizeof(l->text) - 1) {
		if (*p == '\033') {
			if (++p < end && *p == '[') {
				for (p++; p < end && (unsigned char)*p < 0x40;
				    p++)
					;
			}
			p += p < end;
			continue;
		}
		l->text[l->n++] = *p == '\0' || *p == '\t' ? ' ' : *p;
		p++;
	}
	while (l->n > 0 && l->text[l->n - 1] == ' ')
		l->n--;
	l->text[l->n] = '\0';
	return p;
}

void
log_lines(const char *log, size_t n,
    void (*each)(void *, const struct log_line *), void *ctx)
{
	const char	*p = log, *end = p + n, *q, *stop;
	struct log_line	 l;

	l.no = 1;
	while (p < end) {
		for (q = p; q < end && *q != '\n' && *q != '\r'; q++)
			;
		stop = plain(&l, p, q);
		l.at = (struct span){ (size_t)(p - log),
		    (size_t)(stop - log) };
		each(ctx, &l);
		if (q < end && *q == '\n')
			l.no++;
		p = q + 1;
	}
}
