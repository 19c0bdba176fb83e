/*
 * distil_verify.c: verify the notes of a task again before it ends.
 *
 * A person may have edited l2/NN.md, and an archive may be damaged: neither the
 * word "verified" nor the table of results is trusted here.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "task/evidence.h"
#include "wisdom/claims.h"
#include "wisdom/distil.h"

#define CLAIMS_MAX 60000	/* bytes of evidence that an entry carries */

void
distil_leave_out(jv *list, const char *at, const char *line, const char *why)
{
	jv	 r = json_put_str(jv_object(), "at", at);

	r = json_put_str(json_put_str(r, "line", line), "why", why);
	*list = jv_array_append(*list, r);
}

/* Load everything that a note cites, reading its archive once. */
static enum hcc_status
load_cited(struct evidence *ev, jv note, struct hcc_err *e)
{
	jv		 all = evidence_cited(json_at(note, "judgements"));
	enum hcc_status	 st;

	all = evidence_refs(json_str(note, "text", ""), all);
	st = evidence_load(ev, all, e);
	jv_free(all);
	return st;
}

/* Replace the numbers of a row by those of its result; without one, by null. */
static enum hcc_status
row_from_result(struct evidence *ev, jv *row, struct hcc_err *e)
{
	struct evidence_ref	 ref;
	struct result		 r;
	const char		*id = json_str(*row, "id", "");
	enum hcc_status		 st;

	record_init(&result_record, &r);
	st = evidence_parse(id, strlen(id), &ref) ?
	    evidence_result(ev, &ref, &r, e) : HCC_MISSING;
	*row = json_put_num(*row, "score", r.score);
	*row = json_put_num(*row, "change", r.change);
	*row = json_put_num(*row, "interval", r.interval);
	*row = json_put_num(*row, "seconds", r.seconds);
	if (st == HCC_OK)
		*row = json_put_str(*row, "status", r.status);
	result_free(&r);
	return st == HCC_MISSING || st == HCC_INPUT ? HCC_OK : st;
}

static enum hcc_status
recompute_results(struct evidence *ev, jv *note, struct hcc_err *e)
{
	jv		 rows = json_at(*note, "results"), out = jv_array();
	jv		 row;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && json_item(rows, i, &row); i++) {
		row = jv_copy(row);
		st = row_from_result(ev, &row, e);
		out = jv_array_append(out, row);
	}
	*note = json_put(*note, "results", out);
	return st;
}

/* A judgement as the claim of an entry. */
static jv
claim_of(jv judgement)
{
	struct buf	 b = BUF_INIT;
	const char	*s = json_str(judgement, "claim", "");
	jv		 c = json_put_str(jv_object(), "verdict",
			    json_str(judgement, "verdict", "inconclusive"));

	utf8_add_plain(&b, s, strlen(s));
	c = json_put_str(c, "claim", buf_str(&b));
	buf_release(&b);
	return json_put(c, "evidence", json_get(judgement, "evidence"));
}

/* Was the same said already, here or in an earlier note? */
static bool
said_before(jv claims, jv kept, const char *claim)
{
	jv	 j;
	int	 i;

	for (i = 0; json_item(claims, i, &j); i++)
		if (claims_same(json_str(j, "claim", ""), claim))
			return true;
	for (i = 0; json_item(kept, i, &j); i++)
		if (claims_same(json_str(j, "claim", ""), claim))
			return true;
	return false;
}

/* Keep the judgements that hold, each once; list those that were marked
 * verified and are not. */
static enum hcc_status
keep_verified(struct evidence *ev, jv *note, jv claims, jv *left_out,
    struct hcc_err *e)
{
	jv		 list = json_at(*note, "judgements");
	jv		 kept = jv_array(), j;
	struct claim_check is;
	char		 at[64];
	const char	*claim;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && json_item(list, i, &j); i++) {
		claim = json_str(j, "claim", "");
		st = evidence_check(ev, json_str(j, "verdict",
		    "inconclusive"), claim, json_at(j, "evidence"), &is, e);
		snprintf(at, sizeof(at), "l2/%02d.md:%d",
		    (int)json_num(*note, "phase", 0),
		    (int)json_num(j, "line", 0));
		if (st == HCC_OK && is.state == CLAIM_VERIFIED) {
			if (!said_before(claims, kept, claim))
				kept = jv_array_append(kept, json_put_str(
				    jv_copy(j), "state", "verified"));
		} else if (st == HCC_OK && strcmp(json_str(j, "state", ""),
		    "verified") == 0)
			distil_leave_out(left_out, at, claim, is.why);
	}
	*note = json_put(*note, "judgements", kept);
	return st;
}

/* Keep the sentences of a list that nothing contradicts. */
static enum hcc_status
keep_supported(struct evidence *ev, jv *note, const char *key,
    struct hcc_err *e)
{
	jv		 list = json_at(*note, key), kept = jv_array(), s;
	struct claim_check is;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && json_item(list, i, &s); i++) {
		if (jv_get_kind(s) != JV_KIND_STRING)
			continue;
		st = evidence_check(ev, NULL, jv_string_value(s), jv_null(),
		    &is, e);
		if (st == HCC_OK && is.state != CLAIM_UNVERIFIED)
			kept = jv_array_append(kept, jv_copy(s));
	}
	*note = json_put(*note, key, kept);
	return st;
}

static enum hcc_status
verify_note(struct evidence *ev, jv *note, jv claims, jv *left_out,
    struct hcc_err *e)
{
	enum hcc_status	 st = load_cited(ev, *note, e);

	*note = jv_object_delete(*note, jv_string("text"));
	if (st == HCC_OK && (st = recompute_results(ev, note, e)) == HCC_OK &&
	    (st = keep_verified(ev, note, claims, left_out, e)) == HCC_OK &&
	    (st = keep_supported(ev, note, "rules", e)) == HCC_OK)
		st = keep_supported(ev, note, "next", e);
	return st;
}

/* Append the judgements of a note, as long as they fit in *room bytes. */
static jv
add_claims(jv claims, jv note, size_t *room)
{
	jv		 list = json_at(note, "judgements"), j, c;
	struct buf	 b = BUF_INIT;
	int		 i;

	for (i = 0; json_item(list, i, &j); i++) {
		c = claim_of(j);
		json_dump(&b, c);
		if (b.len + 1 <= *room) {
			*room -= b.len + 1;
			claims = jv_array_append(claims, c);
		} else {
			*room = 0;
			jv_free(c);
		}
		buf_reset(&b);
	}
	buf_release(&b);
	return claims;
}

enum hcc_status
distil_verify_notes(struct evidence *ev, jv *view, jv *claims, jv *left_out,
    struct hcc_err *e)
{
	jv		 notes = json_at(*view, "notes"), out = jv_array(), k;
	enum hcc_status	 st = HCC_OK;
	size_t		 room = CLAIMS_MAX;
	int		 i;

	*claims = jv_array();
	for (i = 0; st == HCC_OK && json_item(notes, i, &k); i++) {
		k = jv_copy(k);
		st = verify_note(ev, &k, *claims, left_out, e);
		*claims = add_claims(*claims, k, &room);
		out = jv_array_append(out, k);
	}
	*view = json_put(*view, "notes", out);
	return st;
}
