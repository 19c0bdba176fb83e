/*
 * response.c: read a body or a stream, and judge what came.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "llm/response.h"

#define LOOP	6000	/* bytes at the end of a text that repeats itself */

static bool	read_event(void *, const char *, const char *, size_t);

void
response_open(struct response *a)
{
	*a = (struct response){
		.sse = SSE_INIT(read_event, a), .body = BUF_INIT,
		.text = BUF_INIT, .usage = LLM_USAGE_INIT,
		.fault = API_ERROR_INIT
	};
}

void
response_release(struct response *a)
{
	sse_release(&a->sse);
	buf_release(&a->body);
	buf_release(&a->text);
	api_error_release(&a->fault);
}

/* More text. A character may be cut into two halves, one in each of two
 * deltas. */
static void
add_text(struct response *a, const char *s, size_t n)
{
	static const char	 lost[] = "\xef\xbf\xbd";	/* U+FFFD */
	char			 whole[4];

	if (n == 0)
		return;
	if (a->half != 0 && a->ends.first != 0 && n >= 3 &&
	    memcmp(s, lost, 3) == 0) {
		surrogate_join(a->half, a->ends.first, whole);
		memcpy(a->text.p + a->text.len - 3, whole, 3);
		buf_addc(&a->text, whole[3]);
		s += 3;
		n -= 3;
	}
	buf_add(&a->text, s, n);
	a->half = n >= 3 && memcmp(s + n - 3, lost, 3) == 0 ? a->ends.last : 0;
}

/* Text out of null, a string or an array of parts; reasoning parts count as
 * such (`v` is borrowed). */
static void
add_content(struct response *a, jv v)
{
	const char	*type;
	jv		 x;
	int		 i;

	if (jv_get_kind(v) == JV_KIND_STRING)
		add_text(a, jv_string_value(v),
		    (size_t)jv_string_length_bytes(jv_copy(v)));
	for (i = 0; json_item(v, i, &x); i++) {
		type = json_str(x, "type", "text");
		if (jv_get_kind(x) == JV_KIND_STRING)
			add_content(a, x);
		else if (strcmp(type, "text") == 0 ||
		    strcmp(type, "output_text") == 0)
			add_content(a, json_at(x, "text"));
		else if (strcmp(type, "tool_use") == 0)
			a->tools = true;
		else if (strcmp(type, "refusal") == 0)
			a->refused = true;
		else
			a->reasoning += strlen(json_str(x, "thinking", ""));
	}
	a->too_large |= a->text.len > ANSWER_TEXT_MAX;
}

/* Is it of this kind, and not empty? */
static bool
filled(jv v, jv_kind kind)
{
	return jv_get_kind(v) == kind && (kind == JV_KIND_STRING ?
	    jv_string_value(v)[0] != '\0' : kind != JV_KIND_ARRAY ||
	    json_len(v) > 0);
}

/* `message` of a choice, or its `delta` (borrowed). */
static void
read_message(struct response *a, jv m)
{
	const char	*s;

	if (jv_get_kind(m) != JV_KIND_OBJECT)
		return;
	add_content(a, json_at(m, "content"));
	if ((s = json_str(m, "reasoning_content", NULL)) != NULL ||
	    (s = json_str(m, "reasoning", NULL)) != NULL)
		a->reasoning += strlen(s);
	a->refused |= filled(json_at(m, "refusal"), JV_KIND_STRING);
	a->tools |= filled(json_at(m, "tool_calls"), JV_KIND_ARRAY) ||
	    filled(json_at(m, "function_call"), JV_KIND_OBJECT);
}

/* One word for what every server calls otherwise. */
static void
read_finish(struct response *a, const char *s)
{
	static const char *const words[][2] = {
		{ "end_turn", "stop" }, { "stop_sequence", "stop" },
		{ "eos", "stop" }, { "max_tokens", "length" },
		{ "model_length", "length" },
		{ "model_context_window_exceeded", "length" },
		{ "tool_use", "tool_calls" },
		{ "function_call", "tool_calls" }
	};
	size_t	 i;

	if (s == NULL || *s == '\0' || strcmp(s, "null") == 0)
		return;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(s, words[i][0]) == 0)
			s = words[i][1];
	snprintf(a->finish, sizeof(a->finish), "%s", s);
}

/* The first choice; others were not asked for. */
static void
read_choices(struct response *a, jv choices)
{
	jv	 c, m;
	int	 i;

	for (i = 0; json_item(choices, i, &c); i++) {
		if (json_num(c, "index", 0) != 0 ||
		    jv_get_kind(c) != JV_KIND_OBJECT)
			continue;
		a->understood = true;
		api_error_read(&a->fault, c);
		m = json_at(c, "delta");
		read_message(a, jv_get_kind(m) == JV_KIND_OBJECT ? m :
		    json_at(c, "message"));
		if (json_str(c, "text", NULL) != NULL)
			add_content(a, json_at(c, "text"));
		read_finish(a, json_str(c, "finish_reason", NULL));
		llm_usage_read(&a->usage, json_at(c, "usage"));
	}
}

/* Events of the messages API, by their type (`v` is borrowed). */
static void
read_messages_event(struct response *a, const char *type, jv v)
{
	jv	 d = json_at(v, "delta");
	jv	 m = json_at(v, strcmp(type, "message_start") == 0 ?
		    "message" : "content_block");
	jv	 list;

	if (strcmp(type, "message_stop") == 0)
		a->done = true;
	llm_usage_read(&a->usage, json_at(m, "usage"));
	if (strcmp(type, "message_start") == 0)
		a->understood = true;
	if (strcmp(type, "content_block_start") == 0) {
		list = jv_array_append(jv_array(), jv_copy(m));
		add_content(a, list);
		jv_free(list);
	}
	if (strcmp(type, "message_delta") == 0)
		read_finish(a, json_str(d, "stop_reason", NULL));
	if (strcmp(type, "content_block_delta") == 0) {
		add_content(a, json_at(d, "text"));
		a->reasoning += strlen(json_str(d, "thinking", ""));
	}
}

/* One JSON value, whether the body or an event (borrowed). */
static void
read_value(struct response *a, jv v)
{
	const char	*type = json_str(v, "type", "");

	api_error_read(&a->fault, v);
	if (a->fault.found || jv_get_kind(v) != JV_KIND_OBJECT)
		return;
	read_choices(a, json_at(v, "choices"));
	if (strcmp(type, "message") == 0) {
		a->understood = true;
		add_content(a, json_at(v, "content"));
		read_finish(a, json_str(v, "stop_reason", NULL));
	} else if (*type != '\0')
		read_messages_event(a, type, v);
	llm_usage_read(&a->usage, json_at(v, "usage"));
}

static bool
read_json(struct response *a, const char *p, size_t n)
{
	struct buf	 mended = BUF_INIT;
	bool		 good;
	jv		 v;

	if (surrogate_repair(p, n, &mended, &a->ends))
		v = json_parse(buf_str(&mended), mended.len, "event", 0, NULL);
	else
		v = json_parse(p, n, "event", 0, NULL);
	if ((good = jv_is_valid(v)))
		read_value(a, v);
	jv_free(v);
	buf_release(&mended);
	return good;
}

/* An event whose lines are JSON each, because blank lines are missing. */
static bool
read_lines(struct response *a, const char *p, size_t n)
{
	const char	*end = p + n, *nl;

	if (memchr(p, '\n', n) == NULL)
		return false;
	for (; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if ((size_t)(nl - p) >= 6 && memcmp(p, "[DONE]", 6) == 0)
			a->done = true;
		else if (nl > p && !read_json(a, p, (size_t)(nl - p)))
			return false;
	}
	return true;
}

/* Does a text end in the same few words over and over? A model that has lost
 * its way writes so until it is stopped. */
static bool
repeats(const struct buf *text)
{
	const char	*s = buf_str(text);
	size_t		 period;

	if (text->len < LOOP)
		return false;
	s += text->len - LOOP;
	for (period = 1; period <= LOOP / 12; period++)
		if (memcmp(s, s + period, LOOP - period) == 0)
			return true;
	return false;
}

static bool
read_event(void *ctx, const char *name, const char *p, size_t n)
{
	struct response	*a = ctx;
	size_t		 skip = strspn(p, " \t\r\n");

	if (strcmp(name, "error") == 0) {
		api_error_body(&a->fault, p, n);
		return false;
	}
	if (strncmp(p + skip, "[DONE]", 6) == 0)
		a->done = true;
	else if ((p[skip] == '{' || p[skip] == '[') &&
	    !read_json(a, p, n) && !read_lines(a, p, n) &&
	    a->finish[0] == '\0')
		a->broken = true;
	a->repeating = a->repeating || repeats(&a->text);
	return !a->done && !a->fault.found && !a->too_large && !a->repeating;
}

/* Is it a stream or one body? Streams begin with a field or a comment. */
static void
sniff(struct response *a, const char *p)
{
	static const char *const fields[] = { ":", "data:", "event:", "id:",
	    "retry:", "error:" };
	size_t	 i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (text_starts(p, fields[i]))
			a->form = ANSWER_STREAM;
	/* As long as it may become the name of a field, wait. */
	if (a->form == ANSWER_NOTHING && strlen(p) >= 6)
		a->form = ANSWER_BODY;
	if (a->form == ANSWER_NOTHING && (*p == '{' || *p == '['))
		a->form = ANSWER_BODY;
}

bool
response_feed(struct response *a, const char *p, size_t n)
{
	const char	*s;
	bool		 go;

	if (a->form == ANSWER_STREAM)
		go = sse_feed(&a->sse, p, n);
	else {
		buf_add(&a->body, p, n);
		go = a->body.len <= ANSWER_TEXT_MAX;
	}
	if (a->form == ANSWER_NOTHING) {
		s = buf_str(&a->body);
		if (strncmp(s, "\xef\xbb\xbf", 3) == 0)
			s += 3;
		s += strspn(s, " \t\r\n");
		if (*s != '\0')
			sniff(a, s);
		/* Blank lines that keep a connection alive are not kept. */
		else if (a->body.len > 4096)
			buf_reset(&a->body);
		if (a->form == ANSWER_STREAM) {
			go = sse_feed(&a->sse, s, a->body.len -
			    (size_t)(s - buf_str(&a->body)));
			buf_reset(&a->body);
		}
	}
	if (!go && !a->done && !a->fault.found && !a->repeating)
		a->too_large = true;
	return go;
}

/* Bytes of the JSON object that the text begins with; 0: it has no end. */
static size_t
object_span(const char *p, size_t n)
{
	size_t	 i, depth = 0;
	bool	 string = false;

	for (i = 0; i < n && *p == '{'; i++)
		if (string && p[i] == '\\')
			i++;
		else if (p[i] == '"')
			string = !string;
		else if (!string && p[i] == '{')
			depth++;
		else if (!string && p[i] == '}' && --depth == 0)
			return i + 1;
	return 0;
}

/* A body of more than one value: one delta a line, or an answer followed by
 * other text. */
static bool
read_values(struct response *a, const char *p, size_t n)
{
	size_t	 k, skip;

	for (; a->finish[0] == '\0' && !a->fault.found; p += k, n -= k) {
		skip = strspn(p, " \t\r\n");
		p += skip;
		n -= skip;
		k = object_span(p, n);
		if (k == 0 || !read_json(a, p, k))
			return false;
	}
	return true;
}

void
response_end(struct response *a)
{
	const char	*p = buf_str(&a->body);
	size_t		 n = a->body.len;

	if (a->form == ANSWER_STREAM) {
		if (!a->done && !a->fault.found && !a->too_large &&
		    !a->repeating)
			(void)sse_end(&a->sse);
		return;
	}
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	if (n > 0 && !a->too_large && !read_json(a, p, n) &&
	    !read_values(a, p, n))
		a->broken = true;
	/* A body that was read to its end needs no word that it ended. */
	if (a->understood && a->finish[0] == '\0' && !a->fault.found)
		snprintf(a->finish, sizeof(a->finish), "unknown");
}

static bool
blank(const struct buf *b)
{
	return strspn(buf_str(b), " \t\r\n") == b->len;
}

enum llm_error
response_error(const struct response *a, char *why, size_t n)
{
	const char	*f = a->finish, *s = NULL;
	enum llm_error	 c = LLM_UNAVAILABLE;

	if (a->too_large) {
		s = "the answer is too large";
		c = LLM_BAD_ANSWER;
	} else if (a->repeating) {
		s = "the answer repeats itself without end";
		c = LLM_BAD_ANSWER;
	} else if (a->fault.found) {
		s = "an error instead of an answer";
		c = llm_error_classify(200, &a->fault);
	} else if (a->broken)
		s = "the answer is not JSON, or cut";
	else if (*f == '\0')
		s = a->form == ANSWER_STREAM ?
		    "the stream ended before the answer did" :
		    a->body.len == 0 ? "an empty answer" :
		    "an answer without a choice";
	else if (strcmp(f, "content_filter") == 0) {
		s = "a content filter stopped the answer";
		c = LLM_FILTERED;
	} else if (a->refused || strcmp(f, "refusal") == 0) {
		s = "the model refused";
		c = LLM_REFUSED;
	} else if (a->tools || strcmp(f, "tool_calls") == 0 ||
	    strcmp(f, "pause_turn") == 0) {
		s = "the model called a tool that was not offered";
		c = LLM_BAD_ANSWER;
	} else if (strcmp(f, "insufficient_system_resource") == 0 ||
	    strcmp(f, "error") == 0 || strcmp(f, "abort") == 0)
		s = "the server gave up in the middle";
	else if (blank(&a->text) && strcmp(f, "length") == 0) {
		s = "max_tokens was spent before any text";
		c = LLM_LENGTH;
	} else if (blank(&a->text)) {
		s = "an empty text";
		c = LLM_EMPTY;
	} else
		c = LLM_OK;
	snprintf(why, n, "%s", s == NULL ? "" : s);
	return c;
}
