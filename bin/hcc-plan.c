/*
 * hcc-plan: open the next phase of a task with a research plan.
 *
 * Writes plan/NN.md and the event "plan"; prints one record a suggestion
 * that is to be run, for hcc-exec. The first plan, 00, is the draft.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/subprocess.h"
#include "common/plan_open.h"
#include "common/tool.h"
#include "fsck/fsck.h"
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
print_open(const struct task *t, const struct phase *p)
{
	const struct suggestion	*s;
	jv			 r;

	for (s = p->suggestions; s < p->suggestions + p->count; s++) {
		if (s->done)
			continue;
		r = json_put_str(jv_object(), "kind", "suggestion");
		r = json_put_path(r, "task", t->path);
		r = json_put_num(r, "phase", p->phase);
		r = json_put_num(r, "direction", s->direction);
		if (s->control)
			r = json_put(r, "control", jv_true());
		if (s->measure)
			r = json_put(r, "measure", jv_true());
		r = json_put_num(r, "suggestion", s->n);
		r = json_put_str(r, "id", s->id);
		r = json_put_str(r, "title", s->title);
		tool_record(json_put_str(r, "text", s->text));
	}
}

/* A task begins with the wisdom that fits it. It goes on without. */
static void
prefetch(struct options *o, const struct task *t)
{
	char		 path[4200];
	const char	*argv[] = { path, t->path, NULL, NULL, NULL, NULL };
	struct buf	 in = BUF_INIT, out = BUF_INIT;
	struct subprocess s = { .argv = argv, .in = &in,
	    .max = 1u << 20, .stop_fd = -1 };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 status = 0, n = 1;

	if (fs_exists(t->dir, "prefetch.md") ||
	    fs_exists(t->dir, "plan/00.md") || fs_exists(t->dir, "done.json"))
		return;
	snprintf(path, sizeof(path), "%s/hcc-prefetch", tool_bindir());
	if (o->tool.quiet)
		setenv("HCC_QUIET", "1", 1);
	if (o->brain != NULL) {
		argv[n++] = "-b";
		argv[n++] = o->brain;
	}
	argv[n] = t->path;
	if (subprocess_run(&s, &out, &status, &e) != HCC_OK)
		tool_warn(&o->tool, "%s", e.text);
	else if (status != 0)
		tool_warn(&o->tool, "task '%s': no wisdom was fetched: "
		    "hcc-prefetch ended with status %d; planned without",
		    t->path, status);
	buf_release(&out);
}

static enum hcc_status
plan_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	const struct phase	*open;
	struct state	 state;
	enum hcc_status	 st;
	int		 lock = -1;

	(void)record;
	prefetch(o, t);
	if ((st = fsck_lock(t, tool_python(), tool_finding, &o->tool,
	    &lock, e)) != HCC_OK)
		return st;
	record_init(&state_record, &state);
	if ((st = state_read(t, &state, e)) == HCC_OK &&
	    (st = state_readable(&state, state_due_run(&state), e)) ==
	    HCC_OK) {
		tool_unread(&o->tool, &state, true);
		st = plan_open(&o->tool, t, o->brain, &state, jv_invalid(), e);
	}
	if (st == HCC_OK) {
		state_free(&state);
		st = state_read(t, &state, e);
	}
	/* An open plan is shown again, so that a pipeline can go on. */
	open = state_phase(&state, state_due_run(&state));
	if (open != NULL && (st == HCC_OK || st == HCC_NONE))
		print_open(t, open);
	state_free(&state);
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
