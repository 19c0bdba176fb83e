/*
 * field_line.c: where a Lua file sets a field. The source is searched for each
 * name of the path in turn, within the table of the one before; comments and
 * strings are passed over. A field that is set in no such way, or twice, has no
 * line.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "lua/knob.h"

/* Behind the long bracket "[==[" at `p`; NULL: there is none. */
static char *
long_end(char *p)
{
	char	 end[64], *q;
	size_t	 n = strspn(p + 1, "=");

	if (*p != '[' || p[1 + n] != '[')
		return NULL;
	snprintf(end, sizeof(end), "]%.*s]", (int)(n < 60 ? n : 60), p + 1);
	q = strstr(p, end);
	return q == NULL ? p + strlen(p) : q + strlen(end);
}

/* Behind the comment or string at `p`; NULL: there is none. */
static char *
text_end(char *p)
{
	char	*q;

	if (strncmp(p, "--", 2) == 0)
		return (q = long_end(p + 2)) != NULL ? q :
		    p + strcspn(p, "\n");
	if (*p != '"' && *p != '\'')
		return long_end(p);
	for (q = p + 1; *q != *p && *q != '\n' && *q != '\0'; q++)
		q += *q == '\\' && q[1] != '\0';
	return q + (*q == *p);
}

/* Blanks instead of comments and strings that are no names; lines stay. */
static void
blank_texts(char *s)
{
	char	*end;
	bool	 bracket = false;	/* before it */

	while (*s != '\0')
		if ((end = text_end(s)) == NULL)
			bracket = *s++ == '[';
		else if (bracket)
			s = end;
		else
			for (; s < end; s++)
				if (*s != '\n')
					*s = ' ';
}

/* Behind the bracket that closes the table whose bracket is at `s`. */
static const char *
table_end(const char *s)
{
	int	 depth = 0;

	for (; *s != '\0'; s++)
		if ((*s == '{' && ++depth > 0) || (*s == '}' && --depth == 0))
			if (depth == 0)
				return s + 1;
	return s;
}

/* Is the name at s[n] that of a field, NAME = or ["NAME"] =, behind `from`?
 * *next is behind its sign. */
static bool
sets_field(const char *from, const char *s, size_t n, const char **next)
{
	const char	*end = s + n;

	if (s - from > 1 && (s[-1] == '"' || s[-1] == '\'') &&
	    s[-2] == '[' && *end == s[-1] && end[1] == ']') {
		s -= 2;
		end += 2;
	}
	while (s > from && isspace((unsigned char)s[-1]))
		s--;
	end += strspn(end, " \t");
	*next = end + 1;
	return s > from && strchr("{,;", s[-1]) != NULL && *end == '=' &&
	    end[1] != '=';
}

/* Behind the sign of the only field of this name in from..to; NULL: there is
 * none, or several. */
static const char *
find_field(const char *from, const char *to, const char *name, size_t n)
{
	const char	*s = from, *next, *hit = NULL;

	while ((s = memmem(s, (size_t)(to - s), name, n)) != NULL) {
		if (sets_field(from, s, n, &next)) {
			if (hit != NULL)
				return NULL;
			hit = next;
		}
		s += n;
	}
	return hit;
}

int
lua_field_line(const char *file, const char *name)
{
	struct buf	 b = BUF_INIT;
	const char	*from, *to, *at = NULL, *s;
	size_t		 n;
	int		 line = 1;

	if (fs_read(AT_FDCWD, file, 4u << 20, &b, NULL) != HCC_OK)
		return 0;
	buf_addc(&b, '\0');
	blank_texts(b.p);
	from = b.p;
	to = from + strlen(from);
	for (; *name != '\0'; name += n + (name[n] == '.')) {
		n = strcspn(name, ".");
		/* A name in brackets may hold points itself. */
		while ((at = find_field(from, to, name, n)) == NULL &&
		    name[n] == '.')
			n += 1 + strcspn(name + n + 1, ".");
		if (at == NULL)
			break;
		from = at;
		to = table_end(at + strspn(at, " \t\r\n"));
	}
	for (s = buf_str(&b); at != NULL && s < at; s++)
		line += *s == '\n';
	buf_release(&b);
	return at == NULL ? 0 : line;
}
