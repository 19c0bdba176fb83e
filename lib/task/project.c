/*
 * project.c: the files of a project that may change, as one text.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "task/project.h"

#define FILE_MAX	(4u << 20)
#define HEAD		"==> "
#define TAIL		" <==\n"

bool
project_editable(const struct task *t, const char *path)
{
	return json_has(t->edit, path);
}

bool
project_name_free(const char *name)
{
	return !text_in(name, "base|keep|log|run.json|solution.files");
}

jv
project_files(const char *code, size_t n)
{
	const char	*s = code, *end = code + n, *nl;
	char		 name[1024];
	size_t		 size;
	jv		 v = jv_object();

	while (s < end && (nl = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		if (nl - s >= (ptrdiff_t)sizeof(name) ||
		    !text_starts(s, HEAD))
			break;
		if (sscanf(s + strlen(HEAD), "%1000[^\n ] %zu", name, &size) !=
		    2 || size > (size_t)(end - nl - 1))
			break;
		v = json_put(v, name, jv_string_sized(nl + 1, (int)size));
		s = nl + 1 + size;
		s += s < end && *s == '\n';
	}
	return v;
}

static void
add_file(struct buf *out, const char *name, const char *text, size_t n)
{
	buf_addf(out, HEAD "%s %zu" TAIL, name, n);
	buf_add(out, text, n);
	buf_addc(out, '\n');
}

/* The first name of `files` that may not be changed, copied; else false. */
static bool
foreign(const struct task *t, jv files, char *out, size_t n)
{
	bool	 found = false;
	int	 it;
	jv	 name;

	for (it = jv_object_iter(files); !found &&
	    jv_object_iter_valid(files, it);
	    it = jv_object_iter_next(files, it)) {
		name = jv_object_iter_key(files, it);
		found = !project_editable(t, jv_string_value(name));
		snprintf(out, n, "%s", jv_string_value(name));
		jv_free(name);
	}
	return found;
}

enum hcc_status
project_code(const struct task *t, jv files, struct buf *out,
    struct hcc_err *e)
{
	char	 name[200];
	jv	 one, text;
	int	 i;

	if (jv_get_kind(files) != JV_KIND_OBJECT)
		return err_set(e, HCC_INPUT, "no files");
	if (foreign(t, files, name, sizeof(name)))
		return err_set(e, HCC_INPUT, "file '%s' may not be changed",
		    name);
	for (i = 0; json_item(t->edit, i, &one); i++) {
		text = json_at(files, jv_string_value(one));
		if (jv_get_kind(text) != JV_KIND_STRING)
			return err_set(e, HCC_INPUT, "file '%s' is missing",
			    jv_string_value(one));
		add_file(out, jv_string_value(one), jv_string_value(text),
		    (size_t)jv_string_length_bytes(jv_copy(text)));
	}
	return HCC_OK;
}

struct search {
	int		 dir;
	const char	*word;
};

/* HCC_NONE: found. */
static enum hcc_status
look_into(void *ctx, const char *path, const struct stat *sb,
    struct hcc_err *e)
{
	const struct search	*s = ctx;
	struct buf		 b = BUF_INIT;
	bool			 found = false;

	if (S_ISDIR(sb->st_mode))
		return fs_each(s->dir, path, false, look_into, ctx, e);
	if (S_ISREG(sb->st_mode) && sb->st_size <= FILE_MAX &&
	    fs_read(s->dir, path, FILE_MAX, &b, NULL) == HCC_OK)
		found = memmem(buf_str(&b), b.len, s->word,
		    strlen(s->word)) != NULL;
	buf_release(&b);
	return found ? HCC_NONE : HCC_OK;
}

bool
project_mentions(const struct task *t, const char *code, const char *word)
{
	struct search	 s = { fs_open_dir(t->dir, "project"), word };
	struct hcc_err	 e = HCC_ERR_INIT;
	bool		 found = strstr(code, word) != NULL;

	if (s.dir == -1)
		return found;
	found = found || fs_each(s.dir, "", false, look_into, &s, &e) ==
	    HCC_NONE;
	close(s.dir);
	return found;
}

enum hcc_status
project_original(const struct task *t, struct buf *out, struct hcc_err *e)
{
	struct buf	 text = BUF_INIT;
	char		 path[1100];
	enum hcc_status	 st = HCC_OK;
	int		 i;
	jv		 one;

	for (i = 0; st == HCC_OK && json_item(t->edit, i, &one); i++) {
		snprintf(path, sizeof(path), "project/%s",
		    jv_string_value(one));
		buf_reset(&text);
		st = fs_read(t->dir, path, FILE_MAX, &text, e);
		add_file(out, jv_string_value(one), buf_str(&text), text.len);
	}
	buf_release(&text);
	return st;
}

/* The difference of a file from that of the project, which may have none. */
static enum hcc_status
add_patch(const struct task *t, const char *name, jv text, struct buf *patch,
    struct hcc_err *e)
{
	char		 path[1100], la[1100], lb[1100];
	struct buf	 old = BUF_INIT, new = BUF_INIT;
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "project/%s", name);
	snprintf(la, sizeof(la), "a/%s", name);
	snprintf(lb, sizeof(lb), "b/%s", name);
	buf_add(&new, jv_string_value(text),
	    (size_t)jv_string_length_bytes(jv_copy(text)));
	st = fs_read(t->dir, path, FILE_MAX, &old, e);
	if (st == HCC_OK || st == HCC_MISSING)
		st = diff_texts(la, &old, lb, &new, patch, e);
	buf_release(&old);
	buf_release(&new);
	return st;
}

static enum hcc_status
write_tree(const struct task *t, const char *tree, jv files, struct buf *patch,
    struct hcc_err *e)
{
	char		 path[1200], *slash;
	enum hcc_status	 st = HCC_OK;
	int		 i;
	jv		 one, text;

	for (i = 0; st == HCC_OK && json_item(t->edit, i, &one); i++) {
		text = json_at(files, jv_string_value(one));
		if (jv_get_kind(text) != JV_KIND_STRING)
			continue;
		snprintf(path, sizeof(path), "%s/%s", tree,
		    jv_string_value(one));
		slash = strrchr(path, '/');
		*slash = '\0';
		if ((st = fs_mkdirs(t->dir, path, e)) != HCC_OK)
			break;
		*slash = '/';
		st = fs_replace(t->dir, path, jv_string_value(text),
		    (size_t)jv_string_length_bytes(jv_copy(text)), e);
		if (st == HCC_OK)
			st = add_patch(t, jv_string_value(one), text, patch,
			    e);
	}
	return st;
}

enum hcc_status
project_export(const struct task *t, const char *dir, struct hcc_err *e)
{
	struct buf	 code = BUF_INIT, patch = BUF_INIT;
	char		 path[300];
	enum hcc_status	 st;
	jv		 files;

	snprintf(path, sizeof(path), "%s/solution.files", dir);
	st = fs_read_nofollow(t->dir, path, 16 * FILE_MAX, &code, e);
	if (st == HCC_OK) {
		files = project_files(buf_str(&code), code.len);
		snprintf(path, sizeof(path), "%s/tree", dir);
		st = write_tree(t, path, files, &patch, e);
		jv_free(files);
	}
	snprintf(path, sizeof(path), "%s/patch", dir);
	if (st == HCC_OK)
		st = fs_replace(t->dir, path, buf_str(&patch), patch.len, e);
	buf_release(&code);
	buf_release(&patch);
	return st;
}
