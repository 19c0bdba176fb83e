/*
 * line_class.c: what a line is about, by its words and its shape.
 *
 * Runs once for each form of line; in a log whose lines all differ that is
 * every line, so each byte is looked at once.
 */
#include <stddef.h>
#include <string.h>

#include "base/frame.h"
#include "digest/char.h"
#include "digest/line_class.h"
#include "digest/word_class.h"
#include "digest/word_use.h"

enum { E = CLASS_ERROR, W = CLASS_WARN };

enum { PROSE = 16 };		/* a line of more plain words is prose */

static void
note(struct line_class *c, unsigned bits, size_t at, size_t len)
{
	/* The strongest word leads: an error before a warning. */
	if (bits & (E | W) && (!(c->flags & (E | W)) ||
	    (bits & E && !(c->flags & E)) ||
	    (bits & CLASS_STRONG && !(c->flags & CLASS_STRONG)))) {
		c->at = at;
		c->len = len;
	}
	c->flags |= bits;
}

static bool
holds(const char *p, size_t n, const char *what)
{
	size_t	 i, k = strlen(what);

	for (i = 0; i + k <= n; i++)
		if (p[i] == *what && memcmp(p + i, what, k) == 0)
			return true;
	return false;
}

/* A frame as debuggers, C++, Java, Julia and the like write it. */
static bool
is_stack(const char *p, size_t n)
{
	size_t	 in = 0;

	while (in < n && (p[in] == ' ' || p[in] == '\t'))
		in++;
	if (n - in > 3 && p[in] == '#' && is_digit(p[in + 1]))
		return holds(p, n, "0x") || holds(p, n, " in ");
	if (n - in > 6 && memcmp(p + in, "[bt] (", 6) == 0)
		return true;
	if (n - in > 4 && in > 0 && (memcmp(p + in, "at ", 3) == 0 ||
	    memcmp(p + in, "@ ", 2) == 0 || memcmp(p + in, "from ", 5) == 0 ||
	    p[in] == '/'))
		return true;
	if ((n > 23 && memcmp(p, "in expression starting ", 23) == 0) ||
	    (n > 10 && memcmp(p, "goroutine ", 10) == 0))
		return true;
	return holds(p, n, "(+0x");
}

/* Does the path that ends at `dot` have a suffix of source code? Its length
 * or 0. */
static size_t
source_suffix(const char *dot, const char *end)
{
	static const char *const names[] = { "py", "R", "r", "jl", "c", "cc",
		"cpp", "cu", "h", "java", "scala", "kt", "go", "rs", "js",
		"ts", "mjs", "rb", "lua", "pl", "m", "f90", "cs", "php" };
	size_t	 i, k;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		k = strlen(names[i]);
		if (end - dot > (ptrdiff_t)k + 2 &&
		    memcmp(dot + 1, names[i], k) == 0 &&
		    (dot[1 + k] == ':' || dot[1 + k] == '#') &&
		    is_digit(dot[2 + k]))
			return k;
	}
	return 0;
}

/* `path/file.py:28`: whose code is it? Only where frames stand: in a stack,
 * or with a colon at the line's start as test runners write them. */
static unsigned
site(const char *p, size_t n, bool stack)
{
	const char	*end = p + n, *dot, *from, *q;
	size_t		 k = 0;

	for (dot = p; dot < end; dot++)
		if (*dot == '.' && (k = source_suffix(dot, end)) > 0)
			break;
	if (k == 0)
		return stack ? CLASS_STACK : 0;
	for (from = dot; from > p && (unsigned char)from[-1] > ' ' &&
	    (stack || from[-1] != ':'); from--)
		;
	if (!stack) {
		for (q = dot + k + 2; q < end && is_digit(*q); q++)
			;
		if (from != p || dot - p < 2 || (q < end && *q != ':'))
			return 0;
	}
	return frame_library(from, (size_t)(dot - from)) ? CLASS_STACK :
	    CLASS_SITE;
}

/* The last of the dots that lead from a name to its value: `name ..... 1`. */
static bool
is_leader(const char *p, const char *s, const char *end)
{
	return s - p > 5 && end - s > 2 && s[1] == ' ' &&
	    memcmp(s - 3, "...", 3) == 0 &&
	    memchr(p, ' ', (size_t)(s - p)) != NULL;
}

/* Bits of a sign at `s`: pairs, decimals. */
static unsigned
sign(const char *p, const char *s, const char *end)
{
	char	 before, after;

	if (s == p || s + 1 >= end)
		return 0;
	before = s[-1];
	after = s[1];
	if (*s == '.') {
		if (is_digit(before) && is_digit(after))
			return CLASS_DECIMAL;
		return is_leader(p, s, end) ? CLASS_PAIR : 0;
	}
	if (*s == '=')
		return after != '=' && before != '=' ? CLASS_PAIR : 0;
	if (after != ' ' && after != '\t')
		return 0;
	while (before == ' ' && --s > p)	/* `name    : 1` */
		before = s[-1];
	return is_letter(before) || before == '\'' || before == '"' ?
	    CLASS_PAIR : 0;
}

/* A line of a stack that is drawn as a box: `| a.py:41 in main`, and the line
 * of code that an arrow points at. */
static unsigned
boxed(const char *p, size_t n)
{
	if (n < 6 || memcmp(p, "│", 3) != 0)
		return 0;
	if (memmem(p, n, "❱ ", 4) != NULL)
		return CLASS_SITE;
	return memmem(p, n, " in ", 4) != NULL ? site(p, n, true) : 0;
}

/* Bits of a line that may be part of a stack; `trace` if it names one. */
static unsigned
frames(const char *p, size_t n, bool trace, bool quoted, bool numbered)
{
	struct frame	 f;
	bool		 stack;

	if (n == 0)
		return 0;
	if (trace && memmem(p, n, "Traceback (most recent", 22) != NULL)
		return CLASS_TRACE;
	if (quoted && frame_parse(p, n, &f))
		return CLASS_FRAME;
	if ((unsigned char)*p == 0xe2)
		return boxed(p, n);
	stack = is_stack(p, n);
	return stack || numbered ? site(p, n, stack) : 0;
}

/* A character at `s` that is not ASCII: how far to go on. */
static size_t
other(struct line_class *c, const char *p, const char *s, const char *end)
{
	size_t		 len = 1;
	unsigned	 bits = sign_class(s, (size_t)(end - s), &len);

	if (bits & E && s + len < end && is_digit(s[len]))
		bits = CLASS_METRIC;
	if (bits != 0)
		note(c, bits | CLASS_WORDS, (size_t)(s - p), len);
	return len;
}

void
classify_line(const char *p, size_t n, struct line_class *c)
{
	const char	*end = p + n, *s = p, *w;
	unsigned	 bits, before = 0, nth = 0, prose = 0;
	bool		 early = false, trace = false, quoted = false;
	bool		 numbered = false;

	*c = (struct line_class){ 0, 0, 0 };
	while (s < end) {
		if (!is_letter(*s)) {
			if (*s == '.' || *s == '=' || *s == ':')
				c->flags |= sign(p, s, end);
			quoted |= *s == '"';
			numbered |= *s == ':' && s + 1 < end && is_digit(s[1]);
			s += (unsigned char)*s >= 0x80 ?
			    other(c, p, s, end) : 1;
			early |= c->flags & E && nth < 12;
			continue;
		}
		w = s;
		for (s++; s < end && is_letter(*s); s++)
			;
		if (s - w > 1)
			c->flags |= CLASS_WORDS;
		nth++;
		prose += w > p && w[-1] == ' ' && s < end && *w >= 'a' &&
		    (*s == ' ' || *s == ',' || *s == '.');
		bits = word_use(p, w, s, end, before);
		trace |= bits & E && *w == 'T';
		early |= (bits & (E | W | CLASS_STRONG)) == E && nth < 12;
		if (bits != 0)
			note(c, bits, (size_t)(w - p), (size_t)(s - w));
		before = bits;
	}
	c->flags |= frames(p, n, trace, quoted, numbered);
	if (prose > PROSE && !(c->flags & (CLASS_STRONG | CLASS_WARN)))
		c->flags |= CLASS_PROSE;
	else if (early)
		c->flags |= CLASS_STRONG;
}

static uint64_t
step(uint64_t h, unsigned char c)
{
	return (h ^ c) * 1099511628211u;
}

/* The plain word in [*w, e): signs around it do not count. */
static bool
plain(const char **w, const char **e)
{
	const char	*q;

	while (*w < *e && !is_letter(**w) && !is_digit(**w))
		(*w)++;
	while (*e > *w && !is_letter((*e)[-1]) && !is_digit((*e)[-1]))
		(*e)--;
	for (q = *w; q < *e && is_letter(*q); q++)
		;
	if (*e - q > 1 && *q == '.' && is_letter(q[1]))
		*e = q;			/* `block.norm.bias`: the block */
	return q == *e && q - *w >= 2;
}

uint64_t
hash_words(const char *p, size_t n, size_t at, unsigned count)
{
	const char	*s = p + at, *end = p + n, *w, *e;
	uint64_t	 h = 14695981039346656037u;
	bool		 some = false;

	while (s < end && count > 0) {
		while (s < end && (*s == ' ' || *s == '\t'))
			s++;
		for (w = s; s < end && *s != ' ' && *s != '\t'; s++)
			;
		e = s;
		if (!plain(&w, &e))
			continue;
		for (; w < e; w++)
			h = step(h, (unsigned char)*w);
		h = step(h, ' ');
		count--;
		some = true;
	}
	return some ? h : 0;
}
