/*
 * plan_open.c: write plan/NN.md and the event "plan".
 */
#include "base/json.h"
#include "brain/planner.h"
#include "common/plan_open.h"
#include "data/folds_task.h"
#include "task/plan.h"

/* What a person wrote and the brain does not follow. */
static void
report_refused(const struct tool *tool, const struct task *t, jv refused)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(refused, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING)
			tool_warn(tool, "'%s': %s", t->path,
			    jv_string_value(one));
}

enum hcc_status
plan_open(const struct tool *tool, const struct task *t, const char *brain,
    const struct state *state, jv given, struct hcc_err *e)
{
	struct plan	 plan;
	enum hcc_status	 st;

	plan_init(&plan, 0);
	if ((st = folds_refresh(t, e)) == HCC_OK &&
	    (st = planner_next(t, tool_places(), brain, state, given, &plan,
	    e)) == HCC_OK &&
	    (st = plan_publish(t, &plan, "plan", e)) == HCC_OK) {
		if (tool->verbose)
			tool_say(tool, "wrote '%s/plan/%02d.md'", t->path,
			    plan.phase);
		report_refused(tool, t, plan.refused);
	}
	plan_free(&plan);
	return st;
}
