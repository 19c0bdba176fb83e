/*
 * best.c: adopt a solution.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "task/solution.h"
#include "task/best.h"

#define NEXT ".tmp-best"

static enum hcc_status
put_result(const struct task *t, const char *dir, const struct result *r,
    struct hcc_err *e)
{
	char	 path[64];

	snprintf(path, sizeof(path), "%s/result.json", dir);
	return record_publish(&result_record, t->dir, path, r, e);
}

enum hcc_status
best_note(const struct task *t, const struct result *r, struct hcc_err *e)
{
	return put_result(t, "best", r, e);
}

void
best_clean(const struct task *t)
{
	(void)fs_remove(t->dir, NEXT, NULL);
}

static enum hcc_status
put_in_place(const struct task *t, struct hcc_err *e)
{
	/* Exchange where there is an old one; both steps are atomic. */
	if (renameat2(t->dir, NEXT, t->dir, "best", RENAME_EXCHANGE) == -1 &&
	    (errno != ENOENT ||
	    renameat(t->dir, NEXT, t->dir, "best") == -1))
		return err_errno(e, "put '%s/best' in place", t->path);
	return fs_sync_parent(t->dir, "best", e);
}

enum hcc_status
best_adopt(const struct task *t, const struct result *r, struct hcc_err *e)
{
	char		 dir[80], from[256], to[256];
	enum hcc_status	 st;

	snprintf(dir, sizeof(dir), "l1/%.48s/%d", r->id == NULL ? "" : r->id,
	    r->attempt);
	best_clean(t);
	if ((st = fs_mkdirs(t->dir, NEXT, e)) != HCC_OK)
		return st;
	if (!solution_file(t, dir, from, sizeof(from)))
		return err_set(e, HCC_MISSING, "adopt '%s/%s': no solution "
		    "in it", t->path, dir);
	snprintf(to, sizeof(to), NEXT "%s", strrchr(from, '/'));
	if ((st = fs_copy(t->dir, from, t->dir, to, e)) != HCC_OK)
		return st;
	snprintf(from, sizeof(from), "%s/%s", dir, t->submission);
	snprintf(to, sizeof(to), NEXT "/%s", t->submission);
	if ((st = fs_copy(t->dir, from, t->dir, to, e)) != HCC_OK ||
	    (st = put_result(t, NEXT, r, e)) != HCC_OK ||
	    (st = put_in_place(t, e)) != HCC_OK)
		return st;
	best_clean(t);
	return HCC_OK;
}
