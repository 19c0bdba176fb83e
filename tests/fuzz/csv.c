/*
 * csv.c: any bytes as a csv file: as a table, as one that is repaired and
 * profiled, as a submission that is compared with a sample, and as one that is
 * graded.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/fs.h"
#include "data/table.h"
#include "score/grade.h"
#include "score/submission.h"

static const char *const metrics[] = { "accuracy", "f1", "f1_macro", "qwk",
    "auc", "auc_ovr", "log_loss", "rmse", "rmsle", "r2", "map@3" };

/* A repaired file as it is written; false: it was refused. */
static bool
repaired(int fd, bool keep, struct buf *b, struct csv_faults *f)
{
	struct csv_options	 o = { .repair = true, .keep_wide = keep };
	struct csv_reader	 r;
	struct hcc_err		 e = HCC_ERR_INIT;
	enum hcc_status		 st;
	bool			 named;

	if (lseek(fd, 0, SEEK_SET) == -1)
		abort();
	if (csv_open(&r, fd, "fuzz", &o, &e) != HCC_OK)
		return false;
	named = r.ncols > 1 && *r.names[0] != '\0';
	csv_row(b, r.names, r.ncols, ',');
	while ((st = csv_next(&r, &e)) == HCC_OK)
		csv_row(b, r.cells, r.ncols, ',');
	*f = r.faults;
	csv_close(&r);
	return st == HCC_NONE && named;
}

/* Repaired, a file must be one that needs no repair. */
static void
mend(int fd, bool keep)
{
	struct buf		 a = BUF_INIT, b = BUF_INIT;
	struct csv_faults	 f;
	int			 to = memfd_create("mended", MFD_CLOEXEC);

	if (repaired(fd, keep, &a, &f)) {
		if (fs_write(to, a.p, a.len) == -1)
			abort();
		if (repaired(to, keep, &b, &f) && f.thin.n + f.wide.n +
		    f.nuls.n + f.renamed + f.recoded.n > 0)
			abort();
	}
	close(to);
	buf_release(&a);
	buf_release(&b);
}

/* What was read must survive being written and read again. */
static void
again(const struct csv *c)
{
	struct buf	 b = BUF_INIT;
	struct csv	 d;
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 sep = c->ncols == 1 ? ',' : c->sep;
	size_t		 i;
	int		 fd = memfd_create("again", MFD_CLOEXEC);

	for (i = 0; i < c->ncols; i++)
		buf_addf(&b, "%.*s%zu", i > 0, &sep, i);
	for (i = 0; i < c->nrows * c->ncols; i++) {
		buf_addc(&b, i % c->ncols == 0 ? '\n' : sep);
		if (*c->cells[i] == '\0')
			buf_adds(&b, "\"\"");
		csv_quote(&b, c->cells[i], sep);
	}
	if (fs_write(fd, b.p, b.len) == -1 || lseek(fd, 0, SEEK_SET) == -1 ||
	    csv_read_fd(fd, "again", 0, &d, &e) != HCC_OK ||
	    d.nrows != c->nrows || d.ncols != c->ncols)
		abort();
	for (i = 0; i < c->nrows * c->ncols; i++)
		if (strcmp(c->cells[i], d.cells[i]) != 0)
			abort();
	csv_release(&d);
	close(fd);
	buf_release(&b);
}

/* And as a table of a task: profiled, and its rows read again. */
static void
as_table(int dir)
{
	struct table		 t = { .need = -1 };
	struct table_rows	 r;
	size_t			 i, n = 0;

	if (table_profile(&t, dir, "sub.csv", "fuzz", NULL) != HCC_OK)
		return;
	for (i = 0; i < t.ncols; i++)
		t.fixes[i] = (struct column_fix){ .decimal = i % 2 == 0 ? ',' :
		    '\0', .id = i % 2 == 1, .width = 5 };
	if (table_open(&r, &t, dir, "fuzz", NULL) != HCC_OK)
		abort();
	while (table_next(&r, NULL) == HCC_OK)
		n++;
	if (n != t.rows)
		abort();
	table_close(&r);
	table_release(&t);
}

static void
as_submission(int dir)
{
	struct grade_opts	 o = { .targets = jv_null(), .subset = true };
	struct hcc_err		 e = HCC_ERR_INIT;
	struct submission_task	 t = { NULL, "accuracy", "sample.csv",
				    jv_string("y") };
	jv			 r = jv_invalid();
	double			 score;
	size_t			 i;

	if (submission_check(dir, "sample.csv", "sub.csv", &t, &r, &e) !=
	    HCC_OK)
		abort();
	jv_free(r);
	jv_free(t.targets);
	for (i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		(void)grade_score(dir, "sample.csv", "sub.csv", metrics[i],
		    &o, &score, NULL, &e);
	/* And as labels of the sample. */
	(void)grade_score(dir, "sub.csv", "sample.csv", "accuracy", &o,
	    &score, NULL, &e);
}

static int
scratch(void)
{
	static const char	 sample[] = "id,y\n1,0\n2,1\n3,1\n";
	char			 path[] = "/tmp/hcc-fuzz.XXXXXX";
	int			 dir;

	if (mkdtemp(path) == NULL ||
	    (dir = open(path, O_RDONLY | O_DIRECTORY)) == -1 ||
	    fs_publish(dir, "sample.csv", sample, strlen(sample), NULL) !=
	    HCC_OK)
		abort();
	return dir;
}

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static int	 dir = -1;
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 fd;

	if (dir == -1)
		dir = scratch();
	fd = openat(dir, "sub.csv", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0600);
	if (fd == -1 || fs_write(fd, p, n) == -1 ||
	    lseek(fd, 0, SEEK_SET) == -1)
		abort();
	if (csv_read_fd(fd, "fuzz", 0, &c, &e) == HCC_OK) {
		again(&c);
		csv_release(&c);
	}
	lseek(fd, 0, SEEK_SET);
	if (csv_read_fd(fd, "fuzz", n / 2 + 1, &c, &e) == HCC_OK)
		csv_release(&c);
	mend(fd, true);
	mend(fd, false);
	close(fd);
	as_table(dir);
	as_submission(dir);
	return 0;
}
