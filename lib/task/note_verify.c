/*
 * note_verify.c: a judgement is believed as far as its evidence goes.
 */
#include "base/json.h"
#include "task/note.h"

static enum hcc_status
verify(jv *judgement, struct evidence *ev, struct hcc_err *e)
{
	enum hcc_status	 st = evidence_judged(ev, *judgement, NULL, e);

	*judgement = json_put(*judgement, "verified", jv_bool(st == HCC_OK));
	return st == HCC_NONE ? HCC_OK : st;
}

enum hcc_status
note_verify(jv judgements, struct evidence *ev, jv *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 j, all = evidence_cited(judgements);
	int		 i;

	*out = jv_array();
	/* All at once, so that each archive is read once. */
	st = evidence_load(ev, all, e);
	jv_free(all);
	for (i = 0; st == HCC_OK &&
	    jv_get_kind(judgements) == JV_KIND_ARRAY &&
	    i < jv_array_length(jv_copy(judgements)); i++) {
		j = jv_array_get(jv_copy(judgements), i);
		if (jv_get_kind(j) == JV_KIND_OBJECT &&
		    (st = verify(&j, ev, e)) == HCC_OK)
			*out = jv_array_append(*out, jv_copy(j));
		jv_free(j);
	}
	jv_free(judgements);
	if (st != HCC_OK) {
		jv_free(*out);
		*out = jv_invalid();
	}
	return st;
}
