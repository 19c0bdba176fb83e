/*
 * labels.c: the labels of a classification, sorted and numbered.
 */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "score/labels.h"

static int
by_value(const void *a, const void *b)
{
	const struct label	*x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct label *)a)->text,
	    ((const struct label *)b)->text);
}

/* Add the labels of a column behind the *n there are; false if some are no
 * numbers. Most rows repeat a label that came shortly before: those that the
 * last label of the same hash equals are dropped here, before the sorting. */
static bool
gather(struct label *v, size_t *n, const struct csv *c, size_t col,
    bool truths)
{
	const char	*seen[256] = { NULL }, *s;
	bool		 numeric = true;
	size_t		 i, j;
	unsigned char	 h;

	for (i = 0; i < c->nrows; i++) {
		s = csv_cell(c, i, col);
		for (h = 0, j = 0; s[j] != '\0'; j++)
			h = (unsigned char)(h * 31 + (unsigned char)s[j]);
		if (seen[h] != NULL && strcmp(seen[h], s) == 0)
			continue;
		seen[h] = s;
		if (truths && num_truth(s) != -1)
			continue;
		v[*n] = (struct label){ s, 0 };
		numeric = num_parse(s, &v[(*n)++].value) && numeric;
	}
	return numeric;
}

enum hcc_status
labels_build(struct labels *k, const struct csv *c, size_t col,
    const struct csv *other, size_t other_col, struct hcc_err *e)
{
	int	(*order)(const void *, const void *) = by_text;
	size_t	 i, n = 0, both, kept = 0, most = c->nrows;

	memset(k, 0, sizeof(*k));
	if (other != NULL)
		most += other->nrows;
	if (most > INT_MAX)
		return err_set(e, HCC_INPUT, "grade: more rows than %d",
		    INT_MAX);
	k->v = mem_zero(most, sizeof(*k->v));
	k->numeric = gather(k->v, &n, c, col, false);
	k->truths = n > 0;
	for (i = 0; i < n && k->truths; i++)
		k->truths = num_truth(k->v[i].text) != -1;
	both = n;
	if (other != NULL &&
	    (gather(k->v, &both, other, other_col, k->truths) ||
	    !k->numeric))
		n = both;
	if (k->numeric)
		order = by_value;
	qsort(k->v, n, sizeof(*k->v), order);
	k->whole = k->numeric;
	for (i = 0; i < n; i++) {
		if (i == 0 || order(&k->v[kept - 1], &k->v[i]) != 0)
			k->v[kept++] = k->v[i];
		k->whole = k->whole && k->v[i].value == floor(k->v[i].value);
	}
	k->n = (int)kept;
	return HCC_OK;
}

void
labels_release(struct labels *k)
{
	free(k->v);
	memset(k, 0, sizeof(*k));
}

int
labels_find(const struct labels *k, const char *label)
{
	struct label		 key = { label, 0 };
	const struct label	*hit;

	int			 i, truth;

	if (k->numeric && !num_parse(label, &key.value))
		hit = NULL;
	else
		hit = bsearch(&key, k->v, (size_t)k->n, sizeof(*k->v),
		    k->numeric ? by_value : by_text);
	if (hit != NULL || !k->truths || (truth = num_truth(label)) == -1)
		return hit == NULL ? -1 : (int)(hit - k->v);
	for (i = 0; i < k->n; i++)
		if (num_truth(k->v[i].text) == truth)
			return i;
	return -1;
}

int
labels_positive(const struct labels *k, bool one)
{
	int	 i;

	for (i = 0; i < k->n; i++)
		if (k->numeric ? (one || k->n == 1) && k->v[i].value == 1 :
		    text_in_any_case(k->v[i].text,
		    "true|yes|positive|pos|t|y"))
			return i;
	return k->n == 2 ? 1 : -1;
}

/* Does the name of a column mean this label? */
static bool
same(const char *name, const struct label *l)
{
	double	 a, b;

	return strcmp(name, l->text) == 0 || (num_parse(name, &a) &&
	    num_parse(l->text, &b) && a == b);
}

long
labels_column(const struct csv *c, const struct label *l)
{
	const char	*name;
	size_t		 i, n, len = strlen(l->text);
	long		 hit = -1;

	for (i = 0; i < c->ncols; i++)
		if (same(c->names[i], l))
			return (long)i;
	for (i = 0; i < c->ncols; i++) {
		name = c->names[i];
		n = strlen(name);
		if (n > len && strcmp(name + n - len, l->text) == 0 &&
		    !isalnum((unsigned char)name[n - len - 1])) {
			if (hit != -1)
				return -1;	/* two would do: neither */
			hit = (long)i;
		}
	}
	return hit;
}
