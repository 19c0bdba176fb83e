/*
 * words.c: text to sentences of stemmed words.
 *
 * Markdown as people write it in task descriptions: headings, lists, tables
 * and blocks of code end a sentence; images, addresses, HTML tags and LaTeX
 * commands are left out. Underscores and hyphens separate words, because the
 * names of files and columns describe a task.
 */
#include <string.h>

#include "base/utf8.h"
#include "embed/words.h"

enum { SPACE, LETTER, DIGIT, IDEOGRAPH };

void
scan_start(struct scan *s, struct stems *stems, const char *p, size_t n)
{
	s->p = p;
	s->end = p + n;
	s->stems = stems;
	s->line_start = true;
	s->fence = false;
	s->heading = 0;
	s->n = 0;
}

static bool
at(const struct scan *s, const char *what)
{
	size_t	 n = strlen(what);

	return (size_t)(s->end - s->p) >= n && memcmp(s->p, what, n) == 0;
}

/* Decode one character, in lower case; bad bytes are spaces. Length in *n. */
static uint32_t
decode(const char *p, const char *end, size_t *n)
{
	uint32_t	 c = (unsigned char)*p;

	*n = 1;
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if ((*n = utf8_char(p, (size_t)(end - p), &c)) == 0) {
		*n = 1;
		return ' ';
	}
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9)
	    || (c >= 0x410 && c <= 0x42f))	/* Latin-1, Greek, Cyrillic */
		return c + 32;
	if (c >= 0x100 && c <= 0x137)		/* most of Latin Extended-A */
		return c | 1;
	return c == 0x2019 ? '\'' : c;
}

static int
class(uint32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? LETTER :
		    c >= '0' && c <= '9' ? DIGIT : SPACE;
	if (c >= 0x3040 && c <= 0x9fff)
		return IDEOGRAPH;
	if (c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x303f)
	    || (c >= 0xfe00 && c <= 0xff20) || c >= 0x1f000)
		return SPACE;
	return LETTER;
}

static void
add(struct scan *s, const char *word, size_t n, size_t letters, bool digits)
{
	struct scan_token	*t = &s->tokens[s->n++];

	t->word = letters > 1 && !digits;
	t->stem = digits ? scan_hash(word, n) : stems_hash(s->stems, word, n);
}

/* Append `c` as UTF-8 to `n` bytes of `word`; returns the new length, or
 * SCAN_WORD when it has become too long. */
static size_t
encode(char *word, size_t n, uint32_t c)
{
	if (n + 4 > SCAN_WORD)
		return SCAN_WORD;
	if (c < 0x80) {
		word[n] = (char)c;
		return n + 1;
	}
	return n + utf8_encode(c, word + n);
}

/* One word from s->p on, whose first character is a letter or a digit. */
static void
word(struct scan *s)
{
	char		 w[SCAN_WORD];
	const char	*q;
	size_t		 n = 0, letters = 0, len, next;
	bool		 digits = false;
	uint32_t	 c;
	int		 k;

	while (s->p < s->end) {
		c = decode(s->p, s->end, &len);
		k = class(c);
		q = s->p + len;
		if (c == '\'' && n > 0 && q < s->end &&
		    class(decode(q, s->end, &next)) == LETTER)
			k = LETTER;
		if (k == SPACE || (k == IDEOGRAPH && n > 0))
			break;
		letters += k == IDEOGRAPH ? 2 : k == LETTER;
		digits |= k == DIGIT;
		n = encode(w, n, c);
		s->p = q;
		if (k == IDEOGRAPH)
			break;
	}
	if (n < SCAN_WORD)
		add(s, w, n, letters, digits);
}

/* Skip past the first `stop`, within the line and `max` bytes; false
 * and nothing skipped when it is not there or one of `not` comes first. */
static bool
skip_past(struct scan *s, char stop, const char *not, size_t max)
{
	const char	*q = s->p;

	for (; q < s->end && max > 0 && *q != '\n'; q++, max--) {
		if (*q == stop) {
			s->p = q + 1;
			return true;
		}
		if (*q != '\0' && strchr(not, *q) != NULL)
			return false;
	}
	return false;
}

static bool
at_letter(const struct scan *s)
{
	return s->p < s->end && class((unsigned char)(*s->p | 0x20)) == LETTER;
}

static bool
address(struct scan *s)
{
	if (!at(s, "http://") && !at(s, "https://") && !at(s, "www."))
		return false;
	while (s->p < s->end && (unsigned char)*s->p > ' ' &&
	    strchr(")]>\"'|", *s->p) == NULL)
		s->p++;
	return true;
}

/* Skip what is markup and no text at s->p: at least one byte. */
static void
markup(struct scan *s)
{
	const char	*from = s->p++;

	switch (*from) {
	case '\\':			/* \frac, \text */
		while (at_letter(s))
			s->p++;
		break;
	case '<':
		if (at_letter(s) || at(s, "/") || at(s, "!"))
			skip_past(s, '>', "<", 400);
		break;
	case '&':
		if (at_letter(s))
			skip_past(s, ';', " &", 10);
		break;
	case '!':			/* ![image](address) */
		if (!at(s, "["))
			break;
		s->p++;
		if (skip_past(s, ']', "[", 300) && at(s, "("))
			skip_past(s, ')', "]", 500);
		break;
	case ']':
		if (at(s, "("))
			skip_past(s, ')', " ]", 500);
		break;
	}
}

static size_t
line_length(const char *p, const char *end)
{
	const char	*nl = memchr(p, '\n', (size_t)(end - p));

	return (size_t)((nl == NULL ? end : nl) - p);
}

/* Does the line under the one at s->p consist of `c` alone? */
static bool
underlined(const struct scan *s, size_t n, char c)
{
	const char	*q = s->p + n + 1;
	size_t		 i, m;

	if (n == 0 || n > 80 || q >= s->end)
		return false;
	m = line_length(q, s->end);
	if (m > 0 && q[m - 1] == '\r')
		m--;
	for (i = 0; i < m && q[i] == c; i++)
		;
	return m >= 3 && i == m;
}

/* Level of the heading that starts at s->p, 0 for other lines: #, a line
 * underlined with = or -, or a short line that is bold as a whole. */
static int
heading(const struct scan *s)
{
	size_t	 n = line_length(s->p, s->end), i = 0;

	while (i < n && s->p[i] == '#')
		i++;
	if (i > 0)
		return i <= 6 && i < n && s->p[i] == ' ' ? (int)i : 0;
	if (underlined(s, n, '='))
		return 1;
	if (underlined(s, n, '-'))
		return 2;
	while (n > 0 && strchr(" \t\r:", s->p[n - 1]) != NULL)
		n--;
	if (n < 5 || n > 80 || !at(s, "**"))
		return 0;
	return s->p[n - 1] == '*' && s->p[n - 2] == '*' &&
	    memchr(s->p + 2, '*', n - 4) == NULL ? 7 : 0;
}

/* Does the line at s->p begin something new, so that a sentence under way
 * ends here? */
static bool
begins(const struct scan *s)
{
	size_t	 n = line_length(s->p, s->end), i = 0;

	while (i < n && (s->p[i] == ' ' || s->p[i] == '\t'))
		i++;
	if (s->fence || i == n || s->p[i] == '\r')
		return true;
	return strchr("-*+>|#`~:=0123456789", s->p[i]) != NULL ||
	    heading(s) > 0;
}

static void
start_line(struct scan *s)
{
	s->line_start = false;
	while (at(s, " ") || at(s, "\t"))
		s->p++;
	if (at(s, "```") || at(s, "~~~")) {
		s->fence = !s->fence;
		s->p += line_length(s->p, s->end);
	} else if (!s->fence)
		s->heading = heading(s);
}

/* Is s->p on a character that ends a sentence? */
static bool
stops(const struct scan *s)
{
	char	 next = s->p + 1 < s->end ? s->p[1] : ' ';

	if (*s->p == '|' || *s->p == ';')
		return true;
	return (*s->p == '.' || *s->p == '!' || *s->p == '?' || *s->p == ':')
	    && (next == ' ' || next == '\n' || next == '\r' || next == '\t');
}

bool
scan_next(struct scan *s)
{
	size_t	 len;

	s->n = 0;
	s->heading = 0;
	while (s->p < s->end && s->n < SCAN_TOKENS) {
		if (s->line_start) {
			if (s->n > 0 && (s->heading > 0 || begins(s)))
				return true;
			start_line(s);
			continue;
		}
		if (*s->p == '\n') {
			s->p++;
			s->line_start = true;
		} else if (class(decode(s->p, s->end, &len)) != SPACE) {
			if (!address(s))
				word(s);
		} else if (s->n > 0 && s->heading == 0 && stops(s)) {
			s->p++;
			return true;
		} else
			markup(s);
	}
	return s->n > 0;
}
