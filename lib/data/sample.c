/*
 * sample.c: make TASK/smoke, whole or not at all.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "data/folds.h"
#include "data/mirror.h"
#include "data/profile_task.h"
#include "data/sample.h"
#include "data/survey.h"
#include "data/table_file.h"

#define SITE	FS_TMP "smoke"
#define SHARE	SAMPLE_DIR "/share"	/* of the rows, in text */

/* The training table without the rows that are `out`. */
static enum hcc_status
write_rows(const struct profile *p, const bool *out, int to,
    struct hcc_err *e)
{
	struct table_rows	 r;
	struct table_file	 f;
	size_t			 i;
	enum hcc_status		 st;

	if ((st = profile_rows(p, &p->train, &r, e)) != HCC_OK)
		return st;
	if ((st = table_file_open(&f, to, p->train.path, e)) == HCC_OK) {
		st = table_file_row(&f, p->train.names, p->train.ncols, e);
		for (i = 0; st == HCC_OK &&
		    (st = table_next(&r, e)) == HCC_OK; i++)
			if (!out[i])
				st = table_file_row(&f, r.cells,
				    p->train.ncols, e);
		st = table_file_close(&f, st == HCC_NONE ? HCC_OK : st, e);
	}
	table_close(&r);
	return st;
}

static enum hcc_status
draw(struct profile *p, const struct task *t, double rows, int to,
    double *share, struct hcc_err *e)
{
	struct survey	 s = { 0 };
	size_t		 n = 0, folds;
	bool		*out;
	enum hcc_status	 st;

	if (p->train.path == NULL || p->ntargets == 0)
		return err_set(e, HCC_NONE, "'%s' has no training table with a "
		    "known target", t->path);
	if ((st = survey_rows(p, &s, e)) != HCC_OK)
		return st;
	out = mem_zero(s.rows, sizeof(*out));
	if ((double)s.rows < 2 * rows)
		st = err_set(e, HCC_NONE, "'%s' has few rows", t->path);
	else
		n = folds_hold_out(&s, 1 - rows / (double)s.rows,
		    (uint64_t)t->seed, out);
	if (st == HCC_OK && (st = mirror_tree(p->dir, to, NULL, NULL, e)) == HCC_OK &&
	    (st = write_rows(p, out, to, e)) == HCC_OK)
		st = folds_write(p, &s, out, to, &folds, e);
	if (st == HCC_OK)
		*share = (double)(s.rows - n) / (double)s.rows;
	free(out);
	survey_release(&s);
	return st;
}

/* The share that an earlier call has noted; false: there is none. */
static bool
read_share(const struct task *t, double *share)
{
	struct buf	 b = BUF_INIT;
	bool		 yes = fs_read(t->dir, SHARE, 64, &b, NULL) == HCC_OK;

	if (yes)
		*share = strtod(buf_str(&b), NULL);
	buf_release(&b);
	return yes && *share > 0;
}

static enum hcc_status
make(const struct task *t, int input, int to, double rows, double *share,
    struct hcc_err *e)
{
	struct profile	 p;
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 preview = profile_preview(t);

	st = profile_task(&p, t, preview, json_at(t->meta, "split"), input, e);
	jv_free(preview);
	if (st != HCC_OK)
		return st;
	st = draw(&p, t, rows, to, share, e);
	profile_close(&p);
	if (st != HCC_OK)
		return st;
	buf_addf(&b, "%.17g\n", *share);
	st = fs_publish(t->dir, SITE "/share", buf_str(&b), b.len, e);
	buf_release(&b);
	if (st == HCC_OK && renameat(t->dir, SITE, t->dir, SAMPLE_DIR) == -1)
		st = err_errno(e, "put '%s/" SAMPLE_DIR "' in place", t->path);
	return st;
}

enum hcc_status
sample_make(const struct task *t, double rows, double *share,
    struct hcc_err *e)
{
	int		 input = -1, to = -1;
	enum hcc_status	 st;

	if (read_share(t, share))
		return HCC_OK;
	if ((st = fs_remove(t->dir, SITE, e)) != HCC_OK ||
	    (st = fs_mkdirs(t->dir, SITE "/input", e)) != HCC_OK)
		return st;
	input = openat(t->dir, "input", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	to = openat(t->dir, SITE "/input", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	st = input == -1 || to == -1 ? err_errno(e, "open directory 'input'") :
	    make(t, input, to, rows, share, e);
	if (input != -1)
		close(input);
	if (to != -1)
		close(to);
	if (st != HCC_OK)
		(void)fs_remove(t->dir, SITE, NULL);
	return st;
}
