/*
 * body.c: build the body of a request, in the dialect of the model's server.
 *
 * Members are printed in sorted order and nothing in a body changes between
 * attempts, so that they are the same bytes.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "hcc-llm/llm.h"

#define ANTHROPIC_MAX	8192	/* max_tokens, which it cannot do without */
#define ANSWER_MAX	4096	/* reserved when there is no limit */

const struct llm_field_row llm_fields[] = {
	{ LLM_FIELD_MAX, "max_tokens", "with the other name of max_tokens" },
	{ LLM_FIELD_TEMPERATURE, "temperature", "without temperature" },
	{ LLM_FIELD_STREAM_OPTIONS, "stream_options",
	  "without stream_options" },
	{ LLM_FIELD_STREAM, "stream", "without stream" },
	{ LLM_FIELD_FORMAT, "response_format", "without response_format" },
	{ LLM_FIELD_EFFORT, "reasoning_effort", "without reasoning_effort" },
	{ 0, NULL, NULL }
};

static jv
message(const char *role, jv content)
{
	return json_put(json_put_str(jv_object(), "role", role), "content",
	    content);
}

enum hcc_status
request_read(const char *p, size_t n, jv *request, struct hcc_err *e)
{
	jv	 v = jv_invalid(), m;
	int	 count;

	if (p[strspn(p, " \t\r\n")] == '\0')
		return err_set(e, HCC_INPUT, "read the prompt: it is empty");
	if (p[strspn(p, " \t\r\n")] == '{')
		v = json_parse(p, n, "prompt", 0, NULL);
	m = json_at(v, "messages");
	count = jv_get_kind(m) == JV_KIND_ARRAY ? json_len(m) : -1;
	if (count > 0)
		*request = jv_copy(v);
	else if (count == -1)
		*request = json_put(jv_object(), "messages",
		    jv_array_append(jv_array(), message("user",
		    jv_string_sized(p, (int)n))));
	jv_free(v);
	return count != 0 ? HCC_OK : err_set(e, HCC_INPUT, "read the prompt: "
	    "its list of messages is empty");
}

static jv
del(jv obj, const char *key)
{
	return jv_object_delete(obj, jv_string(key));
}

/* The field that limits the answer, under the name that the server takes. */
static jv
put_max(const struct llm_server *s, jv body, double max)
{
	const char	*name = s->model.max_field;

	if (s->model.api == LLM_ANTHROPIC)
		return json_put_num(body, "max_tokens", isnan(max) ?
		    ANTHROPIC_MAX : max);
	if (isnan(max))
		return body;
	if (s->dropped & LLM_FIELD_MAX)
		name = strcmp(name, "max_tokens") == 0 ?
		    "max_completion_tokens" : "max_tokens";
	return json_put_num(body, name, max);
}

/* Anthropic takes the system prompt apart from the conversation. */
static jv
split_system(jv body)
{
	struct buf	 system = BUF_INIT;
	jv		 rest = jv_array(), m, text;
	int		 i;

	for (i = 0; json_item(json_at(body, "messages"), i, &m); i++) {
		if (strcmp(json_str(m, "role", ""), "system") != 0) {
			rest = jv_array_append(rest, jv_copy(m));
			continue;
		}
		text = json_at(m, "content");
		if (system.len > 0)
			buf_adds(&system, "\n\n");
		if (jv_get_kind(text) == JV_KIND_STRING)
			buf_adds(&system, jv_string_value(text));
		else
			json_dump(&system, text);
	}
	if (system.len > 0)
		body = json_put_str(body, "system", buf_str(&system));
	buf_release(&system);
	return json_put(body, "messages", rest);
}

/* A text without the first place of a piece of it. */
static jv
without(jv text, const char *piece)
{
	const char	*s = jv_string_value(text);
	const char	*at = *piece == '\0' ? NULL : strstr(s, piece);
	struct buf	 b = BUF_INIT;
	jv		 out;

	if (at == NULL)
		return text;
	buf_add(&b, s, (size_t)(at - s));
	buf_adds(&b, at + strlen(piece));
	out = jv_string_sized(buf_str(&b), (int)b.len);
	buf_release(&b);
	jv_free(text);
	return out;
}

/* The messages without what the list `clock` (borrowed) names: the time is
 * another one when a record is replayed. */
static jv
timeless(jv messages, jv clock)
{
	jv	 out = jv_array(), m, text, piece;
	int	 i, k;

	for (i = 0; json_item(messages, i, &m); i++) {
		text = json_get(m, "content");
		for (k = 0; jv_get_kind(text) == JV_KIND_STRING &&
		    json_item(clock, k, &piece); k++)
			if (jv_get_kind(piece) == JV_KIND_STRING)
				text = without(text, jv_string_value(piece));
		out = jv_array_append(out, json_put(jv_copy(m), "content",
		    text));
	}
	return out;
}

/* What both dialects and every attempt have in common. */
static jv
parameters(const struct llm_server *s, const struct llm_request *r,
    double *max, double *t)
{
	jv	 body = jv_copy(r->body), extra = json_get(s->model.spec,
		    "extra");

	*max = json_num(body, "max_tokens", json_num(body,
	    "max_completion_tokens", s->model.max_tokens));
	*t = json_num(body, "temperature", s->model.temperature);
	body = del(del(body, "max_tokens"), "max_completion_tokens");
	body = del(del(body, "temperature"), "stream_options");
	if (s->model.effort != NULL && !r->embed &&
	    json_str(body, "reasoning_effort", NULL) == NULL)
		body = json_put_str(body, "reasoning_effort", s->model.effort);
	if (jv_get_kind(extra) == JV_KIND_OBJECT)
		body = jv_object_merge(jv_copy(extra), body);
	jv_free(extra);
	return json_put_str(del(del(body, "stream"), "clock"), "model",
	    s->model.model);
}

void
request_body(const struct llm_server *s, const struct llm_request *r,
    struct buf *out)
{
	bool	 stream = s->model.stream &&
		    !(s->dropped & LLM_FIELD_STREAM);
	double	 max, t;
	jv	 body = parameters(s, r, &max, &t);

	if (s->dropped & LLM_FIELD_FORMAT || s->model.api == LLM_ANTHROPIC)
		body = del(body, "response_format");
	if (s->dropped & LLM_FIELD_EFFORT || s->model.api == LLM_ANTHROPIC)
		body = del(body, "reasoning_effort");
	if (!r->embed) {
		body = put_max(s, body, max);
		if (!isnan(t) && !(s->dropped & LLM_FIELD_TEMPERATURE))
			body = json_put_num(body, "temperature", t);
		body = json_put(body, "stream", stream ? jv_true() :
		    jv_false());
		if (s->model.api == LLM_ANTHROPIC)
			body = split_system(body);
		else if (stream && !(s->dropped & LLM_FIELD_STREAM_OPTIONS))
			body = json_put(body, "stream_options", json_put(
			    jv_object(), "include_usage", jv_true()));
	}
	json_dump(out, body);
	jv_free(body);
}

jv
request_canonical(const struct llm_server *s, const struct llm_request *r)
{
	double	 max, t;
	jv	 body = parameters(s, r, &max, &t);

	if (json_len(json_at(r->body, "clock")) > 0)
		body = json_put(body, "messages", timeless(json_at(r->body,
		    "messages"), json_at(r->body, "clock")));
	if (!isnan(max))
		body = json_put_num(body, "max_tokens", max);
	return isnan(t) ? body : json_put_num(body, "temperature", t);
}

/* Append text, or any other value as JSON (borrowed). */
static void
add_content(struct buf *out, jv v)
{
	if (out->len > 0)
		buf_adds(out, "\n\n");
	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_add(out, jv_string_value(v),
		    (size_t)jv_string_length_bytes(jv_copy(v)));
	else
		json_dump(out, v);
}

void
request_prompt(const struct llm_server *s, struct llm_request *r)
{
	jv	 all = json_at(r->body, r->embed ? "input" : "messages"), m;
	double	 max, t;
	int	 i;

	buf_reset(&r->prompt);
	for (i = 0; json_item(all, i, &m); i++)
		add_content(&r->prompt, r->embed ? m : json_at(m, "content"));
	jv_free(parameters(s, r, &max, &t));
	r->response_max = r->embed ? 0 : max > 0 ? max :
	    s->model.api == LLM_ANTHROPIC ? ANTHROPIC_MAX : ANSWER_MAX;
}

void
llm_url(const char *base, const char *path, struct buf *out)
{
	size_t	 n = strcspn(base, "?#"), k = strlen(path);

	while (n > 0 && base[n - 1] == '/')
		n--;
	buf_add(out, base, n);
	/* A URL that ends in the path is complete. */
	if (n < k || strncmp(base + n - k, path, k) != 0)
		buf_adds(out, path);
	base += strcspn(base, "?#");
	buf_add(out, base, strcspn(base, "#"));
}
