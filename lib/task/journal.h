/*
 * journal.h: E_t, the event sequence of a task (paper, section 3.1).
 *
 * TASK/journal.jsonl holds one JSON object a line, appended, never changed:
 *
 *	{"ev":"run","id":"01/1.2/1","s":"66f1-2a","t":1732250253.123,...}
 *
 * `ev` names the event, `t` is its time (seconds, UTC), `s` the session that
 * wrote it. Payloads (plans, code, logs) stay in their files; the line points
 * to them. A line torn by a crash is skipped by readers.
 */
#ifndef HCC_TASK_JOURNAL_H
#define HCC_TASK_JOURNAL_H

#include <stdbool.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/result.h"
#include "task/task.h"

/* Append an event; `fields` (an object, consumed) is completed with ev, s
 * and t. */
enum hcc_status	 journal_add(const struct task *, const char *event, jv fields,
		    struct hcc_err *);
/* Publish a file of the task (fs_publish) and its event, with the members file
 * and sha256: the checksum shows later that it was edited by hand. */
enum hcc_status	 journal_publish(const struct task *, const char *file,
		    const struct buf *, const char *event, jv fields,
		    struct hcc_err *);
/* The members of the events "result" and "run". */
jv		 journal_result(const struct result *);
jv		 journal_run(const struct run *);
/* All events, oldest first, as an array; *torn counts lines that were not
 * readable. An absent journal is empty. */
enum hcc_status	 journal_read(const struct task *, jv *events, int *torn,
		    struct hcc_err *);
/* The last event of a kind (borrowed); null: there is none. */
jv		 journal_last(jv events, const char *event);
/* Seconds of work so far: for every session the time from its first to its
 * last event, so that a pause does not count, and what the events "cut" tell.
 * at[i] (an array of one for each event, or NULL): up to event i. */
double		 journal_spent(jv events, double *at);
/* Seconds from the last event (without one, from the beginning of the work) to
 * the last beat of a process that works, or was killed or stopped. */
double		 journal_cut_off(const struct task *, jv events);
/* Tell that work goes on: the time since the last event counts, but none before
 * `begin` (of the steady clock; 0: the session has an event already), so that a
 * pause does not. TASK/lock has the boot, the steady clock and the time of day
 * of the last beat, and `begin`. */
void		 journal_beat(const struct task *, double begin);
/* A person may edit task.md, plan/NN.md, l2/NN.md and prefetch.md between
 * steps. Compare those files with the checksums that the events (borrowed)
 * know and append an "edit" event for each that differs. Append an event "cut"
 * with the seconds of work that was cut off, unless this session goes on with
 * it. To be called under the lock, before a step works with them. */
enum hcc_status	 journal_record_edits(const struct task *, jv events,
		    struct hcc_err *);

#endif
