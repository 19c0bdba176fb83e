/*
 * distil.c: the notes of a task, looked up again before its end.
 *
 * A hand may have edited l2/NN.md, and an archive may be damaged: neither the
 * word "verified" nor the table of results is believed here.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "distil.h"
#include "js.h"
#include "kappa.h"
#include "utf8.h"

#define CLAIMS_MAX 60000	/* bytes of evidence that an entry carries */

static jv
leave_out(jv list, const char *at, const char *line, const char *why)
{
	jv	 r = js_put_str(jv_object(), "at", at);

	return jv_array_append(list, js_put_str(js_put_str(r, "line", line),
	    "why", why));
}

/* What a whole note names, its archive read once. */
static enum hcc_status
load(struct evidence *ev, jv kappa, struct hcc_err *e)
{
	jv		 list = js_get(kappa, "judgements");
	jv		 all = evidence_cited(list);
	enum hcc_status	 st;

	all = evidence_refs(js_str(kappa, "text", ""), all);
	st = evidence_load(ev, all, e);
	jv_free(all);
	jv_free(list);
	return st;
}

/* A row of results as the result itself has it; without one, no numbers. */
static enum hcc_status
mend_row(struct evidence *ev, jv *row, struct hcc_err *e)
{
	static const char *const keys[] = { "score", "delta", "seconds" };
	struct evidence_ref	 ref;
	const char		*id = js_str(*row, "id", "");
	enum hcc_status		 st;
	size_t			 i;
	jv			 r = jv_invalid();

	st = evidence_parse(id, strlen(id), &ref) ?
	    evidence_result(ev, &ref, &r, e) : HCC_MISSING;
	for (i = 0; i < 3; i++)
		*row = js_put(*row, keys[i], js_get(r, keys[i]));
	if (st == HCC_OK)
		*row = js_put_str(*row, "status", js_str(r, "status", ""));
	jv_free(r);
	return st == HCC_MISSING || st == HCC_INPUT ? HCC_OK : st;
}

static enum hcc_status
mend_results(struct evidence *ev, jv *kappa, struct hcc_err *e)
{
	jv		 rows = js_get(*kappa, "results"), out = jv_array();
	jv		 row;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && i < jv_array_length(jv_copy(rows)); i++) {
		row = jv_array_get(jv_copy(rows), i);
		if ((st = mend_row(ev, &row, e)) == HCC_OK)
			out = jv_array_append(out, jv_copy(row));
		jv_free(row);
	}
	jv_free(rows);
	*kappa = js_put(*kappa, "results", out);
	return st;
}

/* One claim as an entry carries it. */
static jv
claim_of(jv judgement)
{
	struct buf	 b = BUF_INIT;
	const char	*s = js_str(judgement, "claim", "");
	jv		 c = js_put_str(jv_object(), "verdict",
			    js_str(judgement, "verdict", "inconclusive"));

	utf8_add_plain(&b, s, strlen(s));
	c = js_put_str(c, "claim", buf_str(&b));
	buf_release(&b);
	return js_put(c, "evidence", js_get(judgement, "evidence"));
}

/* Judgements that hold; those that only say so are told. */
static enum hcc_status
mend_judgements(struct evidence *ev, jv *kappa, jv *left_out,
    struct hcc_err *e)
{
	jv		 list = js_get(*kappa, "judgements"), kept = jv_array();
	jv		 j;
	char		 at[64];
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && i < jv_array_length(jv_copy(list)); i++) {
		j = jv_array_get(jv_copy(list), i);
		st = evidence_judged(ev, j, NULL, e);
		snprintf(at, sizeof(at), "l2/%02d.md:%d",
		    (int)js_num(*kappa, "phase", 0),
		    (int)js_num(j, "line", 0));
		if (st == HCC_OK)
			kept = jv_array_append(kept, js_put(jv_copy(j),
			    "verified", jv_true()));
		else if (st == HCC_NONE && js_bool(j, "verified", false))
			*left_out = leave_out(*left_out, at,
			    js_str(j, "claim", ""), e->text);
		st = st == HCC_NONE ? HCC_OK : st;
		jv_free(j);
	}
	jv_free(list);
	*kappa = js_put(*kappa, "judgements", kept);
	return st;
}

/* A list of sentences without those that cite what does not bear them out. */
static enum hcc_status
mend_list(struct evidence *ev, jv *kappa, const char *key, struct hcc_err *e)
{
	jv		 list = js_get(*kappa, key), kept = jv_array(), s, refs;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		refs = evidence_refs(jv_string_value(s), jv_array());
		if (jv_array_length(jv_copy(refs)) > 0)
			st = evidence_holds(ev, jv_string_value(s), refs,
			    NULL, e);
		if (st == HCC_OK)
			kept = jv_array_append(kept, jv_copy(s));
		st = st == HCC_NONE ? HCC_OK : st;
		jv_free(refs);
		jv_free(s);
	}
	jv_free(list);
	*kappa = js_put(*kappa, key, kept);
	return st;
}

static enum hcc_status
mend_kappa(struct evidence *ev, jv *kappa, jv *left_out, struct hcc_err *e)
{
	enum hcc_status	 st = load(ev, *kappa, e);

	*kappa = jv_object_delete(*kappa, jv_string("text"));
	if (st == HCC_OK && (st = mend_results(ev, kappa, e)) == HCC_OK &&
	    (st = mend_judgements(ev, kappa, left_out, e)) == HCC_OK &&
	    (st = mend_list(ev, kappa, "rules", e)) == HCC_OK)
		st = mend_list(ev, kappa, "next", e);
	return st;
}

/* The judgements of a kappa, as long as there is room. */
static jv
add_claims(jv claims, jv kappa, size_t *room)
{
	jv		 list = js_get(kappa, "judgements"), j, c;
	struct buf	 b = BUF_INIT;
	int		 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		j = jv_array_get(jv_copy(list), i);
		c = claim_of(j);
		js_dump(&b, c);
		if (b.len + 1 <= *room) {
			*room -= b.len + 1;
			claims = jv_array_append(claims, c);
		} else {
			*room = 0;
			jv_free(c);
		}
		buf_reset(&b);
		jv_free(j);
	}
	buf_release(&b);
	jv_free(list);
	return claims;
}

enum hcc_status
distil_view(struct evidence *ev, jv *view, jv *claims, jv *left_out,
    struct hcc_err *e)
{
	jv		 kappas = js_get(*view, "kappas"), out = jv_array(), k;
	enum hcc_status	 st = HCC_OK;
	size_t		 room = CLAIMS_MAX;
	int		 i, n = jv_array_length(jv_copy(kappas));

	*claims = jv_array();
	for (i = 0; st == HCC_OK && i < n; i++) {
		k = jv_array_get(jv_copy(kappas), i);
		st = mend_kappa(ev, &k, left_out, e);
		*claims = add_claims(*claims, k, &room);
		out = jv_array_append(out, k);
	}
	jv_free(kappas);
	*view = js_put(*view, "kappas", out);
	return st;
}
