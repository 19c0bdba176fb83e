/*
 * hcc-tune: what other values of knobs would have been worth, by the records of
 * ended tasks.
 *
 * Reads journals, results and archives, runs nothing, and writes nothing but
 * standard output: a policy file that a person may put in its place.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-tune/tune.h"

struct app {
	struct tool	 tool;
	const char	*policy;
	bool		 json;
	struct past	*past;
	size_t		 n;
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_FLAG('j', json, "JSON lines about all policies instead"),
	OPT_CHOICE('p', "exec|plan|prefetch", policy, "the policy to print"),
	OPT_END
};

/* Gains are shares of this. */
#define WAY "the way from the draft to the best"

static struct topic topics[] = {
	{ .policy = "plan", .knob = "m", .second = "q",
	    .what = "The first m directions of each plan, the first q "
	    "suggestions of each; what\n-- was built on a run outside of them "
	    "is left out. A phase has m x q runs.\n-- Gains are shares of "
	    WAY ", over the time." },
	{ .policy = "exec", .knob = "tries",
	    .what = "What works at a later attempt is lost, its time saved.\n"
	    "-- Gains are shares of " WAY ", over the time." },
	{ .policy = "exec", .knob = "phase_share",
	    .what = "Time limits in proportion to it; a run that took longer "
	    "is lost.\n-- Gains are shares of " WAY ", over the time." },
	{ .policy = "exec", .knob = "margin",
	    .what = "Which result is chosen, told by scores that did not "
	    "choose.\n-- Gains are shares of " WAY "." },
	{ .policy = "prefetch", .knob = "delta",
	    .what = "Entries that are less similar are not fetched.\n"
	    "-- Gains are wins less harms of a task." },
};
enum { TOPICS = sizeof(topics) / sizeof(topics[0]) };

static enum hcc_status
ask(struct app *a, struct hcc_err *e)
{
	static enum hcc_status	(*const asks[TOPICS])(struct topic *,
				    struct past *, size_t, struct hcc_err *) =
	    { ask_shape, ask_tries, ask_phase_share, ask_margin, ask_delta };
	enum hcc_status		 st = HCC_OK;
	size_t			 i;

	for (i = 0; st == HCC_OK && i < TOPICS; i++)
		if (a->json || strcmp(topics[i].policy, a->policy) == 0)
			st = asks[i](&topics[i], a->past, a->n, e);
	return st;
}

/* Is any value known to be better? */
static bool
tells(void)
{
	size_t	 i;

	for (i = 0; i < TOPICS; i++)
		if (topic_best(&topics[i]) != NULL)
			return true;
	return false;
}

static void
read_tasks(struct app *a, jv in)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 record;
	int		 i;

	a->past = mem_zero((size_t)json_len(in) + 1, sizeof(*a->past));
	for (i = 0; json_item(in, i, &record); i++) {
		if (past_read(&a->past[a->n], record, &e) == HCC_OK) {
			a->n++;
			continue;
		}
		tool_fail(&a->tool, &e);
		past_free(&a->past[a->n]);
	}
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-tune",
	    .operands = "[task ...]", .opts = opts,
	    .about = "tell what other values of knobs would have been worth" }
	    };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 at = tool_options(&a.tool, argc, argv, &a);
	size_t		 i;
	jv		 in;

	if (a.policy == NULL && !a.json)
		tool_usage(&a.tool, "name a policy with -p: exec, plan or "
		    "prefetch");
	in = tool_inputs(&a.tool, argc - at, argv + at);
	read_tasks(&a, in);
	jv_free(in);
	if (a.n > 0 && ask(&a, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	else if (a.n > 0) {
		if (a.json)
			print_records(topics, TOPICS);
		else
			print_policy(a.policy, topics, TOPICS, a.past, a.n);
		if (!tells()) {
			err_set(&e, HCC_NONE, "no value is known to be better "
			    "than what was recorded");
			tool_fail(&a.tool, &e);
		}
	}
	for (i = 0; i < a.n; i++)
		past_free(&a.past[i]);
	for (i = 0; i < TOPICS; i++)
		free(topics[i].rows);
	free(a.past);
	return tool_finish(&a.tool);
}
