/*
 * project_sources.c: the sources of a project that those which may change use.
 *
 * They are used by their name, as in `sh measure.sh`, or without its ending in
 * a line that brings in others, as in `from measure import tell`. What is found
 * is searched in its turn.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include "data/markdown.h"
#include "data/project_sources.h"

#define ROOM		(24u << 10)	/* bytes of all that is shown */
#define FILE_ROOM	(8u << 10)	/* of one file */
#define FILE_MAX	(1u << 20)	/* a larger one is no source */

/* The endings of sources that can bring in each other. */
static const char *const	 languages[] = {
	".py|.pyx", ".r", ".jl", ".sh", ".c|.h|.cc|.cpp|.hpp|.cu|.cuh", ".rs",
	".go", ".java|.kt|.scala", ".lua", ".js|.ts", ".m", ".f90"
};
#define OTHER	(sizeof(languages) / sizeof(languages[0]))

struct used {
	const struct new_project	*np;
	int				 dir;
	struct buf			 read[OTHER + 1]; /* by language */
	struct buf			*out;
	size_t				 shown;	/* bytes */
};

static size_t
language_of(const char *path)
{
	size_t	 i = 0;

	while (i < OTHER && !text_ends(path, languages[i]))
		i++;
	return i;
}

bool
project_is_source(const char *path)
{
	return language_of(path) < OTHER;
}

/* The word that stands for a file where it is used: its name without the
 * ending, or that of its directory. */
static void
name_of(const char *path, char *out, size_t n)
{
	const char	*slash = strrchr(path, '/'), *name = slash == NULL ?
			    path : slash + 1, *end;

	if (slash != NULL && text_in(name, "__init__.py|mod.rs")) {
		for (name = end = slash; name > path && name[-1] != '/';
		    name--)
			;
	} else
		end = strrchr(name, '.');
	snprintf(out, n, "%.*s", end == NULL ? (int)strlen(name) :
	    (int)(end - name), name);
}

/* The word in `s`, or NULL. */
static const char *
find_word(const char *s, const char *word)
{
	const char	*at = s;
	size_t		 n = strlen(word);

	for (; n > 0 && (at = strstr(at, word)) != NULL; at += n)
		if ((at == s || !text_word_char(at[-1])) &&
		    !text_word_char(at[n]))
			return at;
	return NULL;
}

/* Does the line around `at` bring in other files? */
static bool
brings_in(const char *start, const char *at)
{
	static const char *const	 words[] = { "import", "include",
					    "require", "from", "use", "using",
					    "mod", "source", "library" };
	const char			*from = at;
	char				 line[500];
	size_t				 i;

	while (from > start && from[-1] != '\n')
		from--;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(from, "\n"), from);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (find_word(line, words[i]) != NULL)
			return true;
	return false;
}

/* Does what was read use the file of this path? */
static bool
is_used(const struct used *u, const char *path)
{
	const char	*slash = strrchr(path, '/'), *text, *at;
	char		 word[256];
	size_t		 i;

	for (i = 0; i <= OTHER; i++)
		if (find_word(buf_str(&u->read[i]), slash == NULL ? path :
		    slash + 1) != NULL)
			return true;
	name_of(path, word, sizeof(word));
	text = at = buf_str(&u->read[language_of(path)]);
	for (; (at = find_word(at, word)) != NULL; at += strlen(word))
		if (brings_in(text, at))
			return true;
	return false;
}

static bool
may_change(const struct new_project *np, const char *path)
{
	size_t	 i;

	for (i = 0; i < np->nedit; i++)
		if (strcmp(np->edit[i], path) == 0)
			return true;
	return false;
}

/* Append the file: whole, or its beginning up to the end of a line. */
static void
show(struct used *u, const char *path, const struct buf *text)
{
	struct buf	 part = BUF_INIT;
	size_t		 n = text->len;
	const char	*nl;

	if (n > FILE_ROOM) {
		nl = memrchr(buf_str(text), '\n', FILE_ROOM);
		n = nl != NULL ? (size_t)(nl + 1 - buf_str(text)) :
		    utf8_cut(buf_str(text), text->len, FILE_ROOM);
	}
	if (u->shown == 0)
		buf_adds(u->out, "\n## Sources that are used, and do not "
		    "change\n");
	buf_adds(u->out, "\n");
	md_code(u->out, path, 200);
	if (n < text->len)
		buf_addf(u->out, ", its first %zu bytes", n);
	buf_adds(u->out, ":\n\n");
	utf8_add_plain(&part, buf_str(text), n);
	md_fence(&part, 0);
	buf_add(u->out, buf_str(&part), part.len);
	buf_release(&part);
	u->shown += n;
}

/* Show a file if what was read so far uses it. */
static bool
add(struct used *u, const char *path)
{
	struct buf	 text = BUF_INIT;
	bool		 fits;

	if (!is_used(u, path))
		return false;
	fits = fs_read(u->dir, path, FILE_MAX, &text, NULL) == HCC_OK &&
	    text.len > 0 && utf8_valid(buf_str(&text), text.len) &&
	    u->shown + (text.len < FILE_ROOM ? text.len : FILE_ROOM) <= ROOM;
	if (fits) {
		show(u, path, &text);
		buf_add(&u->read[language_of(path)], buf_str(&text),
		    text.len);
	}
	buf_release(&text);
	return fits;
}

void
project_sources(const struct new_project *np, int dir, jv all,
    struct buf *out)
{
	struct used	 u = { .np = np, .dir = dir, .out = out };
	jv		 left = jv_copy(all), rest, one;
	struct buf	*text;
	bool		 more = true;
	size_t		 k;
	int		 i;

	buf_adds(&u.read[OTHER], json_str(np->meta, "command", ""));
	for (k = 0; k < np->nedit; k++) {
		text = &u.read[language_of(np->edit[k])];
		buf_addc(text, '\n');
		(void)fs_read(dir, np->edit[k], FILE_MAX, text, NULL);
	}
	while (more) {
		more = false;
		rest = jv_array();
		for (i = 0; json_item(left, i, &one); i++) {
			if (may_change(np, jv_string_value(one)))
				continue;
			if (add(&u, jv_string_value(one)))
				more = true;
			else
				rest = jv_array_append(rest, jv_copy(one));
		}
		jv_free(left);
		left = rest;
	}
	jv_free(left);
	for (k = 0; k <= OTHER; k++)
		buf_release(&u.read[k]);
}
