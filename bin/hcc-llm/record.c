/*
 * record.c: record request and result, or replay a record.
 *
 * Answers and permanent failures are recorded, since the same request would
 * get them again; failures for lack of time, budget or a server are not.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-llm/llm.h"
#include "llm/exchange.h"
#include "llm/redact.h"

static bool
lasting(enum llm_error c)
{
	switch (c) {
	case LLM_OK: case LLM_OVERFLOW: case LLM_BAD_REQUEST:
	case LLM_REFUSED: case LLM_FILTERED: case LLM_LENGTH:
	case LLM_BAD_ANSWER:
		return true;
	default:
		return false;
	}
}

/* The same value without the key (consumed). */
static jv
masked(const struct llm *a, jv v)
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, v);
	jv_free(v);
	redact(&b, a->server.key, REDACT_TEXT);
	v = json_parse(buf_str(&b), b.len, "record", 0, NULL);
	buf_release(&b);
	return v;
}

static jv
put_vectors(jv rec, const struct embeddings *o)
{
	jv	 all = jv_array(), v;
	size_t	 i, k;

	for (i = 0; i < o->count && o->v != NULL; i++) {
		v = jv_array();
		for (k = 0; k < o->dim; k++)
			v = jv_array_append(v, jv_number(
			    (double)o->v[i * o->dim + k]));
		all = jv_array_append(all, json_put(jv_object(), "embedding",
		    v));
	}
	return json_put(rec, "data", all);
}

void
llm_record(struct llm *a, struct llm_request *r)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 rec;

	if (!lasting(a->result.class))
		return;
	rec = result_json(a, true);
	if (r->embed)
		rec = put_vectors(rec, &r->vectors);
	if (exchange_add(a->o.record, masked(a,
	    request_canonical(&a->server, r)), masked(a, rec), &e) != HCC_OK)
		tool_warn(&a->tool, "%s; the exchange is not recorded",
		    e.text);
}

static double
count(jv usage, const char *key)
{
	return json_num(usage, key, -1);
}

/* The result out of a record. */
static void
read_result(struct llm *a, jv rec)
{
	struct llm_result	*o = &a->result;
	jv		 u = json_get(rec, "usage"),
			    text = json_get(rec, "text");

	llm_message(a, llm_error_of(json_str(rec, "class", "")), "%s",
	    json_str(rec, "message", ""));
	o->status = (int)json_num(rec, "status", 0);
	o->reasoning = (size_t)json_num(rec, "reasoning", 0);
	snprintf(o->finish, sizeof(o->finish), "%s",
	    json_str(rec, "finish", ""));
	o->usage = (struct llm_usage){ count(u, "prompt"), count(u, "cached"),
	    count(u, "completion"), count(u, "reasoning") };
	o->estimated = json_bool(u, "estimated", false);
	o->tokens = json_num(rec, "tokens", 0);
	o->cost = json_num(rec, "cost", 0);
	o->attempts = (int)json_num(rec, "attempts", 0);
	o->latency = json_num(rec, "latency", 0);
	buf_reset(&o->text);
	if (jv_get_kind(text) == JV_KIND_STRING)
		buf_add(&o->text, jv_string_value(text),
		    (size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
	jv_free(u);
}

static void
replay_vectors(struct llm *a, struct llm_request *r, jv rec)
{
	struct buf	 b = BUF_INIT;
	char		 why[64];

	json_dump(&b, rec);
	embeddings_release(&r->vectors);
	if (embeddings_read(&r->vectors, buf_str(&b), b.len, r->count, why,
	    sizeof(why)) != LLM_OK)
		llm_message(a, LLM_BAD_ANSWER, "replay: %s", why);
	buf_release(&b);
}

void
llm_replay(struct llm *a, struct llm_request *r)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 request = masked(a, request_canonical(&a->server, r)),
			    rec;
	enum hcc_status	 st;
	char		 id[sizeof(a->result.id)];

	if (!budget_reserve(a, r)) {
		jv_free(request);
		return;
	}
	st = exchange_get(a->o.replay, request, r->same, &rec, &e);
	jv_free(request);
	if (st == HCC_OK) {
		read_result(a, rec);
		if (r->embed && a->result.class == LLM_OK)
			replay_vectors(a, r, rec);
		/* Print the recorded id; the ledger has its own. */
		snprintf(id, sizeof(id), "%s", a->result.id);
		budget_record(a, r);
		r->reserved = false;
		snprintf(a->result.id, sizeof(id), "%s",
		    json_str(rec, "id", id));
	} else if (st == HCC_UNAVAILABLE)
		llm_message(a, LLM_NOT_RECORDED, "%s", e.text);
	else {
		a->result.err = e;
		llm_message(a, LLM_LOCAL, "%s", e.text);
	}
	jv_free(rec);
}
