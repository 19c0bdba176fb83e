/*
 * context_part.c: make the parts of a context.
 *
 * A file is shown without its front matter, except a plan, whose front matter
 * names the solution that it builds on. Programs and logs are put in fences that
 * their text cannot close, so that no line of them looks like a heading.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "brain/context_internal.h"
#include "digest/digest.h"
#include "task/result.h"
#include "task/solution.h"

#define RAW_LOG (1u << 20)	/* a larger log is never read as a whole */

static bool
wanted(const struct walk *w, const char *kind)
{
	return json_has(w->reads, kind);
}

static void
add(struct walk *w, const char *kind, const char *id, const char *source,
    double tokens, const struct buf *text)
{
	struct context_part	*p = record_append(&context_part_record,
				    &w->out->parts, &w->out->n);

	record_set(&p->kind, kind);
	record_set(&p->id, id);
	record_set(&p->source, source);
	p->tokens = tokens;
	if (text != NULL)
		context_set_text(p, text);
}

static void
add_buf(struct walk *w, const char *kind, const char *id, const char *source,
    const struct buf *b)
{
	add(w, kind, id, source, context_tokens(w->opts, buf_str(b), b->len),
	    b);
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

	if (wanted(w, kind) && fs_read(w->t->dir, source, 8u << 20, &file,
	    NULL) == HCC_OK) {
		at = body_of(&file, kind, source);
		if (strcmp(kind, "preview") != 0 ||
		    strncmp(buf_str(&file) + at, "# ", 2) != 0)
			buf_addf(&b, "# %s\n", heading);
		buf_add(&b, buf_str(&file) + at, file.len - at);
		context_end_line(&b);
		if (strspn(buf_str(&file) + at, " \t\r\n") == file.len - at)
			buf_adds(&b, "None.\n");
		add_buf(w, kind, id, source, &b);
	}
	buf_release(&b);
	buf_release(&file);
}

static void
add_code(struct walk *w, const char *id, const char *source)
{
	struct buf	 b = BUF_INIT;
	size_t		 heading;

	buf_addf(&b, "# code of %s\n", id);
	heading = b.len;
	if (fs_read_nofollow(w->t->dir, source, 8u << 20, &b, NULL) == HCC_OK) {
		context_fence(&b, heading);
		add_buf(w, "code", id, source, &b);
	}
	buf_release(&b);
}

/* Add the digest of a log with the byte range of each line, for citations. */
static void
add_digest(struct walk *w, const char *id, const char *source, struct buf *b)
{
	struct digest_opts	 opts = { .ranges = true };
	size_t		 heading = b->len;

	if (digest_file(w->t->dir, source, &opts, b, NULL) == HCC_OK) {
		context_fence(b, heading);
		add_buf(w, "log", id, source, b);
	}
}

/* A large log is only measured here; context.lua decides how much is shown. */
static void
add_log(struct walk *w, const char *id, const char *source)
{
	struct buf	 b = BUF_INIT;
	struct stat	 sb;
	size_t		 heading;

	if (!wanted(w, "log") ||
	    fstatat(w->t->dir, source, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(sb.st_mode) || sb.st_size == 0)
		return;
	buf_addf(&b, "# log of %s%s\n", id, w->ranges ? " (digest, with the "
	    "bytes of each line)" : "");
	heading = b.len;
	if (w->ranges)
		add_digest(w, id, source, &b);
	else if (sb.st_size > RAW_LOG)
		add(w, "log", id, source, (double)sb.st_size / 3, NULL);
	else if (fs_read_nofollow(w->t->dir, source, 2 * RAW_LOG, &b, NULL) ==
	    HCC_OK) {
		context_fence(&b, heading);
		add_buf(w, "log", id, source, &b);
	}
	buf_release(&b);
}

/* Why an attempt failed: one line, cut where it is long. */
static void
add_cause(const struct walk *w, const char *id, struct buf *b)
{
	const struct cause	*c;
	struct run		 r;

	(void)run_load(w->t, id, &r);
	if ((c = r.cause) != NULL && c->message != NULL)
		buf_addf(b, ": %.40s: %.300s", c->class == NULL ? "other" :
		    c->class, c->message);
	if (c != NULL && c->frame != NULL)
		buf_addf(b, " at %.100s", c->frame);
	run_free(&r);
}

void
context_add_run(struct walk *w, jv ev)
{
	struct buf	 b = BUF_INIT;
	const char	*id = json_str(ev, "id", "");
	char		 dir[80], file[256];

	snprintf(dir, sizeof(dir), "l1/%.60s", id);
	if (wanted(w, "code") &&
	    solution_file(w->t, dir, file, sizeof(file)))
		add_code(w, id, file);
	snprintf(file, sizeof(file), "%s/log", dir);
	add_log(w, id, file);
	if (wanted(w, "result")) {
		buf_addf(&b, "# %s ended: %s", id, json_str(ev, "status", "?"));
		if (isfinite(json_num(ev, "claimed", NAN)))
			buf_addf(&b, ", metric %.6g", json_num(ev, "claimed",
			    NAN));
		add_cause(w, id, &b);
		buf_addc(&b, '\n');
		add_buf(w, "result", id, "journal.jsonl", &b);
	}
	buf_release(&b);
}

void
context_add_result(struct walk *w, jv ev)
{
	struct buf	 b = BUF_INIT;
	const char	*id = json_str(ev, "id", "");

	if (!wanted(w, "result"))
		return;
	buf_addf(&b, "# suggestion %s: %s", id, json_str(ev, "status", "?"));
	if (isfinite(json_num(ev, "score", NAN)))
		buf_addf(&b, ", score %.6g%s%s", json_num(ev, "score", NAN),
		    w->t->sealed == SEALED_HOLDOUT ?
		    " on the rows held out" : "",
		    json_bool(ev, "adopted", false) ? ", adopted" : "");
	if (json_str(ev, "suspect", NULL) != NULL)
		buf_addf(&b, "; too good to be true: %.200s; look for a leak",
		    json_str(ev, "suspect", ""));
	if (json_str(ev, "leak", NULL) != NULL)
		buf_addf(&b, "; leak: %.300s", json_str(ev, "leak", ""));
	buf_addc(&b, '\n');
	add_buf(w, "result", id, "journal.jsonl", &b);
	buf_release(&b);
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

	if (wanted(w, "task")) {
		buf_adds(&b, "# task\n\n");
		if (fs_read(w->t->dir, "descriptor.txt", 1u << 20, &b,
		    NULL) == HCC_OK)
			buf_addc(&b, '\n');
		buf_adds(&b, w->t->body);
		context_end_line(&b);
		add_buf(w, "task", w->t->id, "task.md",
		    &b);
	}
	buf_release(&b);
	context_add_file(w, "preview", "", "preview.md", "data");
	if (!w->opts->bare || !has_wisdom(w->t))
		context_add_file(w, "wisdom", "", "prefetch.md",
		    "wisdom of earlier tasks");
}
