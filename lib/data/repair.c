/*
 * repair.c: report faults of single tables; make names of columns equal, and
 * numbers and ids plain.
 */
#include <string.h>
#include <strings.h>

#include "data/profile_pass.h"

#define RENAMES	3	/* that are listed one by one */

static void
rows_fault(struct profile *p, struct table *t, const struct csv_fault *f,
    const char *what)
{
	if (f->n > 0)
		profile_mended(p, t, "%zu row%s %s, the first is line %ld",
		    f->n, f->n == 1 ? "" : "s", what, f->line);
}

/* What is no row's fault. */
static void
file_faults(struct profile *p, struct table *t)
{
	const struct csv_faults	*f = &t->faults;
	const char		*ending = strrchr(t->path, '.');

	if (f->utf16)
		profile_mended(p, t, "UTF-16 converted to UTF-8");
	if (f->recoded.n > 0)
		profile_mended(p, t, "not UTF-8; taken for Windows-1252 "
		    "(Latin-1) and converted (%zu cells)", f->recoded.n);
	if (f->mark)
		profile_mended(p, t, "the byte-order mark left out");
	if (f->returns * 2 > t->rows + 1)
		profile_mended(p, t, "lines end in CR alone; they end in LF "
		    "now");
	if (t->sep != ',' && (t->sep != '\t' || strcasecmp(ending, ".tsv")))
		profile_mended(p, t, "fields are separated by '%s', by commas "
		    "now", t->sep == '\t' ? "tab" : (char[]){ t->sep, 0 });
	if (f->trimmed > 0)
		profile_mended(p, t, "blanks around names of columns left out");
	if (f->renamed > 0)
		profile_mended(p, t, "columns named like another (%zu) are "
		    "called x.1, x.2 .. now", f->renamed);
	if (t->no_header)
		profile_mended(p, t, "the first line looks like data: there "
		    "is no header; columns are called c1, c2, .. now");
}

void
repair_faults(struct profile *p, struct table *t)
{
	const struct csv_faults	*f = &t->faults;

	file_faults(p, t);
	rows_fault(p, t, &f->thin, "with too few fields filled up with "
	    "missing values");
	rows_fault(p, t, &f->wide, t->keep_wide ?
	    "with too many fields cut" : "with too many fields left out");
	rows_fault(p, t, &f->trailing, "with empty fields at the end cut");
	rows_fault(p, t, &f->empty, "without any value left out");
	rows_fault(p, t, &f->headers, "with the header again left out");
	rows_fault(p, t, &f->blanks, "with blanks around words trimmed");
	if (f->quotes.n > 0)
		profile_mended(p, t, "quotes that are never closed taken for "
		    "letters (%zu lines, the first is line %ld)", f->quotes.n,
		    f->quotes.line);
	if (f->nuls.n > 0)
		profile_mended(p, t, "NUL bytes, or a Ctrl-Z at the end (%zu, "
		    "the first on line %ld) left out", f->nuls.n, f->nuls.line);
	t->mended = t->mended || t->faulty;
}

/* Are the names equal but for case, and blanks within? */
static bool
same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ' || *a == '\t')
			a++;
		while (*b == ' ' || *b == '\t')
			b++;
		if (strncasecmp(a, b, 1) != 0)
			return false;
		if (*a == '\0')
			return true;
	}
}

long
repair_column(const struct table *t, const char *name)
{
	long	 hit = table_column(t, name);
	size_t	 i;

	for (i = 0; hit == -1 && i < t->ncols; i++)
		if (*name != '\0' && same_name(t->names[i], name))
			hit = (long)i;
	for (; hit >= 0 && i < t->ncols; i++)
		if (same_name(t->names[i], name))
			return table_column(t, name);
	return hit;
}

static void
rename_column(struct profile *p, struct table *t, size_t col, const char *name)
{
	profile_mended(p, t, "column '%.100s' is called '%.100s' as elsewhere",
	    t->names[col], name);
	table_rename(t, col, name);
}

/* Call columns of `t` as `by` does, where only the case differs. Only names
 * that `by` has and `t` lacks are looked for. */
static void
align(struct profile *p, struct table *t, const struct table *by)
{
	size_t	 i, n = 0;
	long	 at;

	for (i = 0; t->path != NULL && by->path != NULL && i < by->ncols;
	    i++) {
		if (table_column(t, by->names[i]) != -1 ||
		    (at = repair_column(t, by->names[i])) == -1 ||
		    table_column(by, t->names[at]) != -1)
			continue;
		if (n++ < RENAMES)
			rename_column(p, t, (size_t)at, by->names[i]);
		else
			table_rename(t, (size_t)at, by->names[i]);
	}
	if (n > RENAMES)
		profile_mended(p, t, "%zu more columns are called as "
		    "elsewhere, the case differed", n - RENAMES);
}

/* Do two columns hold the same values, as far as can be seen? */
static bool
same_values(const struct column *a, const struct column *b)
{
	size_t	 i;

	if (a->rows != b->rows || a->values.level != b->values.level ||
	    a->values.n != b->values.n)
		return false;
	for (i = 0; i < a->values.n; i++)
		if (sketch_find(&b->values, a->values.v[i].hash) == NULL)
			return false;
	return true;
}

/* A test file without header has the columns of the training file in their
 * order, less the targets that the sample names. */
static void
name_by_order(struct profile *p)
{
	const struct table	*by = &p->train;
	struct table		*t = &p->test;
	size_t			 i, k = 0;

	if (!t->no_header || by->no_header || by->path == NULL)
		return;
	for (i = 0; i < by->ncols; i++)
		k += table_column(&p->sample, by->names[i]) <= 0;
	if (k != t->ncols)
		return;
	profile_mended(p, t, "the columns are called as in '%s', in its order",
	    by->path);
	for (i = k = 0; i < by->ncols; i++)
		if (table_column(&p->sample, by->names[i]) <= 0)
			table_rename(t, k++, by->names[i]);
}

/* The test rows' ids under another name than the sample's, or under none. */
static void
adopt_id(struct profile *p)
{
	const struct table	*s = &p->sample, *t = &p->test;
	size_t			 i, pass, hit = t->ncols;
	long			 too;

	if (s->path == NULL || t->path == NULL || s->ncols < 2 ||
	    s->rows == 0 || table_column(t, s->names[0]) != -1)
		return;
	/* Columns without a name first. */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < t->ncols && hit == t->ncols; i++)
			if ((*t->names[i] == '\0') == (pass == 0) &&
			    same_values(&s->columns[0], &t->columns[i]))
				hit = i;
	if (hit == t->ncols)
		return;
	too = table_column(&p->train, t->names[hit]);
	if (too >= 0 && table_column(&p->train, s->names[0]) == -1)
		rename_column(p, &p->train, (size_t)too, s->names[0]);
	rename_column(p, &p->test, hit, s->names[0]);
}

/* Row numbers: whole, each once, and not much larger than the rows are many
 * (the file may be a part of another, in another order). */
static bool
numbers_rows(const struct column *c)
{
	return c->rows > 1 && c->k.numbers == c->rows && c->integral &&
	    c->min >= 0 && c->max <= 10.0 * (double)c->rows &&
	    column_all_unique(c);
}

/* Drop the row numbers that pandas writes by default, which mislead every
 * model, and columns without a name. */
static void
drop_index(struct profile *p, struct table *t)
{
	const struct column	*c;
	size_t			 i, empty = 0;

	for (i = 0; t->path != NULL && i < t->ncols && t->ncols > 1; i++) {
		c = &t->columns[i];
		if (*c->name != '\0' &&
		    strncmp(c->name, "Unnamed: ", 9) != 0)
			continue;
		if (c->missing == c->rows)
			empty++;
		else if (numbers_rows(c))
			profile_mended(p, t, "column %zu has no name and only "
			    "numbers the rows; left out", i + 1);
		else
			continue;
		table_drop_column(t, i--);
	}
	if (empty > 0)
		profile_mended(p, t, "columns without name and values (%zu) "
		    "left out", empty);
}

/* Columns of the test file that are empty there alone: what is asked for. */
static void
drop_blanked(struct profile *p)
{
	struct table	*t = &p->test;
	long		 at;
	size_t		 i;

	for (i = 0; t->path != NULL && t->rows > 0 && i < t->ncols &&
	    t->ncols > 1; i++) {
		at = table_column(&p->train, t->names[i]);
		if (at == -1 || t->columns[i].missing < t->rows ||
		    p->train.columns[at].missing == p->train.rows)
			continue;
		profile_mended(p, t, "column '%.100s' is empty in all rows; "
		    "left out", t->names[i]);
		table_drop_column(t, i--);
	}
}

void
repair_names(struct profile *p)
{
	align(p, &p->train, &p->sample);
	name_by_order(p);
	align(p, &p->test, &p->sample);
	align(p, &p->test, &p->train);
	adopt_id(p);
	drop_index(p, &p->train);
	drop_index(p, &p->test);
	drop_blanked(p);
}

static void
make_plain(struct profile *p, struct table *t, size_t col, char decimal)
{
	const struct column	*c = &t->columns[col];

	t->fixes[col].decimal = decimal;
	if (c->dressed == 0)
		t->mended = true;
	else
		profile_mended(p, t, "numbers in column '%.100s' are written "
		    "plain (%zu, the first is line %ld; the decimal mark was "
		    "'%c')", c->name, c->dressed, c->dressed_line, decimal);
}

/* Are the amounts of one column in several currencies, or are some shares
 * written with a percent sign and others without? Then they cannot be compared
 * once the signs are gone. */
static bool
mixed(struct profile *p, const struct table *t, const struct column *c,
    unsigned marks)
{
	struct buf	 list = BUF_INIT;
	bool		 money = num_currencies(marks, &list) > 1;
	bool		 shares = (marks & NUM_PERCENT) != 0 &&
			    c->dressed < c->k.numbers &&
			    profile_is_target(p, c->name);

	if (money)
		profile_refuse(p, "read '%s' column '%.100s': the amounts are "
		    "in several currencies (%s), the first on line %ld; "
		    "convert them into one", t->shown, c->name,
		    buf_str(&list), c->dressed_line);
	else if (shares)
		profile_refuse(p, "read '%s' column '%.100s': %zu of %zu "
		    "numbers have a percent sign, the first on line %ld; "
		    "write all of them in one unit", t->shown, c->name,
		    c->dressed, c->k.numbers, c->dressed_line);
	buf_release(&list);
	return money || shares;
}

/* Numbers of one column, in all tables that have it, in one manner. */
void
repair_numbers(struct profile *p)
{
	struct table	*a = &p->train, *b = &p->test;
	const char	*name;
	unsigned	 marks;
	char		 decimal;
	size_t		 i;
	long		 at;

	for (i = 0; a->path != NULL && i < a->ncols; i++) {
		name = a->names[i];
		at = table_column(b, name);
		marks = a->columns[i].marks |
		    (at == -1 ? 0 : b->columns[at].marks);
		if (a->columns[i].type != COLUMN_NUMBER ||
		    (a->columns[i].dressed == 0 && (at == -1 ||
		    b->columns[at].dressed == 0)))
			continue;
		if ((decimal = num_decimal(marks, a->sep)) == '\0') {
			profile_refuse(p, "read '%s' column '%.100s': numbers "
			    "are written in two manners (1.234,5 and 1,234.5),"
			    " the first that is not plain is line %ld; write "
			    "them in one", a->shown, name,
			    a->columns[i].dressed_line);
			continue;
		}
		if (mixed(p, a, &a->columns[i], marks))
			continue;
		make_plain(p, a, i, decimal);
		if (at >= 0)
			make_plain(p, b, (size_t)at, decimal);
	}
}

/* Test ids without the zeros in front that a spreadsheet drops, or with a ".0"
 * that a gap in the column leaves: as the sample has them. */
void
repair_ids(struct profile *p)
{
	long			 s = table_column(&p->sample, p->id);
	long			 t = table_column(&p->test, p->id);
	const struct column	*a, *b;
	struct column_fix	*f;

	if (s == -1 || t == -1)
		return;
	a = &p->sample.columns[s];
	b = &p->test.columns[t];
	if (a->k.numbers != a->rows || b->k.numbers != b->rows ||
	    !a->integral || !b->integral || a->point_zero > 0 ||
	    (a->zeros > 0 && a->short_len != a->long_len))
		return;
	f = &p->test.fixes[t];
	if (b->point_zero == 0 && (a->zeros > 0 ? b->short_len ==
	    a->short_len && b->long_len == a->long_len : b->zeros == 0))
		return;
	f->id = true;
	f->decimal = 0;
	f->width = a->zeros > 0 ? a->long_len : 0;
	profile_mended(p, &p->test, "%zu ids have other zeros in front or "
	    "behind the point than in the sample submission; they have its "
	    "now", b->zeros + b->point_zero > 0 ? b->zeros + b->point_zero :
	    b->rows);
}
