/*
 * kind.c: what kind of data and what kind of problem this is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/image.h"
#include "data/profile_pass.h"
#include "score/label_sets.h"

#define TRY		20	/* values that must name files */
#define FOLDERS_MAX	64	/* folders that are tried for them */
#define CLASSES_MAX	20	/* whole numbers: above, a quantity */

/* Do the values of the column, put between `before`/ and `after`, name files
 * of a kind? Some of the rows are tried; a file in ten may be lost. */
static bool
names_files(const struct profile *p, const struct column *c,
    const char *before, const char *after, bool (*is)(const char *))
{
	char		 path[4096];
	const char	*s;
	size_t		 i, tried = 0, lost = 0;

	for (i = 0; i < c->values.n; i += 1 + c->values.n / TRY) {
		s = c->values.v[i].text;
		if (s[0] == '/' || strstr(s, "..") != NULL ||
		    snprintf(path, sizeof(path), "%s%s%s%s", before,
		    *before == '\0' ? "" : "/", s, after) >=
		    (int)sizeof(path) || !is(path))
			return false;
		tried++;
		lost += !fs_exists(p->dir, path);
		if (lost > 1 + c->values.n / 10)
			return false;
	}
	return tried > 0 && lost * 10 <= tried;
}

/* In which folder the files of a table's rows are, as a pattern:
 * "train/{id}.png"; NULL: in none. bare: names lack the ending. */
static char *
find_folder(const struct profile *p, const struct column *c, const char *avoid,
    bool bare, bool (*is)(const char *))
{
	const struct tree_folder	*f;
	const char			*end;
	size_t				 i, k, n = p->tree.nfolders;

	if (n > FOLDERS_MAX)
		n = FOLDERS_MAX;
	/* Both folders may hold 1.png: look last where it should not be. */
	for (i = 0; i < 2 * n; i++) {
		f = &p->tree.folders[i % n];
		if (f->files + f->folders == 0 ||
		    (strcasestr(f->path, avoid) != NULL) != (i >= n))
			continue;
		for (k = 0; k < (bare ? f->next : 1); k++) {
			end = bare ? f->ext[k].name : "";
			if (names_files(p, c, f->path, end, is))
				return mem_format("%s%s{%s}%s", f->path,
				    *f->path == '\0' ? "" : "/", c->name,
				    end);
		}
	}
	return NULL;
}

/* A number is no name, unless it is the id. */
static bool
may_name(const struct profile *p, const struct column *c)
{
	return !profile_is_target(p, c->name) && (c->type != COLUMN_NUMBER ||
	    (p->id != NULL && strcmp(p->id, c->name) == 0));
}

/* The first column that names files of a kind is of paths: rather by whole
 * paths than in a folder, rather with an ending than without: the number of a
 * row may be the name of some of the files as well. */
static char *
table_files(const struct profile *p, const struct table *t,
    bool (*is)(const char *))
{
	enum { WHOLE, IN_FOLDER, BARE, WAYS }	 way;
	const struct column			*c;
	const char				*avoid;
	char					*pattern;
	size_t					 i;

	avoid = t == &p->train ? "test" : "train";
	for (way = WHOLE; t->path != NULL && way < WAYS; way++)
		for (i = 0; i < t->ncols; i++) {
			c = &t->columns[i];
			if (!may_name(p, c))
				continue;
			if (way != WHOLE)
				pattern = find_folder(p, c, avoid,
				    way == BARE, is);
			else
				pattern = names_files(p, c, "", "", is) ?
				    mem_format("{%s}", c->name) : NULL;
			if (pattern != NULL) {
				t->columns[i].type = COLUMN_PATH;
				return pattern;
			}
		}
	return NULL;
}

/* The places of the rows to learn from and of those to predict. */
static void
find_places(struct profile *p, bool (*is)(const char *), char **train,
    char **test)
{
	*train = table_files(p, &p->train, is);
	*test = table_files(p, p->test.path != NULL ? &p->test : &p->sample,
	    is);
}

static bool
sound_name(const char *path)
{
	return text_ends(path, ".wav");
}

/* May the data have sounds? A folder counts few kinds of files. */
static bool
may_have_sounds(const struct tree *t)
{
	const struct tree_folder	*f;
	size_t				 i;

	for (f = t->folders; f < t->folders + t->nfolders; f++) {
		if (f->other > 0)
			return true;
		for (i = 0; i < f->next; i++)
			if (strcmp(f->ext[i].name, ".wav") == 0)
				return true;
	}
	return false;
}

/* The dates by which a forecast names its rows stay dates. */
static void
id_type(struct profile *p, struct table *t)
{
	long	 at = table_column(t, p->id);

	if (at >= 0 && t->columns[at].type != COLUMN_PATH &&
	    t->columns[at].type != COLUMN_DATE)
		t->columns[at].type = COLUMN_ID;
}

/* Columns that a model can learn from: what the test rows have too. */
static void
count_features(const struct profile *p, size_t *text, size_t *other)
{
	const struct table	*t = &p->train;
	size_t				 i;

	*text = *other = 0;
	for (i = 0; t->path != NULL && i < t->ncols; i++) {
		if (profile_is_target(p, t->names[i]) ||
		    (p->test.path != NULL &&
		    table_column(&p->test, t->names[i]) == -1))
			continue;
		if (t->columns[i].type == COLUMN_TEXT)
			++*text;
		else if (t->columns[i].type == COLUMN_NUMBER ||
		    t->columns[i].type == COLUMN_CATEGORY ||
		    t->columns[i].type == COLUMN_DATE)
			++*other;
	}
}

static enum profile_kind
kind_of(const struct profile *p)
{
	size_t	 text, other;
	bool	 images = p->images_train != NULL ||
		    (p->train.path == NULL && p->tree.all_images > 0);

	count_features(p, &text, &other);
	if (images)
		return text > 0 || other > 1 ? KIND_MIXED : KIND_IMAGE;
	if (p->train.path == NULL)
		return KIND_OTHER;
	if (text > 0)
		return other > 0 ? KIND_MIXED : KIND_TEXT;
	return other > 0 ? KIND_TABULAR : KIND_OTHER;
}

/* The metric says it, where it can; else the values of the target do. */
static enum profile_problem
problem_of(const struct profile *p, enum profile_problem metric)
{
	const struct column	*c;
	long			 at;

	if (metric != PROBLEM_UNKNOWN)
		return metric;
	if (p->ntargets == 0)
		return p->train.path == NULL && p->tree.all_images > 0 ?
		    PROBLEM_CLASSIFICATION : PROBLEM_OTHER;
	at = table_column(&p->train, p->targets[0]);
	if (at == -1)
		return PROBLEM_OTHER;
	c = &p->train.columns[at];
	if (c->type == COLUMN_TEXT || c->type == COLUMN_DATE)
		return PROBLEM_OTHER;
	if (c->type == COLUMN_NUMBER && (!c->integral ||
	    c->unique > CLASSES_MAX))
		return PROBLEM_REGRESSION;
	return PROBLEM_CLASSIFICATION;
}

/* Classes and the share of the rarest; over several targets the smallest.
 * Spellings that are repaired count as one. */
static void
count_classes(struct profile *p)
{
	const struct column	*c;
	const struct column_fix	*f;
	size_t			 i, k, j, n, count;
	double			 share;
	long			 at;

	for (i = 0; i < p->ntargets; i++) {
		if ((at = profile_target(p, i)) == -1)
			continue;
		c = &p->train.columns[at];
		f = &p->train.fixes[at];
		for (k = n = 0; k < c->values.n; k++) {
			count = c->values.v[k].count;
			if (f->spelling.n > 0 &&
			    f->canon[k] != c->values.v[k].text)
				continue;
			for (j = 0; f->spelling.n > 0 && j < c->values.n; j++)
				count += j != k && f->canon[j] ==
				    f->canon[k] ? c->values.v[j].count : 0;
			n++;
			share = (double)count / (double)(c->rows - c->missing);
			if (p->rarest == 0 || share < p->rarest)
				p->rarest = share;
		}
		if (!c->exact)
			n = c->unique;
		if (n > p->classes)
			p->classes = n;
	}
}

void
find_sets(struct profile *p, const struct profile_want *want)
{
	const struct metric	*m = want->metric == NULL ? NULL :
				    metric_find(want->metric);
	const struct sketch	*v;
	const char		**cells;
	size_t			 i;
	long			 at = p->ntargets == 1 ? profile_target(p, 0) :
				    -1;

	if (m == NULL || at == -1)
		return;
	v = &p->train.columns[at].values;
	cells = mem_zero(v->n + 1, sizeof(*cells));
	for (i = 0; i < v->n; i++)
		cells[i] = v->v[i].text;
	p->labels = label_sets_count(m, cells, v->n, NULL, 0);
	free(cells);
}

static void
count_missing(struct profile *p)
{
	const struct table	*t = &p->train;
	size_t				 i, none = 0, all = 0;

	for (i = 0; t->path != NULL && i < t->ncols; i++) {
		if (profile_is_target(p, t->names[i]))
			continue;
		none += t->columns[i].missing;
		all += t->columns[i].rows;
	}
	p->missing = all == 0 ? 0 : (double)none / (double)all;
}

void
find_kinds(struct profile *p, const struct profile_want *want)
{
	if (p->tree.all_images > 0)
		find_places(p, image_name, &p->images_train, &p->images_test);
	if (p->images_train == NULL && may_have_sounds(&p->tree))
		find_places(p, sound_name, &p->sounds_train, &p->sounds_test);
	id_type(p, &p->train);
	id_type(p, &p->test);
	count_missing(p);
	p->kind = kind_of(p);
	p->problem = problem_of(p, want->problem);
	if (profile_has_classes(p) && p->labels == 0)
		count_classes(p);
}
