/*
 * preview.c: preview.md, written for people and for models.
 *
 * Opens with YAML front matter, the profile that programs read; then
 * Markdown. Both are capped: of a wide table the first columns have a line
 * each, the others are named by type, so that the whole stays below some 4000
 * tokens. Every foreign string passes md_cut().
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "data/folds.h"
#include "data/markdown.h"
#include "data/preview.h"
#include "data/preview_part.h"

#define FRONT_BYTES	4200	/* of the list of columns */
#define TABLE_BYTES	4000	/* of the lines of columns */
#define NAMES_BYTES	4000	/* of the names of the others */
#define LEVELS_MOST	12	/* values of a column that all are shown */
#define RELATIONS_MOST	10	/* columns that explain the target */
#define RELATION_LEAST	0.01	/* ..and that is at least so much */
#define WIDE		40	/* columns */
#define RUN_MIN		16	/* columns that are printed as a run */
#define NOTES_MAX	12

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
	if (p->images_train != NULL)
		m = json_put(m, "images_train", input_path(p->images_train));
	if (p->images_test != NULL)
		m = json_put(m, "images_test", input_path(p->images_test));
	return m;
}

/* How many columns from `at` on are numbers that differ by a trailing number
 * in their names: pixel0, pixel1, .. */
static size_t
run_of(const struct table *t, size_t at)
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
		if ((n = run_of(t, i)) < RUN_MIN)
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

static void
front(const struct profile *p, size_t folds, struct buf *b)
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

/* A number that programs must make plain before they use it. */
static void
dressed_example(struct buf *b, const struct column *c)
{
	double	 d;
	size_t	 i;

	for (i = 0; i < c->values.n; i++)
		if (!num_parse(c->values.v[i].text, &d) &&
		    num_read(c->values.v[i].text, 0, &d)) {
			md_code(b, c->values.v[i].text, 40);
			return;
		}
}

static void
values(struct buf *b, const struct column *c)
{
	size_t	 i, n = c->type != COLUMN_CATEGORY ? 1 :
		    c->unique <= LEVELS_MOST ? LEVELS_MOST : 5;

	if (c->type == COLUMN_NUMBER) {
		md_range(b, c->min, c->max);
		buf_adds(b, ", median ");
		md_number(b, c->median);
		if (c->stray > 0)
			buf_addf(b, ", %zu no numbers", c->stray);
		if (c->dressed > 0) {
			buf_adds(b, ", written ");
			dressed_example(b, c);
		}
		return;
	}
	if (c->type == COLUMN_TEXT)
		buf_addf(b, "%.0f bytes on average, ", c->length);
	for (i = 0; i < n && i < c->values.n; i++) {
		buf_adds(b, i == 0 ? "" : ", ");
		md_code(b, c->values.v[i].text, 40);
		if (c->type == COLUMN_CATEGORY)
			buf_addf(b, " %zu", c->values.v[i].count);
	}
	if (c->unique > n)
		buf_adds(b, ", ..");
}

static void
column_line(struct buf *b, const struct column *c)
{
	buf_adds(b, "- ");
	md_code(b, c->name, 60);
	buf_addf(b, " %s", column_type_name(c->type));
	if (c->type != COLUMN_NUMBER || c->unique <= 20)
		buf_addf(b, ", %s%zu distinct", c->exact ? "" : "about ",
		    c->unique);
	if (c->missing > 0) {
		buf_adds(b, ", ");
		md_percent(b, (double)c->missing / (double)c->rows);
		buf_adds(b, " missing");
	}
	buf_adds(b, ": ");
	values(b, c);
	buf_addc(b, '\n');
}

static void
run_line(struct buf *b, const struct column *c, size_t n)
{
	const struct column	*worst = c;
	double			 min = INFINITY, max = -INFINITY;
	size_t			 i, missing = 0;

	for (i = 0; i < n; i++) {
		if (c[i].missing > worst->missing)
			worst = &c[i];
		if (c[i].type == COLUMN_NUMBER) {
			min = fmin(min, c[i].min);
			max = fmax(max, c[i].max);
		}
		missing += c[i].missing;
	}
	buf_adds(b, "- ");
	md_code(b, c[0].name, 60);
	buf_adds(b, " .. ");
	md_code(b, c[n - 1].name, 60);
	buf_addf(b, " %zu numbers", n);
	if (min <= max) {
		buf_adds(b, ": ");
		md_range(b, min, max);
	}
	if (missing > 0) {
		buf_addf(b, ", %zu cells missing, most in ", missing);
		md_code(b, worst->name, 60);
	}
	buf_addc(b, '\n');
}

/* The names of columns of one type from `at` on, with what is short to say. */
static void
names_of_type(const struct table *t, size_t at, enum column_type type,
    struct buf *b)
{
	const struct column	*c;
	size_t			 i, run, n = 0, start = b->len;

	for (i = at; i < t->ncols; i += run) {
		c = &t->columns[i];
		run = run_of(t, i) >= 6 ? run_of(t, i) : 1;
		if (c->type != type)
			continue;
		if (b->len - start > NAMES_BYTES) {
			buf_adds(b, ", ..");
			break;
		}
		if (n++ == 0)
			buf_addf(b, "- more of type %s: ",
			    column_type_name(type));
		else
			buf_adds(b, ", ");
		md_code(b, c->name, 60);
		if (run > 1) {
			buf_adds(b, " .. ");
			md_code(b, c[run - 1].name, 60);
		}
		if (type == COLUMN_CATEGORY)
			buf_addf(b, " (%s%zu)", c->exact ? "" : "about ",
			    c->unique);
		if (c->missing > 0) {
			buf_addc(b, ' ');
			md_percent(b, (double)c->missing / (double)c->rows);
			buf_adds(b, " missing");
		}
	}
	if (n > 0)
		buf_addc(b, '\n');
}

static void
columns(const struct table *t, struct buf *b)
{
	size_t	 i, n, start;
	int	 type;

	buf_addf(b, "\n## Columns of `%s`\n\n", path_base(t->path));
	start = b->len;
	for (i = 0; i < t->ncols && b->len - start <= TABLE_BYTES; i += n)
		if ((n = run_of(t, i)) >= 6)
			run_line(b, &t->columns[i], n);
		else {
			n = 1;
			column_line(b, &t->columns[i]);
		}
	for (type = 0; i < t->ncols && type <= COLUMN_PATH; type++)
		names_of_type(t, i, (enum column_type)type, b);
}

static int
by_explains(const void *a, const void *b)
{
	const struct column	*const *p = a, *const *q = b;

	return ((*p)->explains < (*q)->explains) -
	    ((*p)->explains > (*q)->explains);
}

/* The columns that alone explain most of the target. */
static void
relations(const struct profile *p, struct buf *b)
{
	const struct table	*t = &p->train;
	const struct column	**best;
	size_t			 i, n = 0;

	best = mem_zero(t->ncols + 1, sizeof(*best));
	for (i = 0; i < t->ncols; i++)
		if (t->columns[i].explains >= RELATION_LEAST)
			best[n++] = &t->columns[i];
	qsort(best, n, sizeof(*best), by_explains);
	for (i = 0; i < n && i < RELATIONS_MOST; i++) {
		if (i == 0) {
			buf_addf(b, "\nShare of the variance of %s",
			    profile_has_classes(p) ? "" : "the ranks of ");
			md_code(b, p->targets[0], 60);
			buf_adds(b, " that one column explains by itself: ");
		} else
			buf_adds(b, ", ");
		md_code(b, best[i]->name, 60);
		buf_addc(b, ' ');
		md_percent(b, best[i]->explains);
	}
	buf_adds(b, n > 0 ? ".\n" : "");
	free(best);
}

/* The columns of `a` that `b` lacks. Is there room for all of them? */
static bool
lacking(const struct table *a, const struct table *b, const char *first,
    const char *none, struct buf *out)
{
	size_t	 i, n = 0, start = out->len;

	for (i = 0; i < a->ncols && out->len - start < TABLE_BYTES / 4; i++)
		if (table_column(b, a->names[i]) == -1) {
			buf_adds(out, n++ == 0 ? first : ", ");
			md_code(out, a->names[i], 60);
		}
	buf_adds(out, n == 0 ? none : i < a->ncols ? ", .." : "");
	return i == a->ncols;
}

/* "`test.csv` has no `died`, and `id` besides.": what a program that reads
 * both tables alike stumbles over. */
static void
differences(const struct profile *p, struct buf *b)
{
	const struct table	*a = &p->train, *t = &p->test;

	if (a->path == NULL || t->path == NULL)
		return;
	buf_addf(b, "\n`%s` has no ", path_base(t->path));
	(void)lacking(a, t, "", "target", b);
	buf_adds(b, lacking(t, a, ", but also ", "", b) ? ".\n" : "\n");
}

static void
summary(const struct profile *p, struct buf *b)
{
	size_t	 i;

	buf_addf(b, "# The data\n\nKind %s, problem %s",
	    profile_kind_name(p->kind), profile_problem_name(p->problem));
	if (p->labels > 0)
		buf_addf(b, " with sets of %s%zu labels",
		    profile_has_all_labels(p) ? "" : "at least ", p->labels);
	if (p->classes > 0) {
		buf_addf(b, " with %zu classes, the rarest ", p->classes);
		md_percent(b, p->rarest);
	}
	buf_adds(b, ".");
	if (p->train.path != NULL)
		buf_addf(b, " %zu rows to learn from", p->train.rows);
	if (p->test.path != NULL)
		buf_addf(b, ", %zu to predict", p->test.rows);
	if (p->train.path != NULL)
		buf_adds(b, ".");
	if (p->id != NULL) {
		buf_adds(b, " Id: ");
		md_code(b, p->id, 60);
		buf_adds(b, ".");
	}
	for (i = 0; i < p->ntargets && i < 20; i++) {
		buf_adds(b, i == 0 ? " Target: " : ", ");
		md_code(b, p->targets[i], 60);
	}
	buf_adds(b, p->ntargets > 20 ? ", .." : "");
	buf_adds(b, p->ntargets > 0 ? ".\n" : "\n");
	if (p->wide)
		buf_adds(b, "The submission has one column a class.\n");
}

static void
notes(const struct profile *p, struct buf *b)
{
	int	 i, n = json_len(p->notes);
	jv	 v;

	if (n > 0)
		buf_adds(b, "\n## Worth knowing\n\n");
	for (i = 0; i < NOTES_MAX && json_item(p->notes, i, &v); i++) {
		buf_adds(b, "- ");
		md_cut(b, jv_string_value(v), 260);
		buf_addc(b, '\n');
	}
	if (n > NOTES_MAX)
		buf_addf(b, "- and %d more of this kind\n", n - NOTES_MAX);
}

void
preview_text(const struct profile *p, size_t folds, struct buf *b)
{
	front(p, folds, b);
	summary(p, b);
	notes(p, b);
	part_files(p, b);
	part_target(p, b);
	if (p->train.path != NULL)
		columns(&p->train, b);
	relations(p, b);
	differences(p, b);
	part_rows(&p->train, b);
	part_texts(p, b);
	part_rows(&p->sample, b);
	part_images(p, b);
}
