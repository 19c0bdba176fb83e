/*
 * csv_repair.c: the faults of a table as a whole: names that repeat, columns
 * that are not there, too many rows that do not fit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/counter.h"
#include "base/csv_internal.h"

void
csv_count(struct csv_fault *f, long line)
{
	if (f->n++ == 0)
		f->line = line;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A copy of the names in order; NULL without memory. */
static char **
sorted(const struct csv *c)
{
	char	**v = calloc(c->ncols, sizeof(*v));

	if (v != NULL) {
		memcpy(v, c->names, c->ncols * sizeof(*v));
		qsort(v, c->ncols, sizeof(*v), by_name);
	}
	return v;
}

/* Two columns of one name make every later look-up ambiguous. Columns
 * without a name (an index that pandas wrote) are nobody's. */
static const char *
repeated(const struct csv *c, char *const *v)
{
	size_t	 i;

	for (i = 1; i < c->ncols; i++)
		if (v[i][0] != '\0' && strcmp(v[i - 1], v[i]) == 0)
			return v[i];
	return NULL;
}

/* The name of the column once more, as pandas has it: x.1, x.2 .. Numbers that
 * a column has already are passed over; `next` is where to go on. */
static void
number_name(const char *name, const struct counter *all, size_t *next, char *out,
    size_t size)
{
	do
		snprintf(out, size, "%.4000s.%zu", name, (*next)++);
	while (counter_find(all, out) != NULL);
}

/* Rename from the left. New names go to `more`, whose offsets become pointers
 * when it has stopped growing. */
static enum hcc_status
rename_columns(struct csv *c, struct csv_faults *f, struct hcc_err *e)
{
	struct counter		 all = COUNTER_INIT, seen = COUNTER_INIT;
	struct counter_item	*it;
	struct buf		 more = BUF_INIT;
	size_t			*at = calloc(c->ncols, sizeof(*at)), i;
	char			 name[4096];
	bool			 good = at != NULL;

	for (i = 0; good && i < c->ncols; i++)
		good = counter_add(&all, c->names[i], 0) != NULL;
	for (i = 0; good && i < c->ncols; i++) {
		it = counter_add(&seen, c->names[i], 1);
		good = it != NULL;
		if (!good || it->count == 1 || c->names[i][0] == '\0')
			continue;
		number_name(c->names[i], &all, &it->first, name, sizeof(name));
		at[i] = more.len + 1;
		buf_add(&more, name, strlen(name) + 1);
		f->renamed++;
	}
	counter_release(&all);
	counter_release(&seen);
	good = good && buf_ok(&more);
	c->more = buf_detach(&more);
	for (i = 0; good && i < c->ncols; i++)
		if (at[i] > 0)
			c->names[i] = c->more + at[i] - 1;
	free(at);
	return good ? HCC_OK : err_nomem(e);
}

static bool
has_values(const struct csv *c, size_t col)
{
	size_t	 i;

	for (i = 0; i < c->nrows; i++)
		if (*csv_cell(c, i, col) != '\0')
			return true;
	return false;
}

/* Left behind by separators at the end of the header. */
static void
drop_nameless(struct csv *c, struct csv_faults *f)
{
	size_t	 n = 0;

	while (n + 1 < c->ncols && c->nrows > 0 &&
	    c->names[c->ncols - 1 - n][0] == '\0' &&
	    !has_values(c, c->ncols - 1 - n))
		n++;
	if (n > 0)
		csv_drop_columns(c, c->ncols - n, n);
	f->nameless = n;
}

enum hcc_status
csv_settle_names(struct csv *c, const char *name, struct csv_faults *f,
    struct hcc_err *e)
{
	char		**v;
	const char	*twice;
	enum hcc_status	 st = HCC_OK;

	if (f != NULL)
		drop_nameless(c, f);
	if ((v = sorted(c)) == NULL)
		return err_nomem(e);
	if ((twice = repeated(c, v)) != NULL)
		st = f != NULL ? rename_columns(c, f, e) :
		    err_set(e, HCC_INPUT, "read '%s': two columns are named "
		    "'%.200s'; rename one", name, twice);
	free(v);
	return st;
}

/* A few rows may be wrong; if many are, the file was read the wrong way. */
enum hcc_status
csv_judge(const struct csv *c, const char *name, const struct csv_faults *f,
    struct hcc_err *e)
{
	const char	*sep = c->sep == '\t' ? "tab" :
			    (char[]){ c->sep, '\0' };
	size_t		 rows = c->nrows + f->wide.n;

	if (f->wide.n > 2 + rows / 100)
		return err_set(e, HCC_INPUT, "read '%s': %zu of %zu rows have "
		    "more fields than the header (%zu), the first is line "
		    "%ld; the separator is '%s', fields that hold it need "
		    "quotes", name, f->wide.n, rows, c->ncols, f->wide.line,
		    sep);
	if (f->thin.n > 2 + rows / 2)
		return err_set(e, HCC_INPUT, "read '%s': %zu of %zu rows have "
		    "fewer fields than the header (%zu), the first is line "
		    "%ld; is line 1 the header, and '%s' the separator?",
		    name, f->thin.n, rows, c->ncols, f->thin.line, sep);
	return HCC_OK;
}
