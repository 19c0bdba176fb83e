/*
 * grade_sets.c: label columns whose cells are sets of labels.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "score/grade_internal.h"
#include "score/label_sets.h"

bool
grade_sets(struct grading *g, size_t tcol, size_t scol, double *score)
{
	struct score_input	 in = grade_input(g);
	struct labels_seen	 seen = { HASH_INIT, NULL, 0 };
	struct label_sets	 y, p;
	const char		**cells = mem_zero(2 * g->n + 1,
				    sizeof(*cells));
	size_t			 i;
	bool			 are;

	for (i = 0; i < g->n; i++) {
		cells[i] = grade_truth(g, i, tcol);
		cells[g->n + i] = grade_answer(g, i, scol);
	}
	label_sets_split(&y, &seen, cells, g->n);
	label_sets_split(&p, &seen, cells + g->n, g->n);
	if ((are = label_sets_are(g->m, &seen, &y, &p))) {
		in.true_class = y.v;
		in.true_start = y.start;
		in.pred_class = p.v;
		in.pred_start = p.start;
		in.classes = (int)seen.numbers.n;
		*score = score_by(&g->m->score, &in);
	}
	label_sets_release(&y);
	label_sets_release(&p);
	labels_seen_release(&seen);
	free(cells);
	return are;
}
