/*
 * hcc-plan: open the next phase of a task with a research plan.
 *
 * Writes plan/NN.md and the event "plan"; prints one record a suggestion
 * that is to be run, for hcc-exec. The first plan, 00, is the draft.
 */
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/planner.h"
#include "common/tool.h"
#include "task/journal.h"
#include "task/journal_edits.h"
#include "task/plan.h"
#include "task/state.h"

struct options {
	struct tool	 tool;
	const char	*brain;
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_STRING('b', "brain", brain, "name or path of the brain"),
	OPT_END
};

/* One record for each suggestion of the phase that is not done. */
static void
print_open(const struct task *t, jv phase)
{
	jv	 list = json_get(phase, "suggestions"), s, r;
	int	 i;

	for (i = 0; json_item(list, i, &s); i++) {
		if (!json_bool(s, "done", false)) {
			r = json_put_str(jv_object(), "kind", "suggestion");
			r = json_put_str(r, "task", t->path);
			r = json_put(r, "phase", json_get(phase, "phase"));
			r = json_put(r, "direction", json_get(s, "direction"));
			if (json_bool(s, "control", false))
				r = json_put(r, "control", jv_true());
			r = json_put(r, "suggestion", json_get(s, "n"));
			r = json_put(r, "id", json_get(s, "id"));
			r = json_put(r, "title", json_get(s, "title"));
			tool_record(json_put(r, "text", json_get(s, "text")));
		}
	}
	jv_free(list);
}

static enum hcc_status
publish(struct options *o, const struct task *t, jv plan, struct hcc_err *e)
{
	char		 file[32], sum[65];
	enum hcc_status	 st;
	int		 n = (int)json_num(plan, "phase", 0);
	jv		 ev;

	snprintf(file, sizeof(file), "plan/%02d.md", n);
	if ((st = plan_write(t, plan, e)) == HCC_OK &&
	    (st = fs_sha256(t->dir, file, sum, e)) == HCC_OK) {
		ev = json_put_num(jv_object(), "phase", n);
		ev = json_put(ev, "by", json_get(plan, "by"));
		ev = json_put_str(json_put_str(ev, "file", file), "sha256", sum);
		st = journal_add(t, "plan", ev, e);
	}
	if (st == HCC_OK && o->tool.verbose)
		tool_say(&o->tool, "wrote '%s/%s'", t->path, file);
	return st;
}

static enum hcc_status
plan_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	enum hcc_status	 st;
	int		 lock = -1;
	jv		 state = jv_invalid(), plan = jv_invalid(), phase;

	(void)record;
	if ((st = task_lock(t, true, &lock, e)) != HCC_OK)
		return st;
	if ((st = journal_record_edits(t, e)) == HCC_OK &&
	    (st = state_read(t, &state, e)) == HCC_OK)
		st = planner_next(t, tool_places(), o->brain, state, &plan,
		    e);
	if (st == HCC_OK && (st = publish(o, t, plan, e)) == HCC_OK) {
		jv_free(state);
		st = state_read(t, &state, e);
	}
	/* An open plan is shown again, so that a pipeline can go on. */
	if (st == HCC_OK || (st == HCC_NONE && state_due_run(state) >= 0)) {
		phase = state_phase(state, state_due_run(state));
		print_open(t, phase);
		jv_free(phase);
	}
	jv_free(plan);
	jv_free(state);
	close(lock);
	return st;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-plan",
	    .operands = "[task ...]", .opts = opts,
	    .about = "open the next phase with a research plan" } };
	int		 at = tool_options(&o.tool, argc, argv, &o);

	return tool_each_task(&o.tool, argc - at, argv + at, plan_task, &o);
}
