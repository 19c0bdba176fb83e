/*
 * review.c: judgements, rules and next steps of a brain against the results.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "brain/review.h"
#include "task/change.h"
#include "task/evidence.h"
#include "wisdom/claims.h"
#include "wisdom/distil.h"

/* Make a verdict inconclusive if no cited suggestion supports it beyond the
 * noise. */
static void
weaken_verdict(const struct task *t, const struct phase *p, struct judgement *j)
{
	const struct suggestion	*s;
	bool			 cited = false;
	int			 i;
	jv			 ref;

	if (strcmp(j->verdict, "inconclusive") == 0 ||
	    strcmp(j->state, "unverified") == 0)
		return;
	for (i = 0; json_item(j->evidence, i, &ref); i++) {
		s = jv_get_kind(ref) != JV_KIND_STRING ? NULL :
		    phase_suggestion(p, jv_string_value(ref));
		if (s == NULL || s->result == NULL)
			continue;
		if (change_supports(t, s->result, j->verdict))
			return;
		cited = true;
	}
	if (cited)
		record_set(&j->verdict, "inconclusive");
}

/* What earlier notes say: arrays of strings. */
struct earlier {
	jv	 claims, rules;
};

static void
read_earlier(const struct task *t, int phase, struct earlier *b)
{
	struct note	 k;
	size_t		 i;
	int		 p;

	b->claims = jv_array();
	b->rules = jv_array();
	for (p = 1; p < phase; p++) {
		if (note_read(t, p, &k, NULL) == HCC_OK) {
			for (i = 0; i < k.njudgements; i++)
				b->claims = jv_array_append(b->claims,
				    jv_string(k.judgements[i].claim));
			b->rules = jv_array_concat(b->rules,
			    jv_copy(k.rules));
		}
		note_free(&k);
	}
}

/* The string of a list (borrowed) that `is` relates to `s`, or NULL. */
static const char *
related(jv list, const char *s, bool (*is)(const char *, const char *))
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING &&
		    is(jv_string_value(one), s))
			return jv_string_value(one);
	return NULL;
}

static void
drop_repeated(struct note *k, const struct earlier *b)
{
	struct judgement	*j = k->judgements;
	size_t			 i, n = 0;
	jv			 said = jv_copy(b->claims);

	for (i = 0; i < k->njudgements; i++) {
		if (related(said, j[i].claim, claims_same) != NULL) {
			record_free(&judgement_record, &j[i]);
			continue;
		}
		said = jv_array_append(said, jv_string(j[i].claim));
		if (n != i)
			j[n] = j[i];
		n++;
	}
	k->njudgements = n;
	jv_free(said);
}

static jv
with_state(const char *s, enum claim_state state)
{
	return jv_string_fmt("%s %s", s, claim_state_name(state));
}

static bool
is_verified(const char *rule)
{
	size_t	 n = strlen(rule);

	return n > 9 && strcmp(rule + n - 9, " verified") == 0;
}

/* Keep what holds: rules, with `mark`, their state behind them, or steps. */
static enum hcc_status
check_list(struct evidence *ev, const char *at, bool mark, jv *list,
    jv *left_out, struct hcc_err *e)
{
	struct claim_check	 is;
	enum hcc_status		 st = HCC_OK;
	const char		*s;
	int			 i;
	jv			 out = jv_array(), one;

	for (i = 0; st == HCC_OK && json_item(*list, i, &one); i++) {
		if (jv_get_kind(one) != JV_KIND_STRING)
			continue;
		s = jv_string_value(one);
		st = mark ? evidence_check(ev, NULL, s, jv_null(), &is, e) :
		    evidence_check_step(ev, s, &is, e);
		if (st != HCC_OK)
			break;
		if (is.state == CLAIM_UNVERIFIED)
			distil_leave_out(left_out, at, s, is.why);
		else
			out = jv_array_append(out, mark ? with_state(s,
			    is.state) : jv_copy(one));
	}
	jv_free(*list);
	*list = out;
	return st;
}

/* Rules that others turn round, or that were made before, are taken out. */
static void
reconcile_rules(struct note *k, const struct earlier *b, jv *left_out)
{
	jv		 out = jv_array(), one;
	const char	*s, *other;
	int		 i;

	for (i = 0; json_item(k->rules, i, &one); i++) {
		s = jv_string_value(one);
		if ((other = related(b->rules, s, claims_opposite)) != NULL)
			distil_leave_out(left_out, "rules", s,
			    "an earlier note has the opposite");
		else if (related(b->rules, s, claims_same) != NULL ||
		    related(out, s, claims_same) != NULL)
			;	/* it was said before */
		else if ((other = related(k->rules, s, claims_opposite)) !=
		    NULL && is_verified(s) <= is_verified(other))
			distil_leave_out(left_out, "rules", s,
			    "the opposite is said too");
		else
			out = jv_array_append(out, jv_copy(one));
	}
	jv_free(k->rules);
	k->rules = out;
}

enum hcc_status
review_note(const struct task *t, const struct phase *p, struct note *k,
    jv *left_out, struct hcc_err *e)
{
	struct evidence	*ev;
	struct earlier	 before;
	enum hcc_status	 st;
	size_t		 i;

	for (i = 0; i < k->njudgements; i++) {
		if (k->judgements[i].verdict == NULL)
			record_set(&k->judgements[i].verdict, "inconclusive");
		if (k->judgements[i].claim == NULL)
			record_set(&k->judgements[i].claim, "");
	}
	read_earlier(t, k->phase, &before);
	drop_repeated(k, &before);
	ev = evidence_open(t, jv_null());
	if ((st = evidence_verify(ev, k, e)) == HCC_OK &&
	    (st = check_list(ev, "rules", true, &k->rules, left_out, e)) ==
	    HCC_OK)
		st = check_list(ev, "next", false, &k->next, left_out, e);
	evidence_close(ev);
	if (st == HCC_OK)
		reconcile_rules(k, &before, left_out);
	for (i = 0; i < k->njudgements; i++)
		weaken_verdict(t, p, &k->judgements[i]);
	jv_free(before.claims);
	jv_free(before.rules);
	return st;
}
