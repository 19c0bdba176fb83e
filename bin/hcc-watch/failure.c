/*
 * failure.c: a step that failed: it is tried again later, waits for a person,
 * or is given up.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "hcc-watch/watch.h"
#include "llm/ledger.h"
#include "task/journal.h"

/* The status of the watcher is that of the worst step. */
static void
end_task(struct watch *w, struct watched *j, enum hcc_status st)
{
	j->over = j->failed = true;
	if (err_exit_code(st) > err_exit_code(w->tool.worst))
		w->tool.worst = st;
}

/* Print the reason, record it for hcc-status and set the exit status. */
static void
give_up(struct watch *w, struct watched *j, enum hcc_status st, const char *why)
{
	char	 text[160];

	snprintf(text, sizeof(text), "%s%s%s", j->step, *j->step == '\0' ?
	    "" : ": ", why);
	tool_warn(&w->tool, "task '%s': %s; given up", j->t.path, text);
	(void)journal_add(&j->t, "give_up", json_put_str(jv_object(), "why",
	    text), NULL);
	watch_done(&w->tool, j, "given up", text);
	end_task(w, j, st);
}

bool
watch_is_permanent(int code)
{
	static const enum hcc_status	 all[] = { HCC_USAGE, HCC_INPUT,
	    HCC_MISSING, HCC_PERMISSION, HCC_CONFIG };
	size_t	 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (code == err_exit_code(all[i]))
			return true;
	return false;
}

void
watch_block(struct watch *w, struct watched *j, enum hcc_status st)
{
	if (w->until_end)
		give_up(w, j, st, "an error that a person must correct");
	j->stuck = true;
}

void
watch_back_off(struct watch *w, struct watched *j)
{
	j->failures++;
	j->retry_at = clock_steady() + fmin(j->max_retry, j->retry *
	    pow(2, j->failures - 1));
	if (j->failures >= j->max_failures)
		give_up(w, j, HCC_UNAVAILABLE, "too many failures");
}

/* Somebody else writes, a model server is down or the day's budget is spent:
 * that passes, if only in the morning. Never given up, but no longer than the
 * budget lasts: then watch.lua ends the task. */
static void
wait_longer(struct watched *j)
{
	double	 pause = fmin(j->max_retry, j->retry * pow(2,
		    fmin(j->waits++, 20)));

	j->ran = false;
	j->retry_at = clock_steady() + fmin(pause, fmax(j->left, j->retry));
}

bool
watch_waits(struct watch *w, struct watched *j)
{
	char	 name[32];
	long	 pid = task_holder(&j->t, name);

	if (pid == 0)
		return false;
	if (pid != j->writer)
		tool_warn(&w->tool, "task '%s': %s (process %ld) is still at "
		    "work on it, by hand or of a watch that was killed; waits "
		    "until it has ended: 'kill %ld' ends it", j->t.path, name,
		    pid, pid);
	j->writer = pid;
	j->dirty = true;
	j->ran = false;
	j->retry_at = clock_steady() + j->retry;
	return true;
}

void
watch_pause(struct watch *w, struct watched *j)
{
	struct ledger_sums	 s;

	if (ledger_read(j->t.dir, LEDGER_FILE, &s, NULL) != HCC_OK ||
	    (strcmp(s.refused, "task") != 0 && strcmp(s.refused, "run") != 0)) {
		wait_longer(j);
		return;
	}
	tool_warn(&w->tool, "task '%s': paused: its budget for the model is "
	    "spent; raise it, or end the task with hcc-promote -t -b offline",
	    j->t.path);
	watch_done(&w->tool, j, "paused", "its budget for the model is spent");
	if (w->until_end)
		end_task(w, j, HCC_AGAIN);
	j->stuck = true;
}
