/*
 * hcc-exec: run suggestions of a plan, or record a command as a run.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "hcc-exec/exec.h"
#include "task/best.h"
#include "task/journal_edits.h"
#include "task/plan.h"
#include "task/state.h"

#define OPT_STRUCT struct exec_options
static const struct tool_opt opts[] = {
	OPT_STRING('b', "brain", brain, "name or path of the brain"),
	OPT_STRING('c', "command", command,
	    "record this command; -: each line of stdin"),
	OPT_LIST('f', "file", files,
	    "with -c: copy this file into the run's directory"),
	OPT_COUNT('j', "jobs", slots, 1, 1024, "runs at once"),
	OPT_CHOICE('S', "bwrap|none", confine, "what confines runs (bwrap)"),
	OPT_SECONDS('t', "time", limit,
	    "with -c: limit of a run (90s, 15m, 8h)"),
	OPT_END
};

bool
exec_wants(jv wanted, jv suggestion)
{
	const char	*id = json_str(suggestion, "id", "");
	jv		 v;
	bool		 yes = false;
	int		 i;

	if (jv_get_kind(wanted) != JV_KIND_ARRAY)
		return true;
	for (i = 0; !yes && i < jv_array_length(jv_copy(wanted)); i++) {
		v = jv_array_get(jv_copy(wanted), i);
		yes = strcmp(jv_string_value(v), id) == 0;
		jv_free(v);
	}
	return yes;
}

static enum hcc_status
run_task(struct exec_options *o, jv rec, jv wanted, struct hcc_err *e)
{
	struct task	 t;
	enum hcc_status	 st;
	int		 lock = -1, phase;
	jv		 state = jv_invalid();

	if ((st = tool_task(rec, &t, e)) != HCC_OK)
		return st;
	st = task_lock(&t, o->command == NULL, &lock, e);
	if (st == HCC_OK && o->command != NULL)
		st = exec_command(o, &t, e);
	else if (st == HCC_OK && (st = journal_record_edits(&t, e)) == HCC_OK &&
	    (st = state_read(&t, &state, e)) == HCC_OK) {
		best_clean(&t);
		phase = state_due_run(state);
		if (state_ended(state))
			st = err_set(e, HCC_NONE, "task '%s' has ended",
			    t.path);
		else if (phase < 0)
			st = err_set(e, HCC_NONE, "task '%s' has no open "
			    "phase: hcc-plan opens one", t.path);
		else
			st = exec_phase(o, &t, state, phase, wanted, e);
	}
	jv_free(state);
	if (lock != -1)
		close(lock);
	task_close(&t);
	return st;
}

/* Records of one task that follow each other are one job: a task record asks
 * for everything that is open, suggestion records for these. */
static int
gather(jv in, int from, jv *rec, jv *wanted)
{
	jv	 next;
	int	 i, n = jv_array_length(jv_copy(in));

	*rec = jv_array_get(jv_copy(in), from);
	*wanted = jv_null();
	for (i = from; i < n; i++) {
		next = jv_array_get(jv_copy(in), i);
		if (strcmp(json_str(next, "task", ""),
		    json_str(*rec, "task", "")) != 0 ||
		    strcmp(json_str(next, "kind", ""),
		    json_str(*rec, "kind", "")) != 0) {
			jv_free(next);
			break;
		}
		if (strcmp(json_str(next, "kind", ""), "suggestion") == 0) {
			if (jv_get_kind(*wanted) != JV_KIND_ARRAY)
				*wanted = jv_array();
			*wanted = jv_array_append(*wanted,
			    jv_string(json_str(next, "id", "")));
		}
		jv_free(next);
	}
	return i;
}

int
main(int argc, char **argv)
{
	struct exec_options	 o = { .confine = "bwrap", .tool = {
	    .name = "hcc-exec", .operands = "[task ...]", .opts = opts,
	    .about = "run suggestions, or record a command as a run" } };
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 in, rec, wanted;
	int			 i, at;

	at = tool_options(&o.tool, argc, argv, &o);
	o.sandbox = strcmp(o.confine, "bwrap") == 0;
	if (o.command != NULL && strcmp(o.command, "-") == 0 && at == argc)
		tool_usage(&o.tool, "-c - reads commands from standard "
		    "input: name the tasks as operands");
	in = tool_inputs(&o.tool, argc - at, argv + at);
	for (i = 0; i < jv_array_length(jv_copy(in)) && o.signal == 0;) {
		i = gather(in, i, &rec, &wanted);
		if (run_task(&o, rec, wanted, &e) != HCC_OK)
			tool_fail(&o.tool, &e);
		jv_free(rec);
		jv_free(wanted);
	}
	jv_free(in);
	free(o.files.v);
	at = tool_finish(&o.tool);
	if (o.signal != 0) {		/* die of it, as a shell expects */
		signal(o.signal, SIG_DFL);
		raise(o.signal);
	}
	return at;
}
