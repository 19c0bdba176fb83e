/*
 * hcc-exec: run suggestions of a plan, or record a command as a run.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "fsck/fsck.h"
#include "hcc-exec/exec.h"
#include "data/folds_task.h"
#include "lua/policy.h"
#include "run/job.h"
#include "task/state.h"

#define OPT_STRUCT struct exec_options
static const struct tool_opt opts[] = {
	OPT_STRING('a', "run|directory", adopt,
	    "make this run, or a program of your own, the best"),
	OPT_FLAG('B', blend, "blend what runs have left, without training"),
	OPT_STRING('b', "brain", brain, "name or path of the brain"),
	OPT_STRING('c', "command", command,
	    "record this command; -: each line of stdin"),
	OPT_LIST('f', "file", files,
	    "with -c: copy this file into the run's directory"),
	OPT_COUNT('j', "jobs", slots, 1, 1024, "runs at once"),
	OPT_STRING('J', "job", job, "run this job, on its node"),
	OPT_CHOICE('S', "bwrap|none", confine, "what confines runs (bwrap)"),
	OPT_SECONDS('t', "time", limit,
	    "with -a, -c: limit of a run (90s, 15m, 8h)"),
	OPT_END
};

static bool
all_done(const struct phase *p)
{
	size_t	 i;

	for (i = 0; p != NULL && i < p->count && p->suggestions[i].done; i++)
		;
	return p != NULL && i == p->count;
}

/* Run the first open phase. One that was open for the runs on other seeds
 * alone, which a kill has left, does not count: the next one is run too. */
static enum hcc_status
run_open(struct exec_options *o, const struct task *t, jv wanted,
    struct hcc_err *e)
{
	struct state	 state;
	enum hcc_status	 st;
	bool		 again = false, seeds = false;
	int		 phase;

	do {
		if ((st = state_read(t, &state, e)) == HCC_OK) {
			phase = state_due_run(&state);
			again = seeds;
			seeds = all_done(state_phase(&state, phase));
			if (state.ended != NULL)
				st = err_set(e, HCC_NONE, "task '%s' has ended",
				    t->path);
			else if ((st = state_readable(&state, phase, e)) !=
			    HCC_OK)
				;
			else if (phase >= 0)
				st = exec_phase(o, t, &state, phase, wanted, e);
			else if (!again)
				st = err_set(e, HCC_NONE, "task '%s' has no "
				    "open phase: hcc-plan opens one", t->path);
		}
		state_free(&state);
	} while (st == HCC_OK && seeds && !again);
	return st;
}

static enum hcc_status
read_keep(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;

	if ((st = policy_open(t->path, tool_places(), "promote", &policy,
	    e)) == HCC_OK) {
		o->keep = policy_number(policy, "keep_size");
		o->phase_tokens = policy_number(policy, "phase_tokens");
	}
	script_close(policy);
	return st;
}

/* What starts this tool in a job: its own environment, but no key, and no
 * more. */
static void
job_start(struct exec_options *o, struct buf *b)
{
	static const char *const names[] = { "HOME", "LANG", "PATH", "TMPDIR",
	    "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
	    "XDG_STATE_HOME", "HCC_CONFIG", "HCC_GPU_ROOT", "HCC_SHARE" };
	const char	*value;
	size_t		 i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if ((value = getenv(names[i])) == NULL)
			continue;
		buf_addf(b, "export %s=", names[i]);
		buf_add_quoted(b, value);
		buf_addc(b, '\n');
	}
	buf_adds(b, "exec ");
	buf_add_quoted(b, tool_bindir());
	buf_adds(b, "/hcc-exec");
	o->env.job_start = buf_str(b);
}

static enum hcc_status
run_task(struct exec_options *o, jv rec, jv wanted, struct hcc_err *e)
{
	struct task	 t;
	struct buf	 start = BUF_INIT;
	enum hcc_status	 st;
	int		 lock = -1;

	if ((st = tool_task(rec, &t, e)) != HCC_OK)
		return st;
	if ((st = environment_open(&o->env, json_at(t.meta, "environment"),
	    t.path, t.language, tool_places(), e)) == HCC_OK &&
	    (st = read_keep(o, &t, e)) == HCC_OK && o->job == NULL)
		st = o->command != NULL ? task_lock(&t, false, &lock, e) :
		    fsck_lock(&t, tool_python(), tool_finding, &o->tool, &lock,
		    e);
	job_start(o, &start);
	if (o->job != NULL) {
		if (st == HCC_OK)
			st = exec_job(o, &t, e);
		job_report_end(&t, o->job, getenv("SLURM_JOB_NAME"), st, e);
		if (st == HCC_NONE)	/* another job did it: fine */
			st = HCC_OK;
	} else if (st == HCC_OK && o->adopt != NULL)
		st = exec_own(o, &t, e);
	else if (st == HCC_OK && o->blend)
		st = exec_blend(o, &t, e);
	else if (st == HCC_OK && o->command != NULL) {
		t.unsynced = strcmp(o->command, "-") == 0;
		st = exec_command(o, &t, e);
	} else if (st == HCC_OK && (st = folds_refresh(&t, e)) == HCC_OK) {
		job_sweep(&t);
		st = run_open(o, &t, wanted, e);
	}
	environment_free(&o->env);
	buf_release(&start);
	if (lock != -1)
		close(lock);
	task_close(&t);
	return st;
}

/* Records of one task that follow each other are one job: a task record asks
 * for everything that is open, suggestion records for these. *rec is
 * borrowed. */
static int
gather(jv in, int from, jv *rec, jv *wanted)
{
	jv	 one;
	int	 i;

	(void)json_item(in, from, rec);
	*wanted = jv_null();
	for (i = from; json_item(in, i, &one); i++) {
		if (strcmp(json_str(one, "task", ""),
		    json_str(*rec, "task", "")) != 0 ||
		    strcmp(json_str(one, "kind", ""),
		    json_str(*rec, "kind", "")) != 0)
			break;
		if (strcmp(json_str(one, "kind", ""), "suggestion") != 0)
			continue;
		if (jv_get_kind(*wanted) != JV_KIND_ARRAY)
			*wanted = jv_array();
		*wanted = jv_array_append(*wanted, jv_string(json_str(one,
		    "id", "")));
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
	o.python = tool_python();
	if (o.command != NULL && strcmp(o.command, "-") == 0 && at == argc)
		tool_usage(&o.tool, "-c - reads commands from standard "
		    "input: name the tasks as operands");
	if (o.command != NULL && o.command[strspn(o.command, " \t\n")] == '\0')
		tool_usage(&o.tool, "option -c: the command is empty");
	if ((o.command != NULL) + (o.adopt != NULL) + o.blend > 1)
		tool_usage(&o.tool, "-a, -B and -c exclude each other: record "
		    "a command, then adopt the run by its id");
	in = tool_inputs(&o.tool, argc - at, argv + at);
	for (i = 0; i < json_len(in) && o.signal == 0;) {
		i = gather(in, i, &rec, &wanted);
		if (run_task(&o, rec, wanted, &e) != HCC_OK)
			tool_fail(&o.tool, &e);
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
