/*
 * preview.c: preview.md, written for people and for models.
 *
 * Opens with YAML front matter (preview_front.c), the profile that programs
 * read; then Markdown. Both are capped: of a wide table the first columns have
 * a line each, the others are named by type, so that the whole stays below some
 * 4000 tokens. Every foreign string passes md_cut().
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "data/markdown.h"
#include "data/preview.h"
#include "data/preview_part.h"

#define TABLE_BYTES	4000	/* of the lines of columns */
#define NAMES_BYTES	4000	/* of the names of the others */
#define LEVELS_MOST	12	/* values of a column that all are shown */
#define RELATIONS_MOST	10	/* columns that explain the target */
#define RELATION_LEAST	0.01	/* ..and that is at least so much */
#define NOTES_MAX	12

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
		run = part_run(t, i) >= 6 ? part_run(t, i) : 1;
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
		if ((n = part_run(t, i)) >= 6)
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
	part_differing(p, b);
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

/* A note, with the files where programs find them. */
static void
add_note(const struct profile *p, const char *note, struct buf *b)
{
	struct buf	 text = BUF_INIT;
	size_t		 n = strlen(p->shown);
	const char	*at;

	while (n > 0 && p->shown[n - 1] == '/')
		n--;
	while (n > 0 && (at = strstr(note, p->shown)) != NULL) {
		buf_add(&text, note, (size_t)(at - note));
		if (at > note && at[-1] == '\'' && at[n] == '/')
			buf_adds(&text, "input");
		else
			buf_add(&text, at, n);
		note = at + n;
	}
	buf_adds(&text, note);
	md_cut(b, buf_str(&text), 260);
	buf_release(&text);
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
		add_note(p, jv_string_value(v), b);
		buf_addc(b, '\n');
	}
	if (n > NOTES_MAX)
		buf_addf(b, "- and %d more of this kind\n", n - NOTES_MAX);
}

void
preview_text(const struct profile *p, size_t folds, struct buf *b)
{
	part_front(p, folds, b);
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
