/* llm_error.c: what servers refuse, and the field that they refuse. */
#include "llm/error.h"
#include "tap.h"

static enum llm_error
classify(int status, const char *body, struct buf *message)
{
	struct api_error	 f = API_ERROR_INIT;
	enum llm_error		 c;

	api_error_body(&f, body, strlen(body));
	c = llm_error_classify(status, &f);
	buf_reset(message);
	buf_adds(message, buf_str(&f.message));
	api_error_release(&f);
	return c;
}

static void
classes(void)
{
	static const struct {
		int		 status;
		const char	*body;
		enum llm_error	 class;
		const char	*message;
	} t[] = {
		{ 401, "{\"error\":{\"message\":\"m\",\"code\":null}}",
		    LLM_AUTH, "m" },
		{ 400, "{\"error\":\"m\"}", LLM_BAD_REQUEST, "m" },
		{ 400, "{\"object\":\"error\",\"message\":\"m\"}",
		    LLM_BAD_REQUEST, "m" },
		{ 422, "{\"detail\":[{\"loc\":[],\"msg\":\"m\"}]}",
		    LLM_BAD_REQUEST, "m" },
		{ 404, "{\"detail\":\"m\"}", LLM_NOT_FOUND, "m" },
		{ 500, "[{\"error\":{\"message\":\"m\"}}]", LLM_UNAVAILABLE,
		    "m" },
		{ 529, "{\"type\":\"error\",\"error\":{\"type\":"
		    "\"overloaded_error\",\"message\":\"m\"}}",
		    LLM_UNAVAILABLE, "m" },
		{ 502, "<h1>m</h1>", LLM_UNAVAILABLE, "<h1>m</h1>" },
		{ 503, "", LLM_UNAVAILABLE, "" },
		{ 402, "", LLM_QUOTA, "" }, { 403, "", LLM_AUTH, "" },
		{ 405, "", LLM_NOT_FOUND, "" },
		{ 408, "", LLM_UNAVAILABLE, "" },
		{ 409, "", LLM_UNAVAILABLE, "" },
		{ 413, "", LLM_BAD_REQUEST, "" },
		{ 425, "", LLM_UNAVAILABLE, "" },
		{ 429, "", LLM_UNAVAILABLE, "" },
		{ 524, "", LLM_UNAVAILABLE, "" },
		{ 302, "", LLM_UNREACHABLE, "" },
		{ 429, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"insufficient_quota\"}}", LLM_QUOTA, "m" },
		{ 429, "{\"type\":\"error\",\"error\":{\"type\":"
		    "\"enforced_spend_limit_reached\",\"message\":\"m\"}}",
		    LLM_QUOTA, "m" },
		{ 500, "{\"error\":{\"message\":\"Context size has been "
		    "exceeded.\",\"code\":500}}", LLM_OVERFLOW,
		    "Context size has been exceeded." },
		{ 400, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"context_length_exceeded\"}}", LLM_OVERFLOW, "m" },
		{ 400, "{\"error\":{\"message\":\"m\",\"type\":"
		    "\"exceed_context_size_error\",\"code\":400}}",
		    LLM_OVERFLOW, "m" },
		{ 400, "{\"message\":\"prompt is too long: 9 > 8\"}",
		    LLM_OVERFLOW, "prompt is too long: 9 > 8" },
		{ 429, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"context_length_exceeded\"}}", LLM_OVERFLOW, "m" },
		{ 429, "{\"error\":{\"message\":\"prompt is too long for the "
		    "tokens of a minute\"}}", LLM_UNAVAILABLE,
		    "prompt is too long for the tokens of a minute" },
		{ 500, "{\"error\":{\"message\":\"Requested tokens (9) exceed "
		    "context window of 8\"}}", LLM_OVERFLOW,
		    "Requested tokens (9) exceed context window of 8" },
		{ 400, "{\"error\":\"the input length exceeds the context "
		    "length\"}", LLM_OVERFLOW,
		    "the input length exceeds the context length" },
		{ 429, "{\"type\":\"error\",\"error\":{\"type\":"
		    "\"rate_limit_error\",\"message\":\"m\",\"details\":{"
		    "\"error_code\":\"enforced_spend_limit_reached\"}}}",
		    LLM_QUOTA, "m" },
		{ 400, "{\"error\":true,\"message\":\"m\"}", LLM_BAD_REQUEST,
		    "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":429}}",
		    LLM_UNAVAILABLE, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"type\":"
		    "\"invalid_request_error\"}}", LLM_BAD_REQUEST, "m" },
		{ 400, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"content_filter\"}}", LLM_FILTERED, "m" },
		{ 400, "{\"error\":{\"message\":\"m\",\"type\":"
		    "\"content_filter\"}}", LLM_FILTERED, "m" },
		{ 400, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"content_policy_violation\"}}", LLM_FILTERED, "m" },
		{ 500, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"content_filter\"}}", LLM_UNAVAILABLE, "m" },
		{ 407, "", LLM_AUTH, "" }, { 410, "", LLM_NOT_FOUND, "" },
		{ 501, "", LLM_BAD_REQUEST, "" },
		{ 505, "", LLM_BAD_REQUEST, "" },
		{ 399, "", LLM_UNREACHABLE, "" },
		{ 400, "", LLM_BAD_REQUEST, "" },
		{ 499, "", LLM_BAD_REQUEST, "" },
		{ 500, "", LLM_UNAVAILABLE, "" },
		{ 401, "{\"error\":\"insufficient_quota\"}", LLM_AUTH,
		    "insufficient_quota" },
		{ 403, "{\"error\":\"insufficient_quota\"}", LLM_AUTH,
		    "insufficient_quota" },
		{ 400, "{\"error\":\"insufficient_quota\"}", LLM_QUOTA,
		    "insufficient_quota" },
		{ 429, "{\"error\":{\"type\":\"insufficient_quota\","
		    "\"message\":\"m\"}}", LLM_QUOTA, "m" },
		{ 401, "{\"error\":\"prompt is too long\"}", LLM_AUTH,
		    "prompt is too long" },
		{ 200, "{\"error\":{\"message\":\"m\",\"type\":"
		    "\"rate_limit_error\"}}", LLM_UNAVAILABLE, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"type\":"
		    "\"authentication_error\"}}", LLM_AUTH, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"billing_hard_limit\"}}", LLM_QUOTA, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"model_not_found\"}}", LLM_NOT_FOUND, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":"
		    "\"who knows\"}}", LLM_UNAVAILABLE, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":\"404\"}}",
		    LLM_NOT_FOUND, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":\"404x\"}}",
		    LLM_UNAVAILABLE, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"status\":404}}",
		    LLM_NOT_FOUND, "m" },
		{ 200, "{\"error\":{\"message\":\"m\"},\"code\":404}",
		    LLM_NOT_FOUND, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":399}}",
		    LLM_UNAVAILABLE, "m" },
		{ 200, "{\"error\":{\"message\":\"m\",\"code\":600}}",
		    LLM_UNAVAILABLE, "m" },
		{ 400, "{\"error\":{\"error\":{\"message\":\"m\"}}}",
		    LLM_BAD_REQUEST, "m" },
		{ 400, "{\"error\":{\"error\":\"m\"}}", LLM_BAD_REQUEST,
		    "m" },
		{ 400, "{\"error\":{\"a\":1}}", LLM_BAD_REQUEST,
		    "{\"a\":1}" },
		{ 400, "{\"error\":1,\"message\":\"m\"}", LLM_BAD_REQUEST,
		    "m" },
		{ 400, "{\"type\":\"error\",\"message\":\"m\"}",
		    LLM_BAD_REQUEST, "m" },
		{ 422, "{\"detail\":[{\"msg\":\"m\"},\"n\"]}",
		    LLM_BAD_REQUEST, "m n" },
		{ 400, "{\"message\":\"m\"}", LLM_BAD_REQUEST, "m" },
		{ 400, "{\"error\":\"\",\"message\":\"m\"}",
		    LLM_BAD_REQUEST, "m" },
		{ 400, "{\"error\":{},\"message\":\"m\"}", LLM_BAD_REQUEST,
		    "m" },
		{ 400, "{\"a\":1}", LLM_BAD_REQUEST, "{\"a\":1}" },
	};
	struct buf	 m = BUF_INIT;
	char		 name[120];
	size_t		 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "status %d %.50s: its class",
		    t[i].status, t[i].body);
		OK(name, classify(t[i].status, t[i].body, &m) == t[i].class);
		snprintf(name, sizeof(name), "status %d %.50s: its message",
		    t[i].status, t[i].body);
		IS_STR(name, t[i].message, buf_str(&m));
	}
	buf_release(&m);
	IS_STR("a class has its name", "overflow",
	    llm_error_name(LLM_OVERFLOW));
	OK("a class has its status", llm_error_status(LLM_OK) == HCC_OK &&
	    llm_error_status(LLM_QUOTA) == HCC_UNAVAILABLE &&
	    llm_error_status(LLM_UNAVAILABLE) == HCC_AGAIN);
	OK("a class of errors is found by its name",
	    llm_error_of("overflow") == LLM_OVERFLOW &&
	    llm_error_of("?") == LLM_LOCAL);
}

static unsigned
field_of(int status, int inner, const char *message, const char *param)
{
	struct api_error	 f = API_ERROR_INIT;
	unsigned		 bits;

	buf_adds(&f.message, message);
	snprintf(f.param, sizeof(f.param), "%s", param);
	f.status = inner;
	bits = api_error_field(status, &f);
	api_error_release(&f);
	return bits;
}

static unsigned
field(const char *message, const char *param)
{
	return field_of(400, 0, message, param);
}

static void
fields(void)
{
	OK("a refusal of max_tokens is recognised",
	    field("Unsupported parameter: 'max_tokens' is not "
	    "supported with this model. Use 'max_completion_tokens' instead.",
	    "max_tokens") == LLM_FIELD_MAX);
	OK("a refusal of temperature is recognised",
	    field("Unsupported value: 'temperature' does not "
	    "support 0.7", "temperature") == LLM_FIELD_TEMPERATURE);
	OK("a refusal of stream_options is recognised",
	    field("Unrecognized request argument supplied: "
	    "stream_options", "") == LLM_FIELD_STREAM_OPTIONS);
	OK("a refusal of max_tokens needs no word for the parameter",
	    field("max_tokens is unknown", "") == LLM_FIELD_MAX &&
	    field("unrecognized: max_tokens", "") == LLM_FIELD_MAX &&
	    field("max_tokens is not permitted", "") == LLM_FIELD_MAX &&
	    field("max_tokens: not supported", "") == LLM_FIELD_MAX &&
	    field("unsupported max_tokens", "") == LLM_FIELD_MAX);
	OK("a max_tokens that is too large is no unknown field",
	    field("max_tokens is too large", "") == 0 &&
	    field("max_tokens exceeds the maximum context length", "max_tokens")
	    == 0);
	OK("a refusal of effort is recognised",
	    field("x", "reasoning.effort") == LLM_FIELD_EFFORT &&
	    field("no reasoning_effort here", "") == LLM_FIELD_EFFORT);
	OK("a refusal of a format is recognised",
	    field("x", "response_format.type") == LLM_FIELD_FORMAT &&
	    field("response_format is unavailable", "") == LLM_FIELD_FORMAT &&
	    field("no json_schema", "") == LLM_FIELD_FORMAT);
	OK("a refusal of stream is recognised",
	    field("x", "stream") == LLM_FIELD_STREAM &&
	    field("streaming is not supported", "") == LLM_FIELD_STREAM &&
	    field("the stream broke", "") == 0 &&
	    field("x", "stream_options.include_usage") ==
	    LLM_FIELD_STREAM_OPTIONS);
	OK("a refusal of temperature needs no word but its name",
	    field("x", "temperature") == LLM_FIELD_TEMPERATURE &&
	    field("temperature: no", "") == LLM_FIELD_TEMPERATURE);
	OK("only a refused request names a field",
	    field_of(422, 0, "x", "stream") == LLM_FIELD_STREAM &&
	    field_of(200, 400, "x", "stream") == LLM_FIELD_STREAM &&
	    field_of(500, 0, "x", "stream") == 0 &&
	    field_of(200, 0, "x", "stream") == 0 &&
	    field_of(200, 429, "x", "stream") == 0);
	OK("another refusal names no field",
	    field("messages: too short", "") == 0);
}

int
main(void)
{
	classes();
	fields();
	return tap_done();
}
