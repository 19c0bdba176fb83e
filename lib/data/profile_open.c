/*
 * profile_open.c: open a data directory: find the tables, read them, then
 * have roles, kinds, faults and the split worked out.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "data/folds.h"
#include "data/profile_pass.h"
#include "score/metric.h"

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
		    strcmp(f->path, FOLDS_FILE) == 0 ||
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

/* "data/train.csv", as messages call a file of the directory. */
static const char *
name_file(const struct profile *p, const char *path, char out[512])
{
	size_t	 n = strlen(p->shown);

	snprintf(out, 512, "%s%s%s", p->shown,
	    n == 0 || p->shown[n - 1] == '/' ? "" : "/", path);
	return out;
}

static enum hcc_status
read_table(struct profile *p, struct table *t, const struct tree_file *f,
    struct hcc_err *e)
{
	char		 shown[512];
	enum hcc_status	 st;

	if (f == NULL)
		return HCC_OK;
	/* The sample is what submissions are compared with: nothing in it is
	 * repaired but its encoding. */
	t->strict = t == &p->sample;
	t->keep_wide = t == &p->test;
	st = table_profile(t, p->dir, f->path, name_file(p, f->path, shown),
	    e);
	if (st == HCC_OK)
		repair_faults(p, t);
	return st;
}

/* A file that is no table as it is, but holds one; with `fits` one that is
 * named so. */
static const char *
packed_table(const struct tree *t, int (*fits)(const char *),
    const char **what)
{
	static const char *const	 ways[][2] = { { ".json", "convert it "
	    "to csv" }, { ".jsonl", "convert it to csv" },
	    { ".parquet", "convert it to csv" }, { ".feather", "convert it to "
	    "csv" }, { ".xlsx", "export it as csv" }, { ".xls", "export it as "
	    "csv" }, { ".ods", "export it as csv" }, { ".zip", "unpack it" },
	    { ".gz", "unpack it" }, { ".bz2", "unpack it" },
	    { ".xz", "unpack it" }, { ".zst", "unpack it" },
	    { ".7z", "unpack it" }, { ".tar", "unpack it" },
	    { ".tgz", "unpack it" }, { ".rar", "unpack it" } };
	const char			*dot;
	char				 s[64];
	size_t				 i, k;

	for (i = 0; i < t->nothers; i++) {
		stem(t->others[i].path, s);
		dot = strrchr(t->others[i].path, '.');
		if (dot == NULL || (fits != NULL && fits(s) == -1))
			continue;
		for (k = 0; k < sizeof(ways) / sizeof(ways[0]); k++)
			if (strcasecmp(dot, ways[k][0]) == 0) {
				*what = ways[k][1];
				return t->others[i].path;
			}
	}
	return NULL;
}

/* Nothing but tables, and none to learn from: something was forgotten. */
static enum hcc_status
no_train(struct profile *p, struct hcc_err *e)
{
	const char	*what, *packed = packed_table(&p->tree, NULL, &what);
	char		 shown[512];

	if (packed != NULL && p->tree.all_images == 0)
		return err_set(e, HCC_MISSING, "find the training data in "
		    "'%s': no table is called train.csv or the like, and '%s' "
		    "cannot be read; %s first", p->shown[0] == '\0' ? "." :
		    p->shown, name_file(p, packed, shown), what);
	if (p->tree.files > p->tree.ntables + 1 && p->tree.all_images > 0) {
		profile_note(p, "no training table; pictures only");
		return HCC_OK;
	}
	if (p->tree.files > 0 && p->tree.ntables == 0) {
		profile_note(p, "no csv file: the description alone says "
		    "what the files are for");
		return HCC_OK;
	}
	return err_set(e, HCC_MISSING, "find the training data in '%s': no "
	    "table is called train.csv or the like; add it, or rename the one "
	    "that is meant", p->shown[0] == '\0' ? "." : p->shown);
}

/* Without the table of the rows to predict nobody can predict them. */
static enum hcc_status
packed_test(const struct profile *p, struct hcc_err *e)
{
	const char	*what, *packed = packed_table(&p->tree, fits_test,
			    &what);
	char		 shown[512];

	if (packed == NULL || p->tree.all_images > 0)
		return HCC_OK;
	return err_set(e, HCC_MISSING, "find the rows to predict in '%s': '%s' "
	    "cannot be read; %s first", p->shown[0] == '\0' ? "." : p->shown,
	    name_file(p, packed, shown), what);
}

static enum hcc_status
read_tables(struct profile *p, struct hcc_err *e)
{
	const struct tree_file	*train, *test;
	enum hcc_status		 st;

	test = best_table(&p->tree, fits_test);
	st = read_table(p, &p->sample, best_table(&p->tree, fits_sample), e);
	if (st == HCC_OK)
		st = read_table(p, &p->test, test, e);
	if (st != HCC_OK)
		return st;
	if ((train = best_table(&p->tree, fits_train)) == NULL)
		train = only_table(p, false);
	if (train == NULL)
		train = only_table(p, true);
	if (train == NULL)
		return no_train(p, e);
	if (test == NULL && (st = packed_test(p, e)) != HCC_OK)
		return st;
	if ((st = read_table(p, &p->train, train, e)) == HCC_OK)
		repair_names(p);
	return st;
}

enum hcc_status
profile_open(struct profile *p, int dir, const struct profile_want *want,
    struct hcc_err *e)
{
	enum hcc_status		 st;

	*p = (struct profile){ .dir = dir, .problems = jv_array(),
	    .notes = jv_array(), .mends = jv_array(),
	    .suspects = jv_array(), .changed = jv_array(),
	    .stand_ins = jv_object() };
	p->train.need = p->test.need = p->sample.need = -1;
	p->shown = mem_dup(want->shown == NULL ? "" : want->shown);
	if ((st = tree_scan(&p->tree, dir, p->shown, e)) != HCC_OK ||
	    (st = read_tables(p, e)) != HCC_OK) {
		profile_close(p);
		return st;
	}
	find_roles(p, want);
	repair_numbers(p);
	repair_ids(p);
	find_sets(p, want);
	repair_targets(p, want->problem);
	find_kinds(p, want);
	check_tables(p, want);
	find_stand_ins(p);
	find_split(p);
	return HCC_OK;
}
