/*
 * error.c: what became of a request to a model, and what to do next.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "llm/error.h"

static const struct {
	const char	*name;
	enum hcc_status	 status;
} table[] = {
	[LLM_OK] = { "ok", HCC_OK },
	[LLM_OVERFLOW] = { "overflow", HCC_INPUT },
	[LLM_BAD_REQUEST] = { "bad_request", HCC_INPUT },
	[LLM_AUTH] = { "auth", HCC_PERMISSION },
	[LLM_QUOTA] = { "quota", HCC_UNAVAILABLE },
	[LLM_NOT_FOUND] = { "not_found", HCC_UNAVAILABLE },
	[LLM_UNREACHABLE] = { "unreachable", HCC_UNAVAILABLE },
	[LLM_REFUSED] = { "refused", HCC_INPUT },
	[LLM_FILTERED] = { "content_filter", HCC_INPUT },
	[LLM_LENGTH] = { "length", HCC_INPUT },
	[LLM_BAD_ANSWER] = { "bad_answer", HCC_INPUT },
	[LLM_EMPTY] = { "empty", HCC_INPUT },
	[LLM_UNAVAILABLE] = { "unavailable", HCC_AGAIN },
	[LLM_DEADLINE] = { "deadline", HCC_AGAIN },
	[LLM_BUDGET] = { "budget", HCC_AGAIN },
	[LLM_INTERRUPTED] = { "interrupted", HCC_AGAIN },
	[LLM_NOT_RECORDED] = { "not_recorded", HCC_UNAVAILABLE },
	[LLM_CONFIG] = { "config", HCC_CONFIG },
	[LLM_LOCAL] = { "local", HCC_INTERNAL },
};

/* Texts of errors about a context that is too long; in any case. */
static const char *const overflow_texts[] = {
	"maximum context length", "model's context length",
	"prompt is too long", "exceed context limit",
	"context size has been exceeded", "exceeds the available context size",
	"exceeds the context window", "context length exceeded",
	"exceed the context window", "exceeds context length",
	"exceeds the model's maximum context", "input is too long",
	"exceeds the maximum number of tokens", "context window exceeded",
	"exceeds the maximum context", "context_length_exceeded",
	"exceed context window", "exceeds the context length",
	"greater than the context length", "when context the overflows",
	"maximum model length", "maximum prompt length",
};

const char *
llm_error_name(enum llm_error c)
{
	return table[c].name;
}

enum hcc_status
llm_error_status(enum llm_error c)
{
	return table[c].status;
}

enum llm_error
llm_error_of(const char *name)
{
	size_t	 i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].name, name) == 0)
			return (enum llm_error)i;
	return LLM_LOCAL;
}

static bool
contains(const char *text, const char *words)
{
	return strcasestr(text, words) != NULL;
}

/* The server's own word for it, which no status contradicts. */
static bool
names_overflow(const struct api_error *f)
{
	return strcmp(f->code, "context_length_exceeded") == 0 ||
	    strcmp(f->type, "context_length_exceeded") == 0 ||
	    strcmp(f->type, "exceed_context_size_error") == 0;
}

static bool
is_overflow(const struct api_error *f)
{
	const char	*m = buf_str(&f->message);
	size_t		 i;

	if (names_overflow(f))
		return true;
	for (i = 0; i < sizeof(overflow_texts) / sizeof(overflow_texts[0]); i++)
		if (contains(m, overflow_texts[i]))
			return true;
	return false;
}

/* A rate limit that no waiting ends. */
static bool
is_quota(const struct api_error *f)
{
	return contains(f->code, "insufficient_quota") ||
	    contains(f->type, "insufficient_quota") ||
	    contains(f->code, "enforced_spend_limit") ||
	    contains(f->type, "enforced_spend_limit") ||
	    contains(buf_str(&f->message), "insufficient_quota") ||
	    contains(buf_str(&f->message), "enforced_spend_limit_reached");
}

/* The HTTP status for the code or type of a fault; 500 if they are unknown. */
static int
status_of_words(const struct api_error *f)
{
	static const struct { const char *word; int status; } words[] = {
		{ "rate_limit", 429 }, { "too_many_requests", 429 },
		{ "overloaded", 529 }, { "authentication", 401 },
		{ "invalid_api_key", 401 }, { "unauthorized", 401 },
		{ "billing", 402 }, { "permission", 403 },
		{ "forbidden", 403 }, { "not_found", 404 },
		{ "notfound", 404 }, { "request_too_large", 413 },
		{ "timeout", 504 }, { "content_filter", 400 },
		{ "content_policy", 400 }, { "invalid_request", 400 },
		{ "bad_request", 400 }, { "badrequest", 400 },
		{ "invalid_prompt", 400 }, { "unsupported", 400 },
		{ "unavailable", 503 }
	};
	size_t	 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (contains(f->code, words[i].word) ||
		    contains(f->type, words[i].word))
			return words[i].status;
	return 500;
}

enum llm_error
llm_error_classify(int status, const struct api_error *f)
{
	if (status < 300)
		status = f->status != 0 ? f->status : status_of_words(f);
	if (is_quota(f) && status != 401 && status != 403)
		return LLM_QUOTA;
	/* "Too large" for the tokens of a minute is a rate limit. */
	if (status != 401 && status != 403 && (status == 429 ?
	    names_overflow(f) : is_overflow(f)))
		return LLM_OVERFLOW;
	if (status < 500 && (contains(f->code, "content_filter") ||
	    contains(f->type, "content_filter") ||
	    contains(f->code, "content_policy")))
		return LLM_FILTERED;
	switch (status) {
	case 401: case 403: case 407:
		return LLM_AUTH;
	case 402:
		return LLM_QUOTA;
	case 404: case 405: case 410:
		return LLM_NOT_FOUND;
	case 408: case 409: case 425: case 429:
		return LLM_UNAVAILABLE;
	case 501: case 505:
		return LLM_BAD_REQUEST;
	}
	if (status >= 300 && status < 400)
		return LLM_UNREACHABLE;
	return status >= 500 ? LLM_UNAVAILABLE : LLM_BAD_REQUEST;
}

unsigned
api_error_field(int status, const struct api_error *f)
{
	const char	*m = buf_str(&f->message);

	if (status < 300)
		status = f->status;
	if (status != 400 && status != 422)
		return 0;
	/* The two names of one field may both be in the sentence. */
	if (strstr(f->param, "max_") == f->param ||
	    contains(m, "max_completion_tokens") ||
	    (contains(m, "max_tokens") && (contains(m, "unsupported") ||
	    contains(m, "not supported") || contains(m, "unknown") ||
	    contains(m, "unrecognized") || contains(m, "not permitted"))))
		return is_overflow(f) ? 0 : LLM_FIELD_MAX;
	if (strcmp(f->param, "temperature") == 0 || contains(m, "temperature"))
		return LLM_FIELD_TEMPERATURE;
	if (strncmp(f->param, "reasoning", 9) == 0 ||
	    contains(m, "reasoning_effort"))
		return LLM_FIELD_EFFORT;
	if (strncmp(f->param, "response_format", 15) == 0 ||
	    contains(m, "response_format") || contains(m, "json_schema"))
		return LLM_FIELD_FORMAT;
	if (strncmp(f->param, "stream_options", 14) == 0 ||
	    contains(m, "stream_options"))
		return LLM_FIELD_STREAM_OPTIONS;
	if (strcmp(f->param, "stream") == 0 || (contains(m, "stream") &&
	    contains(m, "support")))
		return LLM_FIELD_STREAM;
	return 0;
}

static void
copy(char out[64], const char *s)
{
	snprintf(out, 64, "%s", s);
}

/* A code is a number, a string (which may be a number) or null. */
static void
read_code(struct api_error *f, jv code)
{
	double	 d = 0;
	char	*end;

	if (jv_get_kind(code) == JV_KIND_NUMBER)
		d = jv_number_value(code);
	else if (jv_get_kind(code) == JV_KIND_STRING) {
		copy(f->code, jv_string_value(code));
		d = strtod(f->code, &end);
		d = *end == '\0' ? d : 0;
	}
	if (d >= 400 && d < 600)
		f->status = (int)d;
	jv_free(code);
}

/* Append the message: a string, a list of {"msg"} or anything else
 * (borrowed). */
static void
add_message(struct buf *b, jv v)
{
	jv	 x;
	int	 i;

	if (b->len > 0)
		buf_addc(b, ' ');
	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_add(b, jv_string_value(v),
		    (size_t)jv_string_length_bytes(jv_copy(v)));
	else if (jv_get_kind(v) == JV_KIND_ARRAY) {
		for (i = 0; b->len < LLM_MESSAGE_MAX && json_item(v, i, &x);
		    i++)
			add_message(b, json_str(x, "msg", NULL) == NULL ? x :
			    json_at(x, "msg"));
	} else if (jv_is_valid(v) && jv_get_kind(v) != JV_KIND_NULL)
		json_dump(b, v);
}

/* null, false, 0, "", {}, [] under "error" mean that there is none. */
static bool
is_present(jv v)
{
	switch (jv_get_kind(v)) {
	case JV_KIND_INVALID: case JV_KIND_NULL: case JV_KIND_FALSE:
		return false;
	case JV_KIND_STRING:
		return jv_string_value(v)[0] != '\0';
	case JV_KIND_OBJECT:
		return jv_object_length(jv_copy(v)) > 0;
	case JV_KIND_ARRAY:
		return json_len(v) > 0;
	case JV_KIND_NUMBER:
		return jv_number_value(v) != 0;
	default:
		return true;
	}
}

/* The inside of {"error":..}: a text, or an object. */
static void
read_error(struct api_error *f, jv err)
{
	jv	 inner;

	f->found = true;
	if (jv_get_kind(err) != JV_KIND_OBJECT) {
		add_message(&f->message, err);
		return;
	}
	if (!is_present(inner = json_at(err, "error")))
		inner = jv_null();
	if (jv_get_kind(inner) == JV_KIND_OBJECT) {
		read_error(f, inner);
		return;
	}
	read_code(f, json_get(err, "code"));
	if (f->status == 0)
		read_code(f, json_get(err, "status"));
	if (f->code[0] == '\0')	/* Anthropic says more there */
		copy(f->code, json_str(json_at(err, "details"), "error_code",
		    ""));
	copy(f->type, json_str(err, "type", ""));
	copy(f->param, json_str(err, "param", ""));
	if (jv_get_kind(inner) == JV_KIND_STRING)
		add_message(&f->message, inner);
	else if (json_str(err, "message", NULL) != NULL)
		add_message(&f->message, json_at(err, "message"));
	else
		add_message(&f->message, err);
}

void
api_error_read(struct api_error *f, jv v)
{
	const char	*type;
	jv		 first;

	if (json_item(v, 0, &first)) {
		if (jv_get_kind(first) == JV_KIND_OBJECT)
			api_error_read(f, first);
		return;
	}
	if (jv_get_kind(v) != JV_KIND_OBJECT)
		return;
	type = json_str(v, "type", "");
	first = json_at(v, "error");
	if (is_present(first)) {
		/* {"error":true,"message":".."} */
		read_error(f, json_str(v, "message", NULL) != NULL &&
		    (jv_get_kind(first) == JV_KIND_TRUE ||
		    jv_get_kind(first) == JV_KIND_NUMBER) ? v : first);
		if (f->status == 0)
			read_code(f, json_get(v, "code"));
	} else if (strcmp(json_str(v, "object", ""), "error") == 0 ||
	    strcmp(type, "error") == 0)
		read_error(f, v);
	else if (is_present(json_at(v, "detail"))) {
		f->found = true;
		add_message(&f->message, json_at(v, "detail"));
	}
}

void
api_error_body(struct api_error *f, const char *p, size_t n)
{
	jv	 v = json_parse(p, n, "error", 0, NULL);

	api_error_read(f, v);
	if (!f->found && jv_get_kind(v) == JV_KIND_OBJECT &&
	    json_str(v, "message", NULL) != NULL)
		read_error(f, v);
	if (!f->found)
		buf_add(&f->message, p, n);
	f->found = true;
	jv_free(v);
}

void
api_error_release(struct api_error *f)
{
	buf_release(&f->message);
	*f = (struct api_error)API_ERROR_INIT;
}
