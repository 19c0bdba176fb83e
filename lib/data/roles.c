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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/profile_pass.h"

/* A target as the training data spell it, if case or blanks are all that
 * differs. */
static void
add_target(struct profile *p, const char *name, size_t n)
{
	char	*copy = mem_dup_n(name, n);
	long	 at = p->train.path == NULL ? -1 :
		    repair_column(&p->train, copy);

	if (at != -1) {
		free(copy);
		copy = mem_dup(p->train.names[at]);
	}
	if (n == 0 || profile_is_target(p, copy)) {
		free(copy);
		return;
	}
	p->targets = mem_again(p->targets, p->ntargets + 1,
	    sizeof(*p->targets));
	p->targets[p->ntargets++] = copy;
}

static void
given_targets(struct profile *p, const char *list)
{
	size_t	 n;

	/* A name may hold a comma itself. */
	if (p->train.path != NULL && repair_column(&p->train, list) >= 0)
		add_target(p, list, strlen(list));
	else
		for (; *list != '\0'; list += n + (list[n] == ',')) {
			n = strcspn(list, ",");
			add_target(p, list, n);
		}
}

static bool
looks_like_id(const char *name)
{
	size_t	 n = strlen(name);

	return text_in_any_case(name, "id|uuid") ||
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

static void
find_id(struct profile *p, const char *given)
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
	p->id = name == NULL ? NULL : mem_dup(name);
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

/* The columns of the sample, if the training data have some of them. */
static void
sample_targets(struct profile *p)
{
	const struct table	*s = &p->sample;
	size_t			 i, have = 0;

	for (i = 0; i < s->ncols; i++)
		have += strcmp(s->names[i], p->id) != 0 &&
		    table_column(&p->train, s->names[i]) >= 0;
	if (have == 0 && p->train.path != NULL)
		return;
	for (i = 0; i < s->ncols; i++)
		if (strcmp(s->names[i], p->id) != 0)
			add_target(p, s->names[i], strlen(s->names[i]));
}

/* What only the training data have; if that is more, a usual name of it. */
static void
lone_target(struct profile *p)
{
	struct buf	 list = BUF_INIT;
	const char	*name = NULL, *usual = NULL;
	size_t		 i, n = 0, nusual = 0;

	for (i = 0; i < p->train.ncols; i++) {
		if (!only_in_train(p, p->train.names[i]))
			continue;
		name = p->train.names[i];
		if (n++ < 12)
			buf_addf(&list, "%s%s", n == 1 ? "" : ", ", name);
		if (text_in_any_case(name,
		    "target|label|y|class|labels|outcome")) {
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
		add_target(p, name, strlen(name));
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
}

static void
find_targets(struct profile *p)
{
	const char	*name;

	if (p->sample.path != NULL && p->id != NULL)
		sample_targets(p);
	if (p->ntargets > 0 || p->train.path == NULL)
		return;
	if ((name = class_column(p)) != NULL)
		add_target(p, name, strlen(name));
	else
		lone_target(p);
}

/* The sample names no target of ours, and more than one thing else. */
static bool
is_wide(const struct profile *p)
{
	return p->sample.path != NULL && p->ntargets == 1 &&
	    p->train.path != NULL && p->sample.ncols > 2 &&
	    table_column(&p->sample, p->targets[0]) == -1;
}

void
find_roles(struct profile *p, const struct profile_want *want)
{
	if (want->target != NULL)
		given_targets(p, want->target);
	find_id(p, want->id);
	if (p->ntargets == 0)
		find_targets(p);
	p->wide = is_wide(p);
}
