/*
 * tune.h: what the records of ended tasks tell about knobs of policies.
 *
 * A decision is taken again over the results that were recorded, with another
 * value of a knob, and what would have come of it is compared with what came.
 * Nothing is run. What a value would have done that nobody has done is not in
 * the record, so that a gain is known within bounds at best:
 *
 *	low	nothing better would have come after the last result that the
 *		record has for this value
 *	high	only the time is compared that the record covers for both
 *
 * A value is better if the interval of `low` over the tasks lies above 0, worse
 * if that of `high` lies below it. A gain of 1 is the way from the draft to the
 * best result of the task.
 */
#ifndef HCC_BIN_TUNE_TUNE_H
#define HCC_BIN_TUNE_TUNE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/tool.h"
#include "lua/script.h"
#include "task/evidence.h"
#include "task/state.h"

/* A suggestion that was run, in the order in which results came. */
struct trial {
	const struct suggestion	*s;
	int			 phase;
	int			 direction, n;	/* 1: the first of its plan, of
						 * its direction */
	double			 at;		/* seconds of work until then */
	const struct trial	*base;		/* it was built on */
	struct run		*runs;		/* its attempts, in order */
	int			 nruns;
};

struct past {
	struct task	 task;
	struct state	 state;
	struct evidence	*ev;
	struct script	*exec;		/* exec.lua, as this task has it */
	struct trial	*trials;
	size_t		 n;
	double		 way;		/* from the draft to the best; 0: the
					 * draft stayed the best */
};

/* Read a task, its archives too. HCC_AGAIN: it has not ended. past_free in any
 * case. */
enum hcc_status	 past_read(struct past *, jv record, struct hcc_err *);
void		 past_free(struct past *);
/* The score that tells what a trial is worth: measured on an exam where there
 * is one, else the score that counts. NAN: it is not valid. */
double		 past_worth(const struct past *, const struct trial *);
/* `a` less `b`, positive where a is better. */
double		 past_gain(const struct past *, double a, double b);

/* The mean of a number over tasks. */
struct mean {
	double	 sum, square;
	int	 n;
};

void	 mean_add(struct mean *, double);
double	 mean_of(const struct mean *);		/* NAN: of nothing */
/* Half of its 95 % confidence interval; INFINITY below two tasks. */
double	 mean_interval(const struct mean *);

/* A value of a knob (of two, m and q) and what the record tells about it. */
struct row {
	double		 value, second;
	struct mean	 low, high;
	int		 differ;	/* tasks in which it changes anything */
};

enum verdict { VERDICT_UNKNOWN, VERDICT_SAME, VERDICT_WORSE, VERDICT_BETTER };

/* A question to the record. */
struct topic {
	const char	*policy, *knob, *second;	/* second: NULL, "q" */
	const char	*unit;		/* what its gains are in */
	const char	*what;		/* a sentence: how it is told */
	char		 known[200];	/* the values the record covers */
	double		 now, now2;	/* as recorded; NAN: it varies */
	struct row	*rows;
	size_t		 n, cap;
};

enum verdict	 row_verdict(const struct row *);
/* The row with the best lower limit among the better ones; NULL: none is. */
const struct row *topic_best(const struct topic *);
/* A row, made where there is none. */
struct row	*topic_row(struct topic *, double value, double second);

/* The questions; each fills a topic over all tasks. */
enum hcc_status	 ask_shape(struct topic *, struct past *, size_t,
		    struct hcc_err *);
enum hcc_status	 ask_tries(struct topic *, struct past *, size_t,
		    struct hcc_err *);
enum hcc_status	 ask_phase_share(struct topic *, struct past *, size_t,
		    struct hcc_err *);
enum hcc_status	 ask_margin(struct topic *, struct past *, size_t,
		    struct hcc_err *);
enum hcc_status	 ask_delta(struct topic *, struct past *, size_t,
		    struct hcc_err *);

/* The policy file, with what it rests on; the same as records. */
void		 print_policy(const char *policy, const struct topic *,
		    size_t, const struct past *, size_t tasks);
void		 print_records(const struct topic *, size_t);

#endif
