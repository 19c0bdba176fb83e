/*
 * label_sets.c: which cells are sets of labels.
 *
 * Nothing but the cells says whether "scab rust" is two labels or one of two
 * words. They are sets when the labels of several words are all numbers, or
 * when all words of one of them stand elsewhere: alone, or together in another
 * order. "Iris setosa" beside "Iris virginica" is one label.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "score/label_sets.h"

static void
add_cell(struct labels_seen *seen, struct label_sets *s, const char *cell)
{
	const char	*at = cell + strspn(cell, " \t");
	size_t		 len, label, first = s->len;
	bool		 added;

	for (; *at != '\0'; at += len, at += strspn(at, " \t")) {
		len = strcspn(at, " \t");
		label = hash_put(&seen->numbers, at, len, seen->numbers.n,
		    &added)->value;
		grow(&s->v, &s->cap, s->len + 1, sizeof(*s->v));
		grow(&seen->alone, &seen->cap, seen->numbers.n,
		    sizeof(*seen->alone));
		if (added)
			seen->alone[label] = false;
		s->v[s->len++] = (int)label;
	}
	if (s->len == first + 1)
		seen->alone[s->v[first]] = true;
}

static int
by_number(const void *a, const void *b)
{
	int	 x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* Sort the labels of the last cell, and drop those that are there twice. */
static void
sort_cell(struct label_sets *s, size_t from)
{
	size_t	 i, kept = from;

	if (s->len > from + 1)
		qsort(s->v + from, s->len - from, sizeof(*s->v), by_number);
	for (i = from; i < s->len; i++)
		if (i == from || s->v[i] != s->v[i - 1])
			s->v[kept++] = s->v[i];
	s->len = kept;
}

void
label_sets_split(struct label_sets *s, struct labels_seen *seen,
    const char *const *cells, size_t n)
{
	size_t	 i;

	*s = (struct label_sets){ .cells = cells, .n = n,
	    .start = mem_zero(n + 1, sizeof(*s->start)) };
	for (i = 0; i < n; i++) {
		add_cell(seen, s, cells[i]);
		sort_cell(s, s->start[i]);
		s->start[i + 1] = s->len;
	}
}

static bool
all_numbers(const char *cell)
{
	char	 word[32];
	size_t	 len;
	double	 d;

	for (cell += strspn(cell, " \t"); *cell != '\0';
	    cell += len, cell += strspn(cell, " \t")) {
		len = strcspn(cell, " \t");
		if (len >= sizeof(word))
			return false;
		memcpy(word, cell, len);
		word[len] = '\0';
		if (!num_parse(word, &d))
			return false;
	}
	return true;
}

/* The sets so far, each with the first cell that held it. */
struct known {
	struct hash		 sets;
	const char		**cells;
	size_t			 cap;
};

/* Did this set come before, in another order? */
static bool
other_order(struct known *k, const struct label_sets *s, size_t i)
{
	const int		*labels = s->v + s->start[i];
	struct hash_slot	*slot;
	bool			 added;

	slot = hash_put(&k->sets, labels, (s->start[i + 1] - s->start[i]) *
	    sizeof(*labels), k->sets.n, &added);
	grow(&k->cells, &k->cap, k->sets.n, sizeof(*k->cells));
	if (added)
		k->cells[slot->value] = s->cells[i];
	return strcmp(k->cells[slot->value], s->cells[i]) != 0;
}

static bool
look_so(const struct labels_seen *seen, const struct label_sets *s,
    bool of_truth, struct known *k)
{
	size_t	 i, j, many = 0, numeric = 0;
	bool	 all;

	for (i = 0; i < s->n; i++) {
		if (s->start[i + 1] - s->start[i] < 2)
			continue;
		many++;
		numeric += all_numbers(s->cells[i]);
		all = true;
		for (j = s->start[i]; j < s->start[i + 1]; j++)
			all = all && seen->alone[s->v[j]];
		if (all || other_order(k, s, i))
			return true;
	}
	return of_truth && many > 0 && numeric == many;
}

bool
label_sets_are(const struct metric *m, const struct labels_seen *seen,
    const struct label_sets *truth, const struct label_sets *answers)
{
	struct known	 k = { HASH_INIT, NULL, 0 };
	bool		 are = m->flags & METRIC_ROWS || (m->flags &
			    METRIC_SETS && (look_so(seen, truth, true, &k) ||
			    look_so(seen, answers, false, &k)));

	hash_release(&k.sets);
	free(k.cells);
	return are;
}

void
label_sets_release(struct label_sets *s)
{
	free(s->v);
	free(s->start);
}

void
labels_seen_release(struct labels_seen *seen)
{
	hash_release(&seen->numbers);
	free(seen->alone);
}

size_t
label_sets_count(const struct metric *metric, const char *const *cells,
    size_t n, const char *const *answers, size_t m)
{
	struct labels_seen	 seen = { HASH_INIT, NULL, 0 };
	struct label_sets	 y, p;
	size_t			 labels;

	if (!(metric->flags & METRIC_SETS))
		return 0;
	label_sets_split(&y, &seen, cells, n);
	label_sets_split(&p, &seen, answers, m);
	labels = label_sets_are(metric, &seen, &y, &p) ? seen.numbers.n : 0;
	label_sets_release(&y);
	label_sets_release(&p);
	labels_seen_release(&seen);
	return labels;
}
