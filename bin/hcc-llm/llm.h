/*
 * llm.h: the parts of hcc-llm.
 *
 * A call is what the caller asks; an attempt is one request of it. Times are
 * seconds of CLOCK_MONOTONIC unless they say otherwise.
 */
#ifndef HCC_BIN_LLM_LLM_H
#define HCC_BIN_LLM_LLM_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "common/tool.h"
#include "llm/embeddings.h"
#include "llm/error.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "llm/response.h"
#include "llm/retry.h"

/* What becomes of a call: the record. */
struct outcome {
	enum llm_error	 class;
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

/* What is asked. */
struct call {
	jv		 request;	/* messages and parameters; or input */
	bool		 embed;
	size_t		 count;		/* texts to embed */
	struct word_vectors	 vectors;	/* of them */
	struct buf	 prompt;	/* what the model reads */
	double		 tokens;	/* of it, about */
	double		 response_max;	/* tokens */
	size_t		 prefix;	/* bytes shared with the last prompt */
	char		 key[65];	/* of the request */
	int		 same;		/* requests like it before */
	bool		 reserve;	/* the next attempt needs one */
	bool		 reserved;	/* there is one to settle */
};

/* What is gathered while the answer comes. */
struct reply {
	struct response	 answer;	/* of a chat */
	struct buf	 body;		/* of embeddings */
	bool		 embed;
};

/* One request on its way. */
struct exchange {
	/* What is sent. */
	const char	*url;
	const char	*body;
	size_t		 body_n;
	const char	*const *headers;	/* "Name: value", NULL ends */
	/* Bytes of a good answer; false: enough. */
	bool		(*sink)(struct reply *, const char *, size_t);
	/* Is the answer whole, though the server may go on? */
	bool		(*whole)(const struct reply *);
	struct reply	 reply;
	/* What came back. */
	int		 status;	/* 0: no answer */
	struct retry_hint hint;
	struct buf	 error;		/* body that came with a bad status */
	char		 type[80];	/* Content-Type, "": none */
	enum { EX_ENDED, EX_FAILED, EX_IDLE, EX_DEADLINE, EX_SIGNAL } end;
	enum llm_error	 failure;	/* of EX_FAILED */
	char		 why[400];	/* likewise */
	bool		 sent;		/* the server may have worked */
};

struct llm {
	struct tool	 tool;
	jv		 config;	/* section llm */
	struct llm_model model;
	struct llm_choice choice;
	struct buf	 server;	/* the URL as messages show it */
	char		*key;		/* NULL: none */
	const char	*keyfile;	/* -k */
	const char	*ca;
	const char	*socket;
	const char	*usagefile;
	const char	*task_path;	/* NULL: none */
	const char	*record, *replay;	/* directories */
	struct task	 task;		/* dir -1: none */
	char		 session[64];
	int		 state_dir;	/* -1: nothing is kept there */
	int		 limits_dir;	/* of the limiter, -1: none */
	struct ledger	 ledger;
	bool		 embed, json, nostream;
	int		 attempts_max;
	int		 batch;
	double		 idle_s, deadline_s;
	double		 start, deadline;	/* when */
	unsigned	 dropped;	/* fields that the server refused */
	unsigned	 tried;		/* of them, those of this process */
	unsigned	 complaint;	/* field that was refused last */
	struct outcome	 out;
	struct http	*http;
	int		 sigfd;
};

/* llm_clock.c: time and signals. */
/* From now on SIGINT, SIGTERM and SIGHUP only make `sigfd` readable. */
enum hcc_status	 llm_signals(struct llm *, struct hcc_err *);
/* They end the program again; one that came is forgotten. */
void	 llm_signals_end(struct llm *);
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
/* The body of a call in the dialect of the model's server. */
void	 llm_body(const struct llm *, const struct call *, struct buf *);
/* The same without what concerns its transport; the caller's. */
jv	 llm_canonical(const struct llm *, const struct call *);
/* Complete the call: what the model reads, how much it may answer. */
void	 llm_prompt(const struct llm *, struct call *);
/* base + path, before a query. */
void	 llm_url(const char *base, const char *path, struct buf *);

/* llm_http.c: the only place that knows libcurl. */
enum hcc_status	 llm_http_open(struct llm *, struct hcc_err *);
void	 llm_http(struct llm *, struct exchange *);
void	 llm_http_close(struct llm *);

/* llm_ask.c: a call, attempt by attempt; the outcome is in `out`. */
void	 llm_ask(struct llm *, struct call *);
/* llm_attempt.c: one request, judged. */
void	 llm_attempt(struct llm *, struct call *, struct exchange *);
/* llm_command.c: the same of a model that is a command. */
void	 llm_command(struct llm *, struct call *, struct exchange *);
/* The class and, for people, why. */
void	 llm_message(struct llm *, enum llm_error, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

/* llm_admit.c: may it be sent? The task, the directories. */
enum hcc_status	 llm_admit_open(struct llm *, struct hcc_err *);
void	 llm_admit_close(struct llm *);
/* One of the places for requests, when no server wants a pause; false: the
 * outcome tells why not. slot_release gives it back. */
bool	 slot_acquire(struct llm *, int *place);
void	 slot_release(int *place);
/* The id, the estimate, what this run has learnt of the server. */
void	 llm_open_call(struct llm *, struct call *);
/* Reserve the most that one attempt can take; false: the outcome tells. */
bool	 llm_reserve(struct llm *, struct call *);
/* Enter what the call took, when something was reserved. */
void	 llm_settle(struct llm *, struct call *);

/* llm_record.c: keep the exchange, or answer from what was kept. */
void	 llm_record(struct llm *, struct call *);
void	 llm_replay(struct llm *, struct call *);
/* The outcome out of a record. */
void	 llm_outcome(struct llm *, jv record);

/* llm_embed.c: JSON lines of texts in, of vectors out. */
enum hcc_status	 llm_embed(struct llm *, const struct buf *in,
		    struct hcc_err *);

/* llm_print.c: masked, and in the forms that were asked for. */
void	 llm_print(struct llm *);
/* The record, with the text of a whole answer or without. */
jv	 llm_record_json(const struct llm *, bool text);
jv	 llm_usage_json(const struct outcome *);

#endif
