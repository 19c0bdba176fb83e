/*
 * control.c: compare informed directions with the control.
 *
 * Phases are promoted by the time at which a task ends. Folds, and what the
 * runs were ended by, are in their archives; where one is damaged or gone, the
 * row of the note has to do.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "lua/policy.h"
#include "task/change.h"
#include "task/evidence.h"
#include "wisdom/control.h"
#include "wisdom/pooled.h"

#define ID_LEAST 8	/* digits by which a suggestion names an entry */

/* The best valid result of one side. */
struct side {
	struct base	 best;		/* its score NAN: there is none */
	bool		 measured;	/* on a hold-out */
	bool		 stands_in;	/* it is no answer of its program */
};

enum { INFORMED, CONTROL, SIDES };

jv
control_named(const char *text, jv ids)
{
	const char	*s, *nl;
	size_t		 n;

	for (s = text; *s != '\0'; s = nl + (*nl != '\0')) {
		nl = s + strcspn(s, "\n");
		if (strncmp(s, "From:", 5) != 0)
			continue;
		for (s += 5; s < nl; s += n > 0 ? n : 1) {
			n = strspn(s, "0123456789abcdef");
			if (n >= ID_LEAST)
				ids = jv_array_append(ids,
				    jv_string_sized(s, (int)n));
		}
	}
	return ids;
}

/* Direction 0 holds commands that a person recorded. */
static bool
is_side(const struct suggestion *s)
{
	return s->direction > 0 && s->result != NULL &&
	    s->result->status != NULL && suggestion_was_run(s);
}

static const struct phase *
find_phase(const struct state *state)
{
	const struct phase	*p;
	size_t			 i;

	for (p = state->phases; p < state->phases + state->count; p++)
		for (i = 0; i < p->count; i++)
			if (p->suggestions[i].control &&
			    is_side(&p->suggestions[i]))
				return p;
	return NULL;
}

/* Was the run ended by a limit, or is its answer the same for all rows? */
static bool
stands_in(struct evidence *ev, struct evidence_ref *ref, int attempt)
{
	struct run	 run;
	bool		 yes;

	snprintf(ref->attempt, sizeof(ref->attempt), "%d", attempt);
	yes = evidence_run(ev, ref, &run, NULL) == HCC_OK &&
	    (run.limit != NULL || json_bool(run.submission, "constant",
	    false));
	run_free(&run);
	return yes;
}

/* Is it the best of its side so far? */
static void
take_result(const struct task *t, struct evidence *ev,
    const struct suggestion *s, struct side *side)
{
	const struct result	*r = s->result;
	struct evidence_ref	 ref;
	struct result		 kept;
	bool			 known;

	record_init(&result_record, &kept);
	known = s->id != NULL &&
	    evidence_parse(s->id, strlen(s->id), &ref) &&
	    evidence_result(ev, &ref, &kept, NULL) == HCC_OK;
	if (known)
		r = &kept;
	if (status_ok(r->status) && isfinite(r->score) &&
	    task_better(t, r->score, side->best.score)) {
		base_free(&side->best);
		base_of_result(&side->best, r);
		side->measured = isfinite(r->measured);
		side->stands_in = known && stands_in(ev, &ref, r->attempt);
	}
	result_free(&kept);
}

/* The ids that a suggestion cites are added to `ids` (consumed). */
static jv
cited_by(const struct suggestion *s, jv ids)
{
	return s->text == NULL ? ids : control_named(s->text, ids);
}

/* Which side a suggestion is of, or SIDES: none. Where some of the informed
 * cite wisdom (`used`), those that do not are like the control. */
static int
side_of(const struct suggestion *s, jv used)
{
	jv	 ids;
	bool	 cites;

	if (!is_side(s) || s->control)
		return is_side(s) ? CONTROL : SIDES;
	ids = cited_by(s, jv_array());
	cites = json_len(ids) > 0 || json_len(used) == 0;
	jv_free(ids);
	return cites ? INFORMED : SIDES;
}

/* Read the best of as many runs of each side, the first of the plan: of more
 * runs the best is better by chance. */
static enum hcc_status
read_sides(const struct task *t, const struct phase *p, struct side *sides,
    jv used, struct hcc_err *e)
{
	struct evidence		*ev = evidence_open(t, jv_null());
	const struct suggestion	*s, *end = p->suggestions + p->count;
	enum hcc_status		 st;
	int			 count[SIDES + 1] = { 0 }, most, of;
	jv			 ids = jv_array();

	for (s = p->suggestions; s < end; s++) {
		count[side_of(s, used)]++;
		if (is_side(s) && s->id != NULL)
			ids = jv_array_append(ids, jv_string(s->id));
	}
	st = evidence_load(ev, ids, e);
	jv_free(ids);
	most = count[INFORMED] < count[CONTROL] ? count[INFORMED] :
	    count[CONTROL];
	count[INFORMED] = count[CONTROL] = most;
	for (s = p->suggestions; st == HCC_OK && s < end; s++) {
		of = side_of(s, used);
		if (of != SIDES && count[of]-- > 0)
			take_result(t, ev, s, &sides[of]);
	}
	evidence_close(ev);
	return st;
}

/* The identity of a comparison. */
static void
comparison_id(const struct base *a, const struct base *b, char id[65])
{
	struct buf	 both = BUF_INIT;

	buf_addf(&both, "hcc comparison 1\n%.17g ", a->score);
	json_dump(&both, a->folds);
	buf_addf(&both, " %.17g ", b->score);
	json_dump(&both, b->folds);
	fs_sha256_mem(buf_str(&both), both.len, id);
	buf_release(&both);
}

/* The difference that counts; none if a side has no evidence. */
static void
compare(const struct task *t, struct side *sides, double noise,
    struct script *policy, struct control *to)
{
	struct base	*a = &sides[INFORMED].best, *b = &sides[CONTROL].best;
	struct change	 c;
	double		 gain, least;

	if (!isfinite(a->score) || !isfinite(b->score) ||
	    sides[INFORMED].stands_in || sides[CONTROL].stands_in ||
	    (json_len(a->folds) > 1) != (json_len(b->folds) > 1))
		return;
	if (!isfinite(b->noise))
		b->noise = noise;
	c = change_of(a, b, task_measures(t) && sides[INFORMED].measured);
	gain = t->lower ? -c.change : c.change;
	least = isfinite(c.interval) ? c.interval :
	    fabs(b->score) * policy_number(policy, "unknown_noise");
	to->outcome = gain > least ? "win" : gain < -least ? "harm" :
	    "neutral";
	if (c.folds > 0) {
		to->gain = gain_of(gain / c.error, c.folds);
		comparison_id(a, b, to->id);
	}
}

enum hcc_status
control_compare(const struct task *t, const struct state *state,
    struct script *policy, struct control *c, struct hcc_err *e)
{
	const struct phase	*p = find_phase(state);
	struct side		 sides[SIDES] = { 0 };
	enum hcc_status		 st = HCC_OK;
	size_t			 k;
	int			 i;

	*c = (struct control){ p != NULL, "neutral", NAN, "", jv_array() };
	for (i = 0; i < SIDES; i++)
		record_init(&base_record, &sides[i].best);
	for (k = 0; p != NULL && k < p->count; k++)
		if (side_of(&p->suggestions[k], jv_null()) == INFORMED)
			c->used = cited_by(&p->suggestions[k], c->used);
	if (p != NULL && (st = read_sides(t, p, sides, c->used, e)) == HCC_OK)
		compare(t, sides, state->best == NULL ? NAN :
		    state->best->noise, policy, c);
	for (i = 0; i < SIDES; i++)
		base_free(&sides[i].best);
	return st;
}

void
control_free(struct control *c)
{
	jv_free(c->used);
	c->used = jv_invalid();
}
