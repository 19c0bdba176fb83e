/*
 * ledger.h: what calls of models have cost, and what they may still cost.
 *
 * TASK/ledger.jsonl holds the calls of a task, and, below the state directory
 * of the user, ledger-YYYY-MM-DD.jsonl the same lines for all tasks. A call is
 * two lines, appended:
 *
 *	{"ev":"reserve","id":"..","t":..,"s":"..","role":"plan","model":"..",
 *	    "tokens":9000,"cost":0.012,"request":"SHA-256"}
 *	{"ev":"settle","id":"..",..,"ok":true,"class":"ok","usage":{..},
 *	    "tokens":7000,"cost":0.009,"attempts":1,"latency":12.3,..}
 *
 * The first is durable before a byte is sent and holds the most that the call
 * can take; a further attempt may reserve more under the same id. The second
 * holds what it took. A call that a budget does not allow is one line,
 * "refuse", with the scope of that budget. What was replayed from a record
 * goes to replay-*.jsonl instead of ledger-*.jsonl: it has cost nothing today.
 * A reservation that was never settled, because its process died, counts in
 * full. Sums are checked and lines appended under flock(2) on the files, the
 * task's first.
 */
#ifndef HCC_LLM_LEDGER_H
#define HCC_LLM_LEDGER_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"

#define LEDGER_FILE	"ledger.jsonl"

struct ledger_sums {
	double	 tokens, cost, calls;
	double	 answered;		/* calls that were */
	double	 bytes, prefix;		/* of prompts, and how much of them
					 * repeated one before */
	char	 refused[8];		/* the last call was refused by this
					 * budget: "task", "day", "run"; "" */
};

struct ledger {
	int		 task;		/* directory, -1: none */
	int		 state;		/* directory, -1: none */
	const char	*session;	/* which run this is */
	bool		 replay;
	/* While it is locked: */
	int		 fds[2];
	char		 day[40];	/* the day's file */
};

/* What the lines say. */
struct ledger_view {
	struct ledger_sums task, day, run;
	double		 bytes;		/* of prompts of the model.. */
	double		 prompt;	/* ..and their tokens */
	jv		 dropped;	/* names of fields that the model's
					 * server refused in this run */
	int		 same;		/* calls with this request so far, of
					 * the task; without one, of the run */
};

#define LEDGER_INIT(task, state, session, replay) \
	{ (task), (state), (session), (replay), { -1, -1 }, "" }

/* Lock both files, make what is missing, and read them. `model` and `request`
 * (may be NULL) choose what the view counts. The view's `dropped` is the
 * caller's; nothing is locked after a failure. */
enum hcc_status	 ledger_lock(struct ledger *, const char *model,
		    const char *request, struct ledger_view *,
		    struct hcc_err *);
void		 ledger_unlock(struct ledger *);
/* Append one line (consumed) to both, completed with t and s. ledger_lock()
 * has been called before, but need not hold any more. */
enum hcc_status	 ledger_add(const struct ledger *, jv line,
		    struct hcc_err *);
/* Bytes that a token of the model has which this role asked last (else of the
 * one that was asked last at all), as its server counts; 0: not known. */
double		 ledger_bytes_per_token(int task, const char *role);
/* Read the sums of one ledger file without a lock; an absent file is empty. */
enum hcc_status	 ledger_read(int dir, const char *path, struct ledger_sums *,
		    struct hcc_err *);

#endif
