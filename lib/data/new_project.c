/*
 * new_project.c: copy a project, write task.md, preview.md and the journal.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"
#include "data/new_project.h"
#include "task/journal.h"
#include "task/project.h"
#include "task/task.h"

#define LINK_ABOVE	(16L << 20)	/* bytes: a link will do, if it can */
#define NESTING		32
#define SHOWN		200		/* files that preview.md lists */

struct copying {
	int		 from, to;	/* roots */
	struct stat	 task;		/* which is not copied into itself */
	struct buf	 list;		/* for the preview */
	size_t		 n;
	struct hcc_err	*e;
};

/* What belongs to tools, or to a virtual environment. */
static bool
is_passed_over(const struct copying *k, const char *path, const char *name)
{
	char	 cfg[1100];

	if (text_in(name, ".git|.hg|.svn|__pycache__|.venv|node_modules|"
	    ".mypy_cache|.pytest_cache|.ipynb_checkpoints"))
		return true;
	snprintf(cfg, sizeof(cfg), "%s/pyvenv.cfg", path);
	return faccessat(k->from, cfg, F_OK, 0) == 0;
}

static enum hcc_status
copy_file(struct copying *k, const char *path, const struct stat *sb)
{
	enum hcc_status	 st;

	if (++k->n <= SHOWN)
		buf_addf(&k->list, "- %s, %lld bytes\n", path,
		    (long long)sb->st_size);
	if (sb->st_size > LINK_ABOVE &&
	    linkat(k->from, path, k->to, path, 0) == 0)
		return HCC_OK;
	if ((st = fs_copy(k->from, path, k->to, path, k->e)) == HCC_OK &&
	    fchmodat(k->to, path, sb->st_mode & 0777, 0) == -1)
		st = err_errno(k->e, "copy '%s'", path);
	return st;
}

static enum hcc_status
copy_link(struct copying *k, const char *path)
{
	char	 target[4096];
	ssize_t	 n = readlinkat(k->from, path, target, sizeof(target) - 1);

	if (n <= 0)
		return HCC_OK;
	target[n] = '\0';
	return symlinkat(target, k->to, path) == 0 ? HCC_OK :
	    err_errno(k->e, "copy link '%s'", path);
}

static enum hcc_status
copy_directory(struct copying *k, const char *path, int nesting)
{
	struct stat	 sb;
	char		 below[1000];
	char		**names;
	size_t		 i, n;
	enum hcc_status	 st;

	if ((st = fs_names(k->from, *path == '\0' ? "." : path, &names, &n,
	    k->e)) != HCC_OK)
		return st;
	for (i = 0; st == HCC_OK && i < n; i++) {
		if (snprintf(below, sizeof(below), "%s%s%s", path,
		    *path == '\0' ? "" : "/", names[i]) >= (int)sizeof(below) ||
		    fstatat(k->from, below, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
		    (sb.st_ino == k->task.st_ino &&
		    sb.st_dev == k->task.st_dev))
			continue;
		if (*path == '\0' && !project_name_free(names[i]))
			st = err_set(k->e, HCC_INPUT, "copy '%s' of the "
			    "project: runs use that name themselves; rename "
			    "it", names[i]);
		else if (S_ISREG(sb.st_mode))
			st = copy_file(k, below, &sb);
		else if (S_ISLNK(sb.st_mode))
			st = copy_link(k, below);
		else if (S_ISDIR(sb.st_mode) && nesting < NESTING &&
		    !is_passed_over(k, below, names[i]) &&
		    (st = fs_mkdirs(k->to, below, k->e)) == HCC_OK)
			st = copy_directory(k, below, nesting + 1);
	}
	fs_names_free(names, n);
	return st;
}

static enum hcc_status
write_files(const struct new_project *np, int dir, const struct copying *k,
    struct hcc_err *e)
{
	static const char *const order[] = { "id", "metric", "goal", "pattern",
	    "submission", "command", "edit", "environment", "budget", NULL };
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	yaml_emit(&b, np->meta, order);
	buf_adds(&b, np->body);
	if (b.len > 0 && buf_str(&b)[b.len - 1] != '\n')
		buf_addc(&b, '\n');
	st = buf_ok(&b) ? fs_publish(dir, "task.md", buf_str(&b), b.len, e) :
	    err_nomem(e);
	buf_reset(&b);
	buf_addf(&b, "---\nkind: project\n---\n# The project\n\n%s",
	    buf_str(&k->list));
	if (k->n > SHOWN)
		buf_addf(&b, "- and %zu more\n", k->n - SHOWN);
	if (np->programs != NULL)
		buf_addf(&b, "\n## Programs\n\n%s", np->programs);
	if (st == HCC_OK)
		st = buf_ok(&b) ? fs_publish(dir, "preview.md", buf_str(&b),
		    b.len, e) : err_nomem(e);
	buf_release(&b);
	return st;
}

static enum hcc_status
write_journal(const struct new_project *np, int dir, struct hcc_err *e)
{
	struct task	 t;
	char		 path[40], sum[65];
	enum hcc_status	 st;
	jv		 f = json_put_str(jv_object(), "hcc", np->version);

	f = json_put(f, "metric", json_get(np->meta, "metric"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", dir);
	if ((st = task_open(&t, path, NULL, e)) != HCC_OK) {
		jv_free(f);
		return st;
	}
	if (fs_sha256(t.dir, "task.md", sum, e) == HCC_OK)
		f = json_put_str(json_put_str(f, "file", "task.md"), "sha256",
		    sum);
	st = journal_add(&t, "init", f, e);
	task_close(&t);
	return st;
}

static enum hcc_status
check_edits(const struct new_project *np, int from, struct hcc_err *e)
{
	struct stat	 sb;
	size_t		 i;

	for (i = 0; i < np->nedit; i++)
		if (fstatat(from, np->edit[i], &sb, AT_SYMLINK_NOFOLLOW) ==
		    -1 || !S_ISREG(sb.st_mode))
			return err_set(e, HCC_INPUT, "edit '%s' of project "
			    "'%s': no such regular file; -e names files below "
			    "it", np->edit[i], np->source);
	return HCC_OK;
}

static enum hcc_status
fill(const struct new_project *np, int dir, struct hcc_err *e)
{
	struct copying	 k = { .from = -1, .to = -1, .list = BUF_INIT,
			    .e = e };
	enum hcc_status	 st;

	k.from = open(np->source, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k.from == -1)
		return err_errno(e, "open project '%s'", np->source);
	if (mkdirat(dir, "project", 0777) == -1 || fstat(dir, &k.task) == -1 ||
	    (k.to = openat(dir, "project", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC)) == -1)
		st = err_errno(e, "create 'project'");
	else if ((st = check_edits(np, k.from, e)) == HCC_OK &&
	    (st = copy_directory(&k, "", 0)) == HCC_OK &&
	    (st = write_files(np, dir, &k, e)) == HCC_OK)
		st = write_journal(np, dir, e);
	close(k.from);
	if (k.to != -1)
		close(k.to);
	buf_release(&k.list);
	return st;
}

enum hcc_status
new_project_make(const struct new_project *np, struct hcc_err *e)
{
	char		*path = strdup(np->path), *slash, tmp[4200];
	enum hcc_status	 st;
	int		 dir = -1;

	if (path == NULL)
		return err_nomem(e);
	while (strlen(path) > 1 && path[strlen(path) - 1] == '/')
		path[strlen(path) - 1] = '\0';
	slash = strrchr(path, '/');
	snprintf(tmp, sizeof(tmp), "%.*s" FS_TMP "%s", slash == NULL ? 0 :
	    (int)(slash + 1 - path), path, slash == NULL ? path : slash + 1);
	if (rmdir(path) == -1 && errno != ENOENT)
		st = err_set(e, HCC_INPUT, "make task '%s': it exists and is "
		    "not an empty directory", np->path);
	else if ((st = fs_remove(AT_FDCWD, tmp, e)) == HCC_OK &&
	    (st = fs_mkdirs(AT_FDCWD, tmp, e)) == HCC_OK) {
		dir = open(tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		st = dir == -1 ? err_errno(e, "open '%s'", tmp) :
		    fill(np, dir, e);
		if (st == HCC_OK && rename(tmp, path) == -1)
			st = err_errno(e, "create '%s'", np->path);
		if (st == HCC_OK)
			st = fs_sync_parent(AT_FDCWD, path, e);
		else
			(void)fs_remove(AT_FDCWD, tmp, NULL);
	}
	if (dir != -1)
		close(dir);
	free(path);
	return st;
}
