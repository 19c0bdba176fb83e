/*
 * progress.h (private to digest): epochs, steps, bars, and runs.
 *
 * A number that counts says where in the log something was. When it falls
 * back something has ended: a progress bar, an epoch, a run (fold, model,
 * training). The last line before that goes into a template of its own, the
 * ends, and the extremes of each run are noted. A counter that starts over
 * more than MAX_RUNS times counts steps within epochs, or too many folds: its
 * notes are dropped.
 */
#ifndef HCC_DIGEST_PROGRESS_H
#define HCC_DIGEST_PROGRESS_H

#include "digest/template.h"

/* Choose the counter of `t` from its first two lines. */
void	 progress_find(struct template *t, const struct log_line *first,
	    const struct log_line *second);
/* A line of `t`, which has a counter, is about to be counted in. */
void	 progress_next(struct templates *, struct template *t,
	    const struct log_line *);
/* Does it rise from line to line, as counters do? */
bool	 progress_believed(const struct template *);
/* The log is over: the bars that are finished. */
void	 progress_end(struct templates *);
/* The number of field `field` in a line, or NULL. */
const struct number *number_of(const struct log_line *, int field);
/* The number that counts. */
const struct number *number_counted(const struct log_line *,
    const struct progress *);
/* Copy a number of a line as it is written there. */
void	 number_text(char *to, size_t size, const struct log_line *,
	    const struct number *);
/* The same with the % behind it. */
void	 value_text(char *to, size_t size, const struct log_line *,
	    const struct number *);

/* Does the first line of `t` count, or head the lines below it? */
void	 context_find(struct template *t, const struct log_line *);
/* If so: this is what the lines below belong to. */
void	 context_set(struct templates *, const struct template *,
	    const struct log_line *);

/* A value of a field of a template whose runs are followed. */
void	 runs_value(const struct templates *, struct template *,
	    unsigned field, const struct number *, const struct log_line *);

#endif
