/*
 * profile_task.c: the data of a task that exists, and what is made of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "data/folds.h"
#include "data/profile_pass.h"
#include "data/profile_task.h"

/* The targets as -t has them: "a,b". */
static void
join_targets(const struct task *t, struct buf *b)
{
	jv	 all = json_at(t->meta, "target"), one;
	int	 i;

	if (jv_get_kind(all) == JV_KIND_STRING)
		buf_adds(b, jv_string_value(all));
	for (i = 0; json_item(all, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING)
			buf_addf(b, "%s%s", i == 0 ? "" : ",",
			    jv_string_value(one));
}

/* Is it a table that preview.md describes, or the folds? */
static bool
is_described(jv preview, const char *name)
{
	static const char *const keys[] = { "train", "test", "sample" };
	const char		*path;
	size_t			 i;

	for (i = 0; i < 3; i++) {
		path = json_str(preview, keys[i], NULL);
		if (path != NULL && strncmp(path, "input/", 6) == 0 &&
		    strcmp(path + 6, name) == 0)
			return true;
	}
	return strcmp(name, FOLDS_FILE) == 0;
}

/* A picture in a directory is what it is; a table there may hold labels. */
static bool
may_tell(const char *name)
{
	static const char *const	 tables[] = { ".csv", ".tsv", ".txt",
	    ".json", ".jsonl", ".parquet", ".pkl", ".npy", ".npz", ".db" };
	const char			*dot = strrchr(name, '.');
	size_t				 i;

	if (strchr(name, '/') == NULL)
		return true;
	for (i = 0; dot != NULL && i < sizeof(tables) / sizeof(*tables); i++)
		if (strcmp(dot, tables[i]) == 0)
			return true;
	return false;
}

jv
profile_undescribed(jv preview, jv read)
{
	jv	 out = jv_array(), one;
	int	 i;

	if (json_str(preview, "train", NULL) == NULL)
		return out;
	for (i = 0; json_item(read, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING &&
		    !is_described(preview, jv_string_value(one)) &&
		    may_tell(jv_string_value(one)))
			out = jv_array_append(out, jv_copy(one));
	return out;
}

static enum profile_problem
problem(jv preview)
{
	const char		*s = json_str(preview, "problem", "");
	enum profile_problem	 p;

	for (p = PROBLEM_CLASSIFICATION; p < PROBLEM_OTHER; p++)
		if (strcmp(s, profile_problem_name(p)) == 0)
			return p;
	return PROBLEM_UNKNOWN;
}

jv
profile_preview(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	size_t		 body;
	jv		 meta = jv_object();

	if (fs_read(t->dir, "preview.md", 0, &b, NULL) == HCC_OK) {
		jv_free(meta);
		if (yaml_front(buf_str(&b), b.len, "preview.md", &meta, &body,
		    NULL) != HCC_OK)
			meta = jv_object();
	}
	buf_release(&b);
	return meta;
}

enum hcc_status
profile_task(struct profile *p, const struct task *t, const char *input,
    struct hcc_err *e)
{
	jv			 preview = profile_preview(t);
	jv			 split = json_at(t->meta, "split");
	struct buf		 targets = BUF_INIT;
	struct profile_want	 want = { .shown = input, .id =
				    json_str(t->meta, "id_column", NULL),
				    .problem = problem(preview) };
	enum hcc_status		 st;
	int			 dir = fs_open_dir(t->dir, input);

	join_targets(t, &targets);
	want.target = targets.len == 0 ? NULL : buf_str(&targets);
	st = dir == -1 ? err_errno(e, "open directory '%s/%s'", t->path,
	    input) : profile_open(p, dir, &want, e);
	if (st == HCC_OK && (st = set_split(p, json_str(split, "groups", NULL),
	    json_str(split, "time", NULL), e)) != HCC_OK)
		profile_close(p);
	if (st != HCC_OK && dir != -1)
		close(dir);
	buf_release(&targets);
	jv_free(preview);
	return st;
}

void
profile_task_close(struct profile *p)
{
	close(p->dir);
	profile_close(p);
}

/* The same in the temporary directory `site`. */
static enum hcc_status
derive(const struct task *t, const char *input, const char *site,
    profile_fill *fill, void *ctx, struct hcc_err *e)
{
	struct profile	 p;
	char		*path = mem_format("%s/input", site);
	int		 dir, to;
	enum hcc_status	 st;

	if ((st = fs_mkdirs(t->dir, path, e)) == HCC_OK &&
	    (st = profile_task(&p, t, input, e)) == HCC_OK) {
		dir = fs_open_dir(t->dir, site);
		to = fs_open_dir(t->dir, path);
		st = dir == -1 || to == -1 ? err_errno(e, "open directory "
		    "'%s'", path) : fill(ctx, &p, to, dir, e);
		if (dir != -1)
			close(dir);
		if (to != -1)
			close(to);
		profile_task_close(&p);
	}
	free(path);
	return st;
}

enum hcc_status
profile_derive(const struct task *t, const char *input, const char *name,
    profile_fill *fill, void *ctx, struct hcc_err *e)
{
	int		 n = (int)(path_base(name) - name);
	char		*site = mem_format("%.*s" FS_TMP "%s", n, name,
			    name + n);
	enum hcc_status	 st;

	if ((st = fs_remove(t->dir, site, e)) == HCC_OK &&
	    (st = derive(t, input, site, fill, ctx, e)) == HCC_OK &&
	    (st = fs_remove(t->dir, name, e)) == HCC_OK &&
	    renameat(t->dir, site, t->dir, name) == -1)
		st = err_errno(e, "put '%s/%s' in place", t->path, name);
	if (st != HCC_OK)
		(void)fs_remove(t->dir, site, NULL);
	free(site);
	return st;
}
