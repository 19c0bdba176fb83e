/*
 * submission.c: compare a submission with the sample, and say all that is
 * wrong with it at once, each with the place where it shows first.
 *
 * The submission is written by a program that is not trusted: it is opened
 * without following links, and its size is bounded by that of the sample.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "score/classes.h"
#include "score/id_index.h"
#include "score/label_sets.h"
#include "score/metric.h"
#include "score/submission.h"

/* Predictions may be longer than the sample's zeros, but not endlessly. */
#define GROWTH	64
#define LEAST	(64u << 20)

struct check {
	const struct csv *sample, *sub;
	const struct submission_task *task;
	int		 dir;
	struct id_index	 ids;		/* of the sample */
	size_t		 id;		/* id column of the submission */
	jv		 problems;
	size_t		 nan, duplicates, missing, extra;
	bool		 varies;	/* some column has two values */
};

enum hcc_status
submission_read(int dir, const char *path, size_t max, struct csv *c,
    struct hcc_err *e)
{
	int		 flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, fd;
	struct stat	 sb;
	enum hcc_status	 st;

	if ((fd = openat(dir, path, dir == AT_FDCWD ? flags :
	    flags | O_NOFOLLOW)) == -1) {
		if (errno == ELOOP || errno == ENXIO)
			return err_set(e, HCC_INPUT, "read '%s': it is a "
			    "link or a socket; write a file", path);
		return err_errno(e, "open '%s'", path);
	}
	if (fstat(fd, &sb) == -1 || !S_ISREG(sb.st_mode))
		st = err_set(e, HCC_INPUT, "read '%s': it is not a regular "
		    "file", path);
	else if (max > 0 && (unsigned long long)sb.st_size > max)
		st = err_set(e, HCC_INPUT, "read '%s': it has %lld bytes, "
		    "more than a submission can have (%zu)", path,
		    (long long)sb.st_size, max);
	else
		st = csv_read_fd(fd, path, max, c, e);
	close(fd);
	return st;
}

static void __attribute__((format(printf, 2, 3)))
problem(struct check *k, const char *fmt, ...)
{
	struct hcc_err	 e;
	va_list		 ap;
	char		 text[900];

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* Names come from the file: one printable line, as in any message. */
	err_set(&e, HCC_INPUT, "%s", text);
	k->problems = jv_array_append(k->problems, jv_string(e.text));
}

/* Columns that the sample has and the submission lacks, and the reverse. */
static void
check_columns(struct check *k)
{
	size_t	 i, extra = 0;

	for (i = 0; i < k->sample->ncols; i++)
		if (csv_column(k->sub, k->sample->names[i]) == -1)
			problem(k, "column '%.200s' is missing",
			    k->sample->names[i]);
	for (i = 0; i < k->sub->ncols && extra < 5; i++) {
		if (csv_column(k->sample, k->sub->names[i]) != -1)
			continue;
		extra++;
		problem(k, "column '%.200s' (number %zu) is not in the "
		    "sample%s", k->sub->names[i], i + 1,
		    k->sub->names[i][0] == '\0' ?
		    "; write the file without an index" : "");
	}
}

/* Which rows of the sample are there, once, and what else is. */
static void
check_ids(struct check *k)
{
	bool	*seen = mem_zero(k->sample->nrows, sizeof(*seen));
	size_t	 i, extra_at = 0, twice_at = 0;
	long	 row;

	for (i = 0; i < k->sub->nrows; i++) {
		row = id_index_find(&k->ids, csv_cell(k->sub, i, k->id));
		if (row == -1) {
			if (k->extra++ == 0)
				extra_at = i;
		} else if (seen[row]) {
			if (k->duplicates++ == 0)
				twice_at = i;
		} else
			seen[row] = true;
	}
	if (k->extra > 0)
		problem(k, "ids that are not in the sample: %zu, first "
		    "'%.100s' at line %ld", k->extra,
		    csv_cell(k->sub, extra_at, k->id),
		    k->sub->lines[extra_at]);
	if (k->duplicates > 0)
		problem(k, "repeated ids: %zu, first '%.100s' at line %ld",
		    k->duplicates, csv_cell(k->sub, twice_at, k->id),
		    k->sub->lines[twice_at]);
	for (i = 0; i < k->sample->nrows; i++)
		if (!seen[i] && k->missing++ == 0)
			extra_at = i;
	if (k->missing > 0)
		problem(k, "missing ids: %zu of %zu, first '%.100s'",
		    k->missing, k->sample->nrows,
		    csv_cell(k->sample, extra_at, k->ids.col));
	free(seen);
}

/* What the sample shows of a column: numbers throughout? ever empty? */
static void
expectation(const struct csv *c, size_t col, bool *numbers, bool *empties)
{
	size_t	 i;
	double	 d;

	*numbers = c->nrows > 0;
	*empties = c->nrows == 0;
	for (i = 0; i < c->nrows && (*numbers || !*empties); i++) {
		*numbers = *numbers && num_parse(csv_cell(c, i, col), &d);
		*empties = *empties || num_missing(csv_cell(c, i, col));
	}
}

/* Is the column one of the targets? */
static bool
is_target(const struct check *k, const char *name)
{
	jv	 all = k->task->targets;

	return jv_get_kind(all) == JV_KIND_STRING ?
	    strcmp(jv_string_value(all), name) == 0 : json_has(all, name);
}

/* Labels that are no classes: probabilities for names, words of another
 * language. Returns whether the classes are known; *none: an empty set of
 * labels is one. */
static bool
check_classes(struct check *k, size_t col, bool *none)
{
	const struct csv	*c = k->sub;
	const struct metric	*m = k->task->metric == NULL ? NULL :
				    metric_find(k->task->metric);
	struct classes		 all;
	const char		**cells;
	char			 some[200];
	size_t			 i, bad = 0, at = 0;
	bool			 sets;

	*none = false;
	if (m == NULL || m->pred != METRIC_LABELS || k->task->train == NULL ||
	    !is_target(k, c->names[col]) ||
	    !classes_read(&all, k->dir, k->task->train, c->names[col]))
		return false;
	cells = mem_zero(c->nrows + 1, sizeof(*cells));
	for (i = 0; i < c->nrows; i++)
		cells[i] = csv_cell(c, i, col);
	sets = label_sets_count(m, (const char *const *)all.v, all.n, cells,
	    c->nrows) > 0;
	free(cells);
	*none = sets && all.none;
	for (i = 0; i < c->nrows && !sets; i++)
		if (!num_missing(csv_cell(c, i, col)) &&
		    !classes_have(&all, csv_cell(c, i, col)) && bad++ == 0)
			at = i;
	if (bad > 0)
		problem(k, "values in column '%.200s' that are no classes of "
		    "the task: %zu, first '%.100s' at line %ld; classes are "
		    "%s", c->names[col], bad, csv_cell(c, at, col),
		    c->lines[at], classes_some(&all, some, sizeof(some)));
	classes_release(&all);
	return true;
}

/* The values of one prediction column. */
static void
check_values(struct check *k, size_t col)
{
	const struct csv	*c = k->sub;
	const char		*s;
	bool			 numbers, empties, none;
	double			 d;
	size_t			 i, nan = 0, bad = 0, nan_at = 0, bad_at = 0;
	long			 at = csv_column(k->sample, c->names[col]);

	if (at == -1)
		return;
	expectation(k->sample, (size_t)at, &numbers, &empties);
	if (check_classes(k, col, &none))
		numbers = false;
	for (i = 0; i < c->nrows; i++) {
		s = csv_cell(c, i, col);
		if (!k->varies && strcmp(s, csv_cell(c, 0, col)) != 0)
			k->varies = true;
		if (num_missing(s)) {
			if (!empties && !none && nan++ == 0)
				nan_at = i;
		} else if (numbers && !num_read(s, '.', &d) && bad++ == 0)
			bad_at = i;
	}
	k->nan += nan;
	if (nan > 0)
		problem(k, "empty or NaN values in column '%.200s': %zu, "
		    "first at line %ld", c->names[col], nan, c->lines[nan_at]);
	if (bad > 0)
		problem(k, "values in column '%.200s' that are no finite "
		    "numbers: %zu, first '%.100s' at line %ld", c->names[col],
		    bad, csv_cell(c, bad_at, col), c->lines[bad_at]);
}

static void
compare(struct check *k)
{
	const char	*id = k->sample->names[k->ids.col];
	long		 at = csv_column(k->sub, id);
	size_t		 i;

	check_columns(k);
	if (k->sub->nrows == 0)
		problem(k, "there is no row below the header");
	if (at == -1) {
		k->missing = k->sample->nrows;
		return;
	}
	k->id = (size_t)at;
	check_ids(k);
	for (i = 0; i < k->sub->ncols; i++)
		if (i != k->id)
			check_values(k, i);
}

static jv
report(struct check *k, bool exists)
{
	jv	 r = jv_object();

	r = json_put(r, "valid", jv_bool(json_len(k->problems) == 0));
	r = json_put(r, "exists", jv_bool(exists));
	r = json_put_num(r, "rows", (double)k->sub->nrows);
	r = json_put_num(r, "columns", (double)k->sub->ncols);
	r = json_put_num(r, "nan", (double)k->nan);
	r = json_put_num(r, "duplicate_ids", (double)k->duplicates);
	r = json_put_num(r, "missing_ids", (double)k->missing);
	r = json_put_num(r, "extra_ids", (double)k->extra);
	r = json_put(r, "constant", jv_bool(k->sub->nrows > 1 && !k->varies));
	r = json_put(r, "problems", k->problems);
	k->problems = jv_invalid();
	return r;
}

enum hcc_status
submission_check(int dir, const char *sample, const char *submission,
    const struct submission_task *task, jv *out, struct hcc_err *e)
{
	struct csv	 want = { 0 }, got = { 0 };
	struct check	 k = { .sample = &want, .sub = &got, .task = task,
			    .dir = dir, .problems = jv_array() };
	struct hcc_err	 why = HCC_ERR_INIT;
	struct stat	 sb;
	size_t		 col;
	bool		 exists = true;
	enum hcc_status	 st;

	*out = jv_invalid();
	if ((st = csv_read(dir, sample, &want, e)) != HCC_OK ||
	    (st = id_index_column(&want, task->id, sample, &col, e)) !=
	    HCC_OK ||
	    (st = id_index_build(&k.ids, &want, col, sample, e)) != HCC_OK)
		goto out;
	if (fstatat(dir, sample, &sb, 0) == -1)
		sb.st_size = 0;
	st = submission_read(dir, submission,
	    LEAST + (size_t)sb.st_size * GROWTH, &got, &why);
	if (st == HCC_OK)
		compare(&k);
	else if (st == HCC_INPUT || st == HCC_MISSING || st == HCC_PERMISSION) {
		exists = st != HCC_MISSING;
		problem(&k, "%s", exists ? why.text : "no such file");
		k.missing = want.nrows;
		st = HCC_OK;
	} else if (e != NULL)
		*e = why;
	if (st == HCC_OK)
		*out = report(&k, exists);
out:
	jv_free(k.problems);
	id_index_release(&k.ids);
	csv_release(&want);
	csv_release(&got);
	return st;
}
