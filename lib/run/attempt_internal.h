/*
 * attempt_internal.h: the parts of an attempt: attempt.c runs it,
 * attempt_files.c has its files, attempt_live.c looks at it meanwhile,
 * outcome.c at what came of it.
 */
#ifndef HCC_RUN_ATTEMPT_INTERNAL_H
#define HCC_RUN_ATTEMPT_INTERNAL_H

#include "run/attempt.h"
#include "run/claim.h"
#include "run/run.h"

/* The path of a directory of the task for the time of the attempt, which a
 * crash leaves as a temporary. */
char		*attempt_temporary(const struct attempt *, const char *what,
		    char *path, size_t n);
/* Make the directory `rel` of the attempt, *dir, with its program. */
enum hcc_status	 attempt_lay_out(const struct attempt *, const char *rel,
		    int *dir, struct run *, struct hcc_err *);
/* Lay out ./base beside the attempt, where its limit of disk does not count
 * it; a crash leaves a temporary of the task. `path` stays empty without. */
enum hcc_status	 attempt_base(const struct attempt *, char *path, size_t n,
		    struct run *, struct hcc_err *);
/* solution.EXT is what ran, whatever the run has made of it, and the only file
 * of this name: another one becomes other.solution.EXT. */
enum hcc_status	 attempt_restore(const struct attempt *, int dir,
		    const struct run *, struct hcc_err *);
/* Move ./keep into the task, and make room there: what this run, the base and
 * the best have left stays. */
enum hcc_status	 attempt_keep(const struct attempt *, int dir, struct run *,
		    struct hcc_err *);
/* Write run.json. */
enum hcc_status	 attempt_publish(int dir, const struct run *, struct hcc_err *);

/* The last score that a program claims in log[n]; false: none, or one that the
 * metric cannot have (a percentage for a share, 1e308). */
bool		 attempt_claim(const struct attempt *, const char *log,
		    size_t n, struct claim *);
/* Fill a run from its end, its log and its submission in `dir`. */
void		 attempt_outcome(const struct attempt *, int dir,
		    const struct run_end *, struct run *);
/* A new cause; free it with the run. `frame` may be NULL or empty. */
struct cause	*attempt_cause(const char *class, const char *message,
		    const char *frame);

/* The tick of a run_spec, whose context is the attempt: publish what the run
 * uses; false when exec.lua calls it hopeless. */
bool		 attempt_tick(void *attempt, const struct run_use *);
/* The path of that, below the task. */
void		 attempt_live_path(const struct attempt *, char *path,
		    size_t n);

#endif
