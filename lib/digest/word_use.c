/*
 * word_use.c: what a word says where it stands.
 *
 * `error` is a failure, a quantity (`error: 0.31`), a name ('error.log'), a
 * level (`"level": "error"`) or the absence of one (`0 errors`); `exit` is
 * one if its status is not zero.
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "digest/char.h"
#include "digest/rules.h"
#include "digest/word_class.h"
#include "digest/word_use.h"

enum { E = CLASS_ERROR, W = CLASS_WARN, M = CLASS_METRIC };

/* Is the `error` that ends at `p` a quantity (`error: 0.31`, `error rate`)?
 * `before` are the bits of the word before it. */
static bool
is_quantity(const char *p, const char *end, unsigned before)
{
	while (p < end && (*p == ':' || *p == '=' || *p == ' ' || *p == '\t'))
		p++;
	if (end - p >= 4 && memcmp(p, "rate", 4) == 0)
		return true;
	if (p < end && is_digit(*p)) {
		while (p < end && is_digit(*p))
			p++;
		return before & M || (p < end && *p == '.');
	}
	return false;
}

/* Does a number with decimals come next, as in `ARI: 0.51`? */
static bool
has_decimal(const char *s, const char *end)
{
	const char	*p = s;

	while (p < end && memchr(" \t:=", *p, 4) != NULL)
		p++;
	if (p == s || p == end)
		return false;
	for (p += *p == '-'; p < end && is_digit(*p); p++)
		;
	return is_digit(p[-1]) && end - p > 1 && *p == '.' && is_digit(p[1]);
}

static bool
shouts(const char *w, const char *s)
{
	return s - w > 1 && w[0] < 'a' && w[1] < 'a';
}

static bool
is_quoted(const char *p, const char *w, const char *s, const char *end)
{
	return w > p && s < end && (w[-1] == '"' || w[-1] == '\'') &&
	    *s == w[-1];
}

/* An error by its spelling: SomethingError, ERROR, `error:`. In a long line
 * of prose, `killed` and the like tell nothing. */
static bool
is_strong(const char *w, const char *s, const char *end)
{
	if (s < end && *s == ':')
		return true;
	if (shouts(w, s))
		return true;
	for (w++; w < s; w++)
		if (*w < 'a')
			return true;
	return false;
}

/* A word in an identifier, a path or between quotes is no event, unless it
 * shouts. */
static bool
is_name(const char *p, const char *w, const char *s, const char *end)
{
	char	 before = w > p ? w[-1] : ' ', after = s < end ? *s : ' ';

	if (after == '/' || (after == '.' && s + 1 < end &&
	    is_letter(s[1]) && before != '.'))
		return true;
	if (shouts(w, s))
		return false;
	return (before == '.' && after == '(') || before == '_' ||
	    after == '_' || before == '/' ||
	    is_quoted(p, w, s, end) ||
	    (before == '-' && w - 1 > p && is_letter(w[-2])) ||
	    (after == '-' && s + 1 < end && is_letter(s[1])) ||
	    (after == '=' && s + 1 < end && s[1] != '=');
}

/* Does its count say that there was none (`0 errors`, `failed: 0`)? */
static bool
is_none(const char *p, const char *w, const char *s, const char *end)
{
	if (w - p > 1 && w[-1] == ' ' && w[-2] == '0' && (w - p == 2 ||
	    (!is_digit(w[-3]) && w[-3] != '.')))
		return true;
	if (s == end || memchr(":= ", *s, 3) == NULL)
		return false;
	while (s < end && (*s == ':' || *s == '=' || *s == ' '))
		s++;
	return s < end && *s == '0' && (s + 1 == end || (!is_digit(s[1]) &&
	    memchr("./x", s[1], 3) == NULL));
}

/* What `train` and the like say before the text from `s` on: with a number
 * behind it whose it is, of how many things if that is no fraction. */
static unsigned
part_of_data(const char *s, const char *end)
{
	while (s < end && !is_digit(*s))
		s++;
	if (s == end)
		return 0;
	while (s < end && is_digit(*s))
		s++;
	return end - s > 1 && *s == '.' && is_digit(s[1]) ? M :
	    M | CLASS_DATA;
}

/* Is the quoted word at `w` the value of a key such as "level"? */
static bool
is_level(const char *p, const char *w)
{
	const char	*end;

	for (w--; w > p && memchr(" :=\"'", w[-1], 5) != NULL; w--)
		;
	for (end = w; w > p && is_letter(w[-1]); w--)
		;
	return end > w && word_class(w, (size_t)(end - w)) & LEVEL;
}

/* Is the quoted word that ends at `s` a key whose value is a text? */
static bool
has_text(const char *s, const char *end)
{
	return end - s > 4 && s[1] == ':' && (s[2] == '"' ||
	    (s[2] == ' ' && s[3] == '"' && s[4] != '"')) &&
	    (s[2] != '"' || s[3] != '"');
}

/* Is a word such as `critical` or `usage` a head: in capitals, or alone at the
 * line's start with a colon, and no number behind it? */
static bool
is_head(const char *p, const char *w, const char *s, const char *end)
{
	if (shouts(w, s))
		return true;
	while (p < w && (*p == ' ' || *p == '\t'))
		p++;
	return p == w && end - s > 2 && *s == ':' && s[1] == ' ' &&
	    !is_digit(s[2]);
}

/* Does a status other than zero follow the `exit` that ends at `s`? Few other
 * words stand between them. */
static bool
is_failed(const char *s, const char *end)
{
	const char	*w;
	bool		 failed = false;

	for (;;) {
		while (s < end && memchr(" \t_-:=('\"", *s, 9) != NULL)
			s++;
		for (w = s; s < end && is_letter(*s); s++)
			;
		if (s == w)
			break;
		if (!(word_class(w, (size_t)(s - w)) & STATUS))
			return failed;
		failed |= (*w | 0x20) == 'n';	/* non-zero */
	}
	while (w < end && is_digit(*w))
		w++;
	if (w == s || (w < end && (is_letter(*w) || (*w == '.' &&
	    w + 1 < end && is_digit(w[1])))))
		return failed && w == s;
	return w - s > 1 || *s != '0';
}

/* The level that a logger writes as one capital: `E` behind the time, or
 * before the digits of the date. */
static unsigned
letter_level(const char *p, const char *w, const char *end)
{
	const char	*q = w + 1;
	bool		 time = false;

	if (w > p && memchr(" [|:<", w[-1], 5) == NULL)
		return 0;
	while (q < end && is_digit(*q))
		q++;
	if (q == w + 1) {
		if (q == end || memchr(" ]|:>", *q, 5) == NULL)
			return 0;
		for (q = p; q < w && (!is_letter(*q) || *q == 'T' ||
		    *q == 'Z'); q++)
			time |= *q == ':' && q > p && is_digit(q[-1]);
		if (q < w || !time)
			return 0;
	} else if ((q != w + 5 && q != w + 4 && q != w + 9) || q == end ||
	    *q != ' ')
		return 0;
	return *w == 'W' ? W : E | CLASS_STRONG;
}

/* Did several processes write into the word, as in KeyErrorKeyError? */
static bool
is_glued(const char *w, const char *s)
{
	const char	*q = memmem(w, (size_t)(s - w), "Error", 5);

	return q != NULL && s - q > 10 && memcmp(s - 5, "Error", 5) == 0;
}

/* The bits of a failure or warning as it is used. */
static unsigned
event(const char *p, const char *w, const char *s, const char *end,
    unsigned bits)
{
	if (is_quoted(p, w, s, end) && (is_level(p, w) || (bits & E &&
	    has_text(s, end))))
		return bits & E ? bits | CLASS_STRONG : bits;
	if (is_name(p, w, s, end) || is_none(p, w, s, end))
		return bits & ~(unsigned)(E | W);
	if (bits & E && is_glued(w, s))
		return bits | CLASS_PROSE;
	return bits & E && is_strong(w, s, end) ? bits | CLASS_STRONG : bits;
}

unsigned
word_use(const char *p, const char *w, const char *s, const char *end,
    unsigned before)
{
	unsigned	 bits, c;

	if (s - w == 1 && memchr("EFW", *w, 3) != NULL &&
	    (c = letter_level(p, w, end)) != 0)
		return c;
	bits = word_class(w, (size_t)(s - w)) & ~(unsigned)CLASS_FRAME;
	if (bits == 0)
		return shouts(w, s) && has_decimal(s, end) &&
		    is_acronym(w, (size_t)(s - w)) ? M : 0;
	if (bits & OF_DATA)
		return part_of_data(s, end);
	if (bits & PHRASE && (c = phrase_class(w, end)) != 0)
		return bits | c;
	if (bits & HEAD && s - w > 1 && (is_head(p, w, s, end) ||
	    (is_quoted(p, w, s, end) && is_level(p, w))))
		return bits | E | CLASS_STRONG;
	if (bits & EXITS && is_failed(s, end))
		return bits | E | CLASS_STRONG;
	if (bits & E && (*w | 0x20) == 'e' && is_quantity(s, end, before))
		return M;
	return bits & (E | W) ? event(p, w, s, end, bits) : bits;
}
