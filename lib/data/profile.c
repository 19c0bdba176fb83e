/*
 * profile.c: open a data directory: find the tables, read their heads, then
 * have roles, kinds and faults worked out.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/profile_internal.h"
#include "data/repair.h"

/* One clean line, behind `start`, into a list. */
static jv
sentence(jv list, const char *start, const char *fmt, va_list ap)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;

	buf_adds(&b, start);
	buf_vaddf(&b, fmt, ap);
	err_set(&e, HCC_INPUT, "%s", buf_str(&b));
	buf_release(&b);
	return jv_array_append(list, jv_string(e.text));
}

void
profile_refuse(struct profile *p, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	p->problems = sentence(p->problems, "", fmt, ap);
	va_end(ap);
}

void
profile_note(struct profile *p, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	p->notes = sentence(p->notes, "", fmt, ap);
	va_end(ap);
}

void
profile_mended(struct profile *p, struct profile_table *t, const char *fmt,
    ...)
{
	char	 shown[512], start[540];
	va_list	 ap;

	snprintf(start, sizeof(start), "mended '%s': ",
	    profile_shown(p, t->path, shown));
	va_start(ap, fmt);
	p->mends = sentence(p->mends, start, fmt, ap);
	va_end(ap);
	t->mended = true;
}

bool
profile_any_mended(const struct profile *p, bool *in_part)
{
	const struct profile_table	*all[] = { &p->train, &p->test,
					    &p->sample };
	bool				 any = false;
	size_t				 i;

	*in_part = false;
	for (i = 0; i < 3; i++) {
		any = any || all[i]->mended;
		*in_part = *in_part || (all[i]->mended &&
		    all[i]->csv.truncated);
	}
	return any;
}

const char *
profile_shown(const struct profile *p, const char *path, char out[512])
{
	size_t	 n = strlen(p->shown);

	snprintf(out, 512, "%s%s%s", p->shown,
	    n == 0 || p->shown[n - 1] == '/' ? "" : "/", path);
	return out;
}

long
table_column(const struct profile_table *t, const char *name)
{
	return t->path == NULL || name == NULL ? -1 :
	    csv_column(&t->csv, name);
}

bool
profile_is_target(const struct profile *p, const char *name)
{
	size_t	 i;

	for (i = 0; i < p->ntargets; i++)
		if (strcmp(p->targets[i], name) == 0)
			return true;
	return false;
}

/* The name without folders and ending, in small letters. */
static void
stem(const char *path, char out[64])
{
	size_t	 i;

	path = path_base(path);
	for (i = 0; i < 63 && path[i] != '\0'; i++)
		out[i] = (char)tolower((unsigned char)path[i]);
	out[i] = '\0';
	if (strrchr(out, '.') != NULL)
		*strrchr(out, '.') = '\0';
}

/* How well a name fits a role, 0 best; -1: not at all. */
static int
fits_sample(const char *s)
{
	if (strstr(s, "sample") != NULL && strstr(s, "sub") != NULL)
		return 0;
	if (strstr(s, "submission") != NULL || strstr(s, "submit") != NULL)
		return 1;
	return strcmp(s, "sample") == 0 ? 2 : -1;
}

static int
fits_word(const char *s, const char *word)
{
	const char	*at = strstr(s, word);
	size_t		 n = strlen(word);
	int		 rank;

	if (at == NULL || fits_sample(s) != -1)
		return -1;
	if (at == s && (s[n] == '\0' || strcmp(s + n, "ing") == 0 ||
	    strcmp(s + n, "_data") == 0 || strcmp(s + n, "_set") == 0))
		rank = s[n] == '\0' ? 0 : 1;
	else if (at == s)
		rank = 2;
	else if (!isalpha((unsigned char)at[-1]))
		rank = 3;
	else
		return -1;
	/* Labels apart are a second choice. */
	return strstr(s, "label") != NULL || strstr(s, "target") != NULL ||
	    strstr(s, "solution") != NULL ? rank + 4 : rank;
}

static int
fits_train(const char *s)
{
	return fits_word(s, "train");
}

static int
fits_test(const char *s)
{
	return fits_word(s, "test");
}

static const struct tree_file *
best_table(const struct tree *t, int (*fits)(const char *))
{
	const struct tree_file	*best = NULL;
	char			 s[64];
	int			 rank = 0, r;
	size_t			 i;

	for (i = 0; i < t->ntables; i++) {
		if (t->folders[t->tables[i].folder].depth > 1)
			continue;
		stem(t->tables[i].path, s);
		if ((r = fits(s)) == -1)
			continue;
		r = r * 2 + (int)t->folders[t->tables[i].folder].depth;
		if (best == NULL || r < rank) {
			best = &t->tables[i];
			rank = r;
		}
	}
	return best;
}

/* The only table that is left when test and sample are known; labels of
 * pictures are one in the second try. */
static const struct tree_file *
only_table(const struct profile *p, bool labels)
{
	const struct tree_file	*only = NULL, *f;
	char			 s[64];
	size_t			 i;

	for (i = 0; i < p->tree.ntables; i++) {
		f = &p->tree.tables[i];
		stem(f->path, s);
		if (f->path == p->test.path || f->path == p->sample.path ||
		    fits_sample(s) != -1 || fits_test(s) != -1 ||
		    strstr(s, "board") != NULL ||
		    (!labels && strstr(s, "label") != NULL))
			continue;
		if (only != NULL)
			return NULL;
		only = f;
	}
	return only;
}

static enum hcc_status
read_table(struct profile *p, struct profile_table *t,
    const struct tree_file *f, bool whole, struct hcc_err *e)
{
	char		 shown[512];
	enum hcc_status	 st;
	int		 fd;

	if (f == NULL)
		return HCC_OK;
	(void)profile_shown(p, f->path, shown);
	fd = openat(p->dir, f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return err_errno(e, "open '%s'", shown);
	/* The sample is what submissions are compared with: nothing in it is
	 * mended but its encoding. */
	st = t == &p->sample ? csv_read_fd(fd, shown, 0, whole ? 0 :
	    PREVIEW_HEAD, &t->csv, e) : csv_mend_fd(fd, shown, whole ? 0 :
	    PREVIEW_HEAD, t == &p->test, &t->csv, &t->faults, e);
	close(fd);
	if (st != HCC_OK)
		return st;
	t->path = f->path;
	mend_faults(p, t);
	t->rows = (double)t->csv.nrows;
	if (t->csv.truncated && t->csv.bytes > 0)
		t->rows = (double)t->csv.nrows *
		    ((double)f->bytes / (double)t->csv.bytes);
	return HCC_OK;
}

static enum hcc_status
profile(struct profile_table *t, struct hcc_err *e)
{
	size_t		 i;
	enum hcc_status	 st = HCC_OK;

	if (t->path == NULL)
		return HCC_OK;
	free(t->columns);
	t->columns = calloc(t->csv.ncols + 1, sizeof(*t->columns));
	if (t->columns == NULL)
		return err_nomem(e);
	for (i = 0; i < t->csv.ncols && st == HCC_OK; i++)
		st = column_profile(&t->csv, i, &t->columns[i], e);
	return st;
}

/* Nothing but tables, and none to learn from: something was forgotten. */
static enum hcc_status
no_train(struct profile *p, struct hcc_err *e)
{
	if (p->tree.files > p->tree.ntables + 1 && p->tree.all_images > 0) {
		profile_note(p, "no training table; pictures only");
		return HCC_OK;
	}
	if (p->tree.files > 0 && p->tree.ntables == 0) {
		profile_note(p, "no csv file: what the files are for is told "
		    "by the description alone");
		return HCC_OK;
	}
	return err_set(e, HCC_MISSING, "find the training data in '%s': no "
	    "table is called train.csv or the like; add it, or rename the one "
	    "that is meant", p->shown[0] == '\0' ? "." : p->shown);
}

static enum hcc_status
read_tables(struct profile *p, const struct profile_want *want,
    struct hcc_err *e)
{
	const struct tree_file	*train;
	enum hcc_status		 st;

	st = read_table(p, &p->sample, best_table(&p->tree, fits_sample),
	    want->whole, e);
	if (st == HCC_OK)
		st = read_table(p, &p->test, best_table(&p->tree, fits_test),
		    want->whole, e);
	if (st != HCC_OK)
		return st;
	if ((train = best_table(&p->tree, fits_train)) == NULL)
		train = only_table(p, false);
	if (train == NULL)
		train = only_table(p, true);
	if (train == NULL)
		return no_train(p, e);
	st = read_table(p, &p->train, train, want->whole, e);
	if (st == HCC_OK)
		st = mend_names(p, e);
	if (st == HCC_OK)
		st = profile(&p->train, e);
	if (st == HCC_OK)
		st = profile(&p->test, e);
	return st;
}

/* Mend them and look at them again. That the other columns may have lost a
 * row can wait: a mended table is written anew and looked at once more. */
static enum hcc_status
mended_targets(struct profile *p, enum profile_problem metric,
    struct hcc_err *e)
{
	struct profile_table	*t = &p->train;
	size_t			 i;
	enum hcc_status		 st;
	long			 at;

	if ((st = mend_targets(p, metric, e)) != HCC_OK)
		return st;
	for (i = 0; t->mended && i < p->ntargets && st == HCC_OK; i++)
		if ((at = table_column(t, p->targets[i])) >= 0)
			st = column_profile(&t->csv, (size_t)at,
			    &t->columns[at], e);
	return st;
}

enum hcc_status
profile_open(struct profile *p, int dir, const struct profile_want *want,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	*p = (struct profile){ .dir = dir, .problems = jv_array(),
	    .notes = jv_array(), .mends = jv_array() };
	if ((p->shown = strdup(want->shown == NULL ? "" : want->shown)) == NULL)
		st = err_nomem(e);
	else
		st = tree_scan(&p->tree, dir, p->shown, e);
	if (st == HCC_OK)
		st = read_tables(p, want, e);
	if (st == HCC_OK)
		st = profile_roles(p, want, e);
	if (st == HCC_OK)
		st = mended_targets(p, want->problem, e);
	if (st == HCC_OK)
		st = profile_kinds(p, want, e);
	if (st == HCC_OK)
		st = profile_check(p, want, e);
	if (st != HCC_OK)
		profile_close(p);
	return st;
}

static void
close_table(struct profile_table *t)
{
	free(t->columns);
	csv_release(&t->csv);
}

void
profile_close(struct profile *p)
{
	size_t	 i;

	close_table(&p->train);
	close_table(&p->test);
	close_table(&p->sample);
	tree_release(&p->tree);
	for (i = 0; i < p->ntargets; i++)
		free(p->targets[i]);
	free(p->targets);
	free(p->shown);
	free(p->id);
	free(p->images_train);
	free(p->images_test);
	jv_free(p->problems);
	jv_free(p->notes);
	jv_free(p->mends);
	*p = (struct profile){ .dir = -1, .problems = jv_null(),
	    .notes = jv_null(), .mends = jv_null() };
}

const char *
profile_kind_name(enum profile_kind k)
{
	static const char *const	 names[] = {
		[KIND_TABULAR] = "tabular", [KIND_TEXT] = "text",
		[KIND_IMAGE] = "image", [KIND_MIXED] = "mixed",
		[KIND_OTHER] = "other" };

	return names[k];
}

const char *
profile_problem_name(enum profile_problem k)
{
	static const char *const	 names[] = {
		[PROBLEM_UNKNOWN] = "other",
		[PROBLEM_CLASSIFICATION] = "classification",
		[PROBLEM_REGRESSION] = "regression",
		[PROBLEM_ORDINAL] = "ordinal", [PROBLEM_OTHER] = "other" };

	return names[k];
}
