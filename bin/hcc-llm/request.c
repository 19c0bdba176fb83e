/*
 * request.c: send a request once, and judge what comes back.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "hcc-llm/llm.h"
#include "llm/redact.h"

void
llm_message(struct llm *a, enum llm_error c, const char *fmt, ...)
{
	va_list	 ap;

	a->result.class = c;
	buf_reset(&a->result.message);
	va_start(ap, fmt);
	buf_vaddf(&a->result.message, fmt, ap);
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
	jv	 own = json_get(a->server.model.spec, "header"), k, v;
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
	if (a->server.model.api == LLM_ANTHROPIC)
		h->list[h->n++] = "anthropic-version: 2023-06-01";
	if (a->server.key != NULL && a->server.model.auth != LLM_NO_AUTH) {
		buf_addf(&h->auth, "%s%s", names[a->server.model.auth],
		    a->server.key);
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

bool
attempt_feed(struct llm_attempt *x, const char *p, size_t n)
{
	if (!x->embed)
		return response_feed(&x->response, p, n);
	buf_add(&x->vectors, p, n);
	return true;
}

bool
attempt_whole(const struct llm_attempt *x)
{
	return !x->embed && x->response.form == ANSWER_STREAM &&
	    x->response.finish[0] != '\0';
}

/* Append ": " and the server's message: without the key, short, one line,
 * UTF-8. */
static void
add_words(const struct llm *a, struct buf *out, const struct buf *words)
{
	struct buf	 b = BUF_INIT;
	size_t		 i, n;

	if (utf8_valid(buf_str(words), words->len))
		buf_add(&b, buf_str(words), words->len);
	else
		utf8_add_1252(&b, buf_str(words), words->len);
	redact(&b, a->server.key, REDACT_MESSAGE);
	if (strspn(buf_str(&b), " \t\r\n") < b.len)
		buf_adds(out, ": ");
	n = utf8_cut(buf_str(&b), b.len, LLM_MESSAGE_MAX);
	for (i = 0; i < n; i++)
		if ((unsigned char)b.p[i] < 0x20)
			b.p[i] = ' ';
	utf8_add_plain(out, buf_str(&b), n);
	buf_release(&b);
}

static void
judge_fault(struct llm *a, int status, const struct api_error *f)
{
	add_words(a, &a->result.message, &f->message);
	if (f->status != 0)
		a->result.status = f->status;
	a->server.complaint = api_error_field(status, f);
}

/* Judge a status that is no success. */
static void
judge_status(struct llm *a, const struct llm_attempt *x)
{
	struct api_error	 f = API_ERROR_INIT;

	api_error_body(&f, buf_str(&x->error), x->error.len);
	llm_message(a, llm_error_classify(x->status, &f), "%s says %d",
	    buf_str(&a->server.name), x->status);
	if (x->status >= 300 && x->status < 400)
		buf_adds(&a->result.message, " (a redirect, which is not "
		    "followed: correct the URL)");
	if (x->status == 401 && a->server.key == NULL)
		buf_adds(&a->result.message, " (no key was sent: set "
		    "HCC_LLM_KEY or give -k)");
	f.status = 0;		/* HTTP has said it */
	judge_fault(a, x->status, &f);
	api_error_release(&f);
}

static void
judge_response(struct llm *a, struct response *an)
{
	char		 why[64];
	enum llm_error	 c;

	response_end(an);
	c = response_error(an, why, sizeof(why));
	llm_message(a, c, "%s: %s", buf_str(&a->server.name), why);
	if (an->fault.found)
		judge_fault(a, 200, &an->fault);
	if (c == LLM_OK)
		buf_reset(&a->result.message);
}

static void
judge_vectors(struct llm *a, struct llm_request *r, const struct buf *body)
{
	char		 why[64];
	enum llm_error	 class;

	embeddings_release(&r->vectors);
	class = embeddings_read(&r->vectors, buf_str(body), body->len, r->count,
	    why, sizeof(why));
	llm_message(a, class, "%s: %s", buf_str(&a->server.name), why);
	if (r->vectors.fault.found)
		judge_fault(a, 200, &r->vectors.fault);
	if (class == LLM_OK)
		buf_reset(&a->result.message);
}

/* The body of a good status, when it is a web page: of a login, a proxy, a
 * console at a wrong address; NULL: it is none. */
static const struct buf *
page(const struct llm_attempt *x)
{
	const struct buf	*b = x->embed ? &x->vectors : &x->response.body;

	return x->end == END_WHOLE && buf_str(b)[strspn(buf_str(b),
	    "\xef\xbb\xbf \t\r\n")] == '<' ? b : NULL;
}

static void
judge_page(struct llm *a, const struct llm_attempt *x, const struct buf *body)
{
	llm_message(a, LLM_NOT_FOUND, "%s says %d, but sends a web page (%s): "
	    "correct the URL", buf_str(&a->server.name), x->status,
	    x->type[0] == '\0' ? "no Content-Type" : x->type);
	add_words(a, &a->result.message, body);
}

/* Set class and message by what came back. */
static void
judge(struct llm *a, struct llm_request *r, struct llm_attempt *x)
{
	bool	 enough = attempt_whole(x) || x->response.fault.found;

	a->result.status = x->status;
	a->server.complaint = 0;
	if (x->end == END_SIGNAL)
		llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	else if (x->status >= 300)	/* its body matters less */
		judge_status(a, x);
	else if (x->end == END_DEADLINE && !enough &&
	    x->response.text.len + x->response.reasoning > 0)
		llm_message(a, LLM_BAD_ANSWER, "%s: the answer had no end "
		    "within %g s (-d)", buf_str(&a->server.name),
		    a->o.deadline);
	else if (x->end == END_DEADLINE && !enough)
		llm_message(a, LLM_DEADLINE, "%s: no whole answer within %g s "
		    "(-d); try again later", buf_str(&a->server.name),
		    a->o.deadline);
	else if (x->end == END_IDLE && !enough)
		llm_message(a, LLM_UNAVAILABLE, "%s: silent for %g s (-i)",
		    buf_str(&a->server.name), a->o.idle);
	else if (x->end == END_FAILED && !enough)
		llm_message(a, x->failure, "%s: %s", buf_str(&a->server.name),
		    x->why);
	else if (page(x) != NULL)
		judge_page(a, x, page(x));
	else if (r->embed)
		judge_vectors(a, r, &x->vectors);
	else
		judge_response(a, &x->response);
}

/* Move text and usage into the result. */
static void
move_response(struct llm *a, const struct llm_request *r,
    struct response *from)
{
	struct llm_result	*o = &a->result;

	o->usage = r->embed ? r->vectors.usage : from->usage;
	if (r->embed)
		return;
	buf_release(&o->text);
	o->text = from->text;
	from->text = (struct buf)BUF_INIT;
	o->reasoning = from->reasoning;
	snprintf(o->finish, sizeof(o->finish), "%s", from->finish);
}

void
attempt_http(struct llm *a, struct llm_request *r, struct llm_attempt *x)
{
	struct headers	 h;
	struct buf	 body = BUF_INIT, url = BUF_INIT;

	response_open(&x->response);
	x->vectors = (struct buf)BUF_INIT;
	x->embed = r->embed;
	x->fresh = a->result.attempts > 1;
	open_headers(a, &h);
	request_body(&a->server, r, &body);
	redact(&body, a->server.key, REDACT_TEXT);
	llm_url(a->server.model.url, r->embed ? "/embeddings" :
	    a->server.model.api == LLM_ANTHROPIC ? "/messages" :
	    "/chat/completions", &url);
	x->url = buf_str(&url);
	x->body = buf_str(&body);
	x->body_n = body.len;
	x->headers = h.list;
	http_send(a->http, &a->o, &a->clock, x);
	judge(a, r, x);
	move_response(a, r, &x->response);
	close_headers(&h);
	buf_release(&body);
	buf_release(&url);
	buf_release(&x->vectors);
	response_release(&x->response);
}
