/*
 * context_part.c: make the parts of a context that are files of their own.
 *
 * A file is shown without its front matter, except a plan, whose front matter
 * names the solution that it builds on.
 */
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "brain/context_internal.h"
#include "data/markdown.h"

bool
context_wants(const struct walk *w, const char *kind)
{
	return json_has(w->reads, kind);
}

void
context_add(struct walk *w, const char *kind, const char *id,
    const char *source, const struct buf *text)
{
	struct context_part	*p = record_append(&context_part_record,
				    &w->out->parts, &w->out->n);

	record_set(&p->kind, kind);
	record_set(&p->id, id);
	record_set(&p->source, source);
	p->tokens = context_tokens(w->opts, buf_str(text), text->len);
	context_set_text(p, text);
}

/* The offset of the text of a file, after its front matter. */
static size_t
body_of(const struct buf *b, const char *kind, const char *source)
{
	size_t	 at = 0;
	jv	 meta;

	if (strcmp(kind, "plan") == 0 || yaml_front(buf_str(b), b->len,
	    source, &meta, &at, NULL) != HCC_OK)
		return 0;
	jv_free(meta);
	return at;
}

/* A file as a part, under a heading line. */
void
context_add_file(struct walk *w, const char *kind, const char *id,
    const char *source, const char *heading)
{
	struct buf	 b = BUF_INIT, file = BUF_INIT;
	size_t		 at;

	if (context_wants(w, kind) && fs_read(w->t->dir, source, 8u << 20,
	    &file, NULL) == HCC_OK) {
		at = body_of(&file, kind, source);
		if (strcmp(kind, "preview") != 0 ||
		    strncmp(buf_str(&file) + at, "# ", 2) != 0)
			buf_addf(&b, "# %s\n", heading);
		buf_add(&b, buf_str(&file) + at, file.len - at);
		md_end_line(&b);
		if (strspn(buf_str(&file) + at, " \t\r\n") == file.len - at)
			buf_adds(&b, "None.\n");
		context_add(w, kind, id, source, &b);
	}
	buf_release(&b);
	buf_release(&file);
}

/* Does prefetch.md have text after its front matter? */
static bool
has_wisdom(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *end;
	bool		 yes;

	(void)fs_read(t->dir, "prefetch.md", 8u << 20, &b, NULL);
	s = buf_str(&b);
	if (strncmp(s, "---\n", 4) == 0 &&
	    (end = strstr(s + 3, "\n---\n")) != NULL)
		s = end + 5;
	yes = s[strspn(s, " \t\r\n")] != '\0';
	buf_release(&b);
	return yes;
}

/* e_0 = concat(d_tau, user instructions, Omega). */
void
context_add_task(struct walk *w)
{
	struct buf	 b = BUF_INIT;

	if (context_wants(w, "task")) {
		buf_addf(&b, "# task\n\n%s", w->t->body);
		md_end_line(&b);
		context_add(w, "task", w->t->id, "task.md", &b);
	}
	buf_release(&b);
	context_add_file(w, "preview", "", "preview.md", "data");
	if (!w->opts->bare || !has_wisdom(w->t))
		context_add_file(w, "wisdom", "", "prefetch.md",
		    "wisdom of earlier tasks");
}
