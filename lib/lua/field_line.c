/*
 * field_line.c: where a Lua file sets a field. The source is scanned for the
 * names of the fields of nested tables; strings and comments are passed over.
 * A field that is set in no such way, or twice, has no line.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "lua/knob.h"

#define DEPTH_MAX	16
#define NAME_MAX_BYTES	100

struct source {
	const char	*p;
	int		 line;
	int		 depth;			/* of open tables */
	char		 name[DEPTH_MAX][NAME_MAX_BYTES];	/* last field */
	bool		 start;		/* a field may begin here */
};

/* Pass over the text up to and with `end`, counting lines. */
static void
skip_to(struct source *s, const char *end)
{
	const char	*q = strstr(s->p, end);

	q = q == NULL ? s->p + strlen(s->p) : q + strlen(end);
	for (; s->p < q; s->p++)
		s->line += *s->p == '\n';
}

/* A long bracket "[==[" at p: its level, else -1. */
static int
long_bracket(const char *p)
{
	size_t	 n;

	if (*p != '[')
		return -1;
	n = strspn(p + 1, "=");
	return p[1 + n] == '[' ? (int)n : -1;
}

static void
skip_long(struct source *s, int level)
{
	char	 end[64];

	snprintf(end, sizeof(end), "]%.*s]", level < 60 ? level : 60,
	    "============================================================");
	skip_to(s, end);
}

/* A quoted string at p; its text, if it is short and has no escapes. */
static void
quoted(struct source *s, char *out, size_t n)
{
	char	 quote = *s->p++;
	size_t	 i = 0;

	for (; *s->p != '\0' && *s->p != quote && *s->p != '\n'; s->p++) {
		if (*s->p == '\\' && s->p[1] != '\0')
			s->p++;
		else if (i + 1 < n)
			out[i++] = *s->p;
	}
	out[i] = '\0';
	if (*s->p == quote)
		s->p++;
}

/* A word, or a string in brackets, that names a field: true when "=" follows.
 * Other words are passed over. */
static bool
field(struct source *s, char *name, size_t n)
{
	size_t	 len;

	if (*s->p == '[') {
		s->p += 1 + strspn(s->p + 1, " \t");
		if (*s->p != '"' && *s->p != '\'')
			return false;
		quoted(s, name, n);
		s->p += strspn(s->p, " \t");
		if (*s->p != ']')
			return false;
		s->p++;
	} else {
		for (len = 0; isalnum((unsigned char)s->p[len]) ||
		    s->p[len] == '_'; len++)
			;
		snprintf(name, n, "%.*s", (int)len, s->p);
		s->p += len;
	}
	s->p += strspn(s->p, " \t");
	return s->p[0] == '=' && s->p[1] != '=';
}

static bool
matches(const struct source *s, const char *name)
{
	char	 full[DEPTH_MAX * NAME_MAX_BYTES] = "";
	size_t	 n = 0;
	int	 i;

	for (i = 1; i <= s->depth && n < sizeof(full); i++)
		n += (size_t)snprintf(full + n, sizeof(full) - n, "%s%s",
		    i == 1 ? "" : ".", s->name[i]);
	return strcmp(full, name) == 0;
}

/* One token; true when it sets the field `name`. */
static bool
token(struct source *s, const char *name)
{
	char	 word[NAME_MAX_BYTES];
	int	 level;
	bool	 start = s->start, sets;

	s->start = false;
	if ((level = long_bracket(s->p)) >= 0)
		skip_long(s, level);
	else if (isalpha((unsigned char)*s->p) || *s->p == '_' ||
	    (*s->p == '[' && start)) {
		sets = field(s, word, sizeof(word));
		if (!start || !sets || s->depth < 1)
			return false;
		snprintf(s->name[s->depth], NAME_MAX_BYTES, "%s", word);
		return matches(s, name);
	} else if (*s->p == '"' || *s->p == '\'')
		quoted(s, word, sizeof(word));
	else if (*s->p == '{' || *s->p == '}') {
		s->depth += *s->p == '{' ? s->depth + 1 < DEPTH_MAX :
		    -(s->depth > 0);
		if (*s->p++ == '{') {
			s->name[s->depth][0] = '\0';
			s->start = true;
		}
	} else {
		s->start = *s->p == ',' || *s->p == ';';
		s->p++;
	}
	return false;
}

int
lua_field_line(const char *file, const char *name)
{
	struct source	 s = { .line = 1 };
	struct buf	 b = BUF_INIT;
	int		 found = 0, line, times = 0;

	if (fs_read(AT_FDCWD, file, 4u << 20, &b, NULL) != HCC_OK)
		return 0;
	for (s.p = buf_str(&b); *s.p != '\0';) {
		line = s.line;
		if (strncmp(s.p, "--", 2) == 0) {
			s.p += 2;
			if (long_bracket(s.p) >= 0)
				skip_long(&s, long_bracket(s.p));
			else
				s.p += strcspn(s.p, "\n");
		} else if (isspace((unsigned char)*s.p))
			s.line += *s.p++ == '\n';
		else if (token(&s, name)) {
			found = line;
			times++;
		}
	}
	buf_release(&b);
	return times == 1 ? found : 0;
}
