/*
 * delta.c: would a higher delta have kept the wisdom that helped, and left the
 * rest out?
 *
 * Only a task with a control direction tells what its wisdom was worth
 * (wisdom/control.h), and only of all of it together: where a delta cuts some
 * of the entries that a task was shown, nobody knows what the rest is worth.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "hcc-tune/tune.h"
#include "lua/policy.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch_md.h"

/* A task whose wisdom was tested: the similarities of what it was shown. */
struct test {
	double	 least, most;
	int	 effect;	/* 1: it won, -1: it did harm */
};

/* False: the task tells nothing. */
static enum hcc_status
read_test(const struct past *p, struct test *t, bool *told, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	double		 similarity;
	jv		 shown = prefetch_md_load(&p->task), entry, out;
	const char	*word;
	int		 i;

	*t = (struct test){ INFINITY, -INFINITY, 0 };
	for (i = 0; json_item(shown, i, &entry); i++) {
		similarity = json_num(entry, "similarity", NAN);
		t->least = fmin(t->least, similarity);
		t->most = fmax(t->most, similarity);
	}
	jv_free(shown);
	*told = false;
	if (!isfinite(t->most))
		return HCC_OK;
	st = policy_open(p->task.path, tool_places(), "promote", &policy, e);
	if (st == HCC_OK && (st = credit_outcome(&p->task, &p->state, policy,
	    &out, e)) == HCC_OK) {
		*told = json_bool(out, "control", false);
		word = json_str(out, "outcome", "");
		t->effect = strcmp(word, "win") == 0 ? 1 :
		    strcmp(word, "harm") == 0 ? -1 : 0;
		jv_free(out);
	}
	script_close(policy);
	return st;
}

/* What a delta does to the tasks that tell it. */
static void
compare(struct topic *topic, double delta, const struct test *tests, size_t n)
{
	struct row	*row = topic_row(topic, delta, NAN);
	double		 gain;
	size_t		 i;

	for (i = 0; i < n; i++) {
		if (tests[i].least <= delta && tests[i].most > delta)
			continue;	/* some of it stays */
		gain = tests[i].most <= delta ? -tests[i].effect : 0;
		row->differ += tests[i].most <= delta;
		mean_add(&row->low, gain);
		mean_add(&row->high, gain);
	}
}

enum hcc_status
ask_delta(struct topic *topic, struct past *past, size_t n, struct hcc_err *e)
{
	struct test	*tests = mem_zero(n + 1, sizeof(*tests));
	double		*cuts = mem_zero(n + 1, sizeof(*cuts));
	enum hcc_status	 st = HCC_OK;
	bool		 told;
	size_t		 i, k, m = 0;

	for (i = 0; st == HCC_OK && i < n; i++)
		if ((st = read_test(&past[i], &tests[m], &told, e)) ==
		    HCC_OK && told)
			m++;
	/* A delta is told apart from the next only at what was shown. */
	for (i = 0; i < m; i++)
		cuts[i] = tests[i].most;
	qsort(cuts, m, sizeof(*cuts), num_order);
	snprintf(topic->known, sizeof(topic->known), "%zu of %zu tasks tested "
	    "their wisdom against a control direction.\n-- What a lower "
	    "delta would have fetched cannot be told.", m, n);
	for (i = k = 0; i < m; i++)
		if (i == 0 || cuts[i] != cuts[k]) {
			compare(topic, cuts[i], tests, m);
			k = i;
		}
	topic->now = NAN;
	free(cuts);
	free(tests);
	return st;
}
