/*
 * csv_repair.c: repair names and rows; refuse a file that needs too much of
 * it.
 */
#include <string.h>

#include "base/csv_internal.h"
#include "base/hash.h"
#include "base/text.h"

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

/* The length of a blank at `s`, of those that nobody sees too. */
static size_t
blank(const char *s)
{
	static const char *const	 all[] = { " ", "\t", "\r", "\n",
	    "\xc2\xa0", "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d",
	    "\xe2\x80\xaf", "\xef\xbb\xbf" };
	size_t				 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (*s == all[i][0] && text_starts(s, all[i]))
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
static void
copy_names(struct csv_reader *r)
{
	const char	*name;
	size_t		 i, n, all = 0, at;

	for (i = 0; i < r->ncols; i++)
		all += 2 * r->lens[i] + 32;
	(void)buf_reserve(&r->name_text, all);
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
}

/* The name of a column once more, as pandas has it: x.1, x.2 .. Numbers that a
 * column has already are passed over; `next` is where to go on. */
static void
rename_column(struct csv_reader *r, size_t col, const struct hash *names,
    size_t *next)
{
	struct buf	 text = BUF_INIT;
	size_t		 at = r->name_text.len;

	do {
		buf_reset(&text);
		buf_addf(&text, "%s.%zu", r->names[col], (*next)++);
	} while (hash_get(names, buf_str(&text), text.len) != NULL);
	/* There is room: no name moves. */
	buf_add(&r->name_text, buf_str(&text), text.len + 1);
	buf_release(&text);
	r->names[col] = r->name_text.p + at;
	r->faults.renamed++;
}

/* Two columns of one name would make every later look-up ambiguous. Columns
 * without a name are nobody's. */
enum hcc_status
csv_take_names(struct csv_reader *r, struct hcc_err *e)
{
	struct hash		 all = HASH_INIT, seen = HASH_INIT;
	struct hash_slot	*s;
	const char		*name;
	enum hcc_status		 st = HCC_OK;
	bool			 added;
	size_t			 i;

	copy_names(r);
	for (i = 0; i < r->ncols; i++)
		hash_put(&all, r->names[i], strlen(r->names[i]), 0, &added);
	for (i = 0; i < r->ncols && st == HCC_OK; i++) {
		name = r->names[i];
		s = hash_put(&seen, name, strlen(name), 1, &added);
		if (added || *name == '\0')
			continue;
		if (r->o.repair)
			rename_column(r, i, &all, &s->value);
		else
			st = err_set(e, HCC_INPUT, "read '%s': two columns are "
			    "named '%.200s'; rename one", r->name, name);
	}
	hash_release(&all);
	hash_release(&seen);
	return st;
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
