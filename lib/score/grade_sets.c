/*
 * grade_sets.c: label columns whose cells are sets of labels, separated by
 * blanks ("scab rust", "1 92 103").
 *
 * Nothing but the cells says whether "scab rust" is two labels or one of two
 * words. They are sets when the labels of several words are all numbers, or
 * when all words of one of them stand elsewhere: alone, or together in another
 * order. "Iris setosa" beside "Iris virginica" is one label.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "score/grade_internal.h"

/* The labels of all rows of a file: those of row i are v[start[i]] to
 * v[start[i + 1] - 1], in the order of the cell, then sorted. */
struct sets {
	int	*v;
	size_t	 n, cap;
	size_t	*start;
};

struct words {
	struct hash	 numbers;	/* of the words, from 0 */
	bool		*alone;		/* is the word a cell? */
	size_t		 cap;
};

static void
add_cell(struct words *w, struct sets *s, const char *cell)
{
	const char	*at = cell + strspn(cell, " \t");
	size_t		 len, word, first = s->n;
	bool		 added;

	for (; *at != '\0'; at += len, at += strspn(at, " \t")) {
		len = strcspn(at, " \t");
		word = hash_put(&w->numbers, at, len, w->numbers.n,
		    &added)->value;
		grow(&s->v, &s->cap, s->n + 1, sizeof(*s->v));
		grow(&w->alone, &w->cap, w->numbers.n, sizeof(*w->alone));
		if (added)
			w->alone[word] = false;
		s->v[s->n++] = (int)word;
	}
	if (s->n == first + 1)
		w->alone[s->v[first]] = true;
}

static void
split(const struct grading *g, bool of_truth, size_t col, struct words *w,
    struct sets *s)
{
	size_t	 i;

	s->start = mem_zero(g->n + 1, sizeof(*s->start));
	for (i = 0; i < g->n; i++) {
		add_cell(w, s, of_truth ? grade_truth(g, i, col) :
		    grade_answer(g, i, col));
		s->start[i + 1] = s->n;
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

static int
by_number(const void *a, const void *b)
{
	int	 x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* Sort the labels of each row, and drop those that are there twice. */
static void
sort_rows(struct sets *s, size_t rows)
{
	size_t	 i, j, n, from = 0, kept = 0;

	for (i = 0; i < rows; i++) {
		n = s->start[i + 1] - from;
		if (n > 1)
			qsort(s->v + from, n, sizeof(*s->v), by_number);
		for (j = from; j < from + n; j++)
			if (j == from || s->v[j] != s->v[j - 1])
				s->v[kept++] = s->v[j];
		from += n;
		s->start[i + 1] = kept;
	}
}

/* What decides whether the cells are sets. */
struct look {
	const struct words	*words;
	struct hash		 seen;	/* a set's labels -> its cell */
	const char		**cells;
	size_t			 n;
};

/* Did this set come before, in another order? */
static bool
other_order(struct look *l, const int *labels, size_t n, const char *cell)
{
	struct hash_slot	*slot;
	bool			 added;

	slot = hash_put(&l->seen, labels, n * sizeof(*labels), l->n, &added);
	l->cells[l->n++] = cell;
	return !added && strcmp(l->cells[slot->value], cell) != 0;
}

/* Do the cells look like sets? `s` is sorted. */
static bool
look_like_sets(const struct grading *g, bool of_truth, size_t col,
    const struct sets *s, struct look *l)
{
	const char	*cell;
	const int	*labels;
	size_t		 i, j, n, many = 0, numeric = 0;
	bool		 known;

	for (i = 0; i < g->n; i++) {
		labels = s->v + s->start[i];
		if ((n = s->start[i + 1] - s->start[i]) < 2)
			continue;
		cell = of_truth ? grade_truth(g, i, col) :
		    grade_answer(g, i, col);
		many++;
		numeric += all_numbers(cell);
		known = true;
		for (j = 0; j < n; j++)
			known = known && l->words->alone[labels[j]];
		if (known || other_order(l, labels, n, cell))
			return true;
	}
	return of_truth && many > 0 && numeric == many;
}

bool
grade_sets(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	struct words		 w = { HASH_INIT, NULL, 0 };
	struct sets		 y = { 0 }, p = { 0 };
	struct look		 l = { .words = &w, .seen = HASH_INIT };
	bool			 is = false;

	l.cells = mem_zero(2 * g->n, sizeof(*l.cells));
	split(g, true, tcol, &w, &y);
	split(g, false, scol, &w, &p);
	sort_rows(&y, g->n);
	sort_rows(&p, g->n);
	if (g->m->flags & METRIC_ROWS || look_like_sets(g, true, tcol, &y,
	    &l) || look_like_sets(g, false, scol, &p, &l)) {
		is = true;
		in.true_class = y.v;
		in.true_start = y.start;
		in.pred_class = p.v;
		in.pred_start = p.start;
		in.classes = (int)w.numbers.n;
		*score = score_by(&g->m->score, &in);
	}
	hash_release(&w.numbers);
	hash_release(&l.seen);
	free(l.cells);
	free(w.alone);
	free(y.v);
	free(y.start);
	free(p.v);
	free(p.start);
	return is;
}
