/*
 * csv_repair.c: repair names and rows; refuse a file that needs too much of
 * it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/counter.h"
#include "base/csv_internal.h"

void
csv_count(struct csv_fault *f, long line)
{
	if (f->n++ == 0)
		f->line = line;
}

/* Does the row repeat the header? */
static bool
is_header(const struct csv_reader *r)
{
	size_t	 i;

	for (i = 0; i < r->ncols; i++)
		if (strcmp(r->cells[i], r->names[i]) != 0)
			return false;
	return true;
}

static bool
is_empty(const struct csv_reader *r, size_t have)
{
	size_t	 i;

	for (i = 0; i < have; i++)
		if (r->lens[i] > 0)
			return false;
	return true;
}

static bool
leave_out(struct csv_reader *r, struct csv_fault *f)
{
	csv_count(f, r->line);
	return false;
}

bool
csv_fit_row(struct csv_reader *r)
{
	struct csv_faults	*f = &r->faults;
	size_t			 n = r->ncols, have = r->nspans;

	if (have != n) {
		if (have > n && csv_overfull(r)) {
			if (!r->o.keep_wide)
				return leave_out(r, &f->wide);
			csv_count(&f->wide, r->line);
		} else if (n > 1 && is_empty(r, have < n ? have : n))
			return leave_out(r, &f->empty);
		else if (have > n)
			csv_count(&f->trailing, r->line);
		else if (have < r->named)
			csv_count(&f->thin, r->line);
		for (; have < n; have++) {
			r->cells[have] = r->none;
			r->lens[have] = 0;
		}
	} else if (r->lens[0] == 0 && n > 1 && is_empty(r, n))
		return leave_out(r, &f->empty);
	if (n > 1 && is_header(r))
		return leave_out(r, &f->headers);
	if (r->padded)
		csv_count(&f->blanks, r->line);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A name that two columns have, which makes every later look-up ambiguous;
 * *none: there is none. Columns without a name do not count. */
static enum hcc_status
repeated(const struct csv_reader *r, char name[201], struct hcc_err *e)
{
	char	**v = calloc(r->ncols, sizeof(*v));
	size_t	 i;

	name[0] = '\0';
	if (v == NULL)
		return err_nomem(e);
	memcpy(v, r->names, r->ncols * sizeof(*v));
	qsort(v, r->ncols, sizeof(*v), by_name);
	for (i = 1; i < r->ncols; i++)
		if (v[i][0] != '\0' && strcmp(v[i - 1], v[i]) == 0)
			snprintf(name, 201, "%s", v[i]);
	free(v);
	return HCC_OK;
}

/* The name of the column once more, as pandas has it: x.1, x.2 .. Numbers that
 * a column has already are passed over; `next` is where to go on. */
static void
number_name(const char *name, const struct counter *all, size_t *next,
    char *out, size_t size)
{
	do
		snprintf(out, size, "%.4000s.%zu", name, (*next)++);
	while (counter_find(all, out) != NULL);
}

/* Rename from the left. */
static enum hcc_status
rename_columns(struct csv_reader *r, struct hcc_err *e)
{
	struct counter		 all = COUNTER_INIT, seen = COUNTER_INIT;
	struct counter_item	*it;
	char			*name = malloc(8192), *copy;
	size_t			 i;
	bool			 good = name != NULL;

	for (i = 0; good && i < r->ncols; i++)
		good = counter_add(&all, r->names[i], 0) != NULL;
	for (i = 0; good && i < r->ncols; i++) {
		it = counter_add(&seen, r->names[i], 1);
		good = it != NULL;
		if (!good || it->count == 1 || r->names[i][0] == '\0')
			continue;
		number_name(r->names[i], &all, &it->first, name, 8192);
		copy = r->name_text.p + r->name_text.len;
		buf_add(&r->name_text, name, strlen(name) + 1);
		r->names[i] = copy;
		r->faults.renamed++;
	}
	counter_release(&all);
	counter_release(&seen);
	free(name);
	return good ? HCC_OK : err_nomem(e);
}

/* The length of a blank at `s`, of those that nobody sees too. */
static size_t
blank(const char *s)
{
	static const char *const	 all[] = { " ", "\t", "\r", "\n",
	    "\xc2\xa0", "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d",
	    "\xe2\x80\xaf", "\xef\xbb\xbf" };
	size_t				 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strncmp(s, all[i], strlen(all[i])) == 0)
			return strlen(all[i]);
	return 0;
}

/* The name in the cell, without blanks around it. */
static const char *
trim_name(const char *s, size_t *n)
{
	size_t	 i, k, end = 0;

	while ((k = blank(s)) > 0 && k <= *n) {
		s += k;
		*n -= k;
	}
	for (i = 0; i < *n; i += k > 0 ? k : 1)
		if ((k = blank(s + i)) == 0)
			end = i + 1;
	*n = end;
	return s;
}

/* Copy the cells of the header without the blanks that quotes protected. Room
 * is made once, for the longer names of columns that repeat as well. */
static enum hcc_status
copy_names(struct csv_reader *r, struct hcc_err *e)
{
	const char	*name;
	size_t		 i, n, all = 0, at;

	for (i = 0; i < r->ncols; i++)
		all += 2 * r->lens[i] + 32;
	if (buf_reserve(&r->name_text, all) == NULL)
		return err_nomem(e);
	for (i = 0; i < r->ncols; i++) {
		n = r->lens[i];
		name = trim_name(r->cells[i], &n);
		r->faults.trimmed += n < r->lens[i];
		at = r->name_text.len;
		buf_add(&r->name_text, name, n);
		buf_addc(&r->name_text, '\0');
		r->names[i] = r->name_text.p + at;
		if (*r->names[i] != '\0')
			r->named = i + 1;
	}
	return HCC_OK;
}

enum hcc_status
csv_take_names(struct csv_reader *r, struct hcc_err *e)
{
	char		 twice[201];
	enum hcc_status	 st;

	if ((st = copy_names(r, e)) != HCC_OK ||
	    (st = repeated(r, twice, e)) != HCC_OK || *twice == '\0')
		return st;
	if (r->o.repair)
		return rename_columns(r, e);
	return err_set(e, HCC_INPUT, "read '%s': two columns are named "
	    "'%.200s'; rename one", r->name, twice);
}

/* A few rows may be wrong; if many are, the file was read the wrong way. */
enum hcc_status
csv_judge(const struct csv_reader *r, struct hcc_err *e)
{
	const struct csv_faults	*f = &r->faults;
	const char		*sep = r->sep == '\t' ? "tab" :
				    (char[]){ r->sep, '\0' };
	size_t			 rows = r->rows;

	if (!r->o.keep_wide)
		rows += f->wide.n;
	if (f->wide.n > 2 + rows / 100)
		return err_set(e, HCC_INPUT, "read '%s': %zu of %zu rows have "
		    "more fields than the header (%zu), the first is line "
		    "%ld; the separator is '%s', fields that hold it need "
		    "quotes", r->name, f->wide.n, rows, r->ncols,
		    f->wide.line, sep);
	if (f->thin.n > 2 + rows / 2)
		return err_set(e, HCC_INPUT, "read '%s': %zu of %zu rows have "
		    "fewer fields than the header (%zu), the first is line "
		    "%ld; is line 1 the header, and '%s' the separator?",
		    r->name, f->thin.n, rows, r->ncols, f->thin.line, sep);
	return HCC_OK;
}

bool
csv_repaired(const struct csv_reader *r)
{
	const struct csv_faults	*f = &r->faults;

	return f->thin.n + f->wide.n + f->trailing.n + f->empty.n +
	    f->headers.n + f->nuls.n + f->quotes.n + f->blanks.n +
	    f->recoded.n + f->renamed + f->trimmed > 0 || f->mark || f->utf16 ||
	    f->preamble || (r->ends > 0 && f->returns * 2 > r->ends);
}
