/*
 * llm.h: the parts of hcc-llm.
 *
 * A call is what the caller asks; an attempt is one request of it. Times are
 * seconds of CLOCK_MONOTONIC unless they say otherwise.
 */
#ifndef HCC_BIN_LLM_H
#define HCC_BIN_LLM_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "../lib/answer.h"
#include "../lib/buf.h"
#include "../lib/llm_class.h"
#include "../lib/llm_config.h"
#include "../lib/wait.h"
#include "tool.h"

/* What becomes of a call: the record. */
struct outcome {
	enum llm_class	 class;
	struct hcc_err	 err;		/* what LLM_LOCAL stands for */
	int		 status;	/* of HTTP, 0: none */
	struct buf	 message;	/* for people, one line */
	struct buf	 text;
	size_t		 reasoning;	/* bytes */
	char		 finish[32];
	struct llm_usage usage;
	bool		 estimated;	/* some of it */
	double		 tokens;	/* of all attempts */
	double		 cost;		/* likewise */
	int		 attempts;
	double		 latency;
	char		 id[33];
};

/* One request on its way. */
struct exchange {
	/* What is sent. */
	const char	*url;
	const char	*body;
	size_t		 body_n;
	const char	*const *headers;	/* "Name: value", NULL ends */
	/* Bytes of a good answer; false: enough. */
	bool		(*sink)(void *, const char *, size_t);
	/* Is the answer whole, though the server may go on? */
	bool		(*whole)(void *);
	void		*ctx;
	/* What came back. */
	int		 status;	/* 0: no answer */
	struct wait_hint hint;
	struct buf	 error;		/* body that came with a bad status */
	enum { EX_ENDED, EX_FAILED, EX_IDLE, EX_DEADLINE, EX_SIGNAL } end;
	enum llm_class	 failure;	/* of EX_FAILED */
	char		 why[400];	/* likewise */
	bool		 sent;		/* the server may have worked */
};

struct llm {
	struct tool	 tool;
	jv		 config;	/* section llm */
	struct llm_model model;
	struct llm_choice choice;
	char		*key;		/* NULL: none */
	const char	*keyfile;	/* -k */
	const char	*ca;
	const char	*socket;
	const char	*usagefile;
	const char	*task_path;	/* NULL: none */
	bool		 embed, json, nostream;
	int		 attempts_max;
	int		 batch;
	double		 idle_s, deadline_s;
	double		 deadline;	/* when */
	unsigned	 dropped;	/* fields that the server refused */
	unsigned	 complaint;	/* field that the last attempt refused */
	struct outcome	 out;
	struct http	*http;
	int		 sigfd;
};

/* llm_clock.c: time and signals. */
double	 llm_now(void);
/* From now on SIGINT, SIGTERM and SIGHUP only make `sigfd` readable. */
enum hcc_status	 llm_signals(struct llm *, struct hcc_err *);
bool	 llm_signalled(const struct llm *);
/* Wait; false: a signal came. */
bool	 llm_sleep(const struct llm *, double seconds);
double	 llm_random(void);		/* [0, 1) */

/* llm_key.c: the key from -k, HCC_LLM_KEY, key_file or key_cmd. HCC_LLM_KEY
 * leaves the environment in any case. */
enum hcc_status	 llm_key(struct llm *, struct hcc_err *);
void	 llm_key_release(struct llm *);

/* llm_body.c: what is asked. The prompt is text or a JSON object with
 * `messages`; *request is the caller's. */
enum hcc_status	 llm_request(const char *, size_t, jv *request,
		    struct hcc_err *);
/* The body of a request (borrowed) in the model's dialect. */
void	 llm_body(const struct llm *, jv request, struct buf *);
/* The bytes that the model reads, for estimates. */
void	 llm_prompt(jv request, struct buf *);
/* base + path, before a query. */
void	 llm_url(const char *base, const char *path, struct buf *);

/* llm_http.c: the only place that knows libcurl. */
enum hcc_status	 llm_http_open(struct llm *, struct hcc_err *);
void	 llm_http(struct llm *, struct exchange *);
void	 llm_http_close(struct llm *);

/* llm_ask.c: a call, attempt by attempt. */
void	 llm_ask(struct llm *, jv request);
/* The class and, for people, why. */
void	 llm_message(struct llm *, enum llm_class, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

jv	 llm_usage_json(const struct outcome *);
/* llm_print.c: masked, and in the forms that were asked for. */
void	 llm_print(struct llm *);

#endif
