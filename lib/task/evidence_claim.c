/*
 * evidence_claim.c: check a claim, sentence by sentence.
 *
 * What is cited is read once: the results of the suggestions, in the order in
 * which they are cited (the first is what the claim is about), those that they
 * were built on, and the texts in which names are looked for. What a sentence
 * says of them is checked by evidence_sentence.c.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "task/evidence_claim.h"
#include "task/evidence_words.h"

const char *
claim_state_name(enum claim_state s)
{
	return s == CLAIM_VERIFIED ? "verified" : s == CLAIM_UNVERIFIED ?
	    "unverified" : "unchecked";
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

struct cited *
claim_cited(struct claim *c, const struct evidence_ref *ref)
{
	size_t	 i;

	for (i = 0; i < c->n; i++)
		if (c->cited[i].ref.phase == ref->phase &&
		    strcmp(c->cited[i].ref.suggestion, ref->suggestion) == 0)
			return &c->cited[i];
	return NULL;
}

static void
add_prose(struct buf *b, const struct result *r)
{
	buf_addf(b, "%s\n", r->title == NULL ? "" : r->title);
	if (r->text != NULL)
		buf_addf(b, "%s\n", r->text);
	if (r->cause != NULL)
		buf_addf(b, "%s %s\n", r->cause->class == NULL ? "" :
		    r->cause->class, r->cause->message == NULL ? "" :
		    r->cause->message);
}

/* A suggestion: its result, and the texts of it and of its base. */
static void
add_cited(struct claim *c, const struct evidence_ref *ref)
{
	struct evidence_ref	 one = *ref, base;
	struct result		 r;
	struct cited		*new;
	const char		*program;

	if (c->n == CITED_MAX || claim_cited(c, ref) != NULL)
		return;
	*one.attempt = *one.file = '\0';
	new = &c->cited[c->n++];
	new->ref = one;
	snprintf(new->id, sizeof(new->id), "%02d/%s", one.phase,
	    one.suggestion);
	new->known = evidence_result(c->ev, &one, &new->result, NULL) ==
	    HCC_OK;
	add_prose(&c->prose, &new->result);
	if ((program = evidence_program_text(c->ev, &one)) != NULL) {
		buf_adds(&c->own, program);
		buf_adds(&c->program, program);
	}
	if (new->result.base == NULL || new->result.base->id == NULL ||
	    !evidence_parse(new->result.base->id,
	    strlen(new->result.base->id), &base))
		return;
	if (evidence_result(c->ev, &base, &r, NULL) == HCC_OK) {
		add_prose(&c->prose, &r);
		if ((program = evidence_program_text(c->ev, &base)) != NULL)
			buf_adds(&c->program, program);
	}
	result_free(&r);
}

/* What the references name. */
static void
read_cited(struct claim *c)
{
	struct evidence_ref	 ref;
	const struct buf	*b;
	struct run		 run;
	int			 i;
	jv			 v;

	for (i = 0; json_item(c->refs, i, &v); i++) {
		(void)evidence_parse(jv_string_value(v),
		    strlen(jv_string_value(v)), &ref);
		add_cited(c, &ref);
		if (*ref.attempt != '\0' && *ref.file == '\0' &&
		    evidence_run(c->ev, &ref, &run, NULL) == HCC_OK) {
			if (run.cause != NULL && run.cause->message != NULL)
				buf_addf(&c->bytes, "%s\n",
				    run.cause->message);
			run_free(&run);
		}
		if (*ref.file != '\0' && evidence_bytes(c->ev, &ref, &b,
		    NULL) == HCC_OK) {
			buf_add(&c->bytes, b->p + ref.from, ref.to - ref.from);
			buf_addc(&c->bytes, '\n');
		}
	}
}

static bool
contradicts(const struct task *t, const struct result *r, const char *verdict)
{
	if (strcmp(verdict, "dead end") == 0)
		return result_struck(r) || (status_ok(r->status) &&
		    (r->adopted ||
		    strcmp(change_verdict(t, r), "promising") == 0));
	return strcmp(verdict, "promising") == 0 &&
	    (!status_worked(r->status) ||
	    strcmp(change_verdict(t, r), "dead end") == 0);
}

/* Does the verdict fit the results? What the claim is about must not
 * contradict it, nor any other when none supports it. */
static bool
verdict_fits(struct claim *c, const char *verdict, struct claim_check *out)
{
	const struct task	*t = evidence_of(c->ev);
	const struct cited	*one, *bad = NULL;

	for (one = c->cited; one < c->cited + c->n; one++) {
		if (!one->known)
			continue;
		if (change_supports(t, &one->result, verdict) && bad == NULL)
			return true;
		if (bad == NULL && contradicts(t, &one->result, verdict))
			bad = one;
	}
	if (bad == NULL)
		return true;
	snprintf(out->why, sizeof(out->why), "%s is no %s: it %s", bad->id,
	    verdict, result_struck(&bad->result) ? "was struck before it ran" :
	    !status_worked(bad->result.status) ? "failed" :
	    strcmp(change_verdict(t, &bad->result), "promising") == 0 ?
	    "was better than what it was built on" : bad->result.adopted ?
	    "was adopted" : "was worse than what it was built on");
	return false;
}

/* Where the sentence at `s` ends: at a stop that a blank follows, or before
 * what begins another statement. */
static const char *
sentence_end(const char *s)
{
	static const char *const starts[] = { ", and ", ", but ", " so ",
	    ", which ", " because ", " since ", " - ", " while ",
	    " whereas ", " therefore " };
	size_t	 i;

	for (; *s != '\0'; s++) {
		if (strchr(".;!?", *s) != NULL &&
		    (s[1] == '\0' || isspace((unsigned char)s[1])))
			return s + 1;
		for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
			if (text_starts(s, starts[i]))
				return s + 1;
	}
	return s;
}

/* Does it say something? A reference alone, in brackets, does not. */
static bool
has_words(const char *s, size_t n)
{
	size_t	 i, letters = 0, digits = 0;

	for (i = 0; i < n && s[i] != '['; i++) {
		letters += isalpha((unsigned char)s[i]) ||
		    (unsigned char)s[i] >= 0x80;
		digits += isdigit((unsigned char)s[i]) != 0;
	}
	return letters >= 3 || digits > 0;
}

/* The claim with letters in place of titles, quotes and parentheses: no
 * sentence ends inside of these. */
static char *
shape_of(const struct claim *c, const char *claim)
{
	char		*shape = mem_dup(claim), *p, *end;
	const char	*q;
	size_t		 i;

	for (i = 0; i < c->n; i++)
		if ((q = c->cited[i].result.title) != NULL && *q != '\0' &&
		    (p = strstr(shape, q)) != NULL)
			memset(p, 'x', strlen(q));
	for (p = shape; (p = strpbrk(p, "\"`(")) != NULL; p = end + 1) {
		if ((end = strchr(p + 1, *p == '(' ? ')' : *p)) == NULL)
			break;
		memset(p, 'x', (size_t)(end - p) + 1);
	}
	return shape;
}

static void
mark_named(struct claim *c, const char *claim)
{
	jv			 refs = evidence_refs(claim, jv_array()), v;
	struct evidence_ref	 ref;
	struct cited		*of;
	int			 i;

	for (i = 0; json_item(refs, i, &v); i++)
		if (evidence_parse(jv_string_value(v),
		    strlen(jv_string_value(v)), &ref) &&
		    (of = claim_cited(c, &ref)) != NULL)
			of->named = true;
	jv_free(refs);
}

static void
check_sentences(struct claim *c, const char *claim, struct claim_check *out)
{
	const char	*s, *end;
	char		 why[sizeof(out->why)] = "";
	char		*one, *shape = shape_of(c, claim);
	size_t		 n = 0;

	mark_named(c, claim);
	out->state = CLAIM_VERIFIED;
	for (s = claim; *s != '\0' && out->state != CLAIM_UNVERIFIED; s = end) {
		end = claim + (sentence_end(shape + (s - claim)) - shape);
		if (!has_words(s, (size_t)(end - s)))
			continue;
		n++;
		one = mem_dup_n(s, (size_t)(end - s));
		out->state = claim_sentence(c, one, out);
		if (out->state == CLAIM_UNCHECKED && *why == '\0')
			snprintf(why, sizeof(why), "%s", out->why);
		free(one);
	}
	free(shape);
	if (out->state == CLAIM_UNVERIFIED)
		return;
	snprintf(out->why, sizeof(out->why), "%s", n == 0 ? "it says nothing" :
	    why);
	out->state = *out->why == '\0' ? CLAIM_VERIFIED : CLAIM_UNCHECKED;
}

bool
claim_compares_first(const char *claim)
{
	char		 before[80];
	const char	*s;

	for (s = claim; *s != '\0' && (!isdigit((unsigned char)*s) ||
	    evidence_at(claim, s) == 0); s++)
		;
	snprintf(before, sizeof(before), "%.*s", (int)(s - claim < 12 ?
	    s - claim : 12), s - claim < 12 ? claim : s - 12);
	return words_find(before, "against|over|than|versus|vs|from|to") !=
	    NULL;
}

/* References of the claim and of its list, in the claim first: what the claim
 * is about, and what that is compared with. */
static jv
all_refs(const char *claim, jv refs)
{
	jv	 all = evidence_refs(claim, jv_array()), last = jv_array();

	if (json_len(all) > 0 && claim_compares_first(claim)) {
		last = jv_array_append(last, jv_array_get(jv_copy(all), 0));
		all = jv_array_slice(all, 1, json_len(all));
	}
	if (jv_get_kind(refs) == JV_KIND_ARRAY)
		all = jv_array_concat(all, jv_copy(refs));
	return jv_array_concat(all, last);
}

static void
release(struct claim *c)
{
	size_t	 i;

	for (i = 0; i < c->n; i++)
		result_free(&c->cited[i].result);
	buf_release(&c->prose);
	buf_release(&c->own);
	buf_release(&c->program);
	buf_release(&c->bytes);
	buf_release(&c->around);
	jv_free(c->refs);
}

/* What a claim that cites nothing is: a score needs evidence. */
static void
check_uncited(struct claim *c, const char *claim, struct claim_check *out)
{
	check_sentences(c, claim, out);
	if (out->state == CLAIM_VERIFIED) {
		out->state = CLAIM_UNCHECKED;
		snprintf(out->why, sizeof(out->why), "nothing is cited");
	}
}

/* What is said of a run that a limit ended is never verified: its score is not
 * of its program. */
static void
check_stopped(const struct claim *c, struct claim_check *out)
{
	const struct cited	*one;
	const char		*limit;

	for (one = c->cited; one < c->cited + c->n; one++) {
		limit = one->known ? result_stopped(&one->result) : NULL;
		if (limit == NULL || out->state != CLAIM_VERIFIED)
			continue;
		out->state = CLAIM_UNCHECKED;
		snprintf(out->why, sizeof(out->why), "%s was stopped at its "
		    "limit of %.20s: its score is of what it had handed in "
		    "before", one->id, limit);
	}
}

static enum hcc_status
check(struct claim *c, const char *verdict, const char *claim,
    struct claim_check *out, struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	enum hcc_status	 st;

	out->state = CLAIM_UNVERIFIED;
	if (json_len(c->refs) == 0) {
		check_uncited(c, claim, out);
		return HCC_OK;
	}
	if ((st = all_exist(c->ev, c->refs, out->bad, &why)) == HCC_NONE) {
		snprintf(out->why, sizeof(out->why), "%.390s", why.text);
		return HCC_OK;
	} else if (st != HCC_OK)
		return err_set(e, st, "%s", why.text);
	read_cited(c);
	if (verdict == NULL || verdict_fits(c, verdict, out)) {
		check_sentences(c, claim, out);
		if (out->state != CLAIM_UNVERIFIED)
			claim_advice(c, claim, out);
		check_stopped(c, out);
	}
	return HCC_OK;
}

static enum hcc_status
check_as(struct evidence *ev, bool is_step, const char *verdict,
    const char *claim, jv refs, struct claim_check *out, struct hcc_err *e)
{
	struct claim	 c = { .ev = ev, .is_step = is_step,
	    .prose = BUF_INIT, .own = BUF_INIT, .program = BUF_INIT,
	    .bytes = BUF_INIT, .around = BUF_INIT };
	enum hcc_status	 st;

	*out = (struct claim_check){ CLAIM_UNVERIFIED, "", "" };
	claim = claim == NULL ? "" : claim;
	if (verdict != NULL && !evidence_is_verdict(verdict)) {
		snprintf(out->why, sizeof(out->why), "'%.40s' is no verdict, "
		    "which is promising, dead end or inconclusive", verdict);
		return HCC_OK;
	}
	c.refs = all_refs(claim, refs);
	if ((st = evidence_load(ev, c.refs, e)) == HCC_OK)
		st = check(&c, verdict, claim, out, e);
	release(&c);
	return st;
}

enum hcc_status
evidence_check(struct evidence *ev, const char *verdict, const char *claim,
    jv refs, struct claim_check *out, struct hcc_err *e)
{
	return check_as(ev, false, verdict, claim, refs, out, e);
}

enum hcc_status
evidence_check_step(struct evidence *ev, const char *step,
    struct claim_check *out, struct hcc_err *e)
{
	return check_as(ev, true, NULL, step, jv_null(), out, e);
}

/* Append the references of a claim and of its list to `all`. */
static jv
add_refs(jv all, const char *claim, jv refs)
{
	if (jv_get_kind(refs) == JV_KIND_ARRAY)
		all = jv_array_concat(all, jv_copy(refs));
	return claim == NULL ? all : evidence_refs(claim, all);
}

enum hcc_status
evidence_verify(struct evidence *ev, struct note *k, struct hcc_err *e)
{
	struct judgement	*j, *end = k->judgements + k->njudgements;
	struct claim_check	 is;
	enum hcc_status		 st;
	jv			 all = jv_array();

	/* All at once, so that each archive is read once. */
	for (j = k->judgements; j < end; j++)
		all = add_refs(all, j->claim, j->evidence);
	st = evidence_load(ev, all, e);
	jv_free(all);
	for (j = k->judgements; st == HCC_OK && j < end; j++) {
		st = evidence_check(ev, j->verdict == NULL ? "inconclusive" :
		    j->verdict, j->claim, j->evidence, &is, e);
		record_set(&j->state, claim_state_name(is.state));
		record_set(&j->why, is.state == CLAIM_VERIFIED ? NULL :
		    is.why);
	}
	return st;
}

jv
evidence_cited(jv judgements)
{
	jv	 all = jv_array(), j;
	int	 i;

	for (i = 0; json_item(judgements, i, &j); i++)
		all = add_refs(all, json_str(j, "claim", NULL),
		    json_at(j, "evidence"));
	return all;
}
