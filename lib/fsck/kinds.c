/*
 * kinds.c: what the task holds is a directory or a regular file, as hcc-tree(5)
 * has it. What stands in the way goes to lost/; its content is derived then
 * like that of a file that is lost.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "fsck/fsck_internal.h"

/* Into TASK/lost, under a name that is free. */
static enum hcc_status
put_away(struct fsck *f, const char *name, struct hcc_err *e)
{
	char		 to[80];
	int		 i;
	enum hcc_status	 st;

	if ((st = fs_mkdirs(f->t->dir, "lost", e)) != HCC_OK)
		return st;
	snprintf(to, sizeof(to), "lost/%.40s", name);
	for (i = 2; fs_exists(f->t->dir, to) && i < 1000; i++)
		snprintf(to, sizeof(to), "lost/%.40s.%d", name, i);
	return renameat(f->t->dir, name, f->t->dir, to) == -1 ?
	    err_errno(e, "move '%s/%s' to '%s'", f->t->path, name, to) : HCC_OK;
}

static enum hcc_status
check(struct fsck *f, const char *name, mode_t kind, int flags,
    struct hcc_err *e)
{
	struct stat	 sb;
	enum hcc_status	 st = HCC_OK;

	if (fstatat(f->t->dir, name, &sb, flags) == -1 ||
	    (sb.st_mode & S_IFMT) == kind)
		return HCC_OK;
	if (f->o->mend)
		st = put_away(f, name, e);
	if (st == HCC_OK)
		fsck_found(f, "kind", name, f->o->mend, "it is no %s%s",
		    kind == S_IFDIR ? "directory" : "regular file",
		    f->o->mend ? "; it is in lost/" : "");
	return st;
}

enum hcc_status
fsck_lock_kind(const struct task *t, const struct fsck_options *o,
    struct hcc_err *e)
{
	struct fsck	 f = { .t = t, .o = o };

	return check(&f, "lock", S_IFREG, AT_SYMLINK_NOFOLLOW, e);
}

enum hcc_status
fsck_kinds(struct fsck *f, struct hcc_err *e)
{
	static const struct {
		const char	*name;
		mode_t		 kind;
	} all[] = {
		{ "plan", S_IFDIR }, { "l1", S_IFDIR }, { "l2", S_IFDIR },
		{ "best", S_IFDIR }, { "archive", S_IFDIR },
		{ "keep", S_IFDIR }, { "journal.jsonl", S_IFREG },
		{ "ledger.jsonl", S_IFREG }, { "prefetch.md", S_IFREG },
		{ "descriptor.txt", S_IFREG }, { "done.json", S_IFREG },
	};
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	for (i = 0; st == HCC_OK && i < sizeof(all) / sizeof(all[0]); i++)
		st = check(f, all[i].name, all[i].kind, 0, e);
	return st;
}
