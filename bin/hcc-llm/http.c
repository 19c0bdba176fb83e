/*
 * http.c: one exchange over HTTP, under two clocks.
 *
 * The idle clock is reset by every byte received or sent (also of a comment, a
 * blank line, an unfinished header); the deadline is not. When a status or a
 * finished answer has decided the attempt, what follows gets a few seconds.
 * Redirects are not followed, certificates are always verified, and after a
 * failure the next connection is a new one.
 */
#include <arpa/inet.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/tcp.h>
#include <curl/curl.h>

#include "base/clock.h"
#include "base/mem.h"
#include "hcc-llm/llm.h"

#define CONNECT_S	30
#define GRACE_S		5		/* for what decides nothing more */
#define ERROR_MAX	(64u << 10)	/* bytes of an error that are read */
#define HEADERS_MAX	(256u << 10)
#define BODY_MAX	(256u << 20)	/* decoded; a stream is verbose */

struct http {
	CURLM		*multi;
	CURL		*easy;
	char		 why[CURL_ERROR_SIZE];
	curl_socket_t	 sock;
	/* Of the exchange at hand: */
	struct llm_attempt	*x;
	bool		 stopped;	/* by us: enough */
	bool		 flooded;	/* by us: too much */
	size_t		 header_n, body_n;
	curl_off_t	 progress;	/* bytes in and out so far */
	/* Of the one before: */
	bool		 failed;
};

static size_t
on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct http	*h = ctx;

	n *= size;
	h->header_n += n;
	if (h->header_n > HEADERS_MAX) {
		h->flooded = true;
		return 0;
	}
	if (n >= 5 && memcmp(p, "HTTP/", 5) == 0)	/* a response begins */
		h->x->hint = (struct backoff_hint)BACKOFF_HINT_INIT;
	backoff_header(&h->x->hint, p, n, clock_now());
	return n;
}

static size_t
on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct http	*h = ctx;
	struct llm_attempt	*x = h->x;
	long		 status = 0;

	n *= size;
	h->body_n += n;
	curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || status >= 300) {
		if (x->error.len < ERROR_MAX)
			buf_add(&x->error, p, n);
		h->stopped = x->error.len >= ERROR_MAX;
	} else if (h->body_n > BODY_MAX)
		h->flooded = true;
	else
		h->stopped = !attempt_feed(x, p, n);
	return h->stopped || h->flooded ? 0 : n;
}

static int
on_progress(void *ctx, curl_off_t dt, curl_off_t dn, curl_off_t ut,
    curl_off_t un)
{
	struct http	*h = ctx;

	(void)dt;
	(void)ut;
	h->progress = dn + un;
	return 0;
}

static int
on_socket(void *ctx, curl_socket_t fd, curlsocktype type)
{
	struct http	*h = ctx;

	(void)type;
	h->sock = fd;
	return CURL_SOCKOPT_OK;
}

static int
on_close(void *ctx, curl_socket_t fd)
{
	struct http	*h = ctx;

	if (h->sock == fd)
		h->sock = CURL_SOCKET_BAD;
	return close(fd);
}

/* Bytes received and sent so far. */
static double
traffic(const struct http *h)
{
	struct tcp_info	 ti;
	socklen_t	 n = sizeof(ti);
	double		 sum = (double)h->progress + (double)h->header_n;

	memset(&ti, 0, sizeof(ti));
	if (h->sock != CURL_SOCKET_BAD && getsockopt(h->sock, IPPROTO_TCP,
	    TCP_INFO, &ti, &n) == 0)
		sum += (double)ti.tcpi_bytes_received +
		    (double)ti.tcpi_bytes_acked;
	return sum;
}

enum hcc_status
http_open(struct http **out, struct hcc_err *e)
{
	struct http	*h = mem_zero(1, sizeof(*h));

	h->sock = CURL_SOCKET_BAD;
	*out = h;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 ||
	    (h->multi = curl_multi_init()) == NULL ||
	    (h->easy = curl_easy_init()) == NULL)
		return err_set(e, HCC_INTERNAL, "start libcurl");
	return HCC_OK;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->easy);
	curl_multi_cleanup(h->multi);
	curl_global_cleanup();
	free(h);
}

static void
set_options(const struct llm_options *o, struct http *h,
    struct curl_slist *headers)
{
	CURL	*c = h->easy;

	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_URL, h->x->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)h->x->body_n);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, h->x->body);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	/* The key is for the server, not for a proxy in between. */
	curl_easy_setopt(c, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE);
	curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (o->ca != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, o->ca);
	if (o->socket != NULL)
		curl_easy_setopt(c, CURLOPT_UNIX_SOCKET_PATH, o->socket);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c, CURLOPT_USERAGENT, "hcc-llm");
	curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, h->x->fresh ||
	    h->failed ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->why);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, h);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, h);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, h);
	curl_easy_setopt(c, CURLOPT_SOCKOPTFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_SOCKOPTDATA, h);
	curl_easy_setopt(c, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(c, CURLOPT_CLOSESOCKETDATA, h);
}

/* Is it sure that the host does not exist? Without a network we do not
 * know, and then it is worth another attempt. */
static bool
no_such_host(CURL *c)
{
	struct addrinfo	*ai = NULL, hints = { .ai_socktype = SOCK_STREAM };
	char		*url = NULL, *host = NULL;
	CURLU		*u = curl_url();
	int		 r = EAI_AGAIN;

	curl_easy_getinfo(c, CURLINFO_EFFECTIVE_URL, &url);
	if (u != NULL && url != NULL &&
	    curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK)
		r = getaddrinfo(host, NULL, &hints, &ai);
	if (ai != NULL)
		freeaddrinfo(ai);
	curl_free(host);
	curl_url_cleanup(u);
	return r == EAI_NONAME;
}

static enum llm_error
class_of(CURL *c, CURLcode code)
{
	long	 proxy = 0;
	double	 took = 0;

	switch (code) {
	case CURLE_URL_MALFORMAT:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CRL_BADFILE:
		return LLM_CONFIG;
	case CURLE_COULDNT_RESOLVE_HOST:
		/* A slow lookup is a fault of the resolver. */
		curl_easy_getinfo(c, CURLINFO_TOTAL_TIME, &took);
		return took < 2 && no_such_host(c) ? LLM_UNREACHABLE :
		    LLM_UNAVAILABLE;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return LLM_UNREACHABLE;
	default:
		curl_easy_getinfo(c, CURLINFO_HTTP_CONNECTCODE, &proxy);
		return proxy == 407 || proxy == 403 ? LLM_AUTH :
		    LLM_UNAVAILABLE;
	}
}

static void
finish(struct http *h, CURLcode code)
{
	struct llm_attempt	*x = h->x;
	long		 status = 0;

	curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
	x->status = (int)status;
	if (code == CURLE_OK || h->stopped) {
		x->end = END_WHOLE;
		return;
	}
	x->end = END_FAILED;
	x->failure = h->flooded ? LLM_BAD_ANSWER : class_of(h->easy, code);
	snprintf(x->why, sizeof(x->why), "%s", h->flooded ?
	    "the answer is too large" : h->why[0] != '\0' ? h->why :
	    curl_easy_strerror(code));
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		snprintf(x->why + strlen(x->why), sizeof(x->why) -
		    strlen(x->why), " (-c names a file of authorities)");
}

/* Is the outcome decided, though more may follow? */
static bool
decided(const struct http *h)
{
	long	 status = 0;

	curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
	return status >= 300 || attempt_whole(h->x);
}

/* Run the transfer until it ends, or a clock or a signal stops it. */
static void
drive(const struct llm_options *o, const struct llm_clock *clock,
    struct http *h)
{
	struct curl_waitfd	 extra = { clock->sigfd, CURL_WAIT_POLLIN, 0 };
	struct llm_attempt		*x = h->x;
	CURLMsg			*m;
	double			 now = clock_steady(), last = now, seen = 0;
	double			 end = clock->end, left;
	long			 status = 0;
	int			 n, running = 1;

	for (;;) {
		curl_multi_perform(h->multi, &running);
		while ((m = curl_multi_info_read(h->multi, &n)) != NULL)
			if (m->msg == CURLMSG_DONE) {
				finish(h, m->data.result);
				return;
			}
		now = clock_steady();
		if (traffic(h) != seen) {
			seen = traffic(h);
			last = now;
		}
		if (end == clock->end && decided(h))
			end = fmin(end, now + GRACE_S);
		left = fmin(last + o->idle, end) - now;
		if (left <= 0 || signal_came(clock))
			break;
		/* Half-finished lines make no event: look now and then. */
		curl_multi_poll(h->multi, &extra, 1,
		    (int)ceil(fmin(fmin(left, o->idle / 4), 1) * 1000), NULL);
	}
	curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
	x->status = (int)status;
	x->end = signal_came(clock) ? END_SIGNAL : now >= clock->end ?
	    END_DEADLINE : END_IDLE;
}

void
http_send(struct http *h, const struct llm_options *o,
    const struct llm_clock *clock, struct llm_attempt *x)
{
	struct curl_slist	*list = NULL, *more;
	const char		*const *s;
	curl_off_t		 up = 0;
	char			*type = NULL;

	h->x = x;
	h->stopped = h->flooded = false;
	h->header_n = h->body_n = 0;
	h->progress = 0;
	h->why[0] = '\0';
	x->status = 0;
	x->end = END_FAILED;
	x->hint = (struct backoff_hint)BACKOFF_HINT_INIT;
	x->why[0] = '\0';
	buf_reset(&x->error);
	for (s = x->headers; *s != NULL; s++, list = more)
		if ((more = curl_slist_append(list, *s)) == NULL)
			break;
	set_options(o, h, list);
	curl_multi_add_handle(h->multi, h->easy);
	drive(o, clock, h);
	curl_easy_getinfo(h->easy, CURLINFO_SIZE_UPLOAD_T, &up);
	curl_easy_getinfo(h->easy, CURLINFO_CONTENT_TYPE, &type);
	snprintf(x->type, sizeof(x->type), "%s", type == NULL ? "" : type);
	x->sent = up > 0;
	h->failed = x->end != END_WHOLE || x->status >= 300;
	curl_multi_remove_handle(h->multi, h->easy);
	curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(list);
}
