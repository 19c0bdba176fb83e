/*
 * roles.c: which column is the id, which are the targets.
 *
 * The sample submission decides: its first column that the test file has too
 * is the id, its other columns are the targets. A sample with one column a
 * class (probabilities) names values instead of a column: then the target is
 * the column of the training data whose values they are. Without a sample
 * the target is what only the training data have. What is left open is a
 * fault that names the option to settle it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "data/profile_pass.h"

/* As the training data spell it, if case or blanks are all that differs. */
static char *
its_name(const struct profile *p, const char *name, size_t n)
{
	char	*copy = strndup(name, n);
	long	 at;

	if (copy == NULL || p->train.path == NULL ||
	    (at = repair_column(&p->train, copy)) == -1)
		return copy;
	free(copy);
	return strdup(p->train.names[at]);
}

static enum hcc_status
add_target(struct profile *p, const char *name, size_t n, struct hcc_err *e)
{
	char	**v = reallocarray(p->targets, p->ntargets + 1, sizeof(*v));
	char	*copy = its_name(p, name, n);

	if (v != NULL)
		p->targets = v;
	if (v == NULL || copy == NULL) {
		free(copy);
		return err_nomem(e);
	}
	if (n == 0 || profile_is_target(p, copy)) {
		free(copy);
		return HCC_OK;
	}
	v[p->ntargets++] = copy;
	return HCC_OK;
}

static enum hcc_status
given_targets(struct profile *p, const char *list, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 n;

	/* A name may hold a comma itself. */
	if (p->train.path != NULL && repair_column(&p->train, list) >= 0)
		return add_target(p, list, strlen(list), e);
	for (; st == HCC_OK; list += n + 1) {
		n = strcspn(list, ",");
		st = add_target(p, list, n, e);
		if (list[n] == '\0')
			break;
	}
	return st;
}

static bool
looks_like_id(const char *name)
{
	size_t	 n = strlen(name);

	return strcasecmp(name, "id") == 0 || strcasecmp(name, "uuid") == 0 ||
	    (n > 2 && (strcasecmp(name + n - 3, "_id") == 0 ||
	    strcmp(name + n - 2, "Id") == 0 ||
	    strcmp(name + n - 2, "ID") == 0)) ||
	    strncasecmp(name, "id_", 3) == 0;
}

/* Without a sample: a column that is called so and names every row. */
static const char *
id_by_name(const struct profile *p)
{
	const struct table	*t = &p->test;
	size_t				 i;

	if (t->path == NULL)
		t = &p->train;
	for (i = 0; t->path != NULL && i < t->ncols; i++)
		if (looks_like_id(t->names[i]) &&
		    column_all_unique(&t->columns[i]) &&
		    !profile_is_target(p, t->names[i]))
			return t->names[i];
	return NULL;
}

static enum hcc_status
find_id(struct profile *p, const char *given, struct hcc_err *e)
{
	const struct table	*s = &p->sample;
	const char		*name = given;
	size_t			 i;

	for (i = 0; name == NULL && i < s->ncols; i++)
		if (table_column(&p->test, s->names[i]) >= 0 &&
		    !profile_is_target(p, s->names[i]))
			name = s->names[i];
	/* Ids that count the rows of a test file without ids. */
	if (name == NULL && s->ncols > 1)
		name = s->names[0];
	if (name == NULL)
		name = id_by_name(p);
	if (name != NULL && (p->id = strdup(name)) == NULL)
		return err_nomem(e);
	return HCC_OK;
}

static bool
same_class(const char *column, const char *value)
{
	size_t	 n = strlen(column), k = strlen(value);
	double	 a, b;

	if (strcmp(column, value) == 0)
		return true;
	if (k > 0 && n > k && strcmp(column + n - k, value) == 0 &&
	    strchr("_- .:", column[n - k - 1]) != NULL)
		return true;
	return num_parse(column, &a) && num_parse(value, &b) && a == b;
}

/* Are the values of this column the sample's columns? */
static bool
names_classes(const struct profile *p, size_t col)
{
	const struct table	*s = &p->sample;
	const struct column	*c = &p->train.columns[col];
	size_t			 i, k, hit = 0, all = 0;

	if (c->unique < 2 || c->unique > 2 * s->ncols || !c->exact)
		return false;
	for (i = 0; i < c->values.n; i++) {
		for (k = 0; k < s->ncols; k++)
			if (strcmp(s->names[k], p->id) != 0 &&
			    same_class(s->names[k], c->values.v[i].text))
				break;
		all += c->values.v[i].count;
		hit += k < s->ncols ? c->values.v[i].count : 0;
	}
	return hit > 0 && hit * 10 >= all * 9;
}

static bool
only_in_train(const struct profile *p, const char *name)
{
	return (p->id == NULL || strcmp(name, p->id) != 0) &&
	    table_column(&p->test, name) == -1;
}

static const char *
class_column(const struct profile *p)
{
	size_t	 i;

	if (p->sample.ncols < 3 || p->train.path == NULL)
		return NULL;
	for (i = 0; i < p->train.ncols; i++)
		if (only_in_train(p, p->train.names[i]) &&
		    names_classes(p, i))
			return p->train.names[i];
	return NULL;
}

/* The columns of the sample that the training data have; false when there is
 * none of them. */
static enum hcc_status
sample_targets(struct profile *p, struct hcc_err *e)
{
	const struct table	*s = &p->sample;
	enum hcc_status		 st = HCC_OK;
	size_t			 i, have = 0;

	for (i = 0; i < s->ncols; i++)
		have += strcmp(s->names[i], p->id) != 0 &&
		    table_column(&p->train, s->names[i]) >= 0;
	if (have == 0 && p->train.path != NULL)
		return HCC_OK;
	for (i = 0; i < s->ncols && st == HCC_OK; i++)
		if (strcmp(s->names[i], p->id) != 0)
			st = add_target(p, s->names[i], strlen(s->names[i]),
			    e);
	return st;
}

static bool
usual_name(const char *s)
{
	static const char *const	 names[] = { "target", "label", "y",
	    "class", "labels", "outcome" };
	size_t				 i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(s, names[i]) == 0)
			return true;
	return false;
}

/* What only the training data have; if that is more, a usual name of it. */
static enum hcc_status
lone_target(struct profile *p, struct hcc_err *e)
{
	struct buf	 list = BUF_INIT;
	const char	*name = NULL, *usual = NULL;
	size_t		 i, n = 0, nusual = 0;
	enum hcc_status	 st = HCC_OK;

	for (i = 0; i < p->train.ncols; i++) {
		if (!only_in_train(p, p->train.names[i]))
			continue;
		name = p->train.names[i];
		if (n++ < 12)
			buf_addf(&list, "%s%s", n == 1 ? "" : ", ", name);
		if (usual_name(name)) {
			usual = name;
			nusual++;
		}
	}
	if (n != 1)
		name = nusual == 1 ? usual : NULL;
	if (name != NULL && p->sample.ncols > 1)
		profile_note(p, "the sample submission has no column '%s'; "
		    "taken for the target because only the training data have "
		    "it", name);
	if (name != NULL)
		st = add_target(p, name, strlen(name), e);
	else if (n == 0)
		profile_refuse(p, "find the target: '%s' has no column that "
		    "the test data lack; name it with -t", p->train.path);
	else
		profile_refuse(p, "find the target: it could be any of %zu "
		    "columns of '%s' (%.300s%s); name it with -t%s", n,
		    p->train.path, buf_str(&list), n > 12 ? ", .." : "",
		    p->train.no_header ? "; the file has no header, its "
		    "columns are called c1, c2, .." : "");
	buf_release(&list);
	return st;
}

static enum hcc_status
find_targets(struct profile *p, struct hcc_err *e)
{
	const char	*name;
	enum hcc_status	 st = HCC_OK;

	if (p->sample.path != NULL && p->id != NULL)
		st = sample_targets(p, e);
	if (st != HCC_OK || p->ntargets > 0 || p->train.path == NULL)
		return st;
	if ((name = class_column(p)) != NULL)
		return add_target(p, name, strlen(name), e);
	return lone_target(p, e);
}

/* The sample names no target of ours, and more than one thing else. */
static bool
is_wide(const struct profile *p)
{
	return p->sample.path != NULL && p->ntargets == 1 &&
	    p->train.path != NULL && p->sample.ncols > 2 &&
	    table_column(&p->sample, p->targets[0]) == -1;
}

enum hcc_status
find_roles(struct profile *p, const struct profile_want *want,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	if (want->target != NULL)
		st = given_targets(p, want->target, e);
	if (st == HCC_OK)
		st = find_id(p, want->id, e);
	if (st == HCC_OK && p->ntargets == 0)
		st = find_targets(p, e);
	p->wide = st == HCC_OK && is_wide(p);
	return st;
}
