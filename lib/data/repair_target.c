/*
 * repair_target.c: targets that can be learnt from: rows that have one, and
 * one spelling for each class.
 *
 * " Yes", "yes" and "YES" are one class to people and three to programs. Of
 * spellings that differ in case and blanks only, the one that the sample
 * submission has is taken, else one in its style, else the most frequent. Truth
 * values are one whatever the word (1, yes, True), where a column holds nothing
 * else. Single letters are left alone otherwise: a and A may well be two.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "data/profile_pass.h"

#define CLASSES_MOST 1000	/* more are not compared with each other */

static bool
edge(const char *s)
{
	size_t	 n = strlen(s);

	return n > 0 && (strchr(" \t", s[0]) != NULL ||
	    strchr(" \t", s[n - 1]) != NULL);
}

/* Equal but for case and blanks at the ends; numbers by value. */
static bool
same_class(const char *a, const char *b)
{
	size_t	 n, k;
	double	 x, y;

	if (num_parse(a, &x) && num_parse(b, &y))
		return x == y;
	a += strspn(a, " \t");
	b += strspn(b, " \t");
	for (n = strlen(a); n > 0 && strchr(" \t", a[n - 1]) != NULL;)
		n--;
	for (k = strlen(b); k > 0 && strchr(" \t", b[k - 1]) != NULL;)
		k--;
	return n == k && (n > 1 ? strncasecmp(a, b, n) : strncmp(a, b, n)) == 0;
}

/* yes: 1, Yes: 2, YES: 3, else 0. */
static int
style(const char *s)
{
	size_t	 upper = 0, lower = 0, i;

	for (i = 0; s[i] != '\0'; i++) {
		upper += isupper((unsigned char)s[i]) != 0;
		lower += islower((unsigned char)s[i]) != 0;
	}
	if (upper == 0)
		return lower > 0 ? 1 : 0;
	return lower == 0 ? 3 : isupper((unsigned char)s[0]) && upper == 1 ?
	    2 : 0;
}

/* Has the sample this label: as a value of the target, or as a column? */
static bool
in_sample(const struct profile *p, const char *target, const char *label,
    int *its_style)
{
	long			 at = table_column(&p->sample, target);
	const struct sketch	*v;
	size_t			 i;

	if (at == -1)
		return table_column(&p->sample, label) >= 0;
	v = &p->sample.columns[at].values;
	if (v->n > 0)
		*its_style = style(v->v[0].text);
	for (i = 0; i < v->n; i++)
		if (strcmp(v->v[i].text, label) == 0)
			return true;
	return false;
}

/* How good a spelling is, for comparing. */
static double
merit(const struct profile *p, const char *target,
    const struct sketch_value *it)
{
	int	 wanted = 0;
	double	 m = (double)it->count, number;

	if (in_sample(p, target, it->text, &wanted))
		m += 1e18;
	if (wanted != 0 && style(it->text) == wanted)
		m += 1e15;
	if (num_parse(it->text, &number) && strchr(it->text, '.') == NULL)
		m += 1e15;		/* 2 rather than 2.0 */
	return edge(it->text) ? m / 1e18 : m;
}

/* Is every value a truth value? */
static bool
all_truths(const struct sketch *v)
{
	size_t	 i;

	for (i = 0; i < v->n; i++)
		if (num_truth(v->v[i].text) == -1)
			return false;
	return v->n > 1;
}

static bool
same_label(const char *a, const char *b, bool truths)
{
	return truths ? num_truth(a) == num_truth(b) : same_class(a, b);
}

/* For each label the spelling to use: canon[i] of v[i]. Returns how many
 * differ. */
static size_t
choose(const struct profile *p, const struct column *c, char **canon)
{
	const struct sketch	*v = &c->values;
	bool			 truths = all_truths(v);
	size_t			 i, k, best, n = 0;

	for (i = 0; i < v->n; i++) {
		best = i;
		for (k = 0; k < v->n; k++)
			if (k != i && same_label(v->v[i].text, v->v[k].text,
			    truths) && merit(p, c->name, &v->v[k]) >
			    merit(p, c->name, &v->v[best]))
				best = k;
		canon[i] = v->v[best].text;
		n += best != i;
	}
	return n;
}

static void
say_spelling(struct profile *p, const struct column *c, char *const *canon)
{
	const struct sketch	*v = &c->values;
	struct buf		 list = BUF_INIT;
	size_t			 i, rows = 0;

	for (i = 0; i < v->n; i++) {
		if (canon[i] == v->v[i].text)
			continue;
		rows += v->v[i].count;
		if (list.len < 100)
			buf_addf(&list, "%s'%.40s' is '%.40s'",
			    list.len > 0 ? ", " : "", v->v[i].text, canon[i]);
	}
	profile_mended(p, &p->train, "column '%.100s' spells classes in "
	    "several ways: %s (%zu rows)", c->name, buf_str(&list), rows);
	buf_release(&list);
}

static void
one_spelling(struct profile *p, size_t col)
{
	const struct column	*c = &p->train.columns[col];
	const struct sketch	*v = &c->values;
	struct column_fix	*f = &p->train.fixes[col];
	size_t			 i;
	bool			 added;

	if (!c->exact || v->level > 0 || v->n < 2 || v->n > CLASSES_MOST)
		return;
	f->canon = mem_zero(v->n, sizeof(*f->canon));
	if (choose(p, c, f->canon) == 0)
		return;
	for (i = 0; i < v->n; i++)
		hash_put(&f->spelling, v->v[i].text, strlen(v->v[i].text), i,
		    &added);
	f->decimal = 0;
	say_spelling(p, c, f->canon);
}

/* Without a target a row teaches nothing, but that it has no label. Some files
 * keep the rows to predict that way: without a test file they stay. */
static void
drop_unlabelled(struct profile *p, size_t col)
{
	const struct column	*c = &p->train.columns[col];

	if (c->missing == 0 || c->missing == c->rows || p->test.path == NULL ||
	    p->labels > 0)
		return;
	p->train.need = (long)col;
	profile_mended(p, &p->train, "%zu rows have no '%.100s', the first is "
	    "line %ld; left out", c->missing, c->name, c->missing_line);
}

void
repair_targets(struct profile *p, enum profile_problem problem)
{
	size_t	 i;
	long	 at;

	for (i = 0; i < p->ntargets; i++)
		if ((at = profile_target(p, i)) >= 0 &&
		    problem != PROBLEM_REGRESSION)
			one_spelling(p, (size_t)at);
	if (p->ntargets == 1 && (at = profile_target(p, 0)) >= 0)
		drop_unlabelled(p, (size_t)at);
}

const char *
repair_label(const struct profile *p, size_t col, const char *label)
{
	const struct sketch	*v = &p->train.columns[col].values;
	const struct column_fix	*f = &p->train.fixes[col];
	bool			 truths = all_truths(v) &&
				    num_truth(label) != -1;
	size_t			 i, hit = v->n;
	double			 d;

	if (v->n > CLASSES_MOST)
		return NULL;
	for (i = 0; i < v->n; i++) {
		if (strcmp(v->v[i].text, label) == 0) {
			hit = i;
			break;
		}
		if (hit == v->n && same_label(label, v->v[i].text, truths))
			hit = i;
	}
	if (hit == v->n || (!truths && num_parse(label, &d)))
		return NULL;
	return f->spelling.n > 0 ? f->canon[hit] : v->v[hit].text;
}
