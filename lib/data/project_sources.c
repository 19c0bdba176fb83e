/*
 * project_sources.c: the sources of a project that those which may change use.
 *
 * A name is enough: `import measure`, "measure.h" and `sh measure.sh` all have
 * the word `measure`. What is found is searched in its turn.
 */
#include <stdbool.h>
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

struct used {
	const struct new_project	*np;
	int				 dir;
	struct buf			 read;	/* in which names are sought */
	struct buf			*out;
	size_t				 shown;	/* bytes */
};

bool
project_is_source(const char *path)
{
	return text_ends(path, ".py|.pyx|.r|.jl|.sh|.c|.h|.cc|.cpp|.hpp|.cu|"
	    ".cuh|.rs|.go|.java|.lua|.js|.ts|.m|.f90|.scala|.kt");
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

static bool
has_word(const struct buf *b, const char *word)
{
	const char	*s = buf_str(b), *at = s;
	size_t		 n = strlen(word);

	for (; n > 0 && (at = strstr(at, word)) != NULL; at += n)
		if ((at == s || !text_word_char(at[-1])) &&
		    !text_word_char(at[n]))
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

/* Show a file if what was read so far names it. */
static bool
add(struct used *u, const char *path)
{
	struct buf	 text = BUF_INIT;
	char		 word[256];
	bool		 fits;

	name_of(path, word, sizeof(word));
	if (!has_word(&u->read, word))
		return false;
	fits = fs_read(u->dir, path, FILE_MAX, &text, NULL) == HCC_OK &&
	    text.len > 0 && utf8_valid(buf_str(&text), text.len) &&
	    u->shown + (text.len < FILE_ROOM ? text.len : FILE_ROOM) <= ROOM;
	if (fits) {
		show(u, path, &text);
		buf_add(&u->read, buf_str(&text), text.len);
	}
	buf_release(&text);
	return fits;
}

void
project_sources(const struct new_project *np, int dir, jv all,
    struct buf *out)
{
	struct used	 u = { .np = np, .dir = dir, .read = BUF_INIT,
			    .out = out };
	jv		 left = jv_copy(all), rest, one;
	bool		 more = true;
	size_t		 k;
	int		 i;

	buf_adds(&u.read, json_str(np->meta, "command", ""));
	for (k = 0; k < np->nedit; k++) {
		buf_addc(&u.read, '\n');
		(void)fs_read(dir, np->edit[k], FILE_MAX, &u.read, NULL);
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
	buf_release(&u.read);
}
