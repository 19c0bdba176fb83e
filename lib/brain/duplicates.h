/*
 * duplicates.h: compare a suggestion with those that were tried.
 *
 * Two texts are compared by their words, by their numbers and the columns that
 * they name and, where both are prose, by their embeddings: a model says the
 * same thing in other words. A text with a fence holds a recipe that says
 * exactly what is done; its words are enough. plan.lua (admit) decides what is
 * a duplicate.
 */
#ifndef HCC_BRAIN_DUPLICATES_H
#define HCC_BRAIN_DUPLICATES_H

#include <jv.h>

#include "base/err.h"
#include "lua/policy.h"

struct duplicate_index;

/* Get ready for the suggestions of a brain's `answer` and of the list `tried`
 * (all borrowed): whatever is prose is embedded, all at once, with the
 * embedder that is configured. `view` has the names of the columns. */
enum hcc_status	 duplicates_open(const struct places *, jv view, jv answer,
		    jv tried, struct duplicate_index **, struct hcc_err *);
void		 duplicates_close(struct duplicate_index *);

/* The nearest of a list of suggestions (borrowed) to one: it with
 * "similarity" (share of equal words), "numbers" (share of the numbers and
 * names of columns of the text with fewer that the other has too) and
 * "embedding" (cosine; null: not prose), and "times", how many are as near.
 * What only measures is near to such alone. null: there is none. */
jv		 duplicates_nearest(const struct duplicate_index *, jv list,
		    jv suggestion);
/* The outcome of a suggestion, from the view: "ok, score 0.91". */
jv		 duplicates_outcome(jv view, const char *id);

#endif
