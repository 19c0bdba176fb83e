/*
 * state.h: where a task stands, read off the tree and nothing else.
 *
 *	{task, id, phase: latest plan or -1, prefetched, described, working,
 *	 ended: done.json or null, best: best/result.json or null,
 *	 phases: [{phase, complete, promoted, plan, suggestions:
 *	    [{id, direction, control, title, text, done, attempts, result}]}],
 *	 spent, budget, left (seconds; null: no limit), last (time of the
 *	 last event), attempts, events, torn (unreadable lines)}
 *
 * A suggestion is done when its result.json exists; a phase is complete when
 * all suggestions of its plan are done, promoted when l2/NN.md exists and
 * l1/NN does not; the task is ended when done.json exists. The results of
 * promoted phases are those of the note. `working`: some result is valid.
 */
#ifndef HCC_TASK_STATE_H
#define HCC_TASK_STATE_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "task/task.h"

enum hcc_status	 state_read(const struct task *, jv *state, struct hcc_err *);
/* The phase object with this number (new reference), or invalid. */
jv		 state_phase(jv state, int phase);
/* The first phase that is complete but not promoted, from 01 on; -1: none.
 * The first with something to run; -1: none. */
int		 state_due_promotion(jv state);
int		 state_due_run(jv state);
bool		 state_ended(jv state);

/* A JSON file of the task as an object; invalid when absent or unreadable. */
jv		 state_json(const struct task *, const char *path);

#endif
