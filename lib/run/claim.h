/*
 * claim.h: the score that a program claims, read from the end of its log.
 */
#ifndef HCC_RUN_CLAIM_H
#define HCC_RUN_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "run/log_lines.h"

#define CLAIM_FOLDS 100
struct claim {
	double		 value;
	long		 line;		/* of the log, from 1 */
	struct span	 at;		/* its bytes */
	double		 folds[CLAIM_FOLDS];
	int		 nfolds;	/* 0: none, or too many */
};

/* The last line `metric: VALUE`, and the lines `fold: VALUE` between it and the
 * metric before. False when there is none, or when that line's value is not a
 * finite number. */
bool	 claim_find(const char *log, size_t n, struct claim *);
/* The last line of a log that matches `pattern`: its text in front of VALUE, a
 * number, its text behind ("val_bpb: VALUE"). False when there is none or the
 * number is not finite. */
bool	 claim_find_pattern(const char *pattern, const char *log, size_t n,
	    struct claim *);
/* The last line that tells the metric `name`: "val_bpb: 1.2", "val_bpb = 1.2",
 * the member of a JSON object, or "val_bpb 1.2" at the end of a line. False as
 * above. */
bool	 claim_find_named(const char *name, const char *log, size_t n,
	    struct claim *);

#endif
