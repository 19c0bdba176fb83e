/*
 * keep.c: move artifacts in by content, give them out, forget the oldest.
 *
 * A file appears under its checksum by rename(2) within the task's file system;
 * a crash between two of them leaves the rest in an attempt without run.json,
 * which is made again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "task/keep.h"

#define NESTING	16

static const struct record_field kept_fields[] = {
	RECORD_STR(struct kept, name, 0),
	RECORD_NUM(struct kept, size, 0),
	RECORD_STR(struct kept, sha256, 0),
};
const struct record kept_record = RECORD(struct kept, kept_fields);

struct taking {
	const struct task	*t;
	int			 dir;		/* of the attempt */
	double			 cap, sum;
	struct kept_list	*list;
	struct hcc_err		*e;
};

static enum hcc_status
take_file(struct taking *k, const char *path, const struct stat *sb)
{
	struct kept	*one;
	char		 sum[65], to[80];
	enum hcc_status	 st;

	if (k->list->n >= KEEP_FILES)
		return HCC_OK;
	one = record_append(&kept_record, &k->list->v, &k->list->n);
	record_set(&one->name, path + strlen("keep/"));
	one->size = (double)sb->st_size;
	if (k->sum + one->size > k->cap)
		return HCC_OK;
	if (fchmodat(k->dir, path, 0444, 0) == -1)
		return err_errno(k->e, "keep '%s'", path);
	if ((st = fs_sha256(k->dir, path, sum, k->e)) != HCC_OK)
		return st;
	snprintf(to, sizeof(to), "keep/%s", sum);
	/* A temporary that fsck and readers need not know is not needed: the
	 * name is complete with the content. */
	if (renameat(k->dir, path, k->t->dir, to) == -1)
		return err_errno(k->e, "keep '%s'", path);
	k->sum += one->size;
	record_set(&one->sha256, sum);
	return HCC_OK;
}

static enum hcc_status	 take(void *, const char *path, const struct stat *,
			    struct hcc_err *);

/* The program may have taken the rights to its directories away. */
static enum hcc_status
take_all(struct taking *k, const char *path, const struct stat *sb)
{
	if ((sb->st_mode & 0700) != 0700 &&
	    fchmodat(k->dir, path, 0700, 0) == -1)
		return err_errno(k->e, "keep '%s'", path);
	return fs_each(k->dir, path, false, take, k, k->e);
}

static enum hcc_status
take(void *ctx, const char *path, const struct stat *sb, struct hcc_err *e)
{
	struct taking	*k = ctx;

	(void)e;
	if (S_ISREG(sb->st_mode))
		return take_file(k, path, sb);
	return S_ISDIR(sb->st_mode) && fs_depth(path) <= NESTING ?
	    take_all(k, path, sb) : HCC_OK;
}

enum hcc_status
keep_take(const struct task *t, int dir, double cap, struct kept_list *list,
    struct hcc_err *e)
{
	struct taking	 k = { t, dir, cap, 0, list, e };
	struct stat	 sb;
	enum hcc_status	 st = HCC_OK;

	if (fstatat(dir, "keep", &sb, AT_SYMLINK_NOFOLLOW) == -1)
		return HCC_OK;
	/* Mostly it is empty. */
	if (S_ISDIR(sb.st_mode) && unlinkat(dir, "keep", AT_REMOVEDIR) == 0)
		return HCC_OK;
	if (S_ISDIR(sb.st_mode) &&
	    (st = fs_mkdirs(t->dir, "keep", e)) == HCC_OK &&
	    (st = take_all(&k, "keep", &sb)) == HCC_OK)
		st = fs_sync_parent(t->dir, "keep/.", e);
	(void)fs_remove(dir, "keep", NULL);
	return st;
}

struct file {
	char		 sha256[65];
	double		 size;
	struct timespec	 used;
};

static int
by_use(const void *a, const void *b)
{
	const struct file	*x = a, *y = b;

	if (x->used.tv_sec != y->used.tv_sec)
		return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
	if (x->used.tv_nsec != y->used.tv_nsec)
		return x->used.tv_nsec < y->used.tv_nsec ? -1 : 1;
	return strcmp(x->sha256, y->sha256);
}

static bool
listed(const char *sha256, const struct kept_list *const *lists, size_t n)
{
	size_t	 i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < lists[i]->n; j++)
			if (lists[i]->v[j].sha256 != NULL &&
			    strcmp(lists[i]->v[j].sha256, sha256) == 0)
				return true;
	return false;
}

void
keep_trim(const struct task *t, double cap,
    const struct kept_list *const *used, size_t nused)
{
	struct file	*v;
	struct stat	 sb;
	char		 path[300];
	char		**names;
	size_t		 i, n, count = 0;
	double		 sum = 0;

	if (fs_names(t->dir, "keep", &names, &n, NULL) != HCC_OK)
		return;
	v = mem_zero(n, sizeof(*v));
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "keep/%.255s", names[i]);
		if (strlen(names[i]) != 64 ||
		    fstatat(t->dir, path, &sb, AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		v[count].size = (double)sb.st_size;
		v[count].used = sb.st_mtim;
		snprintf(v[count++].sha256, 65, "%.64s", names[i]);
		sum += (double)sb.st_size;
	}
	fs_names_free(names, n);
	if (count > 1)
		qsort(v, count, sizeof(*v), by_use);
	for (i = 0; i < count && sum > cap; i++) {
		if (listed(v[i].sha256, used, nused))
			continue;
		snprintf(path, sizeof(path), "keep/%s", v[i].sha256);
		if (unlinkat(t->dir, path, 0) == 0)
			sum -= v[i].size;
	}
	free(v);
}

/* A name from a record stays below ./keep. */
static bool
is_below(const char *name)
{
	const char	*s;

	if (name == NULL || *name == '\0' || *name == '/' ||
	    strlen(name) > 4000)
		return false;
	for (s = name; s != NULL; s = strchr(s, '/'), s = s == NULL ? s : s + 1)
		if (strncmp(s, "..", 2) == 0 && (s[2] == '/' || s[2] == '\0'))
			return false;
	return true;
}

static enum hcc_status
put_one(const struct task *t, const struct kept *one, int todir,
    struct hcc_err *e)
{
	char		 from[80], to[4096], *slash;
	enum hcc_status	 st;

	snprintf(from, sizeof(from), "keep/%.64s", one->sha256);
	snprintf(to, sizeof(to), "keep/%s", one->name);
	slash = strrchr(to, '/');
	*slash = '\0';
	if ((st = fs_mkdirs(todir, to, e)) != HCC_OK)
		return st;
	*slash = '/';
	(void)utimensat(t->dir, from, NULL, AT_SYMLINK_NOFOLLOW);
	if (linkat(t->dir, from, todir, to, 0) == 0 || errno == ENOENT)
		return HCC_OK;		/* or it was too old to stay */
	return fs_copy(t->dir, from, todir, to, e);
}

enum hcc_status
keep_put(const struct task *t, const struct kept_list *list, int todir,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	for (i = 0; st == HCC_OK && i < list->n; i++)
		if (list->v[i].sha256 != NULL && is_below(list->v[i].name) &&
		    strchr(list->v[i].sha256, '/') == NULL)
			st = put_one(t, &list->v[i], todir, e);
	return st;
}
