/*
 * text.c: lines, blanks and short lists of words.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* The list's word that compares equal to s[n], by memory or by letters. */
static bool
in(const char *s, size_t n, const char *list, bool any_case)
{
	size_t	 len;

	for (; *list != '\0'; list += len + (list[len] == '|')) {
		len = strcspn(list, "|");
		if (len == n && (any_case ? strncasecmp(s, list, n) :
		    strncmp(s, list, n)) == 0)
			return true;
	}
	return false;
}

bool
text_in(const char *s, const char *list)
{
	return in(s, strlen(s), list, false);
}

bool
text_in_any_case(const char *s, const char *list)
{
	return in(s, strlen(s), list, true);
}

bool
text_ends(const char *s, const char *list)
{
	size_t	 len, n = strlen(s);

	for (; *list != '\0'; list += len + (list[len] == '|')) {
		len = strcspn(list, "|");
		if (n > len && strncasecmp(s + n - len, list, len) == 0)
			return true;
	}
	return false;
}

bool
text_starts(const char *s, const char *head)
{
	return strncmp(s, head, strlen(head)) == 0;
}

bool
text_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

const char *
text_or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

void
text_trim(const char **s, size_t *n)
{
	while (*n > 0 && isspace((unsigned char)(*s)[*n - 1]))
		--*n;
	while (*n > 0 && isspace((unsigned char)**s)) {
		++*s;
		--*n;
	}
}

bool
text_line(const char **at, const char *end, const char **line, size_t *n)
{
	const char	*nl;

	if (*at >= end)
		return false;
	nl = memchr(*at, '\n', (size_t)(end - *at));
	*line = *at;
	*n = (size_t)((nl == NULL ? end : nl) - *at);
	*at = nl == NULL ? end : nl + 1;
	return true;
}
