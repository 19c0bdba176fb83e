/*
 * evidence_claim.c: verify a claim: its references exist, and its numbers are
 * found in what they cite.
 *
 * A number is written with a sign or without. Without one it means a
 * value that is not negative, or the absolute value of a difference.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "task/evidence.h"

struct claim_number {
	const char	*s, *end;	/* the digits, without the sign */
	double		 value, tolerance;
	bool		 sign;		/* written with + or - */
};

static const char *
digits(const char *s, const char *end)
{
	while (s < end && isdigit((unsigned char)*s))
		s++;
	return s;
}

/* The end of the number that begins at `s`; the place of its exponent and of
 * its point, or NULL. */
static const char *
number_end(const char *s, const char *end, const char **point, const char **exp)
{
	const char	*p = digits(s, end), *q;

	*point = *exp = NULL;
	if (p + 1 < end && *p == '.' && isdigit((unsigned char)p[1])) {
		*point = p;
		p = digits(p + 1, end);
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		q = p + 1;
		if (q < end && (*q == '+' || *q == '-'))
			q++;
		if (q < end && isdigit((unsigned char)*q)) {
			*exp = p;
			p = digits(q, end);
		}
	}
	return p;
}

static bool
is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The number at `s`, which is a digit: false when it is part of a name (xgb2,
 * F1). s[0..end) lies in text that begins at `start`. */
static bool
number_at(const char *start, const char *s, const char *end,
    struct claim_number *n)
{
	const char	*point, *exp;
	char		 text[64];
	double		 unit;

	n->s = s;
	n->end = number_end(s, end, &point, &exp);
	n->sign = s > start && (s[-1] == '-' || s[-1] == '+') &&
	    (s - 1 == start || !(is_word_char(s[-2]) || s[-2] == '.' ||
	    s[-2] == ')'));
	if ((s > start && is_word_char(s[-1])) ||
	    (size_t)(n->end - s) >= sizeof(text))
		return false;
	memcpy(text, s, (size_t)(n->end - s));
	text[n->end - s] = '\0';
	n->value = strtod(text, NULL);
	if (n->sign && s[-1] == '-')
		n->value = -n->value;
	/* Half a unit of the last digit that is written. */
	unit = exp == NULL ? 0 : strtod(text + (exp - s) + 1, NULL);
	if (point != NULL)
		unit -= (double)((exp == NULL ? n->end : exp) - point - 1);
	n->tolerance = 0.5000001 * pow(10, unit);
	return isfinite(n->value);
}

static bool
equal(const struct claim_number *n, double v)
{
	return isfinite(v) && fabs(v - n->value) <= n->tolerance;
}

/* Behind the escape sequence at `s`: a colour is no number, and what follows
 * it is a word of its own. */
static const char *
skip_escape(const char *s, const char *end)
{
	if (++s < end && *s == '[')
		for (s++; s < end && (unsigned char)*s < 0x40; s++)
			;
	return s < end ? s + 1 : end;
}

/* Is the number in the bytes from..to of text[len]? A number that
 * the range cuts does not count. */
static bool
in_bytes(const struct claim_number *n, const char *text, size_t len, size_t from,
    size_t to)
{
	const char	*s = text + from, *end = text + len, *start = text;
	struct claim_number	 m;
	bool		 good;

	/* Start where a number that reaches into the range starts. */
	while (s > text && from - (size_t)(s - text) < 128 && s[-1] != '\n')
		s--;
	while (s < text + to) {
		if (*s == '\033')
			start = s = skip_escape(s, end);
		else if (!isdigit((unsigned char)*s))
			s++;
		if (s >= end || !isdigit((unsigned char)*s))
			continue;
		good = number_at(start, s, end, &m) && s >= text + from &&
		    m.end <= text + to && (s > text + from || !m.sign);
		if (good && equal(n, m.value))
			return true;
		s = m.end;
	}
	return false;
}

static bool
in_text(const struct claim_number *n, const char *s)
{
	return s != NULL && in_bytes(n, s, strlen(s), 0, strlen(s));
}

/* A suggestion in prose names its parameters. One with a recipe has so many
 * numbers that nearly anything would be found there. */
static bool
in_words(const struct claim_number *n, const struct result *r)
{
	return in_text(n, r->title) || (r->text != NULL &&
	    strstr(r->text, "```") == NULL && in_text(n, r->text));
}

static bool
in_result(const struct claim_number *n, const struct result *r)
{
	return equal(n, r->score) || equal(n, r->seconds) ||
	    equal(n, n->sign ? r->change : fabs(r->change)) ||
	    equal(n, r->interval) || in_words(n, r);
}

/* Is the number in what this reference names? */
static bool
in_reference(struct evidence *ev, const struct claim_number *n, const char *s,
    size_t len)
{
	const struct buf	*b;
	struct evidence_ref	 ref;
	struct result		 result;
	struct run		 run;
	bool			 found;

	if (!evidence_parse(s, len, &ref))
		return false;
	if (*ref.file != '\0')
		return evidence_bytes(ev, &ref, &b, NULL) == HCC_OK &&
		    in_bytes(n, buf_str(b), b->len, ref.from, ref.to);
	if (*ref.attempt != '\0') {
		found = evidence_run(ev, &ref, &run, NULL) == HCC_OK &&
		    (equal(n, run.claimed) || equal(n, run.seconds));
		run_free(&run);
	} else {
		found = evidence_result(ev, &ref, &result, NULL) == HCC_OK &&
		    in_result(n, &result);
		result_free(&result);
	}
	return found;
}

static bool
in_any(struct evidence *ev, const struct claim_number *n, jv refs)
{
	int	 i;
	jv	 v;

	for (i = 0; json_item(refs, i, &v); i++)
		if (jv_get_kind(v) == JV_KIND_STRING && in_reference(ev, n,
		    jv_string_value(v), strlen(jv_string_value(v))))
			return true;
	return false;
}

static enum hcc_status
numbers_hold(struct evidence *ev, const char *claim, jv refs,
    struct hcc_err *e)
{
	const char	*s, *end = claim + strlen(claim);
	struct claim_number	 n;
	size_t		 k;

	for (s = claim; s < end; ) {
		if (!isdigit((unsigned char)*s)) {
			s++;
			continue;
		}
		if ((k = evidence_at(claim, s)) > 0) {
			s += k;
			continue;
		}
		if (number_at(claim, s, end, &n)) {
			if (!in_any(ev, &n, refs))
				return err_set(e, HCC_NONE, "the number %.*s "
				    "is not in what is cited",
				    (int)(n.end - n.s) + n.sign,
				    n.s - n.sign);
		} else if (!(s > claim && is_word_char(s[-1])))
			return err_set(e, HCC_NONE, "%.20s.. is no number "
			    "that can be checked", n.s);
		s = n.end;
	}
	return HCC_OK;
}

/* Every reference exists. */
static enum hcc_status
all_exist(struct evidence *ev, jv refs, char *bad, struct hcc_err *e)
{
	struct evidence_ref	 ref;
	const char		*s;
	enum hcc_status		 st = HCC_OK;
	int			 i;
	jv			 v;

	for (i = 0; st == HCC_OK && json_item(refs, i, &v); i++) {
		s = jv_get_kind(v) == JV_KIND_STRING ? jv_string_value(v) : "";
		snprintf(bad, EVIDENCE_REF, "%s", s);
		st = evidence_parse(s, strlen(s), &ref) ?
		    evidence_exists(ev, &ref, e) :
		    err_set(e, HCC_INPUT, "'%.80s' is not a reference", s);
	}
	if (st == HCC_OK)
		*bad = '\0';
	return st == HCC_INPUT || st == HCC_MISSING ? HCC_NONE : st;
}

enum hcc_status
evidence_holds(struct evidence *ev, const char *claim, jv refs,
    char bad[EVIDENCE_REF], struct hcc_err *e)
{
	char		 name[EVIDENCE_REF];
	enum hcc_status	 st;
	jv		 all = jv_get_kind(refs) == JV_KIND_ARRAY ?
			    jv_copy(refs) : jv_array();

	if (bad == NULL)
		bad = name;
	*bad = '\0';
	all = evidence_refs(claim, all);
	if ((st = evidence_load(ev, all, e)) == HCC_OK) {
		if (json_len(all) == 0)
			st = err_set(e, HCC_NONE, "nothing is cited");
		else if ((st = all_exist(ev, all, bad, e)) == HCC_OK)
			st = numbers_hold(ev, claim, all, e);
	}
	jv_free(all);
	return st;
}

enum hcc_status
evidence_judged(struct evidence *ev, const char *verdict, const char *claim,
    jv refs, char bad[EVIDENCE_REF], struct hcc_err *e)
{
	if (verdict != NULL && !evidence_is_verdict(verdict)) {
		if (bad != NULL)
			*bad = '\0';
		return err_set(e, HCC_NONE, "'%.40s' is no verdict, which is "
		    "promising, dead end or inconclusive", verdict);
	}
	return evidence_holds(ev, claim == NULL ? "" : claim, refs, bad, e);
}

/* Append the references of a claim and of its list to `all`. */
static jv
add_cited(jv all, const char *claim, jv refs)
{
	if (jv_get_kind(refs) == JV_KIND_ARRAY)
		all = jv_array_concat(all, jv_copy(refs));
	return claim == NULL ? all : evidence_refs(claim, all);
}

enum hcc_status
evidence_verify(struct evidence *ev, struct note *k, struct hcc_err *e)
{
	struct judgement	*j, *end = k->judgements + k->njudgements;
	enum hcc_status		 st;
	jv			 all = jv_array();

	/* All at once, so that each archive is read once. */
	for (j = k->judgements; j < end; j++)
		all = add_cited(all, j->claim, j->evidence);
	st = evidence_load(ev, all, e);
	jv_free(all);
	for (j = k->judgements; st == HCC_OK && j < end; j++) {
		st = evidence_judged(ev, j->verdict, j->claim, j->evidence,
		    NULL, e);
		j->verified = st == HCC_OK;
		st = st == HCC_NONE ? HCC_OK : st;
	}
	return st;
}

jv
evidence_cited(jv judgements)
{
	jv	 all = jv_array(), j;
	int	 i;

	for (i = 0; json_item(judgements, i, &j); i++)
		all = add_cited(all, json_str(j, "claim", NULL),
		    json_at(j, "evidence"));
	return all;
}
