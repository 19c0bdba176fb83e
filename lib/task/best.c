/*
 * best.c: copy an adopted solution to best/. That it is adopted is decided by
 * exec.lua (run/adoption.h).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/subprocess.h"
#include "task/project.h"
#include "task/solution.h"
#include "task/best.h"

#define NEXT	".tmp-best"
#define PACKAGE	"hcc_recipes"

static enum hcc_status
write_result(const struct task *t, const char *dir, const struct result *r,
    struct hcc_err *e)
{
	char	 path[64];

	snprintf(path, sizeof(path), "%s/result.json", dir);
	return record_publish(&result_record, t->dir, path, r, e);
}

enum hcc_status
best_note(const struct task *t, const struct result *r, struct hcc_err *e)
{
	return write_result(t, "best", r, e);
}

/* Remove what is replaced, or what a crash has left of it. */
static void
remove_next(const struct task *t)
{
	(void)fs_remove(t->dir, NEXT, NULL);
}

static enum hcc_status
exchange_best(const struct task *t, struct hcc_err *e)
{
	/* Exchange where there is an old one; both steps are atomic. */
	if (renameat2(t->dir, NEXT, t->dir, "best", RENAME_EXCHANGE) == -1 &&
	    (errno != ENOENT ||
	    renameat(t->dir, NEXT, t->dir, "best") == -1))
		return err_errno(e, "put '%s/best' in place", t->path);
	return fs_sync_parent(t->dir, "best", e);
}

/* The package that the program imports, as one file beside it: best/ runs
 * wherever it is copied to. */
static enum hcc_status
write_bundle(const struct task *t, const char *solution, const char *python,
    struct hcc_err *e)
{
	char		 path[4200];
	const char	*argv[] = { "/usr/bin/python3", "-B", path, NULL };
	struct buf	 b = BUF_INIT, out = BUF_INIT;
	struct subprocess s = { .argv = argv, .in = &b, .max = 8u << 20,
			    .stop_fd = -1 };
	enum hcc_status	 st;
	int		 status = 0;

	st = fs_read(t->dir, solution, 64u << 20, &b, e);
	if (st != HCC_OK || strstr(buf_str(&b), PACKAGE) == NULL)
		goto out;
	snprintf(path, sizeof(path), "%s/" PACKAGE "/bundle.py", python);
	buf_reset(&b);
	if ((st = subprocess_run(&s, &out, &status, e)) != HCC_OK)
		goto out;
	if (status != 0)
		st = err_set(e, HCC_UNAVAILABLE, "bundle '%s': python3 ended "
		    "with status %d", path, status);
	else
		st = fs_replace(t->dir, NEXT "/" PACKAGE ".py", buf_str(&out),
		    out.len, e);
out:
	buf_release(&b);
	buf_release(&out);
	return st;
}

/* The program that ran, and no other: its checksum was noted before. */
static enum hcc_status
write_program(const struct task *t, const char *dir, const struct result *r,
    char *to, size_t n, struct hcc_err *e)
{
	char		 from[256], sum[65];
	enum hcc_status	 st;

	if (!solution_file(t, dir, from, sizeof(from)))
		return err_set(e, HCC_MISSING, "adopt '%s/%s': no solution "
		    "in it", t->path, dir);
	snprintf(to, n, NEXT "%s", strrchr(from, '/'));
	if ((st = fs_copy(t->dir, from, t->dir, to, e)) != HCC_OK ||
	    (st = fs_sha256(t->dir, to, sum, e)) != HCC_OK)
		return st;
	if (r->code_sha256 != NULL && strcmp(sum, r->code_sha256) != 0)
		return err_set(e, HCC_INPUT, "adopt '%s/%s': it is not what "
		    "ran: its checksum is not that of run.json", t->path,
		    from);
	return HCC_OK;
}

enum hcc_status
best_adopt(const struct task *t, const struct result *r, const char *python,
    struct hcc_err *e)
{
	char	 dir[80];

	snprintf(dir, sizeof(dir), "l1/%.48s/%d", r->id == NULL ? "" : r->id,
	    r->attempt);
	return best_adopt_from(t, r, dir, python, e);
}

enum hcc_status
best_adopt_from(const struct task *t, const struct result *r, const char *dir,
    const char *python, struct hcc_err *e)
{
	char		 from[256], to[256];
	enum hcc_status	 st;

	remove_next(t);
	if ((st = fs_mkdirs(t->dir, NEXT, e)) != HCC_OK)
		return st;
	if ((st = write_program(t, dir, r, to, sizeof(to), e)) != HCC_OK ||
	    (python != NULL &&
	    (st = write_bundle(t, to, python, e)) != HCC_OK))
		return st;
	snprintf(from, sizeof(from), "%s/%s", dir, t->submission);
	snprintf(to, sizeof(to), NEXT "/%s", t->submission);
	if (!t->no_submission &&
	    (st = fs_copy(t->dir, from, t->dir, to, e)) != HCC_OK)
		return st;
	if (t->command != NULL && (st = project_export(t, NEXT, e)) != HCC_OK)
		return st;
	snprintf(from, sizeof(from), "%s/run.json", dir);
	if ((st = fs_copy(t->dir, from, t->dir, NEXT "/run.json", e)) !=
	    HCC_OK ||
	    (st = write_result(t, NEXT, r, e)) != HCC_OK ||
	    (st = exchange_best(t, e)) != HCC_OK)
		return st;
	remove_next(t);
	return HCC_OK;
}
