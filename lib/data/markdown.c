/*
 * markdown.c: foreign strings and numbers in Markdown.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "data/markdown.h"

/* Not in YAML, or not in Markdown. */
static bool
unfit(uint32_t c)
{
	return c < 0x20 || utf8_harmful(c) || c == 0xfeff || c == 0xfffe ||
	    c == 0xffff;
}

static void
cut(struct buf *b, const char *s, size_t max, bool markdown)
{
	size_t		 start = b->len, left = strlen(s), n;
	uint32_t	 c;

	for (; left > 0; s += n, left -= n) {
		n = utf8_char(s, left, &c);
		if (b->len - start + (n == 0 ? 3 : n) > max) {
			buf_adds(b, "..");
			return;
		}
		if (n == 0) {		/* most likely Latin-1 */
			n = 1;
			utf8_add_1252(b, s, 1);
		} else if (unfit(c))
			buf_addc(b, ' ');
		else if (c == '`' && markdown)	/* would end the code */
			buf_addc(b, '\'');
		else
			buf_add(b, s, n);
	}
}

void
md_cut(struct buf *b, const char *s, size_t max)
{
	cut(b, s, max, true);
}

void
md_plain(struct buf *b, const char *s, size_t max)
{
	cut(b, s, max, false);
}

void
md_code(struct buf *b, const char *s, size_t max)
{
	buf_addc(b, '`');
	cut(b, s, max, true);
	buf_addc(b, '`');
}

void
md_number(struct buf *b, double d)
{
	if (d == floor(d) && fabs(d) < 1e15)
		buf_addf(b, "%.0f", d);
	else
		buf_addf(b, "%.5g", d);
}

void
md_range(struct buf *b, double from, double to)
{
	md_number(b, from);
	buf_adds(b, " to ");
	md_number(b, to);
}

void
md_percent(struct buf *b, double share)
{
	double	 p = share * 100;

	if (p > 0 && p < 0.1)
		buf_adds(b, "< 0.1 %");
	else
		buf_addf(b, p < 10 && p != floor(p) ? "%.1f %%" : "%.0f %%",
		    p);
}

void
md_end_line(struct buf *b)
{
	if (b->len > 0 && b->p[b->len - 1] != '\n')
		buf_addc(b, '\n');
}

void
md_fence(struct buf *b, size_t from)
{
	struct buf	 all = BUF_INIT;
	const char	*s = buf_str(b);
	size_t		 i, run = 0, ticks = 3;

	md_end_line(b);
	for (i = from; i < b->len; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		ticks = run >= ticks ? run + 1 : ticks;
	}
	buf_add(&all, s, from);
	for (i = 0; i < ticks; i++)
		buf_addc(&all, '`');
	buf_addc(&all, '\n');
	buf_add(&all, s + from, b->len - from);
	for (i = 0; i < ticks; i++)
		buf_addc(&all, '`');
	buf_addc(&all, '\n');
	buf_release(b);
	*b = all;
}
