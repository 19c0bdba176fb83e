/*
 * plan.h: research plans, TASK/plan/NN.md (hcc-tree(5)).
 *
 * A plan opens a phase (paper, section 3.1): m directions, each with q
 * suggestions. It is Markdown that a person may edit:
 *
 *	---
 *	phase: 2
 *	base: 01/1.2
 *	by: offline
 *	---
 *	## 1 Title of the direction
 *	Why: one paragraph
 *	Control: planned without wisdom		(of a control direction)
 *	From: 02/1.1				(that run, not the best)
 *	### 1.1 Title of the suggestion
 *	Measure: nothing is adopted		(it needs no submission)
 *	text up to the next heading
 *
 * Headings inside ``` fences are text.
 */
#ifndef HCC_TASK_PLAN_H
#define HCC_TASK_PLAN_H

#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/result.h"
#include "task/task.h"

struct suggestion {
	char		*id;		/* "02/1.1" */
	int		 n;		/* 1: its number in the direction */
	char		*title;
	char		*text;
	bool		 measure;	/* it only measures */
	/* In a state (state.h): where it is planned, what came of it. */
	int		 direction;	/* 0: a recorded command */
	bool		 control;	/* of a direction without wisdom */
	char		*from;		/* of a direction that starts there */
	bool		 done;
	int		 attempts;	/* in l1/ID */
	struct result	*result;	/* NULL: none yet */
};

/* Those that a plan gives (base/record.h). */
#define SUGGESTION_FIELDS \
	RECORD_STR(struct suggestion, id, 0), \
	RECORD_INT(struct suggestion, n, 0, 0), \
	RECORD_STR(struct suggestion, title, 0), \
	RECORD_STR(struct suggestion, text, 0), \
	RECORD_BOOL(struct suggestion, measure, RECORD_OPTIONAL),

struct direction {
	int			 n;
	char			*title;
	char			*why;
	bool			 control;	/* planned without wisdom */
	char			*from;		/* id of the run it starts from;
						 * NULL: the best */
	struct suggestion	*suggestions;
	size_t			 count;
};

struct plan {
	int			 phase;
	char			*base;		/* id of the solution it builds
						 * on, or NULL */
	char			*by;		/* brain */
	char			*reason;	/* why another brain did it */
	int			 continues;	/* the phase whose rest it is;
						 * 0: none */
	jv			 refused;	/* lines: what the brain does
						 * not follow, for the person */
	jv			 dropped;	/* lines, of what was not
						 * admitted */
	struct direction	*directions;
	size_t			 count;
};

/* As brains and records see them. */
extern const struct record suggestion_record, direction_record, plan_record;

void		 plan_init(struct plan *, int phase);
void		 plan_free(struct plan *);

/* Read and publish plan/NN.md. HCC_MISSING when there is none; HCC_INPUT names
 * the file and the first wrong line, and the plan has what could be read.
 * plan_free in any case. */
enum hcc_status	 plan_read(const struct task *, int phase, struct plan *,
		    struct hcc_err *);
enum hcc_status	 plan_write(const struct task *, const struct plan *,
		    struct hcc_err *);
/* The same with its event, whose members are phase, by, reason, file and
 * sha256: "plan", or "close" when it was cut short. */
enum hcc_status	 plan_publish(const struct task *, const struct plan *,
		    const char *event, struct hcc_err *);

/* Ids. "01/1.2" or "01/1.2/3" -> numbers (attempt 0 when absent); false when
 * it is not an id. plan_id writes "01/1.2" (`out` of 32 bytes). */
bool		 plan_id_parse(const char *, int *phase, int *direction,
		    int *suggestion, int *attempt);
void		 plan_id(char *out, int phase, int direction, int suggestion);
/* Whether a file's name is a phase's number and `ending`, as "02.md" is. */
bool		 plan_phase_of(const char *name, const char *ending,
		    int *phase);
/* The line of plan/NN.md on which a suggestion stands; 0: on none. */
long		 plan_line(const struct task *, int phase, int direction,
		    int suggestion);

#endif
