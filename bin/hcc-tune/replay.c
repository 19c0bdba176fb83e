/*
 * replay.c: which best solution stood when, had plans been smaller, repairs
 * fewer or limits shorter.
 *
 * The suggestions come one after another, in the order in which their results
 * came, each for the seconds of its attempts. One that was built on a run which
 * the replay does not have has no place in it: its record is of another past.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "hcc-tune/tune.h"
#include "lua/policy.h"
#include "run/adoption.h"

/* INFINITY: as recorded. */
struct setting {
	double	 m, q, tries;
	double	 limit;		/* share of the time limits */
};

#define AS_RECORDED { INFINITY, INFINITY, INFINITY, 1 }

/* From `at` on, the best is worth `worth`. */
struct step {
	double	 at, worth;
};

struct course {
	struct step	*steps;
	size_t		 n;
	double		 end;	/* of the record of this setting */
	size_t		 runs, lost;	/* suggestions; of these not valid
					 * though they were */
};

/* The seconds and the outcome of a suggestion under a setting. */
static double
spend(const struct past *p, const struct trial *t, const struct setting *s,
    bool *ok)
{
	const struct run	*r;
	double			 sum = 0, limit, base = t->base == NULL ? 0 :
				    t->base->s->result->seconds;
	int			 k, most = (int)fmin(s->tries, t->nruns);

	*ok = status_ok(t->s->result->status);
	if (s->tries < t->s->result->attempt)
		*ok = false;
	for (k = 0; k < most; k++) {
		r = &t->runs[k];
		limit = s->limit == 1 ? INFINITY : fmax(s->limit *
		    r->time_limit, fmin(r->time_limit,
		    fmax(policy_number(p->exec, "shortest"),
		    policy_number(p->exec, "base_times") * base)));
		sum += isfinite(r->seconds) ? fmin(r->seconds, limit) : 0;
		if (r->seconds > limit && k + 1 == t->s->result->attempt)
			*ok = false;
	}
	return sum;
}

/* Is the suggestion planned, and what it is built on at hand? */
static bool
in_past(const struct past *p, const struct trial *t, const struct setting *s,
    const bool *had)
{
	if (t->phase > 0 && (t->direction > s->m || t->n > s->q))
		return false;
	return t->base == NULL || had[t->base - p->trials];
}

static enum hcc_status
replay(struct past *p, const struct setting *s, struct course *c,
    struct hcc_err *e)
{
	const struct result	*best = NULL, none = { .id = NULL };
	const struct trial	*t;
	enum hcc_status		 st = HCC_OK;
	bool			*had = mem_zero(p->n + 1, sizeof(*had)), yes;
	bool			 ok;

	*c = (struct course){ .steps = mem_zero(p->n + 1, sizeof(*c->steps)) };
	for (t = p->trials; st == HCC_OK && t < p->trials + p->n; t++) {
		if (!in_past(p, t, s, had))
			continue;
		c->end += spend(p, t, s, &ok);
		c->runs++;
		had[t - p->trials] = ok;
		if (!ok) {
			c->lost += status_ok(t->s->result->status);
			continue;
		}
		st = adoption_ask(p->exec, &p->task, t->s->result,
		    best == NULL ? &none : best, &yes, e);
		if (!yes)
			continue;
		best = t->s->result;
		c->steps[c->n++] = (struct step){ c->end, past_worth(p, t) };
	}
	free(had);
	return st;
}

/* The mean over from..to of the gain of `a` over `b`. */
static double
mean_gain(const struct past *p, const struct course *a, const struct course *b,
    double from, double to)
{
	double	 sum = 0, now = from, next;
	size_t	 i = 0, k = 0;

	while (now < to) {
		while (i + 1 < a->n && a->steps[i + 1].at <= now)
			i++;
		while (k + 1 < b->n && b->steps[k + 1].at <= now)
			k++;
		next = to;
		if (i + 1 < a->n)
			next = fmin(next, a->steps[i + 1].at);
		if (k + 1 < b->n)
			next = fmin(next, b->steps[k + 1].at);
		sum += (next - now) * past_gain(p, a->steps[i].worth,
		    b->steps[k].worth);
		now = next;
	}
	return to > from ? sum / (to - from) : 0;
}

/* What the setting does to a task, added to its row. */
static enum hcc_status
compare(struct past *p, const struct setting *s, struct row *row,
    struct hcc_err *e)
{
	static const struct setting	 recorded = AS_RECORDED;
	struct course			 a = { .n = 0 }, b = { .n = 0 };
	enum hcc_status			 st;
	double				 from, way = p->way > 0 ? p->way : 1;

	if ((st = replay(p, s, &a, e)) == HCC_OK &&
	    (st = replay(p, &recorded, &b, e)) == HCC_OK && a.n > 0 &&
	    b.n > 0) {
		from = fmax(a.steps[0].at, b.steps[0].at);
		mean_add(&row->low, mean_gain(p, &a, &b, from, b.end) / way);
		mean_add(&row->high, mean_gain(p, &a, &b, from,
		    fmin(a.end, b.end)) / way);
		row->differ += a.runs != b.runs || a.lost > 0 || a.end != b.end;
	}
	free(a.steps);
	free(b.steps);
	return st;
}

static enum hcc_status
compare_all(struct topic *topic, struct past *past, size_t n, double value,
    double second, const struct setting *s, struct hcc_err *e)
{
	struct row	*row = topic_row(topic, value, second);
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	for (i = 0; st == HCC_OK && i < n; i++)
		st = compare(&past[i], s, row, e);
	return st;
}

enum hcc_status
ask_shape(struct topic *topic, struct past *past, size_t n, struct hcc_err *e)
{
	struct setting	 s = AS_RECORDED;
	enum hcc_status	 st = HCC_OK;
	int		 m = 1, q = 1;
	size_t		 i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < past[i].n; k++)
			if (past[i].trials[k].phase > 0) {
				m = (int)fmax(m, past[i].trials[k].direction);
				q = (int)fmax(q, past[i].trials[k].n);
			}
	topic->now = m;
	topic->now2 = q;
	snprintf(topic->known, sizeof(topic->known), "Recorded were at most "
	    "%d directions of %d suggestions; more cannot be told.", m, q);
	for (s.m = 1; st == HCC_OK && s.m <= m; s.m++)
		for (s.q = 1; st == HCC_OK && s.q <= q; s.q++)
			if (s.m < m || s.q < q)
				st = compare_all(topic, past, n, s.m, s.q, &s,
				    e);
	return st;
}

enum hcc_status
ask_tries(struct topic *topic, struct past *past, size_t n, struct hcc_err *e)
{
	struct setting	 s = AS_RECORDED;
	enum hcc_status	 st = HCC_OK;
	int		 most = 1;
	size_t		 i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < past[i].n; k++)
			most = (int)fmax(most, past[i].trials[k].nruns);
	topic->now = most;
	snprintf(topic->known, sizeof(topic->known), "Recorded were at most "
	    "%d attempts of a suggestion; more cannot be told.", most);
	for (s.tries = 1; st == HCC_OK && s.tries < most; s.tries++)
		st = compare_all(topic, past, n, s.tries, NAN, &s, e);
	return st;
}

enum hcc_status
ask_phase_share(struct topic *topic, struct past *past, size_t n,
    struct hcc_err *e)
{
	static const double	 shares[] = { 0.25, 0.5, 0.75 };
	const struct trial	*t;
	struct setting		 s = AS_RECORDED;
	enum hcc_status		 st = HCC_OK;
	size_t			 i, k, runs = 0, stopped = 0;
	int			 j;

	topic->now = n > 0 ? policy_number(past[0].exec, "phase_share") : NAN;
	for (i = 0; i < n; i++) {
		if (policy_number(past[i].exec, "phase_share") != topic->now)
			topic->now = NAN;
		for (k = 0; k < past[i].n; k++) {
			t = &past[i].trials[k];
			for (j = 0; j < t->nruns; j++) {
				runs++;
				stopped += t->runs[j].status != NULL &&
				    strcmp(t->runs[j].status, "timeout") == 0;
			}
		}
	}
	snprintf(topic->known, sizeof(topic->known), "Of %zu attempts %zu ran "
	    "out of time: %s.", runs, stopped, stopped == 0 ?
	    "more time changes nothing" : "what more time would have given "
	    "them cannot be told");
	if (!isfinite(topic->now)) {
		snprintf(topic->known, sizeof(topic->known), "The tasks have "
		    "different values: nothing can be told.");
		return HCC_OK;
	}
	for (i = 0; st == HCC_OK && i < sizeof(shares) / sizeof(shares[0]);
	    i++) {
		s.limit = shares[i];
		st = compare_all(topic, past, n, shares[i] * topic->now, NAN,
		    &s, e);
	}
	return st;
}
