/*
 * body.c: what is asked, in the dialect of the model's server.
 *
 * Members are printed in sorted order and nothing in a body changes between
 * attempts, so that they are the same bytes.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "hcc-llm/llm.h"

#define ANTHROPIC_MAX	8192	/* max_tokens, which it cannot do without */
#define ANSWER_MAX	4096	/* what is reserved when nobody set a limit */

static jv
message(const char *role, jv content)
{
	return json_put(json_put_str(jv_object(), "role", role), "content",
	    content);
}

enum hcc_status
llm_request(const char *p, size_t n, jv *request, struct hcc_err *e)
{
	jv	 v = jv_invalid(), m;
	int	 count;

	if (p[strspn(p, " \t\r\n")] == '\0')
		return err_set(e, HCC_INPUT, "read the prompt: it is empty");
	if (p[strspn(p, " \t\r\n")] == '{')
		v = json_parse(p, n, "prompt", 0, NULL);
	m = json_get(v, "messages");
	count = jv_get_kind(m) == JV_KIND_ARRAY ?
	    jv_array_length(jv_copy(m)) : -1;
	if (count > 0)
		*request = jv_copy(v);
	else if (count == -1)
		*request = json_put(jv_object(), "messages",
		    jv_array_append(jv_array(), message("user",
		    jv_string_sized(p, (int)n))));
	jv_free(m);
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
put_max(const struct llm *a, jv body, double max)
{
	const char	*name = a->model.max_field;

	if (a->model.api == LLM_ANTHROPIC)
		return json_put_num(body, "max_tokens", isnan(max) ?
		    ANTHROPIC_MAX : max);
	if (isnan(max))
		return body;
	if (a->dropped & LLM_FIELD_MAX)
		name = strcmp(name, "max_tokens") == 0 ?
		    "max_completion_tokens" : "max_tokens";
	return json_put_num(body, name, max);
}

/* Anthropic takes the words of the system apart from the conversation. */
static jv
split_system(jv body)
{
	jv		 all = json_get(body, "messages"), rest = jv_array(), m;
	jv		 text;
	struct buf	 system = BUF_INIT;
	int		 i, n = jv_array_length(jv_copy(all));

	for (i = 0; i < n; i++) {
		m = jv_array_get(jv_copy(all), i);
		if (strcmp(json_str(m, "role", ""), "system") != 0) {
			rest = jv_array_append(rest, m);
			continue;
		}
		text = json_get(m, "content");
		if (system.len > 0)
			buf_adds(&system, "\n\n");
		if (jv_get_kind(text) == JV_KIND_STRING)
			buf_adds(&system, jv_string_value(text));
		else
			json_dump(&system, text);
		jv_free(text);
		jv_free(m);
	}
	jv_free(all);
	if (system.len > 0)
		body = json_put_str(body, "system", buf_str(&system));
	buf_release(&system);
	return json_put(body, "messages", rest);
}

/* What both dialects and every attempt have in common. */
static jv
parameters(const struct llm *a, const struct call *c, double *max, double *t)
{
	jv	 body = jv_copy(c->request), extra = json_get(a->model.spec,
		    "extra");

	*max = json_num(body, "max_tokens", json_num(body,
	    "max_completion_tokens", a->model.max_tokens));
	*t = json_num(body, "temperature", a->model.temperature);
	body = del(del(body, "max_tokens"), "max_completion_tokens");
	body = del(del(body, "temperature"), "stream_options");
	if (jv_get_kind(extra) == JV_KIND_OBJECT)
		body = jv_object_merge(jv_copy(extra), body);
	jv_free(extra);
	return json_put_str(del(body, "stream"), "model", a->model.model);
}

void
llm_body(const struct llm *a, const struct call *c, struct buf *out)
{
	bool	 stream = a->model.stream && !a->nostream &&
		    !(a->dropped & LLM_FIELD_STREAM);
	double	 max, t;
	jv	 body = parameters(a, c, &max, &t);

	if (!c->embed) {
		body = put_max(a, body, max);
		if (!isnan(t) && !(a->dropped & LLM_FIELD_TEMPERATURE))
			body = json_put_num(body, "temperature", t);
		body = json_put(body, "stream", stream ? jv_true() : jv_false());
		if (a->model.api == LLM_ANTHROPIC)
			body = split_system(body);
		else if (stream && !(a->dropped & LLM_FIELD_STREAM_OPTIONS))
			body = json_put(body, "stream_options", json_put(
			    jv_object(), "include_usage", jv_true()));
	}
	json_dump(out, body);
	jv_free(body);
}

jv
llm_canonical(const struct llm *a, const struct call *c)
{
	double	 max, t;
	jv	 body = parameters(a, c, &max, &t);

	if (!isnan(max))
		body = json_put_num(body, "max_tokens", max);
	return isnan(t) ? body : json_put_num(body, "temperature", t);
}

static void
add_content(struct buf *out, jv v)
{
	if (out->len > 0)
		buf_adds(out, "\n\n");
	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_add(out, jv_string_value(v),
		    (size_t)jv_string_length_bytes(jv_copy(v)));
	else if (jv_is_valid(v))
		json_dump(out, v);
	jv_free(v);
}

void
llm_prompt(const struct llm *a, struct call *c)
{
	jv	 all = json_get(c->request, c->embed ? "input" : "messages"), m;
	int	 i, n = jv_array_length(jv_copy(all));
	double	 max, t;

	buf_reset(&c->prompt);
	for (i = 0; i < n; i++) {
		m = jv_array_get(jv_copy(all), i);
		add_content(&c->prompt, c->embed ? jv_copy(m) :
		    json_get(m, "content"));
		jv_free(m);
	}
	jv_free(all);
	jv_free(parameters(a, c, &max, &t));
	c->response_max = c->embed ? 0 : max > 0 ? max :
	    a->model.api == LLM_ANTHROPIC ? ANTHROPIC_MAX : ANSWER_MAX;
}

void
llm_url(const char *base, const char *path, struct buf *out)
{
	size_t	 n = strcspn(base, "?#"), k = strlen(path);

	while (n > 0 && base[n - 1] == '/')
		n--;
	buf_add(out, base, n);
	/* Whoever gives the full address means it. */
	if (n < k || strncmp(base + n - k, path, k) != 0)
		buf_adds(out, path);
	base += strcspn(base, "?#");
	buf_add(out, base, strcspn(base, "#"));
}
