/*
 * hcc-llm: ask a model, or an embedder, of a server.
 *
 * The only program that uses the network and knows the key. A call is
 * reserved in the ledger before it is sent and settled after; its answer is
 * printed only when it is whole.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "hcc-llm/llm.h"

#define PROMPT_MAX	(64u << 20)	/* bytes */

#define OPT_STRUCT struct llm
static const struct tool_opt opts[] = {
	OPT_COUNT('a', "attempts", attempts_max, 1, 1000, "try so often (5)"),
	OPT_COUNT('b', "batch", batch, 1, 100000,
	    "embed so many texts in a request (64)"),
	OPT_STRING('c', "cafile", ca, "trust these authorities"),
	OPT_SECONDS('d', "deadline", deadline_s, "time for all of it (30m)"),
	OPT_FLAG('e', embed, "embed JSON lines of texts"),
	OPT_SECONDS('i', "idle", idle_s,
	    "time without a byte that ends an attempt (2m)"),
	OPT_FLAG('j', json, "print a record, also of a failure"),
	OPT_STRING('k', "keyfile", keyfile, "read the key from this file"),
	OPT_STRING('m', "model", choice.model,
	    "an entry of the configuration, or a server's name"),
	OPT_FLAG('n', nostream, "do not let the server stream"),
	OPT_STRING('o', "usagefile", usagefile,
	    "write usage and outcome into this file"),
	OPT_CHOICE('r', "describe|draft|plan|improve|debug|judge|distil|embed",
	    choice.role, "the model of this role"),
	OPT_STRING('s', "socket", socket, "connect to this UNIX socket"),
	OPT_STRING('u', "url", choice.url, "base URL of the server"),
	OPT_END
};

static const char *
env(const char *name)
{
	const char	*s = getenv(name);

	return s != NULL && *s != '\0' ? s : NULL;
}

/* What options have not said, the environment may. */
static void
read_environment(struct llm *a)
{
	struct llm_choice	*c = &a->choice;

	if (c->url == NULL && c->model == NULL)
		c->command = env("HCC_LLM_COMMAND");
	if (c->url == NULL)
		c->url = env("HCC_LLM_URL");
	if (c->model == NULL)
		c->model = env("HCC_LLM_MODEL");
	c->api = env("HCC_LLM_API");
	if (a->embed && c->role == NULL)
		c->role = "embed";
	if (a->task_path == NULL)
		a->task_path = env("HCC_TASK");
	a->record = env("HCC_LLM_RECORD");
	a->replay = env("HCC_LLM_REPLAY");
	c->replay = a->replay != NULL;
	if (env("HCC_SESSION") != NULL)
		snprintf(a->session, sizeof(a->session), "%s",
		    env("HCC_SESSION"));
}

/* A query may hold a secret: no message shows it. */
static enum hcc_status
check_url(struct llm *a, struct hcc_err *e)
{
	const char	*url = a->model.url, *host;
	size_t		 n;

	if (url == NULL)
		return HCC_OK;
	n = strcspn(url, "?#");
	buf_add(&a->server, url, n);
	if (url[n] != '\0')
		buf_adds(&a->server, "?..");
	if (strncasecmp(url, "http://", 7) != 0 &&
	    strncasecmp(url, "https://", 8) != 0)
		return err_set(e, HCC_CONFIG, "use URL '%s': it does not begin "
		    "with http:// or https://", buf_str(&a->server));
	host = strstr(url, "://") + 3;
	if (memchr(host, '@', strcspn(host, "/?#")) != NULL)
		return err_set(e, HCC_CONFIG, "use a URL with a password: put "
		    "the key into a file (-k) instead");
	return HCC_OK;
}

/* Who cannot be told what a call cost does not make it. */
static enum hcc_status
check_usagefile(struct llm *a, struct hcc_err *e)
{
	const char	*path = a->usagefile, *slash;
	struct buf	 dir = BUF_INIT;
	struct stat	 sb;

	if (path == NULL)
		return HCC_OK;
	if ((slash = strrchr(path, '/')) != NULL)
		buf_add(&dir, path, (size_t)(slash - path) + 1);
	buf_adds(&dir, ".");
	if (faccessat(AT_FDCWD, buf_str(&dir), W_OK | X_OK, AT_EACCESS) == -1)
		(void)err_errno(e, "write '%s' (-o)", path);
	else if (stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
		(void)err_set(e, HCC_IO, "write '%s' (-o): is a directory",
		    path);
	if (e->status != HCC_OK)
		a->usagefile = NULL;
	buf_release(&dir);
	return e->status;
}

static enum hcc_status
set_up(struct llm *a, struct hcc_err *e)
{
	const char	*file = tool_places()->file;
	enum hcc_status	 st;

	if (a->choice.api != NULL && strcmp(a->choice.api, "openai") != 0 &&
	    strcmp(a->choice.api, "anthropic") != 0)
		return err_set(e, HCC_CONFIG, "use HCC_LLM_API '%s': it is "
		    "neither openai nor anthropic", a->choice.api);
	if (a->record != NULL && a->replay != NULL)
		return err_set(e, HCC_CONFIG, "use HCC_LLM_RECORD and "
		    "HCC_LLM_REPLAY: only one of them can be");
	if ((st = check_usagefile(a, e)) != HCC_OK ||
	    (st = llm_config_read(tool_places(), &a->config, e)) != HCC_OK ||
	    (st = llm_model_pick(a->config, file, &a->choice, &a->model,
	    e)) != HCC_OK ||
	    (st = check_url(a, e)) != HCC_OK ||
	    (st = llm_key(a, e)) != HCC_OK)
		return st;
	return llm_admit_open(a, e);
}

/* The input is read, however long that took: from here on clocks run and
 * signals wait until the ledger is settled. */
static enum hcc_status
begin(struct llm *a, struct hcc_err *e)
{
	a->start = clock_steady();
	a->deadline = a->start + a->deadline_s;
	return a->model.command == NULL && a->replay == NULL &&
	    llm_http_open(a, e) != HCC_OK ? e->status : llm_signals(a, e);
}

static enum hcc_status
run(struct llm *a, struct hcc_err *e)
{
	struct call	 c = { .prompt = BUF_INIT };
	struct buf	 in = BUF_INIT;
	enum hcc_status	 st;

	st = fs_read_fd(STDIN_FILENO, "standard input", a->embed ? 0 :
	    PROMPT_MAX, &in, e);
	if (st == HCC_OK)
		st = begin(a, e);
	if (st == HCC_OK && a->embed)
		st = llm_embed(a, &in, e);
	else if (st == HCC_OK && (st = llm_request(buf_str(&in), in.len,
	    &c.request, e)) == HCC_OK) {
		llm_ask(a, &c);
		jv_free(c.request);
		buf_release(&c.prompt);
	}
	buf_release(&in);
	return st;
}

int
main(int argc, char **argv)
{
	struct llm	 a = {
		.tool = { .name = "hcc-llm", .operands = "[task]",
		    .about = "ask a model, or an embedder", .opts = opts },
		.config = jv_invalid(), .server = BUF_INIT,
		.attempts_max = 5, .batch = 64,
		.idle_s = 120, .deadline_s = 1800, .sigfd = -1,
		.task = TASK_NONE,
		.state_dir = -1, .limits_dir = -1,
		.model = { .spec = jv_null() },
		.out = { .message = BUF_INIT, .text = BUF_INIT,
		    .usage = LLM_USAGE_INIT }
	};
	struct outcome	*o = &a.out;
	int		 first;

	first = tool_options(&a.tool, argc, argv, &a);
	if (argc - first > 1)
		tool_usage(&a.tool, "there is one task at most");
	if (a.embed && a.json)
		tool_usage(&a.tool, "-e prints records: leave -j away");
	if (first < argc)
		a.task_path = argv[first];
	read_environment(&a);
	if (set_up(&a, &o->err) != HCC_OK || run(&a, &o->err) != HCC_OK)
		llm_message(&a, o->err.status == HCC_CONFIG ? LLM_CONFIG :
		    LLM_LOCAL, "%s", o->err.text);
	if (a.replay == NULL && a.start > 0)
		o->latency = clock_steady() - a.start;
	llm_signals_end(&a);
	llm_print(&a);
	llm_http_close(&a);
	llm_admit_close(&a);
	llm_key_release(&a);
	llm_model_release(&a.model);
	jv_free(a.config);
	buf_release(&a.server);
	buf_release(&o->message);
	buf_release(&o->text);
	return tool_finish(&a.tool);
}
