/* llm.c: the pure parts of hcc-llm: streams, answers, errors, waits,
 * masks, vectors. */
#include <stdlib.h>

#include "llm/backoff.h"
#include "llm/embeddings.h"
#include "llm/redact.h"
#include "llm/response.h"
#include "tap.h"

static bool
gather(void *ctx, const char *name, const char *data, size_t n)
{
	buf_addf(ctx, "<%s|%.*s>", name, (int)n, data);
	return true;
}

/* Events of a stream that comes in pieces of `step` bytes. */
static const char *
events(const char *text, size_t step)
{
	static struct buf	 out = BUF_INIT;
	struct sse		 s = SSE_INIT(gather, &out);
	size_t			 n = strlen(text), i;

	buf_reset(&out);
	for (i = 0; i < n; i += step)
		(void)sse_feed(&s, text + i, n - i < step ? n - i : step);
	(void)sse_end(&s);
	sse_release(&s);
	return buf_str(&out);
}

static void
streams(void)
{
	static const struct { const char *name, *in, *want; } t[] = {
		{ "one event", "data: a\n\n", "<|a>" },
		{ "lines that end in CRLF",
		    "data: a\r\n\r\ndata: b\r\n\r\n", "<|a><|b>" },
		{ "lines that end in CR",
		    "data: a\r\rdata: b\r\r", "<|a><|b>" },
		{ "data of several lines",
		    "data: a\ndata:b\ndata\n\n", "<|a\nb\n>" },
		{ "a blank behind the colon", "data:  a\n\n", "<| a>" },
		{ "a byte-order mark before events",
		    "\xef\xbb\xbf" "data: a\n\n", "<|a>" },
		{ "names, comments, ids", ": hi\nid: 7\nevent: ping\nretry: 3\n"
		    "data: {}\n\n\n", "<ping|{}>" },
		{ "a name of one event", "event: x\ndata: a\n\ndata: b\n\n",
		    "<x|a><|b>" },
		{ "an event without a blank line behind it",
		    "data: a\n\ndata: b",
		    "<|a><|b>" },
		{ "an error without data", "error: {\"code\":500}\n\n",
		    "<error|{\"code\":500}>" },
		{ "JSON without a field", ": wait\n\n{\n \"a\":1}\n\n",
		    "<|{\n \"a\":1}>" },
	};
	char	 name[100];
	size_t	 i, step;
	bool	 same;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "%s: events are read", t[i].name);
		IS_STR(name, t[i].want, events(t[i].in, 1000));
		for (same = true, step = 1; step < 6; step++)
			same &= strcmp(t[i].want, events(t[i].in, step)) == 0;
		snprintf(name, sizeof(name), "%s: the same in pieces",
		    t[i].name);
		OK(name, same);
	}
}

static enum llm_error
read_answer(struct response *a, const char *text, size_t step)
{
	char	 why[64];
	size_t	 n = strlen(text), i;

	response_open(a);
	for (i = 0; i < n; i += step)
		if (!response_feed(a, text + i, n - i < step ? n - i : step))
			break;
	response_end(a);
	return response_error(a, why, sizeof(why));
}

#define CHUNK(inner) "data: {\"choices\":[{\"index\":0," inner "}]}\n\n"
#define STOP CHUNK("\"delta\":{},\"finish_reason\":\"stop\"")
#define BODY(inner) "{\"choices\":[{\"index\":0,\"message\":{" inner \
	"},\"finish_reason\":\"stop\"}]}"

static void
answers(void)
{
	static const struct {
		const char	*name, *in;
		enum llm_error	 class;
		const char	*text;
	} t[] = {
		{ "a stream", CHUNK("\"delta\":{\"content\":\"a\"}")
		    CHUNK("\"delta\":{\"content\":\"b\\u00e9\"}") STOP
		    "data: [DONE]\n\n", LLM_OK, "ab\xc3\xa9" },
		{ "half of a surrogate pair",
		    BODY("\"content\":\"a\\ud800b\\udc00\\\\ud800"
		    "\\ud83d\\ude00\""), LLM_OK, "a\xef\xbf\xbd" "b\xef\xbf\xbd"
		    "\\ud800\xf0\x9f\x98\x80" },
		{ "a surrogate pair in two deltas",
		    CHUNK("\"delta\":{\"content\":"
		    "\"a\\ud83d\"}") CHUNK("\"delta\":{\"content\":\"\"}")
		    CHUNK("\"delta\":{\"content\":\"\\uDE00b\"}") STOP, LLM_OK,
		    "a\xf0\x9f\x98\x80" "b" },
		{ "halves of two surrogate pairs",
		    CHUNK("\"delta\":{\"content\":"
		    "\"a\\ud83d\"}") CHUNK("\"delta\":{\"content\":"
		    "\"b\\ude00\"}") STOP, LLM_OK, "a\xef\xbf\xbd"
		    "b\xef\xbf\xbd" },
		{ "a stream without [DONE]", CHUNK("\"delta\":{\"content\":"
		    "\"a\"}") STOP, LLM_OK, "a" },
		{ "a stream without an end",
		    CHUNK("\"delta\":{\"content\":\"a\"}"),
		    LLM_UNAVAILABLE, "a" },
		{ "a stream with [DONE] but no finish_reason",
		    CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: [DONE]\n\n", LLM_UNAVAILABLE, "a" },
		{ "a stream with broken JSON",
		    CHUNK("\"delta\":{\"content\":\"a\"")
		    STOP, LLM_UNAVAILABLE, "" },
		{ "a stream with nulls and other choices",
		    "data: {\"choices\":[]}\n\n"
		    CHUNK("\"delta\":null")
		    CHUNK("\"delta\":{\"content\":null}")
		    "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":"
		    "\"x\"},\"finish_reason\":\"stop\"}]}\n\n"
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK, "a" },
		{ "a stream with reasoning", CHUNK("\"delta\":{"
		    "\"reasoning_content\":\"hm\",\"content\":null}")
		    CHUNK("\"delta\":{\"reasoning\":\"hm\"}")
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK, "a" },
		{ "an error in a stream", CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: {\"error\":{\"message\":\"m\",\"code\":503}}\n\n",
		    LLM_UNAVAILABLE, "a" },
		{ "a stream without blank lines between events",
		    "data: {\"choices\":[{"
		    "\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{"
		    "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", LLM_OK,
		    "a" },
		{ "a body", BODY("\"content\":\"a\""), LLM_OK, "a" },
		{ "a body behind a byte-order mark and blank lines",
		    "\xef\xbb\xbf\n\n"
		    BODY("\"content\":\"a\""), LLM_OK, "a" },
		{ "a body behind comments", ": wait\n\n: wait\n\n"
		    BODY("\"content\":\"a\""), LLM_OK, "a" },
		{ "a body before other bytes", BODY("\"content\":\"a}\\\"{\"")
		    "\n}garbage{", LLM_OK, "a}\"{" },
		{ "a body before another body", BODY("\"content\":\"a\"")
		    BODY("\"content\":\"b\""), LLM_OK, "a" },
		{ "chunks of JSON lines",
		    "{\"choices\":[{\"delta\":{\"content\":"
		    "\"a\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"b\"},"
		    "\"finish_reason\":\"stop\"}]}\n", LLM_OK, "ab" },
		{ "chunks of JSON lines without an end",
		    "{\"choices\":[{\"delta\":{\"content\":"
		    "\"a\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"b\"}}]}"
		    "\n", LLM_UNAVAILABLE, "ab" },
		{ "content in parts",
		    BODY("\"content\":[{\"type\":\"text\",\"text\":"
		    "\"a\"},{\"type\":\"image_url\"},{\"type\":\"text\","
		    "\"text\":\"b\"}]"), LLM_OK, "ab" },
		{ "content of blanks",
		    BODY("\"content\":\" \\n\""), LLM_EMPTY,
		    " \n" },
		{ "an empty response", "", LLM_UNAVAILABLE, "" },
		{ "a response of blank lines", "\n\n\n", LLM_UNAVAILABLE, "" },
		{ "a response in HTML",
		    "<html>busy</html>", LLM_UNAVAILABLE, "" },
		{ "a cut body", "{\"choices\":[{\"index\":0,\"mess",
		    LLM_UNAVAILABLE, "" },
		{ "an error with status 200", "{\"error\":{\"message\":\"no "
		    "key\",\"code\":\"401\"}}", LLM_AUTH, "" },
		{ "an error that is null", "{\"error\":null,\"choices\":[{"
		    "\"message\":{\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "an error that is an empty array",
		    "{\"error\":[],\"choices\":[{\"message\":{"
		    "\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "an error that is 0", "{\"error\":0,\"choices\":[{"
		    "\"message\":{\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "a call of tools",
		    BODY("\"content\":\"a\",\"tool_calls\":[{}]"),
		    LLM_BAD_ANSWER, "a" },
		{ "an empty list of tool calls",
		    BODY("\"content\":\"a\",\"tool_calls\":[]"),
		    LLM_OK, "a" },
		{ "a refusal", BODY("\"content\":null,\"refusal\":\"no\""),
		    LLM_REFUSED, "" },
		{ "a filtered answer", CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"content_filter\""), LLM_FILTERED,
		    "a" },
		{ "an answer cut for its length",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"length\""), LLM_OK, "a" },
		{ "an answer cut before its text",
		    CHUNK("\"delta\":{\"reasoning\":\"a\"},"
		    "\"finish_reason\":\"length\""), LLM_LENGTH, "" },
		{ "a server without resources",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"insufficient_system_resource\""),
		    LLM_UNAVAILABLE, "a" },
		{ "an answer in Anthropic's dialect",
		    "{\"type\":\"message\",\"content\":[{\"type\":"
		    "\"thinking\",\"thinking\":\"h\"},{\"type\":\"text\","
		    "\"text\":\"a\"}],\"stop_reason\":\"end_turn\"}", LLM_OK,
		    "a" },
		{ "a stream in Anthropic's dialect",
		    "event: message_start\ndata: {\"type\":"
		    "\"message_start\",\"message\":{\"usage\":{}}}\n\n"
		    "data: {\"type\":\"ping\"}\n\ndata: {\"type\":"
		    "\"content_block_delta\",\"delta\":{\"type\":\"text_delta\""
		    ",\"text\":\"a\"}}\n\ndata: {\"type\":\"message_delta\","
		    "\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
		    "data: {\"type\":\"message_stop\"}\n\n", LLM_OK, "a" },
		{ "content of strings and output_text",
		    BODY("\"content\":[\"a\",{\"type\":\"output_text\","
		    "\"text\":\"b\"}]"), LLM_OK, "ab" },
		{ "a refusal among parts",
		    BODY("\"content\":[{\"type\":\"refusal\"}]"),
		    LLM_REFUSED, "" },
		{ "a call of a function",
		    BODY("\"content\":\"a\",\"function_call\":{\"name\":"
		    "\"f\"}"), LLM_BAD_ANSWER, "a" },
		{ "an empty refusal", BODY("\"content\":\"a\",\"refusal\":"
		    "\"\""), LLM_OK, "a" },
		{ "a choice of plain text", "{\"choices\":[{\"text\":\"a\","
		    "\"finish_reason\":\"eos\"}]}", LLM_OK, "a" },
		{ "a body without a word that it ended", "{\"choices\":[{"
		    "\"message\":{\"content\":\"a\"},\"finish_reason\":"
		    "\"null\"}]}", LLM_OK, "a" },
		{ "a body without a choice", "{\"choices\":[]}",
		    LLM_UNAVAILABLE, "" },
		{ "an answer that ends in a call of tools",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"tool_calls\""), LLM_BAD_ANSWER,
		    "a" },
		{ "an answer that ends in a call of a function",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"function_call\""), LLM_BAD_ANSWER,
		    "a" },
		{ "an answer that pauses", CHUNK("\"delta\":{\"content\":"
		    "\"a\"},\"finish_reason\":\"pause_turn\""),
		    LLM_BAD_ANSWER, "a" },
		{ "an answer that ends in a refusal", CHUNK("\"delta\":{"
		    "\"content\":\"a\"},\"finish_reason\":\"refusal\""),
		    LLM_REFUSED, "a" },
		{ "an answer that ends in an error", CHUNK("\"delta\":{"
		    "\"content\":\"a\"},\"finish_reason\":\"error\""),
		    LLM_UNAVAILABLE, "a" },
		{ "an answer that is broken off", CHUNK("\"delta\":{"
		    "\"content\":\"a\"},\"finish_reason\":\"abort\""),
		    LLM_UNAVAILABLE, "a" },
		{ "tokens spent before the text, in another word",
		    CHUNK("\"delta\":{},\"finish_reason\":\"max_tokens\""),
		    LLM_LENGTH, "" },
		{ "a window that was full before the text",
		    CHUNK("\"delta\":{},\"finish_reason\":"
		    "\"model_context_window_exceeded\""), LLM_LENGTH, "" },
		{ "a length of the model before the text",
		    CHUNK("\"delta\":{},\"finish_reason\":"
		    "\"model_length\""), LLM_LENGTH, "" },
		{ "an answer that ends in an unknown word",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"fine\""), LLM_OK, "a" },
		{ "a call of tools in Anthropic's dialect",
		    "{\"type\":\"message\",\"content\":[{\"type\":\"text\","
		    "\"text\":\"a\"},{\"type\":\"tool_use\"}],"
		    "\"stop_reason\":\"end_turn\"}", LLM_BAD_ANSWER, "a" },
		{ "a block that begins with text, in Anthropic's dialect",
		    "data: {\"type\":\"message_start\",\"message\":{}}\n\n"
		    "data: {\"type\":\"content_block_start\","
		    "\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}"
		    "\n\ndata: {\"type\":\"message_delta\",\"delta\":{"
		    "\"stop_reason\":\"stop_sequence\"}}\n\ndata: {\"type\":"
		    "\"message_stop\"}\n\ndata: {\"type\":"
		    "\"content_block_delta\",\"delta\":{\"text\":\"b\"}}\n\n",
		    LLM_OK, "a" },
		{ "text behind [DONE]", CHUNK("\"delta\":{\"content\":\"a\"}")
		    STOP "data: [DONE]\n\n" CHUNK("\"delta\":{\"content\":"
		    "\"b\"}"), LLM_OK, "a" },
		{ "an event that is no JSON before the end",
		    CHUNK("\"delta\":{\"content\":\"a\"}") "data: {x\n\n"
		    STOP, LLM_UNAVAILABLE, "a" },
		{ "an event that is no JSON behind the end",
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP
		    "data: {x\n\n", LLM_OK, "a" },
		{ "an event that is plain text",
		    CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: wait\n\n" STOP, LLM_OK, "a" },
		{ "lines of JSON with [DONE] in one event",
		    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"stop\"}]}\ndata: [DONE]\n\n",
		    LLM_OK, "a" },
		{ "an error that is plain text in a stream",
		    "event: error\ndata: busy\n\n", LLM_UNAVAILABLE, "" },
		{ "an error of a choice", "{\"choices\":[{\"message\":{"
		    "\"content\":\"a\"},\"error\":{\"code\":401}}]}",
		    LLM_AUTH, "a" },
		{ "a body that is a list", "[{\"error\":{\"code\":404}}]",
		    LLM_NOT_FOUND, "" },
		{ "a stream that begins with its id", "id: 7\n"
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK,
		    "a" },
		{ "a stream that begins with a time", "retry: 7\n\n"
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK,
		    "a" },
		{ "an overload in a stream", "event: error\ndata: {\"type\":"
		    "\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",
		    LLM_UNAVAILABLE, "" },
	};
	struct response	 a;
	char		 name[100];
	size_t		 i, step;
	bool		 same;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "%s: the class is right",
		    t[i].name);
		OK(name, read_answer(&a, t[i].in, 100000) == t[i].class);
		snprintf(name, sizeof(name), "%s: the text is right",
		    t[i].name);
		IS_STR(name, t[i].text, buf_str(&a.text));
		response_release(&a);
		for (same = true, step = 1; step < 9; step++) {
			same &= read_answer(&a, t[i].in, step) == t[i].class &&
			    strcmp(t[i].text, buf_str(&a.text)) == 0;
			response_release(&a);
		}
		snprintf(name, sizeof(name), "%s: the same in pieces",
		    t[i].name);
		OK(name, same);
	}
}

/* What is larger than anyone asked for is not kept. */
static void
large(void)
{
	static char	 text[1 << 16];
	struct response	 a;
	char		 why[64];
	size_t		 i;
	bool		 go = true;

	response_open(&a);
	memset(text, '\n', sizeof(text));
	OK("blank lines keep a connection alive", response_feed(&a, text,
	    sizeof(text)) && a.body.len == 0);
	go = response_feed(&a, "{\"choices\":[{\"message\":{\"content\":\"",
	    36);
	memset(text, 'x', sizeof(text));
	for (i = 0; go && i <= ANSWER_TEXT_MAX; i += sizeof(text))
		go = response_feed(&a, text, sizeof(text));
	response_end(&a);
	OK("a body that is too large is not read on", !go &&
	    response_error(&a, why, sizeof(why)) == LLM_BAD_ANSWER &&
	    strcmp(why, "the answer is too large") == 0);
	response_release(&a);
	response_open(&a);
	(void)response_feed(&a, "data: {", 7);
	for (i = 0, go = true; go && i <= 2 * (size_t)SSE_EVENT_MAX;
	    i += sizeof(text))
		go = response_feed(&a, text, sizeof(text));
	OK("an event that is too large is not read on", !go &&
	    response_error(&a, why, sizeof(why)) == LLM_BAD_ANSWER);
	response_release(&a);
	response_open(&a);
	IS_STR("an empty answer has its reason", "an empty answer",
	    response_error(&a, why, sizeof(why)) == LLM_UNAVAILABLE ? why :
	    "?");
	response_release(&a);
	(void)read_answer(&a, BODY("\"content\":null,\"reasoning\":\"abc\""),
	    10);
	OK("reasoning is counted and is no text", a.reasoning == 3 &&
	    response_error(&a, why, sizeof(why)) == LLM_EMPTY &&
	    strcmp(why, "an empty text") == 0);
	response_release(&a);
	(void)read_answer(&a, "data: {\"type\":\"content_block_delta\","
	    "\"delta\":{\"thinking\":\"abcd\"}}\n\n", 1000);
	IS_NUM("so is what Anthropic calls thinking", 4, (double)a.reasoning,
	    0);
	response_release(&a);
}

static struct llm_usage
usage(const char *stream)
{
	struct response		 a;
	struct llm_usage	 u;

	read_answer(&a, stream, 1000);
	u = a.usage;
	response_release(&a);
	return u;
}

static void
usages(void)
{
	struct llm_usage	 u;

	u = usage("data: {\"usage\":{\"prompt_tokens\":3,"
	    "\"completion_tokens\":1}}\n\ndata: {\"usage\":{\"prompt_tokens\":"
	    "30,\"completion_tokens\":10,\"prompt_cache_hit_tokens\":20,"
	    "\"completion_tokens_details\":{\"reasoning_tokens\":4}}}\n\n"
	    "data: {\"usage\":null}\n\n");
	IS_NUM("the last usage of a stream counts", 30, u.prompt, 0);
	IS_NUM("usages of a stream are not added", 10, u.completion, 0);
	IS_NUM("cached tokens are read", 20, u.cached, 0);
	IS_NUM("tokens of reasoning are read", 4, u.reasoning, 0);
	u = usage("data: {\"usage\":{\"prompt_tokens\":3,"
	    "\"completion_tokens\":1}}\n\ndata: {\"usage\":{\"prompt_tokens\":"
	    "-1,\"completion_tokens\":2}}\n\n");
	OK("a negative usage is ignored", u.prompt == 3 && u.completion == 2);
	u = usage("{\"usage\":{\"prompt_tokens\":-3,\"completion_tokens\":1e300"
	    "}}");
	OK("usages without bounds are not known",
	    u.prompt < 0 && u.completion < 0);
	u = usage("{\"usage\":{\"prompt_tokens\":\"7\",\"completion_tokens\":"
	    "1.5}}");
	OK("usages that are no whole numbers are not known",
	    u.prompt < 0 && u.completion < 0);
	u = usage("{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,"
	    "\"prompt_tokens_details\":{\"cached_tokens\":9}}}");
	OK("more cached tokens than prompt tokens are not known",
	    u.prompt == 3 && u.cached < 0);
	u = usage("data: {\"type\":\"message_start\",\"message\":{\"usage\":{"
	    "\"input_tokens\":5,\"cache_read_input_tokens\":20,"
	    "\"cache_creation_input_tokens\":10,\"output_tokens\":1}}}\n\n"
	    "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":7}"
	    "}\n\n");
	OK("Anthropic's input tokens include what was cached", u.prompt == 35 &&
	    u.cached == 20 && u.completion == 7);
}

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

static double
asked(const char *line, bool limited)
{
	struct backoff_hint	 h = BACKOFF_HINT_INIT;

	/* Sun, 06 Nov 1994 08:49:37 GMT */
	backoff_header(&h, line, strlen(line), 784111777);
	return backoff_requested(&h, limited);
}

static void
waits(void)
{
	struct backoff_hint	 h = BACKOFF_HINT_INIT;

	IS_NUM("Retry-After may be seconds",
	    3, asked("Retry-After: 3\r\n", false), 0);
	IS_NUM("Retry-After may be a date",
	    23, asked("retry-after: Sun, 06 Nov 1994 08:50:00 "
	    "GMT\r\n", false), 0);
	IS_NUM("Retry-After may be a date of RFC 850",
	    23, asked("retry-after: Sunday, 06-Nov-94 "
	    "08:50:00 GMT", false), 0);
	IS_NUM("Retry-After-Ms is milliseconds",
	    0.25, asked("Retry-After-Ms: 250", false), 0);
	IS_NUM("Retry-After may have many blanks", 3, asked("Retry-After: 3"
	    "                                                            "
	    "                                                            "
	    "                                                            "
	    "                                                            "
	    "                                                        \r\n",
	    false), 0);
	IS_NUM("a Retry-After that is no time is ignored",
	    -1, asked("Retry-After: soon", false), 0);
	IS_NUM("a header that is longer than any is ignored", -1, asked(
	    "Retry-After: 3; 111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111", false), 0);
	IS_NUM("a line without a colon is ignored", -1,
	    asked("Retry-After 3", false), 0);
	IS_NUM("a Retry-After-Ms that is no number is ignored", -1,
	    asked("Retry-After-Ms: soon", false), 0);
	IS_NUM("a date of asctime is read", 23,
	    asked("retry-after: Sun Nov  6 08:50:00 1994", false), 0);
	IS_NUM("a date with more behind it is none", -1,
	    asked("retry-after: Sun, 06 Nov 1994 08:50:00 GMT+1", false), 0);
	IS_NUM("a duration of many parts is read", 93784.5,
	    asked("x-ratelimit-reset-tokens: 1d2h3m4.5s", true), 1e-9);
	IS_NUM("microseconds are read", 0.25,
	    asked("x-ratelimit-reset-tokens: 250000us", true), 1e-9);
	IS_NUM("a duration with an unknown unit is none", -1,
	    asked("x-ratelimit-reset-tokens: 3w", true), 0);
	IS_NUM("a duration without a number is none", -1,
	    asked("x-ratelimit-reset-tokens: 3ms", true) > 0 ?
	    asked("x-ratelimit-reset-tokens: s", true) : 0, 0);
	IS_NUM("a time in a zone to the west is later", 23 + 5400,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00-01:30",
	    true), 0);
	IS_NUM("a time without a zone is none", -1,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00 x",
	    true), 0);
	IS_NUM("fractions of a second are read", 23.25,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00.25Z",
	    true), 1e-6);
	IS_NUM("another header of that name says nothing", -1,
	    asked("anthropic-ratelimit-tokens-limit: 9", true), 0);
	IS_NUM("the first waits are one second and two", 3,
	    backoff_default(1) + backoff_default(2), 0);
	IS_NUM("a negative Retry-After is ignored",
	    -1, asked("Retry-After: -3", false), 0);
	IS_NUM("a Retry-After in the past is ignored",
	    -1, asked("Retry-After: Sun, 06 Nov 1994 08:00:00 GMT",
	    false), 0);
	IS_NUM("a reset may be a duration",
	    360, asked("x-ratelimit-reset-tokens: 6m0s",
	    true), 0);
	IS_NUM("a reset may be in milliseconds",
	    0.12, asked("x-ratelimit-reset-requests: 120ms",
	    true), 1e-9);
	IS_NUM("a reset may be a number of seconds",
	    2, asked("x-ratelimit-reset: 2",
	    true), 0);
	IS_NUM("a reset of a limit that was not hit is ignored", -1,
	    asked("x-ratelimit-reset-requests: 1s", false), 0);
	IS_NUM("a reset may be a time",
	    23, asked("anthropic-ratelimit-tokens-reset: "
	    "1994-11-06T08:50:00Z", true), 0);
	IS_NUM("a reset may be a time of another zone",
	    23, asked("anthropic-ratelimit-tokens-reset:"
	    " 1994-11-06T09:50:00.000+01:00", true), 0);
	backoff_header(&h, "x-ratelimit-reset-a: 1s", 23, 0);
	backoff_header(&h, "x-ratelimit-reset-b: 9s", 23, 0);
	backoff_header(&h, "x-ratelimit-reset-c: 3s", 23, 0);
	IS_NUM("the longest reset counts", 9, backoff_requested(&h, true), 0);
	backoff_header(&h, "retry-after: 2", 14, 0);
	IS_NUM("Retry-After counts before resets",
	    2, backoff_requested(&h, true), 0);
	h = (struct backoff_hint)BACKOFF_HINT_INIT;
	backoff_header(&h, "x-ratelimit-reset: 1700000005", 29, 1700000000);
	IS_NUM("a large reset is a time in seconds", 5,
	    backoff_requested(&h, true), 0);
	backoff_header(&h, "x-ratelimit-reset: 1700000007000", 32, 1700000000);
	IS_NUM("a larger reset is a time in milliseconds", 7,
	    backoff_requested(&h, true), 0);
	IS_NUM("the default wait doubles with each failure",
	    4, backoff_default(3), 0);
	IS_NUM("the default wait is at most 30 seconds",
	    30, backoff_default(40), 0);
	IS_NUM("no wait is shorter than what was asked",
	    2, backoff_jitter(2, 0),
	    0);
	IS_NUM("jitter is as wide as the wait", 3, backoff_jitter(2, 0.5), 0);
	IS_NUM("jitter of a short wait is 0.75 s", 0.1 + 0.375,
	    backoff_jitter(0.1, 0.5), 1e-12);
	IS_NUM("jitter of a long wait is a minute", 3630,
	    backoff_jitter(3600, 0.5), 0);
}

static void
masks(void)
{
	static const char	 key[] = "sk-a/b+c-12345";
	static const char *const t[][2] = {
		{ "x sk-a/b+c-12345 y", "x [key] y" },
		{ "sk-a%2Fb%2bc-12345", "[key]" },
		{ "\"sk-a\\/b\\u002bc-12345\"", "\"[key]\"" },
		{ "sk-a&#x2f;b&#43;c-12345.", "[key]." },
		/* In base64, as such and within something. */
		{ "c2stYS9iK2MtMTIzNDU=", "[key]U=" },
		{ "YTpzay1hL2IrYy0xMjM0NQ==", "YTp[key]Q==" },
		{ "QmVhcmVyIHNrLWEvYitjLTEyMzQ1Lg==", "QmVhcmVyIH[key]Lg==" },
		{ "736b2d612f622b632d3132333435", "[key]" },
		{ "736B2D612F622B632D3132333435", "[key]" },
		{ "sk-a/b+\n c-1\x01" "2345", "[key]" },
		{ "sk-a/b\\n+c-12345", "[key]" },
		{ "sk-a/\xe2\x80\x8b" "b+c-12345", "[key]" },
		{ "sk-sk-a/b+c-12345", "sk-[key]" },
		{ "sk-a/b+c-1234", "sk-a/b+c-1234" },
		{ "100% \\ & nothing", "100% \\ & nothing" },
		{ "sk-a/b+c-12345sk-a/b+c-12345", "[key][key]" },
	};
	struct buf	 b = BUF_INIT;
	char		 name[40];
	size_t		 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		buf_adds(&b, t[i][0]);
		redact(&b, key, REDACT_TEXT);
		snprintf(name, sizeof(name), "spelling %zu of the key is "
		    "replaced", i);
		IS_STR(name, t[i][1], buf_str(&b));
	}
	/* A backslash that is meant, or one that escapes. */
	buf_reset(&b);
	buf_adds(&b, "k\\\"e&y\\\\567 k\\\\\\\"e\\u0026y\\\\\\\\567 "
	    "k\\&quot;e&amp;y\\\\567");
	redact(&b, "k\\\"e&y\\\\567", REDACT_TEXT);
	IS_STR("a key with backslashes is replaced",
	    "[key] [key] [key]", buf_str(&b));
	buf_reset(&b);
	buf_adds(&b, "none");
	redact(&b, "none", REDACT_TEXT);
	IS_STR("a short key is not replaced", "none", buf_str(&b));
	redact(&b, NULL, REDACT_TEXT);
	buf_release(&b);
}

static enum llm_error
read_vectors(struct embeddings *v, size_t count, const char *text)
{
	char	 why[64];

	embeddings_release(v);
	return embeddings_read(v, text, strlen(text), count, why, sizeof(why));
}

static void
vectors(void)
{
	struct embeddings	 v = EMBEDDINGS_INIT;

	OK("an index that is none is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"index\":1,\"embedding\":[3]}]}") ==
	    LLM_BAD_ANSWER && read_vectors(&v, 1, "{\"data\":[{\"index\":-1,"
	    "\"embedding\":[3]}]}") == LLM_BAD_ANSWER && read_vectors(&v, 1,
	    "{\"data\":[{\"index\":0.5,\"embedding\":[3]}]}") ==
	    LLM_BAD_ANSWER);
	OK("an answer without vectors is a bad one", read_vectors(&v, 1,
	    "{\"data\":{}}") == LLM_BAD_ANSWER);
	OK("an empty vector is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":[]}]}") == LLM_BAD_ANSWER);
	OK("a vector of strings is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":[\"1\"]}]}") == LLM_BAD_ANSWER);
	OK("base64 of no whole number is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":\"AACAPwA=\"}]}") == LLM_BAD_ANSWER);
	OK("text behind base64 is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":\"AACAPw==A\"}]}") ==
	    LLM_BAD_ANSWER);
	OK("an empty answer is an outage", read_vectors(&v, 1, "") ==
	    LLM_UNAVAILABLE);
	OK("vectors may come in any order",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":1,"
	    "\"embedding\":[3,4]},{\"index\":0,\"embedding\":[1,2]}],"
	    "\"usage\":{\"prompt_tokens\":7}}") == LLM_OK && v.dim == 2 &&
	    v.v[0] == 1 && v.v[3] == 4 && v.usage.prompt == 7);
	OK("vectors may be in base64",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AACAPwAAAMA=\"}]}") == LLM_OK && v.dim == 2 &&
	    v.v[0] == 1 && v.v[1] == -2);
	OK("an index that comes twice is refused",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[3]},{\"index\":0,\"embedding\":[1]}]}") ==
	    LLM_BAD_ANSWER);
	OK("too few vectors are refused",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[3]}]}") == LLM_BAD_ANSWER);
	OK("vectors of unequal length are refused",
	    read_vectors(&v, 2, "{\"data\":[{\"embedding\":[3]},"
	    "{\"embedding\":[1,2]}]}") == LLM_BAD_ANSWER);
	OK("a vector that is not finite is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[1e400]}]}") == LLM_BAD_ANSWER);
	OK("NaN in base64 is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AADAfw==\"}]}") == LLM_BAD_ANSWER);
	OK("a string that is not base64 is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AAC!\"}]}") == LLM_BAD_ANSWER);
	OK("a body of vectors that is cut is an outage",
	    read_vectors(&v, 1, "{\"data\":[{") == LLM_UNAVAILABLE);
	OK("an error instead of vectors is classified",
	    read_vectors(&v, 1, "{\"error\":{\"code\":400}}") ==
	    LLM_BAD_REQUEST);
	embeddings_release(&v);
}

int
main(void)
{
	streams();
	answers();
	large();
	usages();
	classes();
	fields();
	waits();
	masks();
	vectors();
	return tap_done();
}
