/*
 * margin.c: which solution would have been chosen with another margin, and what
 * that is worth.
 *
 * A score that chooses cannot also tell how good the choice is: it would always
 * praise the smallest margin. So the choice is made by recorded scores, and its
 * worth told by others: by what was measured on an exam, which chooses nothing;
 * else fold by fold, by one that the choice has not seen. Only the choice is
 * told, not what would then have been built on it.
 */
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-tune/tune.h"
#include "lua/policy.h"
#include "run/adoption.h"

enum { FOLDS_LEAST = 3 };	/* two to choose by, one to tell by */

static double
fold(const struct result *r, int k)
{
	jv	 v;

	return json_item(r->folds, k, &v) && jv_get_kind(v) == JV_KIND_NUMBER ?
	    jv_number_value(v) : NAN;
}

/* The result as the folds but `k` show it; `out` borrows all but its folds. */
static void
without_fold(const struct result *r, int k, struct result *out)
{
	double	 sum = 0;
	int	 i, n = json_len(r->folds);

	*out = *r;
	out->measured = NAN;
	out->folds = jv_array();
	for (i = 0; i < n; i++) {
		if (i == k)
			continue;
		out->folds = jv_array_append(out->folds,
		    jv_number(fold(r, i)));
		sum += fold(r, i);
	}
	out->score = sum / (n - 1);
}

/* Who tells what a choice is worth? -1: the exam; else how many folds, 0: none
 * does. */
static int
judges(const struct past *p)
{
	const struct trial	*t;
	size_t			 i;
	int			 n = -2;

	for (i = 0; i < p->n; i++) {
		t = &p->trials[i];
		if (!isfinite(past_worth(p, t)))
			continue;
		if (p->task.sealed == SEALED_EXAM &&
		    isfinite(t->s->result->measured)) {
			if (n != -2 && n != -1)
				return 0;
			n = -1;
		} else if (n == -2)
			n = json_len(t->s->result->folds);
		else if (n != json_len(t->s->result->folds))
			return 0;
	}
	return n == -1 || n >= FOLDS_LEAST ? n : 0;
}

/* The worth of what is chosen with this margin, by all folds but `k` and told
 * by that one; -1: by all, told by the exam. */
static enum hcc_status
chosen(struct past *p, double margin, int k, double *worth, struct hcc_err *e)
{
	struct result	 best = { .id = NULL }, now;
	enum hcc_status	 st = HCC_OK;
	bool		 yes, copied = false;
	size_t		 i;
	jv		 set = json_put_num(jv_object(), "margin", margin);

	st = script_set(p->exec, set, e);
	jv_free(set);
	*worth = NAN;
	for (i = 0; st == HCC_OK && i < p->n; i++) {
		if (!isfinite(past_worth(p, &p->trials[i])))
			continue;
		now = *p->trials[i].s->result;
		if (k >= 0)
			without_fold(p->trials[i].s->result, k, &now);
		st = adoption_ask(p->exec, &p->task, &now, &best, &yes,
		    e);
		if (yes) {
			if (copied)
				jv_free(best.folds);
			best = now;
			copied = k >= 0;
			*worth = k >= 0 ? fold(p->trials[i].s->result, k) :
			    past_worth(p, &p->trials[i]);
		} else if (k >= 0)
			jv_free(now.folds);
	}
	if (copied)
		jv_free(best.folds);
	return st;
}

/* The mean gain of one margin over another, as a share of the way. */
static enum hcc_status
compare(struct past *p, double margin, double now, int folds, double *gain,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	double		 a, b;
	int		 k, n = folds == -1 ? 1 : folds;

	*gain = 0;
	for (k = 0; st == HCC_OK && k < n; k++) {
		if ((st = chosen(p, margin, folds == -1 ? -1 : k, &a, e)) ==
		    HCC_OK && (st = chosen(p, now, folds == -1 ? -1 : k, &b,
		    e)) == HCC_OK)
			*gain += past_gain(p, a, b) / n;
	}
	if (p->way > 0)
		*gain /= p->way;
	return st;
}

enum hcc_status
ask_margin(struct topic *topic, struct past *past, size_t n, struct hcc_err *e)
{
	static const double	 values[] = { 0, 0.1, 0.25, 0.5, 1, 2 };
	struct row		*row;
	enum hcc_status		 st = HCC_OK;
	double			 was, gain;
	size_t			 i, k, told = 0;
	int			 folds;

	topic->now = n > 0 ? policy_number(past[0].exec, "margin") : NAN;
	for (k = 0; k < n; k++)
		told += judges(&past[k]) != 0;
	snprintf(topic->known, sizeof(topic->known), "%zu of %zu tasks have "
	    "the folds, or the exam, to tell it.", told, n);
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (values[i] == topic->now)
			continue;
		row = topic_row(topic, values[i], NAN);
		for (k = 0; st == HCC_OK && k < n; k++) {
			was = policy_number(past[k].exec, "margin");
			if ((folds = judges(&past[k])) == 0 ||
			    past[k].way == 0)
				continue;
			st = compare(&past[k], values[i], topic->now, folds,
			    &gain, e);
			mean_add(&row->low, gain);
			mean_add(&row->high, gain);
			row->differ += gain != 0;
			if (st == HCC_OK) {
				jv set = json_put_num(jv_object(), "margin",
				    was);
				st = script_set(past[k].exec, set, e);
				jv_free(set);
			}
		}
	}
	return st;
}
