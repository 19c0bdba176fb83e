/*
 * promote.h: P1, the promotion of a phase from L1 to L2 (paper, 3.4).
 */
#ifndef HCC_BRAIN_PROMOTE_H
#define HCC_BRAIN_PROMOTE_H

#include "base/err.h"
#include "lua/policy.h"
#include "task/note.h"
#include "task/state.h"
#include "task/task.h"

/*
 * Promote one phase: archive l1/NN, write l2/NN.md from the results, which
 * are computed, and the brain's judgements, which are checked; then evict
 * l1/NN. Suggestions without a result are noted as "not run". Interrupted at
 * any point, call it again to continue; an existing note is kept as it is: a
 * person may have edited it. The note is what was written;
 * note_free in any case. What the brain said and the note does not keep is
 * appended to *left_out (review.h), and so is what the archive lacks since it
 * cannot be read. With `next` (invalid before; NULL: not
 * wanted) a brain whose one model holds both roles is asked for the next plan
 * too, and *next is what it answered, for planner_next, or stays invalid.
 */
enum hcc_status	 promote_phase(const struct task *, const struct places *,
		    const char *wanted, const struct state *,
		    const struct phase *, struct note *, jv *next,
		    jv *left_out, struct hcc_err *);

#endif
