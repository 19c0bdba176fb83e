/*
 * llm_ask.c: a call, attempt by attempt, until there is a whole answer, a
 * failure that stays, or no time.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../lib/js.h"
#include "../lib/mask.h"
#include "../lib/tokens.h"
#include "llm.h"

void
llm_message(struct llm *a, enum llm_class c, const char *fmt, ...)
{
	va_list	 ap;

	a->out.class = c;
	buf_reset(&a->out.message);
	va_start(ap, fmt);
	buf_vaddf(&a->out.message, fmt, ap);
	va_end(ap);
}

/* "Name: value" strings of a request. */
struct headers {
	struct buf	 auth;
	struct buf	 more[32];
	const char	*list[36];
	size_t		 n;
};

static void
add_own_headers(const struct llm *a, struct headers *h)
{
	jv	 own = js_get(a->model.spec, "header"), k, v;
	size_t	 i = 0;
	int	 it;

	if (jv_get_kind(own) == JV_KIND_OBJECT)
		for (it = jv_object_iter(own); jv_object_iter_valid(own, it) &&
		    i < 32; it = jv_object_iter_next(own, it)) {
			k = jv_object_iter_key(own, it);
			v = jv_object_iter_value(own, it);
			if (jv_get_kind(v) == JV_KIND_STRING) {
				buf_addf(&h->more[i], "%s: %s",
				    jv_string_value(k), jv_string_value(v));
				h->list[h->n++] = buf_str(&h->more[i++]);
			}
			jv_free(k);
			jv_free(v);
		}
	jv_free(own);
}

static void
open_headers(const struct llm *a, struct headers *h)
{
	static const char *const	 names[] = {
		[LLM_BEARER] = "Authorization: Bearer ",
		[LLM_API_KEY] = "api-key: ",
		[LLM_X_API_KEY] = "x-api-key: " };

	memset(h, 0, sizeof(*h));
	h->list[h->n++] = "Content-Type: application/json";
	h->list[h->n++] = "Expect:";
	if (a->model.api == LLM_ANTHROPIC)
		h->list[h->n++] = "anthropic-version: 2023-06-01";
	if (a->key != NULL && a->model.auth != LLM_NO_AUTH) {
		buf_addf(&h->auth, "%s%s", names[a->model.auth], a->key);
		h->list[h->n++] = buf_str(&h->auth);
	}
	add_own_headers(a, h);
	h->list[h->n] = NULL;
}

static void
close_headers(struct headers *h)
{
	size_t	 i;

	if (h->auth.p != NULL)
		explicit_bzero(h->auth.p, h->auth.cap);
	buf_release(&h->auth);
	for (i = 0; i < 32; i++)
		buf_release(&h->more[i]);
}

static bool
sink(void *ctx, const char *p, size_t n)
{
	return answer_feed(ctx, p, n);
}

static bool
whole(void *ctx)
{
	const struct answer	*an = ctx;

	return an->form == ANSWER_STREAM && an->finish[0] != '\0';
}

/* ": " and a server's words for people: masked, short, one line. */
static void
add_words(const struct llm *a, struct buf *out, const struct buf *words)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;
	unsigned char	 c;

	buf_add(&b, buf_str(words), words->len);
	mask(&b, a->key);
	if (strspn(buf_str(&b), " \t\r\n") < b.len)
		buf_adds(out, ": ");
	for (i = 0; i < b.len && i < LLM_MESSAGE_MAX; i++) {
		c = (unsigned char)b.p[i];
		buf_addc(out, c < 0x20 || c == 0x7f ? ' ' : (char)c);
	}
	buf_release(&b);
}

/* The outcome of a status that is no success. */
static void
judge_status(struct llm *a, struct exchange *x, struct llm_fault *f)
{
	llm_fault_body(f, buf_str(&x->error), x->error.len);
	llm_message(a, llm_classify(x->status, f), "%s says %d", a->model.url,
	    x->status);
	if (x->status >= 300 && x->status < 400)
		buf_adds(&a->out.message, " (a redirect, which is not followed"
		    ": correct the URL)");
	add_words(a, &a->out.message, &f->message);
	a->complaint = llm_fault_field(x->status, f);
}

/* The outcome of a body that came with a success. */
static void
judge_answer(struct llm *a, struct answer *an)
{
	char		 why[64];
	enum llm_class	 c;

	answer_end(an);
	c = answer_class(an, why, sizeof(why));
	llm_message(a, c, "%s: %s", a->model.url, why);
	if (an->fault.found) {
		add_words(a, &a->out.message, &an->fault.message);
		if (an->fault.status != 0)
			a->out.status = an->fault.status;
		a->complaint = llm_fault_field(200, &an->fault);
	}
	if (c == LLM_OK)
		buf_reset(&a->out.message);
}

/* What the exchange says about the call. */
static void
judge(struct llm *a, struct exchange *x, struct answer *an)
{
	struct llm_fault	 f = LLM_FAULT_INIT;

	a->out.status = x->status;
	a->complaint = 0;
	if (x->end == EX_SIGNAL)
		llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	else if (x->end == EX_DEADLINE && !whole(an))
		llm_message(a, LLM_DEADLINE, "%s: no whole answer within %g s "
		    "(-d); try again later", a->model.url, a->deadline_s);
	else if (x->status != 0 && (x->status < 200 || x->status >= 300) &&
	    x->end != EX_IDLE)
		judge_status(a, x, &f);
	else if (x->end == EX_IDLE && !whole(an))
		llm_message(a, LLM_UNAVAILABLE, "%s: silent for %g s (-i)",
		    a->model.url, a->idle_s);
	else if (x->end == EX_FAILED && !whole(an) && !an->fault.found)
		llm_message(a, x->failure, "%s: %s", a->model.url, x->why);
	else
		judge_answer(a, an);
	llm_fault_release(&f);
}

/* Take over what the answer holds. */
static void
keep(struct llm *a, struct answer *an)
{
	struct outcome	*o = &a->out;

	buf_release(&o->text);
	o->text = an->text;
	an->text = (struct buf)BUF_INIT;
	o->reasoning = an->reasoning;
	snprintf(o->finish, sizeof(o->finish), "%s", an->finish);
	o->usage = an->usage;
}

static void
attempt(struct llm *a, jv request, struct exchange *x)
{
	struct answer	 an;
	struct headers	 h;
	struct buf	 body = BUF_INIT, url = BUF_INIT;

	answer_open(&an);
	open_headers(a, &h);
	llm_body(a, request, &body);
	mask(&body, a->key);
	llm_url(a->model.url, a->model.api == LLM_ANTHROPIC ? "/messages" :
	    "/chat/completions", &url);
	x->url = buf_str(&url);
	x->body = buf_str(&body);
	x->body_n = body.len;
	x->headers = h.list;
	x->sink = sink;
	x->whole = whole;
	x->ctx = &an;
	llm_http(a, x);
	a->out.attempts++;
	judge(a, x, &an);
	keep(a, &an);
	close_headers(&h);
	buf_release(&body);
	buf_release(&url);
	answer_release(&an);
}

/* The server refuses a field: once for each, ask without it. */
static bool
fall_back(struct llm *a, jv request)
{
	static const struct { unsigned bit; const char *name; } fields[] = {
		{ LLM_FIELD_MAX, "the name of max_tokens" },
		{ LLM_FIELD_TEMPERATURE, "temperature" },
		{ LLM_FIELD_STREAM_OPTIONS, "stream_options" },
		{ LLM_FIELD_STREAM, "stream" } };
	struct buf	 before = BUF_INIT, after = BUF_INIT;
	bool		 other;
	size_t		 i;

	if (a->complaint == 0 || (a->dropped & a->complaint))
		return false;
	llm_body(a, request, &before);
	a->dropped |= a->complaint;
	llm_body(a, request, &after);
	other = strcmp(buf_str(&before), buf_str(&after)) != 0;
	buf_release(&before);
	buf_release(&after);
	for (i = 0; i < 4; i++)
		if (other && (a->complaint & fields[i].bit) &&
		    a->tool.verbose)
			tool_say(&a->tool, "%s: asking again without %s",
			    buf_str(&a->out.message), fields[i].name);
	return other;
}

/* "14:05:10" of the time in so many seconds. */
static void
clock_in(double seconds, char *out, size_t n)
{
	time_t		 t = time(NULL) + (time_t)fmin(seconds, 1e9);
	struct tm	 tm;

	localtime_r(&t, &tm);
	strftime(out, n, seconds < 43200 ? "%H:%M:%S" : "%Y-%m-%d %H:%M", &tm);
}

/* Wait before the next attempt; false: there will be none. */
static bool
pause_between(struct llm *a, const struct exchange *x, int failures)
{
	double	 asked = wait_asked(&x->hint, a->out.status == 429 ||
		    a->out.status == 503 || a->out.status == 529);
	double	 wait = asked > 0 ? asked : wait_backoff(failures);
	char	 when[40];

	if (llm_now() + wait >= a->deadline) {
		clock_in(wait, when, sizeof(when));
		buf_addf(&a->out.message, "; %s %.1f s, which is beyond the "
		    "deadline (-d): try again after %s", asked > 0 ?
		    "the server asks to wait" : "the next attempt is due in",
		    fmin(wait, 1e9), when);
		return false;
	}
	wait = wait_jitter(wait, llm_random());
	if (a->tool.verbose)
		tool_say(&a->tool, "attempt %d: %s; the next in %.1f s",
		    a->out.attempts, buf_str(&a->out.message), wait);
	wait = fmin(wait, a->deadline - llm_now());
	if (llm_sleep(a, wait))
		return true;
	llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	return false;
}

void
llm_ask(struct llm *a, jv request)
{
	struct exchange	 x = { .error = BUF_INIT };
	int		 failures = 0;

	for (;;) {
		attempt(a, request, &x);
		if (fall_back(a, request))
			continue;
		if (a->out.class != LLM_UNAVAILABLE)
			break;
		if (++failures >= a->attempts_max) {
			buf_addf(&a->out.message, " (%d attempts); try again "
			    "later", a->out.attempts);
			break;
		}
		if (!pause_between(a, &x, failures - 1))
			break;
	}
	buf_release(&x.error);
}
