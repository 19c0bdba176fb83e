/*
 * metric_internal.h: private to metric_text.c and metric_sentences.c.
 */
#ifndef HCC_SCORE_METRIC_INTERNAL_H
#define HCC_SCORE_METRIC_INTERNAL_H

#include "score/metric.h"

/* Append the sentences that speak of scores, normalised, a NUL behind each; an
 * empty one is the end. */
void	 metric_sentences(struct buf *, const char *text);
/* Do the `n` bytes say how solutions are judged? */
bool	 metric_about_scores(const char *, size_t n);
/* Is the sentence nothing but the name of a metric ("rmse")? */
bool	 metric_is_name(const char *words);

#endif
