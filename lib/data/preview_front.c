/*
 * preview_front.c: the front matter of preview.md, the profile that programs
 * read.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/yaml.h"
#include "data/folds.h"
#include "data/preview.h"
#include "data/preview_part.h"

#define FRONT_BYTES	4200	/* of the list of columns */
#define WIDE		40	/* columns */
#define RUN_MIN		16	/* columns that are printed as a run */

static double
rounded(double d)
{
	return round(d * 10000) / 10000;
}

static jv
input_path(const char *path)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	buf_addf(&b, "input/%s", path);
	v = profile_name(buf_str(&b));
	buf_release(&b);
	return v;
}

jv
preview_split(const struct split *s)
{
	jv	 m = jv_object();

	if (s->groups != NULL)
		m = json_put(m, "groups", profile_name(s->groups));
	if (s->time != NULL)
		m = json_put(m, "time", profile_name(s->time));
	return m;
}

jv
preview_folds(const struct split *s, size_t folds)
{
	jv	 m = json_put_str(jv_object(), "kind", folds_kind(s));

	m = json_put_str(m, "file", "input/" FOLDS_FILE);
	return json_put_num(m, "count", (double)folds);
}

/* Everything of the front matter but the columns. */
static jv
profile(const struct profile *p, size_t folds)
{
	const struct {
		const char	*name, *pattern;
	} files[] = {
		{ "images_train", p->images_train },
		{ "images_test", p->images_test },
		{ "sounds_train", p->sounds_train },
		{ "sounds_test", p->sounds_test },
	};
	jv	 m = jv_object(), v = jv_array();
	size_t	 i;

	m = json_put_str(m, "kind", profile_kind_name(p->kind));
	m = json_put_str(m, "problem", profile_problem_name(p->problem));
	if (p->train.path != NULL) {
		m = json_put_num(m, "rows_train", (double)p->train.rows);
		m = json_put(m, "train", input_path(p->train.path));
		m = json_put_num(m, "missing", rounded(p->missing));
	}
	if (p->test.path != NULL) {
		m = json_put_num(m, "rows_test", (double)p->test.rows);
		m = json_put(m, "test", input_path(p->test.path));
	}
	if (p->sample.path != NULL)
		m = json_put(m, "sample", input_path(p->sample.path));
	if (p->id != NULL)
		m = json_put(m, "id", profile_name(p->id));
	for (i = 0; i < p->ntargets; i++)
		v = jv_array_append(v, profile_name(p->targets[i]));
	m = json_put(m, "target", v);
	if (p->labels > 0)
		m = json_put_num(m, "labels", (double)p->labels);
	if (p->classes > 0) {
		m = json_put_num(m, "classes", (double)p->classes);
		m = json_put_num(m, "imbalance", rounded(p->rarest));
	}
	if (p->split.groups != NULL || p->split.time != NULL)
		m = json_put(m, "split", preview_split(&p->split));
	if (folds > 0)
		m = json_put(m, "folds", preview_folds(&p->split, folds));
	if (json_len(p->suspects) > 0)
		m = json_put(m, "suspects", jv_copy(p->suspects));
	if (json_len(p->changed) > 0)
		m = json_put(m, "changed", jv_copy(p->changed));
	if (jv_object_length(jv_copy(p->stand_ins)) > 0)
		m = json_put(m, "stand_ins", jv_copy(p->stand_ins));
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i].pattern != NULL)
			m = json_put(m, files[i].name,
			    input_path(files[i].pattern));
	return m;
}

size_t
part_run(const struct table *t, size_t at)
{
	const char	*a = t->columns[at].name, *b;
	size_t		 stem = strcspn(a, "0123456789"), i;

	if (a[stem] == '\0')
		return 1;
	for (i = at; i < t->ncols; i++) {
		b = t->columns[i].name;
		if (strncmp(a, b, stem) != 0 || b[stem] == '\0' ||
		    b[stem + strspn(b + stem, "0123456789_x")] != '\0' ||
		    (t->columns[i].type != COLUMN_NUMBER &&
		    t->columns[i].type != COLUMN_CONSTANT))
			break;
	}
	return i == at ? 1 : i - at;
}

/* Columns that are one thing in many numbers, flattened pictures for one. */
static void
front_runs(struct buf *b, const struct table *t)
{
	size_t	 i, n;
	jv	 runs = jv_array(), r;

	for (i = 0; i < t->ncols; i += n) {
		if ((n = part_run(t, i)) < RUN_MIN)
			continue;
		r = json_put(jv_object(), "first", profile_name(
		    t->columns[i].name));
		r = json_put(r, "last", profile_name(
		    t->columns[i + n - 1].name));
		runs = jv_array_append(runs, json_put_num(r, "count",
		    (double)n));
	}
	if (jv_array_length(jv_copy(runs)) > 0) {
		buf_adds(b, "runs: ");
		json_dump(b, runs);
		buf_addc(b, '\n');
	}
	jv_free(runs);
}

static void
front_column(struct buf *b, const struct column *c, bool brief)
{
	jv	 name = profile_name(c->name);

	buf_adds(b, "- {name: ");
	json_dump(b, name);
	jv_free(name);
	buf_addf(b, ", type: %s", column_type_name(c->type));
	if (!brief)
		buf_addf(b, ", unique: %zu, missing: %g", c->unique,
		    c->rows == 0 ? 0 :
		    rounded((double)c->missing / (double)c->rows));
	buf_adds(b, "}\n");
}

/* Columns of types that matter most come first when not all have room. In a
 * wide table the many numbers are listed by name only. */
static void
front_columns(struct buf *b, const struct profile *p)
{
	const struct table	*t = &p->train;
	struct buf			 list = BUF_INIT;
	size_t				 i, pass, shown = 0;
	bool				 wide = t->ncols > WIDE, number;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < t->ncols; i++) {
			number = (t->columns[i].type == COLUMN_NUMBER ||
			    t->columns[i].type == COLUMN_CONSTANT) &&
			    !profile_is_target(p, t->columns[i].name);
			if ((wide && number == (pass == 0)) ||
			    (!wide && pass == 1) || list.len > FRONT_BYTES)
				continue;
			front_column(&list, &t->columns[i], wide && number);
			shown++;
		}
	if (shown < t->ncols) {
		front_runs(b, t);
		buf_addf(b, "columns_left_out: %zu\n", t->ncols - shown);
	}
	buf_addf(b, "columns:\n%s", buf_str(&list));
	buf_release(&list);
}

void
part_front(const struct profile *p, size_t folds, struct buf *b)
{
	static const char *const	 order[] = { "kind", "problem",
	    "rows_train", "rows_test", "id", "target", "classes", "imbalance",
	    "labels", "missing", "train", "test", "sample", "split", "folds",
	    "suspects", "changed", "stand_ins", NULL };
	jv				 meta = profile(p, folds);

	yaml_emit(b, meta, order);
	jv_free(meta);
	if (p->train.path == NULL)
		return;
	b->len -= strlen("---\n");	/* columns read better one a line */
	front_columns(b, p);
	buf_adds(b, "---\n");
}
