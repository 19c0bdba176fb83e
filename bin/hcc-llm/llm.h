/*
 * llm.h: the parts of hcc-llm.
 *
 * A request is what the caller asks; it takes one attempt or several, each an
 * exchange over HTTP or a run of a command; its result is printed. Times are
 * seconds of CLOCK_MONOTONIC unless they say otherwise.
 */
#ifndef HCC_BIN_LLM_LLM_H
#define HCC_BIN_LLM_LLM_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "common/tool.h"
#include "llm/backoff.h"
#include "llm/embeddings.h"
#include "llm/error.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "llm/response.h"

/* What the command line and the environment say. Strings are borrowed. */
struct llm_options {
	struct llm_choice choice;	/* of the model */
	const char	*keyfile;	/* -k */
	const char	*ca;
	const char	*socket;
	const char	*usagefile;
	const char	*task;		/* NULL: none */
	const char	*record, *replay;	/* directories, or NULL */
	bool		 embed, json, nostream;
	int		 attempts;	/* at most */
	int		 batch;		/* texts to embed at once */
	double		 idle, deadline;	/* seconds */
};

/* The server, and what was learnt about it. */
struct llm_server {
	struct llm_model model;
	struct buf	 name;		/* the URL as messages show it */
	char		*key;		/* NULL: none */
	unsigned	 dropped;	/* fields (LLM_FIELD_*) that it
					 * refused */
	unsigned	 tried;		/* of them, those of this process */
	unsigned	 complaint;	/* field that was refused last */
};

struct llm_clock {
	double		 start, end;	/* end: the deadline */
	int		 sigfd;		/* readable: a signal came */
};

/* What limits requests: of the configuration, the task, the day. */
struct llm_budget {
	jv		 config;	/* section llm */
	struct task	 task;		/* dir -1: none */
	char		 session[64];
	int		 state_dir;	/* -1: nothing is kept there */
	int		 slots_dir;	/* -1: requests take no slots */
	struct ledger	 ledger;
};

/* What is asked. */
struct llm_request {
	jv		 body;		/* messages and parameters; or input */
	bool		 embed;
	size_t		 count;		/* texts to embed */
	struct embeddings vectors;	/* of them */
	struct buf	 prompt;	/* what the model reads */
	double		 tokens;	/* of it, about */
	double		 response_max;	/* tokens */
	size_t		 prefix;	/* bytes shared with the last prompt */
	char		 key[65];	/* hash of the request */
	int		 same;		/* requests like it before */
	bool		 reserve;	/* the next attempt needs one */
	bool		 reserved;	/* there is one to settle */
};

/* One exchange over HTTP. */
struct llm_attempt {
	/* What is sent. */
	const char	*url;
	const char	*body;
	size_t		 body_n;
	const char	*const *headers;	/* "Name: value", NULL ends */
	bool		 embed;
	bool		 fresh;		/* on a new connection */
	/* What came back. */
	int		 status;	/* 0: nothing */
	char		 type[80];	/* Content-Type, "": none */
	struct backoff_hint hint;
	struct response	 response;	/* to a chat */
	struct buf	 vectors;	/* body of embeddings */
	struct buf	 error;		/* body that came with a bad status */
	enum { END_WHOLE, END_FAILED, END_IDLE, END_DEADLINE, END_SIGNAL } end;
	enum llm_error	 failure;	/* of END_FAILED */
	char		 why[400];	/* likewise */
	bool		 sent;		/* the server may have worked */
};

/* What became of a request: the record that is printed. */
struct llm_result {
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

struct llm {
	struct tool		 tool;
	struct llm_options	 o;
	struct llm_server	 server;
	struct llm_clock	 clock;
	struct llm_budget	 budget;
	struct http		*http;
	struct llm_result	 result;
};

/* clock.c: time and signals. */
/* From now on SIGINT, SIGTERM and SIGHUP only make `sigfd` readable. */
enum hcc_status	 signals_block(struct llm_clock *, struct hcc_err *);
/* They end the program again; one that came is forgotten. */
void	 signals_restore(struct llm_clock *);
bool	 signal_came(const struct llm_clock *);
/* Wait; false: a signal came. */
bool	 llm_sleep(const struct llm_clock *, double seconds);
double	 llm_random(void);		/* [0, 1) */

/* key.c: the key from -k, HCC_LLM_KEY, key_file or key_cmd. HCC_LLM_KEY
 * leaves the environment in any case. */
enum hcc_status	 key_read(const struct llm_options *, struct llm_server *,
		    struct hcc_err *);
void	 key_release(struct llm_server *);

/* body.c: what is asked. The prompt is text or a JSON object with
 * `messages`; *request is the caller's. */
enum hcc_status	 request_read(const char *, size_t, jv *body,
		    struct hcc_err *);
/* The body in the dialect of the model's server. */
void	 request_body(const struct llm_server *, const struct llm_request *,
	    struct buf *);
/* The same without what concerns its transport; the caller's. */
jv	 request_canonical(const struct llm_server *,
	    const struct llm_request *);
/* Fill in what the model reads, and how much it may answer. */
void	 request_prompt(const struct llm_server *, struct llm_request *);
/* base + path, before a query. */
void	 llm_url(const char *base, const char *path, struct buf *);
/* Fields that a server may refuse; a row of bit 0 ends. */
extern const struct llm_field_row {
	unsigned	 bit;
	const char	*name;		/* in the ledger */
	const char	*without;	/* what the next attempt does */
} llm_fields[];

/* http.c: the only file that uses libcurl. */
struct http;
enum hcc_status	 http_open(struct http **, struct hcc_err *);
void	 http_send(struct http *, const struct llm_options *,
	    const struct llm_clock *, struct llm_attempt *);
void	 http_close(struct http *);	/* NULL is allowed */

/* retry.c: attempts until there is an answer, a lasting failure, or no time;
 * sets the result. */
void	 llm_ask(struct llm *, struct llm_request *);
/* request.c: one attempt; sets class, message and what came of the result. */
void	 attempt_http(struct llm *, struct llm_request *,
	    struct llm_attempt *);
/* Bytes of a good response; false: enough. */
bool	 attempt_feed(struct llm_attempt *, const char *, size_t);
/* Is the response whole, though the server may go on? */
bool	 attempt_whole(const struct llm_attempt *);
/* command.c: the same of a model that is a command. */
void	 attempt_command(struct llm *, struct llm_request *,
	    struct llm_attempt *);
/* Set class and message of the result. */
void	 llm_message(struct llm *, enum llm_error, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

/* budget.c: check that a request may be sent. Opens the task and
 * directories. */
enum hcc_status	 budget_open(struct llm *, struct hcc_err *);
void	 budget_close(struct llm_budget *);
/* One of the slots for requests, when no server wants a pause; false: the
 * result says why not. slot_release gives it back. */
bool	 slot_acquire(struct llm *, int *slot);
void	 slot_release(int *slot);
/* Reserve the most that one attempt can take; false: the result says why. */
bool	 budget_reserve(struct llm *, struct llm_request *);
/* Enter what the request took, when something was reserved. */
void	 budget_record(struct llm *, struct llm_request *);
/* request_open.c: set the id, the key and what is known of the prompt. */
void	 request_open(struct llm *, struct llm_request *);

/* record.c: keep request and result, or answer from what was kept. */
void	 llm_record(struct llm *, struct llm_request *);
void	 llm_replay(struct llm *, struct llm_request *);

/* embed.c: JSON lines of texts in, of vectors out. */
enum hcc_status	 llm_embed(struct llm *, const struct buf *in,
		    struct hcc_err *);

/* print.c: without the key, in the forms that were asked for. */
void	 result_print(struct llm *);
/* The record, with the text of a whole answer or without. */
jv	 result_json(const struct llm *, bool text);
jv	 result_usage(const struct llm_result *);

#endif
