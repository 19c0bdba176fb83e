/*
 * attempt_files.c: the files of an attempt: what is there before the program
 * starts, and what stays of what it leaves.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/attempt_internal.h"
#include "task/keep.h"
#include "task/language.h"

char *
attempt_temporary(const struct attempt *a, const char *what, char *path,
    size_t n)
{
	char	*slash, id[64];

	snprintf(id, sizeof(id), "%.60s", a->id);
	while ((slash = strchr(id, '/')) != NULL)
		*slash = '-';
	snprintf(path, n, "%s/" FS_TMP "%s-%s", a->t->path, what, id);
	return path;
}

static enum hcc_status
lay_out_others(const struct attempt *a, int base, struct hcc_err *e)
{
	char		 name[48];
	enum hcc_status	 st = HCC_OK;
	size_t		 i;
	int		 dir;

	for (i = 0; st == HCC_OK && i < a->nothers; i++) {
		snprintf(name, sizeof(name), "%.40s",
		    a->others[i].result.id);
		*strchr(name, '/') = '-';
		if ((st = fs_mkdirs(base, name, e)) != HCC_OK)
			break;
		dir = fs_open_dir(base, name);
		if (dir == -1)
			return err_errno(e, "open '%s'", name);
		st = earlier_lay_out(a->t, &a->others[i], dir, e);
		close(dir);
	}
	return st;
}

enum hcc_status
attempt_base(const struct attempt *a, char *path, size_t n, struct run *r,
    struct hcc_err *e)
{
	const char	*name;
	enum hcc_status	 st;
	int		 dir;

	if (a->base == NULL)
		return HCC_OK;
	record_set(&r->base, a->base->result.id);
	name = attempt_temporary(a, "base", path, n) + strlen(a->t->path) + 1;
	if ((st = fs_remove(a->t->dir, name, e)) != HCC_OK ||
	    (st = fs_mkdirs(a->t->dir, name, e)) != HCC_OK)
		return st;
	dir = fs_open_dir(a->t->dir, name);
	if (dir == -1)
		return err_errno(e, "open '%s'", path);
	st = a->others == NULL ? earlier_lay_out(a->t, a->base, dir, e) :
	    lay_out_others(a, dir, e);
	close(dir);
	return st;
}

enum hcc_status
attempt_lay_out(const struct attempt *a, const char *rel, int *dir,
    struct run *r, struct hcc_err *e)
{
	char			 name[300], sum[65];
	const char		*base;
	size_t			 i;
	enum hcc_status		 st;

	if ((st = fs_remove(a->t->dir, rel, e)) != HCC_OK ||
	    (st = fs_mkdirs(a->t->dir, rel, e)) != HCC_OK)
		return st;
	*dir = fs_open_dir(a->t->dir, rel);
	if (*dir == -1)
		return err_errno(e, "open '%s/%s'", a->t->path, rel);
	if (!spare_take(a->spare, *dir, "keep")) {
		if (mkdirat(*dir, "keep", 0777) == -1)
			return err_errno(e, "create '%s/%s/keep'", a->t->path,
			    rel);
		spare_made(a->spare, *dir, "keep");
	}
	if (a->code != NULL) {
		snprintf(name, sizeof(name), "solution.%s",
		    a->t->language->ext);
		st = fs_publish(*dir, name, a->code, strlen(a->code), e);
		fs_sha256_mem(a->code, strlen(a->code), sum);
		record_set(&r->code_sha256, sum);
	}
	for (i = 0; st == HCC_OK && a->files != NULL && a->files[i] != NULL;
	    i++) {
		base = strrchr(a->files[i], '/');
		st = fs_copy(AT_FDCWD, a->files[i], *dir,
		    base == NULL ? a->files[i] : base + 1, e);
	}
	return st;
}

enum hcc_status
attempt_keep(const struct attempt *a, int dir, struct run *r, struct hcc_err *e)
{
	const struct kept_list	*used[3] = { &r->keep };
	struct run		 best;
	enum hcc_status		 st;
	size_t			 n = 1;

	if (spare_give(a->spare, dir, "keep"))
		return HCC_OK;
	if ((st = keep_take(a->t, dir, a->keep, &r->keep, e)) != HCC_OK ||
	    r->keep.n == 0)
		return st;
	(void)record_load(&run_record, a->t->dir, "best/run.json", &best);
	used[n++] = &best.keep;
	if (a->base != NULL)
		used[n++] = &a->base->run.keep;
	keep_trim(a->t, a->keep, used, n);
	run_free(&best);
	return HCC_OK;
}

/* A recorded command is one attempt: its result.json follows at once and
 * repeats what counts, so that one of the two need not wait for the disk. */
enum hcc_status
attempt_publish(int dir, const struct run *r, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 run = record_json(&run_record, r);

	json_dump_pretty(&b, run);
	jv_free(run);
	/* The program may have put something in the way. */
	(void)fs_remove(dir, "run.json", NULL);
	st = (r->command != NULL ? fs_replace : fs_publish)(dir, "run.json",
	    buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

enum hcc_status
attempt_restore(const struct attempt *a, int dir, const struct run *r,
    struct hcc_err *e)
{
	char		**names, name[64], other[300], sum[65];
	size_t		 i, n;
	enum hcc_status	 st;

	if (a->code == NULL)
		return HCC_OK;
	snprintf(name, sizeof(name), "solution.%s", a->t->language->ext);
	if ((st = fs_names(dir, ".", &names, &n, e)) != HCC_OK)
		return st;
	for (i = 0; i < n; i++) {
		if (strncmp(names[i], "solution.", 9) != 0 ||
		    strcmp(names[i], name) == 0)
			continue;
		snprintf(other, sizeof(other), "other.%s", names[i]);
		if (renameat(dir, names[i], dir, other) == -1)
			(void)fs_remove(dir, names[i], NULL);
	}
	fs_names_free(names, n);
	if (fs_sha256(dir, name, sum, NULL) == HCC_OK &&
	    strcmp(sum, r->code_sha256) == 0)
		return HCC_OK;
	if ((st = fs_remove(dir, name, e)) == HCC_OK)
		st = fs_publish(dir, name, a->code, strlen(a->code), e);
	return st;
}
