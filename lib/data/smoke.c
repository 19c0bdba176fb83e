/*
 * smoke.c: make TASK/smoke, whole or not at all, by one process at a time.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "data/folds.h"
#include "data/mirror.h"
#include "data/profile_task.h"
#include "data/smoke.h"
#include "data/survey.h"
#include "data/table_file.h"

struct drawing {
	const struct task	*t;
	double			 rows;		/* that are wanted */
	double			 share;		/* that they are */
};

/* Fewer training rows, the rest as it is; the share is noted. */
static enum hcc_status
draw(void *ctx, struct profile *p, int to, int site, struct hcc_err *e)
{
	struct drawing	*d = ctx;
	struct survey	 s;
	struct buf	 b = BUF_INIT;
	size_t		 folds;
	double		 all;
	bool		*out;
	enum hcc_status	 st;

	if (p->train.path == NULL || p->ntargets == 0)
		return err_set(e, HCC_NONE, "'%s' has no training table with a "
		    "known target", d->t->path);
	if ((st = survey_rows(p, &s, e)) != HCC_OK)
		return st;
	all = (double)s.rows;
	out = mem_zero(s.rows, sizeof(*out));
	if (all < 2 * d->rows)
		st = err_set(e, HCC_NONE, "'%s' has few rows", d->t->path);
	else {
		d->share = 1 - (double)folds_hold_out(&s, 1 - d->rows / all,
		    (uint64_t)d->t->seed, out, NULL) / all;
		buf_addf(&b, "%.17g\n", d->share);
	}
	if (st == HCC_OK &&
	    (st = mirror_tree(p->dir, to, NULL, NULL, e)) == HCC_OK &&
	    (st = table_copy(&p->train, p->dir, to, out, NULL, e)) == HCC_OK &&
	    (st = folds_write(p, &s, out, to, &folds, e)) == HCC_OK)
		st = fs_publish(site, "share", buf_str(&b), b.len, e);
	buf_release(&b);
	free(out);
	survey_release(&s);
	return st;
}

/* The share that an earlier call has noted; false: there is none. */
static bool
read_share(const struct task *t, double *share)
{
	struct buf	 b = BUF_INIT;
	bool		 yes = fs_read(t->dir, SMOKE_DIR "/share", 64, &b,
			    NULL) == HCC_OK;

	if (yes)
		*share = strtod(buf_str(&b), NULL);
	buf_release(&b);
	return yes && *share > 0;
}

static enum hcc_status
make(const struct task *t, double rows, double *share, struct hcc_err *e)
{
	struct drawing	 d = { t, rows, 0 };
	enum hcc_status	 st;

	if (read_share(t, share))
		return HCC_OK;
	if ((st = profile_derive(t, "input", SMOKE_DIR, draw, &d, e)) ==
	    HCC_OK)
		*share = d.share;
	return st;
}

enum hcc_status
smoke_make(const struct task *t, double rows, double *share,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 fd;

	if (read_share(t, share))
		return HCC_OK;
	/* Runs that begin together would remove each other's. */
	fd = fs_open_dir(t->dir, "input");
	while (fd != -1 && flock(fd, LOCK_EX) == -1 && errno == EINTR)
		;
	st = make(t, rows, share, e);
	if (fd != -1)
		close(fd);
	return st;
}
