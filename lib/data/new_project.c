/*
 * new_project.c: a task directory around a copy of a project.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/text.h"
#include "data/new_project.h"
#include "data/project_sources.h"
#include "data/site.h"
#include "task/project.h"

#define LINK_ABOVE	(16L << 20)	/* bytes: a link will do, if it can */
#define NESTING		32
#define PATH_BYTES	1000		/* longer ones are passed over */
#define SHOWN		200		/* files that preview.md lists */

struct copying {
	int		 from, to;	/* roots */
	struct stat	 task;		/* which is not copied into itself */
	struct buf	 list;		/* for the preview */
	size_t		 n;
	jv		 sources;	/* paths */
	struct hcc_err	*e;
};

/* What belongs to tools, or to a virtual environment. */
static bool
is_passed_over(const struct copying *k, const char *path)
{
	const char	*slash = strrchr(path, '/');
	char		 cfg[1100];

	if (text_in(slash == NULL ? path : slash + 1,
	    "__pycache__|node_modules"))
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
	if (project_is_source(path))
		k->sources = jv_array_append(k->sources, jv_string(path));
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
copy(void *ctx, const char *path, const struct stat *sb, struct hcc_err *e)
{
	struct copying	*k = ctx;
	enum hcc_status	 st;

	if (strlen(path) >= PATH_BYTES || (sb->st_ino == k->task.st_ino &&
	    sb->st_dev == k->task.st_dev))
		return HCC_OK;
	if (fs_depth(path) == 0 && !project_name_free(path))
		return err_set(e, HCC_INPUT, "copy '%s' of the project: runs "
		    "use that name themselves; rename it", path);
	if (S_ISREG(sb->st_mode))
		return copy_file(k, path, sb);
	if (S_ISLNK(sb->st_mode))
		return copy_link(k, path);
	if (!S_ISDIR(sb->st_mode) || fs_depth(path) >= NESTING ||
	    is_passed_over(k, path))
		return HCC_OK;
	st = fs_mkdirs(k->to, path, e);
	return st == HCC_OK ? fs_each(k->from, path, false, copy, k, e) : st;
}

static enum hcc_status
write_preview(const struct new_project *np, int dir, const struct copying *k,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	buf_addf(&b, "---\nkind: project\n---\n# The project\n\n%s",
	    buf_str(&k->list));
	if (k->n > SHOWN)
		buf_addf(&b, "- and %zu more\n", k->n - SHOWN);
	project_sources(np, k->to, k->sources, &b);
	if (np->programs != NULL)
		buf_addf(&b, "\n## Programs\n\n%s", np->programs);
	st = fs_publish(dir, "preview.md", buf_str(&b), b.len, e);
	buf_release(&b);
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
fill(const struct new_project *np, struct site *s, struct hcc_err *e)
{
	struct copying	 k = { .from = -1, .to = -1, .list = BUF_INIT,
			    .sources = jv_array(), .e = e };
	enum hcc_status	 st;

	k.from = fs_open_dir(AT_FDCWD, np->source);
	if (k.from == -1)
		st = err_errno(e, "open project '%s'", np->source);
	else if (mkdirat(s->dir, "project", 0777) == -1 ||
	    fstat(s->dir, &k.task) == -1 ||
	    (k.to = fs_open_dir(s->dir, "project")) == -1)
		st = err_errno(e, "create 'project'");
	else if ((st = check_edits(np, k.from, e)) == HCC_OK &&
	    (st = fs_each(k.from, "", false, copy, &k, e)) == HCC_OK &&
	    (st = site_task(s, np->meta, np->body, e)) == HCC_OK &&
	    (st = write_preview(np, s->dir, &k, e)) == HCC_OK)
		st = site_journal(s, np->version, np->meta, jv_object(), e);
	if (k.from != -1)
		close(k.from);
	if (k.to != -1)
		close(k.to);
	buf_release(&k.list);
	jv_free(k.sources);
	return st;
}

enum hcc_status
new_project_make(const struct new_project *np, jv *record, struct hcc_err *e)
{
	struct site	 s;
	enum hcc_status	 st;

	if ((st = site_open(&s, np->path, e)) == HCC_OK &&
	    (st = fill(np, &s, e)) == HCC_OK &&
	    (st = site_publish(&s, e)) == HCC_OK)
		*record = site_record(&s, np->meta);
	site_close(&s, st);
	return st;
}
