/*
 * survey.c: ids, repeated rows, and the key by which each row is drawn.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/folds.h"
#include "data/row_content.h"
#include "data/survey.h"

#define TENTHS		10
#define STRATA_MOST	100000

struct pass {
	struct profile	*p;
	struct survey	*s;
	const struct table *t;
	struct table_rows r;
	struct row_content content;
	long		 id, groups, time;
	size_t		*targets;		/* in train; none: NULL */
	bool		 plain;			/* ids are whole numbers */
	struct row_set	 seen;			/* rows, by content */
	struct row_set	 ids;
	struct row_set	 strata;
	double		 cut[TENTHS];
	struct hcc_err	*e;
};

uint64_t
survey_id(const char *id, bool plain)
{
	const char	*digits;
	size_t		 n = strlen(id);

	if (plain && (digits = num_id(id, &n)) != NULL)
		return hash_bytes(digits, n);
	return hash_bytes(id, strlen(id));
}

/* Where the targets are; NULL unless all of them are there. */
static void
find_targets(struct pass *k)
{
	size_t	 i;

	for (i = 0; i < k->p->ntargets; i++)
		if (profile_target(k->p, i) == -1)
			return;
	if (k->p->ntargets == 0)
		return;
	k->targets = mem_zero(k->p->ntargets, sizeof(*k->targets));
	for (i = 0; i < k->p->ntargets; i++)
		k->targets[i] = (size_t)profile_target(k->p, i);
}

static enum hcc_status
begin(struct pass *k, struct profile *p, struct survey *s,
    const struct table *t, struct hcc_err *e)
{
	const struct column	*id;

	*k = (struct pass){ .p = p, .s = s, .t = t, .e = e, .r.fd = -1 };
	k->id = table_column(t, p->id);
	k->groups = table_column(t, p->split.groups);
	k->time = table_column(t, p->split.time);
	id = p->sample.path != NULL && table_column(&p->sample, p->id) >= 0 ?
	    &p->sample.columns[table_column(&p->sample, p->id)] :
	    k->id >= 0 ? &t->columns[k->id] : NULL;
	k->plain = id != NULL && id->k.numbers == id->rows && id->integral;
	row_content_begin(&k->content, p, t);
	find_targets(k);
	return profile_rows(p, t, &k->r, e);
}

static void
end(struct pass *k)
{
	table_close(&k->r);
	row_content_end(&k->content);
	free(k->targets);
	row_set_release(&k->seen);
	row_set_release(&k->ids);
	row_set_release(&k->strata);
}

/* Where the tenths of the first target begin, from the sample of rows. */
static void
cut_tenths(struct pass *k)
{
	const struct row_sample	*m = &k->p->train.sample;
	long			 at = profile_target(k->p, 0);
	double			*v = mem_zero(m->n + 1, sizeof(*v));
	size_t			 i, n = 0;

	for (i = 0; i < m->n; i++) {
		v[n] = m->v[i * k->p->train.file_cols +
		    k->p->train.source[at]].number;
		n += !isnan(v[n]);
	}
	qsort(v, n, sizeof(*v), num_order);
	for (i = 1; i < TENTHS && n > 0; i++)
		k->cut[i] = v[i * n / TENTHS];
	free(v);
}

static uint32_t
tenth_of(const struct pass *k, const char *s)
{
	double		 d = 0;
	uint32_t	 i = TENTHS - 1;

	if (!num_read(s, '.', &d))
		return 0;
	while (i > 0 && d < k->cut[i])
		i--;
	return i;
}

/* The class, over several targets the combination of theirs. */
static uint32_t
class_of(struct pass *k)
{
	uint64_t	 key = 0;
	const char	*s;
	size_t		 i;

	for (i = 0; i < k->p->ntargets; i++) {
		s = k->r.cells[k->targets[i]];
		key = (key ^ hash_bytes(s, strlen(s))) * 0xd6e8feb86659fd93u;
	}
	return k->strata.n >= STRATA_MOST ? (uint32_t)(key % STRATA_MOST) :
	    row_set_add(&k->strata, key, (long)k->strata.n)->line;
}

static bool
labelled(const struct pass *k)
{
	size_t	 i;

	for (i = 0; k->targets != NULL && i < k->p->ntargets; i++)
		if (cell_missing(k->r.cells[k->targets[i]]))
			return false;
	return k->targets != NULL;
}

static uint32_t
stratum_of(struct pass *k)
{
	if (!labelled(k))
		return SURVEY_NONE;
	return profile_has_classes(k->p) ? class_of(k) :
	    tenth_of(k, k->r.cells[k->targets[0]]);
}

/* A row without a time comes before all others. */
static double
time_of(const struct pass *k, const char *s)
{
	double	 when[2], d;

	if (num_read(s, '.', &d))
		return isnan(d) ? -INFINITY : d;
	return cell_date(s, when) ? when[k->p->split.month_first] : -INFINITY;
}

/* One training row. */
static void
add_row(struct pass *k, size_t row, struct csv_fault *twice, char first[101],
    long *before)
{
	const struct profile	*p = k->p;
	struct survey		*s = k->s;
	uint64_t		 content = row_content_key(&k->content, &k->r);
	struct row_slot		*slot, *same;
	const char		*id;

	s->stratum[row] = stratum_of(k);
	if (content != 0)
		s->twice += row_set_add(&k->seen, content, k->r.line)->count >
		    1;
	s->unit[row] = content;
	if (k->groups >= 0)
		s->unit[row] = cell_missing(k->r.cells[k->groups]) ? 0 :
		    hash_bytes(k->r.cells[k->groups],
		    strlen(k->r.cells[k->groups]));
	if (s->unit[row] == 0)
		s->unit[row] = row * 0x9e3779b97f4a7c15u | 1;
	if (s->time != NULL)
		s->time[row] = time_of(k, k->r.cells[k->time]);
	if (k->id == -1)
		return;
	id = k->r.cells[k->id];
	buf_add(&s->ids, id, strlen(id) + 1);
	if (p->train.columns[k->id].ascending)
		return;
	s->has_ids = s->has_ids && !cell_missing(id);
	slot = row_set_add(&k->ids, survey_id(id, k->plain), k->r.line);
	if (slot->count < 2)
		return;
	s->has_ids = false;
	same = row_set_find(&k->seen, s->unit[row]);
	if ((same == NULL || same->count < 2) && twice->n++ == 0) {
		snprintf(first, 101, "%s", id);
		*before = slot->line;
		twice->line = k->r.line;
	}
}

static void
say_repeat(struct profile *p, const struct table *t, long line,
    const char *id, long before)
{
	profile_refuse(p, "check '%s' line %ld column '%.100s': id '%.100s' "
	    "is on line %ld already; give every row its own id", t->shown,
	    line, p->id, id, before);
}

/* One of n ids that the other table lacks. */
static void
say_absent(struct profile *p, const struct table *t, long line,
    const char *id, const struct table *other, size_t n)
{
	profile_refuse(p, "check '%s' line %ld column '%.100s': id '%.100s' "
	    "is not in '%s' (%zu such ids); both must name the same rows",
	    t->shown, line, p->id, id, other->shown, n);
}

/* What the training rows' ids and contents tell. */
static void
say_train(struct pass *k, const struct csv_fault *twice, const char *first,
    long before)
{
	struct profile	*p = k->p;
	struct survey	*s = k->s;
	const char	*shown = p->train.shown;

	if (k->id >= 0 && k->ids.n > 0 && k->ids.n * 10 < s->rows * 9)
		profile_note(p, "'%s' repeats values of '%s': %zu of %zu rows "
		    "differ; it names groups", shown, p->id, k->ids.n,
		    s->rows);
	else if (twice->n > 0)
		say_repeat(p, &p->train, twice->line, first, before);
	if (s->twice > 0)
		profile_note(p, "%zu rows of '%s' are the same as rows above "
		    "them%s", s->twice, shown, s->twice * 2 > s->rows ?
		    "; so many say nothing" : "; the same rows are kept on "
		    "one side of every split");
}

/* More classes than a sketch of the column keeps were estimated: here they have
 * all been seen. */
static void
count_classes(struct pass *k)
{
	long	 at = profile_target(k->p, 0);

	if (k->p->ntargets == 1 && at >= 0 && k->p->classes > 0 &&
	    !k->p->train.columns[at].exact && k->strata.n < STRATA_MOST)
		k->p->classes = k->strata.n;
}

/* Does the row call itself a total, where its name is? */
static bool
is_total(const struct pass *k)
{
	static const char	 words[] = "total|totals|grand total";

	return text_in_any_case(k->r.cells[0], words) || (k->id > 0 &&
	    text_in_any_case(k->r.cells[k->id], words));
}

static enum hcc_status
survey_train(struct pass *k)
{
	struct profile		*p = k->p;
	struct survey		*s = k->s;
	struct csv_fault	 twice = { 0, 0 };
	char			 first[101] = "";
	long			 before = 0, total = 0;
	size_t			 n = p->train.rows;
	enum hcc_status		 st;

	s->unit = mem_zero(n, sizeof(*s->unit));
	s->stratum = mem_zero(n, sizeof(*s->stratum));
	if (p->split.time != NULL)
		s->time = mem_zero(n, sizeof(*s->time));
	if (!profile_has_classes(p) && profile_target(p, 0) >= 0)
		cut_tenths(k);
	s->has_ids = k->id >= 0;
	while ((st = table_next(&k->r, k->e)) == HCC_OK && s->rows < n) {
		add_row(k, s->rows++, &twice, first, &before);
		total = s->rows == n && is_total(k) ? k->r.line : 0;
	}
	if (st != HCC_NONE)
		return st;
	if (total > 0)
		profile_note(p, "the last row of '%s', line %ld, looks like a "
		    "total of the rows above it: take it out", p->train.shown,
		    total);
	s->strata = profile_has_classes(p) ? k->strata.n < STRATA_MOST ?
	    k->strata.n : STRATA_MOST : TENTHS;
	s->grouped = p->split.groups != NULL || (s->twice > 0 &&
	    s->twice * 2 <= s->rows);
	say_train(k, &twice, first, before);
	count_classes(k);
	s->both = p->split.groups != NULL && p->split.time != NULL;
	return HCC_OK;
}

/* The rows to predict: ids of their own, rows that train has. `seen` are the
 * contents of the training rows. */
static enum hcc_status
survey_test(struct pass *k, const struct row_set *seen)
{
	struct survey	*s = k->s;
	struct row_slot	*slot;
	const char	*id;
	bool		 said = false;
	uint64_t	 key;
	enum hcc_status	 st;

	while ((st = table_next(&k->r, k->e)) == HCC_OK) {
		key = row_content_key(&k->content, &k->r);
		s->shared += key != 0 && row_set_find(seen, key) != NULL;
		if (k->id == -1)
			continue;
		id = k->r.cells[k->id];
		slot = row_set_add(&s->taken, survey_id(id, k->plain),
		    k->r.line);
		if (slot->count > 1 && !said)
			say_repeat(k->p, k->t, k->r.line, id,
			    slot->line);
		said = said || slot->count > 1;
		slot->count = 1;	/* not for the sample to repeat */
	}
	return st == HCC_NONE ? HCC_OK : st;
}

/* A submission has a row for each row of the test file. Rows of the test file
 * stand in s->taken with a count of 1; those of the sample add to it. */
static enum hcc_status
survey_sample(struct pass *k, bool joined)
{
	struct profile	*p = k->p;
	struct survey	*s = k->s;
	struct row_slot	*slot;
	char		 id[101] = "";
	size_t		 n = 0, rows = 0, limit = joined ? 2 : 1;
	long		 line = 0;
	bool		 said = false;
	enum hcc_status	 st;

	while ((st = table_next(&k->r, k->e)) == HCC_OK) {
		slot = row_set_add(&s->taken, survey_id(k->r.cells[k->id],
		    k->plain), k->r.line);
		rows++;
		if (joined && slot->count == 1) {
			slot->count = 2;
			if (n++ == 0) {
				snprintf(id, sizeof(id), "%s",
				    k->r.cells[k->id]);
				line = k->r.line;
			}
		} else if (slot->count > limit && !said) {
			say_repeat(p, k->t, k->r.line,
			    k->r.cells[k->id], slot->line);
			said = true;
		}
	}
	if (n > 0)
		say_absent(p, k->t, line, id, &p->test, n);
	else if (joined && !said && rows < s->taken.n)
		return HCC_INPUT;	/* the caller finds them */
	return st == HCC_NONE ? HCC_OK : st;
}

/* The first row of test that the sample lacks. */
static enum hcc_status
say_lacking(struct profile *p, const struct survey *s, struct hcc_err *e)
{
	struct pass	 k;
	struct row_slot	*slot;
	bool		 said = false;
	size_t		 n = s->taken.n - p->sample.rows;
	enum hcc_status	 st;

	if ((st = begin(&k, p, NULL, &p->test, e)) == HCC_OK)
		while (!said && (st = table_next(&k.r, e)) == HCC_OK) {
			slot = row_set_find(&s->taken, survey_id(
			    k.r.cells[k.id], k.plain));
			if ((said = slot != NULL && slot->count == 1))
				say_absent(p, &p->test, k.r.line,
				    k.r.cells[k.id], &p->sample, n);
		}
	end(&k);
	return st == HCC_NONE ? HCC_OK : st;
}

static enum hcc_status
survey_asked(struct profile *p, struct survey *s, const struct row_set *seen,
    struct hcc_err *e)
{
	struct pass	 k;
	bool		 test = p->test.path != NULL, joined;
	enum hcc_status	 st = HCC_OK;

	joined = test && table_column(&p->test, p->id) >= 0;
	if (test && p->test.rows > 0) {
		if ((st = begin(&k, p, s, &p->test, e)) == HCC_OK)
			st = survey_test(&k, seen);
		end(&k);
	}
	if (st != HCC_OK || table_column(&p->sample, p->id) == -1)
		return st;
	if ((st = begin(&k, p, s, &p->sample, e)) == HCC_OK)
		st = survey_sample(&k, joined);
	end(&k);
	return st == HCC_INPUT && e->text[0] == '\0' ? say_lacking(p, s, e) :
	    st;
}

enum hcc_status
survey_rows(struct profile *p, struct survey *s, struct hcc_err *e)
{
	struct pass	 k = { .r.fd = -1 };
	enum hcc_status	 st = HCC_OK;

	*s = (struct survey){ 0 };
	if (p->train.path != NULL && (st = begin(&k, p, s, &p->train, e)) ==
	    HCC_OK)
		st = survey_train(&k);
	if (st == HCC_OK)
		st = survey_asked(p, s, &k.seen, e);
	end(&k);
	if (p->broken_images > 1)
		profile_note(p, "%zu pictures cannot be read in all",
		    p->broken_images);
	if (s->shared > 0)
		profile_note(p, "%zu of %zu rows to predict are the same as "
		    "training rows", s->shared, p->test.rows);
	if (st != HCC_OK)
		survey_release(s);
	return st;
}

void
survey_release(struct survey *s)
{
	free(s->unit);
	free(s->stratum);
	free(s->time);
	buf_release(&s->ids);
	row_set_release(&s->taken);
	*s = (struct survey){ 0 };
}
