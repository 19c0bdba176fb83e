/* response.c: answers of models, their text, class and usage. */
#include "llm/response.h"
#include "tap.h"

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

/* What a response comes to, whole and in pieces. */
struct answer {
	const char	*name, *in;
	enum llm_error	 class;
	const char	*text;
};

static void
check(const struct answer *t, size_t n)
{
	struct response	 a;
	char		 name[100];
	size_t		 i, step;
	bool		 same;

	for (i = 0; i < n; i++) {
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

static void
streams(void)
{
	static const struct answer t[] = {
		{ "a stream", CHUNK("\"delta\":{\"content\":\"a\"}")
		    CHUNK("\"delta\":{\"content\":\"b\\u00e9\"}") STOP
		    "data: [DONE]\n\n", LLM_OK, "ab\xc3\xa9" },
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
		{ "a stream without blank lines between events",
		    "data: {\"choices\":[{"
		    "\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{"
		    "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", LLM_OK,
		    "a" },
		{ "chunks of JSON lines",
		    "{\"choices\":[{\"delta\":{\"content\":"
		    "\"a\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"b\"},"
		    "\"finish_reason\":\"stop\"}]}\n", LLM_OK, "ab" },
		{ "a stream in Anthropic's dialect",
		    "event: message_start\ndata: {\"type\":"
		    "\"message_start\",\"message\":{\"usage\":{}}}\n\n"
		    "data: {\"type\":\"ping\"}\n\ndata: {\"type\":"
		    "\"content_block_delta\",\"delta\":{\"type\":\"text_delta\""
		    ",\"text\":\"a\"}}\n\ndata: {\"type\":\"message_delta\","
		    "\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
		    "data: {\"type\":\"message_stop\"}\n\n", LLM_OK, "a" },
		{ "a block that begins with text, in Anthropic's dialect",
		    "data: {\"type\":\"message_start\",\"message\":{}}\n\n"
		    "data: {\"type\":\"content_block_start\","
		    "\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}"
		    "\n\ndata: {\"type\":\"message_delta\",\"delta\":{"
		    "\"stop_reason\":\"stop_sequence\"}}\n\ndata: {\"type\":"
		    "\"message_stop\"}\n\ndata: {\"type\":"
		    "\"content_block_delta\",\"delta\":{\"text\":\"b\"}}\n\n",
		    LLM_OK, "a" },
		{ "an event that is plain text",
		    CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: wait\n\n" STOP, LLM_OK, "a" },
		{ "lines of JSON with [DONE] in one event",
		    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"stop\"}]}\ndata: [DONE]\n\n",
		    LLM_OK, "a" },
		{ "a stream that begins with its id", "id: 7\n"
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK,
		    "a" },
		{ "a stream that begins with a time", "retry: 7\n\n"
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP, LLM_OK,
		    "a" },
	};

	check(t, sizeof(t) / sizeof(t[0]));
}

static void
bodies(void)
{
	static const struct answer t[] = {
		{ "half of a surrogate pair",
		    BODY("\"content\":\"a\\ud800b\\udc00\\\\ud800"
		    "\\ud83d\\ude00\""), LLM_OK, "a\xef\xbf\xbd" "b\xef\xbf\xbd"
		    "\\ud800\xf0\x9f\x98\x80" },
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
		{ "content in parts",
		    BODY("\"content\":[{\"type\":\"text\",\"text\":"
		    "\"a\"},{\"type\":\"image_url\"},{\"type\":\"text\","
		    "\"text\":\"b\"}]"), LLM_OK, "ab" },
		{ "content of blanks",
		    BODY("\"content\":\" \\n\""), LLM_EMPTY,
		    " \n" },
		{ "an empty response", "", LLM_UNAVAILABLE, "" },
		{ "a response of blank lines", "\n\n\n", LLM_UNAVAILABLE, "" },
		{ "an answer in Anthropic's dialect",
		    "{\"type\":\"message\",\"content\":[{\"type\":"
		    "\"thinking\",\"thinking\":\"h\"},{\"type\":\"text\","
		    "\"text\":\"a\"}],\"stop_reason\":\"end_turn\"}", LLM_OK,
		    "a" },
		{ "content of strings and output_text",
		    BODY("\"content\":[\"a\",{\"type\":\"output_text\","
		    "\"text\":\"b\"}]"), LLM_OK, "ab" },
		{ "a choice of plain text", "{\"choices\":[{\"text\":\"a\","
		    "\"finish_reason\":\"eos\"}]}", LLM_OK, "a" },
		{ "a body without a choice", "{\"choices\":[]}",
		    LLM_UNAVAILABLE, "" },
	};

	check(t, sizeof(t) / sizeof(t[0]));
}

/* By which word, or without one. */
static void
ends(void)
{
	static const struct answer t[] = {
		{ "a stream without [DONE]", CHUNK("\"delta\":{\"content\":"
		    "\"a\"}") STOP, LLM_OK, "a" },
		{ "a stream without an end",
		    CHUNK("\"delta\":{\"content\":\"a\"}"),
		    LLM_UNAVAILABLE, "a" },
		{ "a stream with [DONE] but no finish_reason",
		    CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: [DONE]\n\n", LLM_UNAVAILABLE, "a" },
		{ "chunks of JSON lines without an end",
		    "{\"choices\":[{\"delta\":{\"content\":"
		    "\"a\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"b\"}}]}"
		    "\n", LLM_UNAVAILABLE, "ab" },
		{ "a cut body", "{\"choices\":[{\"index\":0,\"mess",
		    LLM_UNAVAILABLE, "" },
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
		{ "a refusal among parts",
		    BODY("\"content\":[{\"type\":\"refusal\"}]"),
		    LLM_REFUSED, "" },
		{ "a call of a function",
		    BODY("\"content\":\"a\",\"function_call\":{\"name\":"
		    "\"f\"}"), LLM_BAD_ANSWER, "a" },
		{ "an empty refusal", BODY("\"content\":\"a\",\"refusal\":"
		    "\"\""), LLM_OK, "a" },
		{ "a body without a word that it ended", "{\"choices\":[{"
		    "\"message\":{\"content\":\"a\"},\"finish_reason\":"
		    "\"null\"}]}", LLM_OK, "a" },
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
		{ "text behind [DONE]", CHUNK("\"delta\":{\"content\":\"a\"}")
		    STOP "data: [DONE]\n\n" CHUNK("\"delta\":{\"content\":"
		    "\"b\"}"), LLM_OK, "a" },
	};

	check(t, sizeof(t) / sizeof(t[0]));
}

static void
errors(void)
{
	static const struct answer t[] = {
		{ "a stream with broken JSON",
		    CHUNK("\"delta\":{\"content\":\"a\"")
		    STOP, LLM_UNAVAILABLE, "" },
		{ "an error in a stream", CHUNK("\"delta\":{\"content\":\"a\"}")
		    "data: {\"error\":{\"message\":\"m\",\"code\":503}}\n\n",
		    LLM_UNAVAILABLE, "a" },
		{ "a response in HTML",
		    "<html>busy</html>", LLM_UNAVAILABLE, "" },
		{ "an error with status 200", "{\"error\":{\"message\":\"no "
		    "key\",\"code\":\"401\"}}", LLM_AUTH, "" },
		{ "an error that is null", "{\"error\":null,\"choices\":[{"
		    "\"message\":{\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "an error that is an empty array",
		    "{\"error\":[],\"choices\":[{\"message\":{"
		    "\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "an error that is 0", "{\"error\":0,\"choices\":[{"
		    "\"message\":{\"content\":\"a\"}}]}", LLM_OK, "a" },
		{ "a server without resources",
		    CHUNK("\"delta\":{\"content\":\"a\"},"
		    "\"finish_reason\":\"insufficient_system_resource\""),
		    LLM_UNAVAILABLE, "a" },
		{ "an answer that ends in an error", CHUNK("\"delta\":{"
		    "\"content\":\"a\"},\"finish_reason\":\"error\""),
		    LLM_UNAVAILABLE, "a" },
		{ "an answer that is broken off", CHUNK("\"delta\":{"
		    "\"content\":\"a\"},\"finish_reason\":\"abort\""),
		    LLM_UNAVAILABLE, "a" },
		{ "an event that is no JSON before the end",
		    CHUNK("\"delta\":{\"content\":\"a\"}") "data: {x\n\n"
		    STOP, LLM_UNAVAILABLE, "a" },
		{ "an event that is no JSON behind the end",
		    CHUNK("\"delta\":{\"content\":\"a\"}") STOP
		    "data: {x\n\n", LLM_OK, "a" },
		{ "an error that is plain text in a stream",
		    "event: error\ndata: busy\n\n", LLM_UNAVAILABLE, "" },
		{ "an error of a choice", "{\"choices\":[{\"message\":{"
		    "\"content\":\"a\"},\"error\":{\"code\":401}}]}",
		    LLM_AUTH, "a" },
		{ "a body that is a list", "[{\"error\":{\"code\":404}}]",
		    LLM_NOT_FOUND, "" },
		{ "an overload in a stream", "event: error\ndata: {\"type\":"
		    "\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",
		    LLM_UNAVAILABLE, "" },
	};

	check(t, sizeof(t) / sizeof(t[0]));
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

int
main(void)
{
	streams();
	bodies();
	ends();
	errors();
	large();
	usages();
	return tap_done();
}
