/*
 * hcc-llm: ask a model, or an embedder, of a server.
 *
 * The only program that uses the network and reads the key. A call is
 * reserved in the ledger before it is sent and settled after; its answer is
 * printed only when it is whole.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "hcc-llm/llm.h"

#define PROMPT_MAX	(64u << 20)	/* bytes */

#define OPT_STRUCT struct llm_options
static const struct tool_opt opts[] = {
	OPT_COUNT('a', "attempts", attempts, 1, 1000, "try so often (5)"),
	OPT_COUNT('b', "batch", batch, 1, 100000,
	    "embed so many texts in a request (64)"),
	OPT_STRING('c', "cafile", ca, "trust these authorities"),
	OPT_SECONDS('d', "deadline", deadline, "time for all of it (30m)"),
	OPT_FLAG('e', embed, "embed JSON lines of texts"),
	OPT_SECONDS('i', "idle", idle,
	    "time without a byte that ends an attempt (2m)"),
	OPT_FLAG('j', json, "print a record, also of a failure"),
	OPT_STRING('k', "keyfile", keyfile, "read the key from this file"),
	OPT_STRING('m', "model", choice.model,
	    "an entry of the configuration, or a server's name"),
	OPT_FLAG('n', nostream, "do not let the server stream"),
	OPT_STRING('o', "usagefile", usagefile,
	    "write usage and outcome into this file"),
	OPT_COUNT('p', "phase", choice.phase, 0, 9999,
	    "the models of a role take turns by phase"),
	OPT_CHOICE('r', "describe|draft|plan|improve|debug|watch|judge|distil|"
	    "embed",
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

/* Take from the environment what the options leave open. */
static void
read_environment(struct llm *a)
{
	struct llm_choice	*c = &a->o.choice;

	if (c->url == NULL && c->model == NULL)
		c->command = env("HCC_LLM_COMMAND");
	if (c->url == NULL)
		c->url = env("HCC_LLM_URL");
	if (c->model == NULL)
		c->model = env("HCC_LLM_MODEL");
	c->api = env("HCC_LLM_API");
	if (a->o.embed && c->role == NULL)
		c->role = "embed";
	if (a->o.task == NULL)
		a->o.task = env("HCC_TASK");
	a->o.record = env("HCC_LLM_RECORD");
	a->o.replay = env("HCC_LLM_REPLAY");
	c->replay = a->o.replay != NULL;
	if (env("HCC_SESSION") != NULL)
		snprintf(a->budget.session, sizeof(a->budget.session), "%s",
		    env("HCC_SESSION"));
}

/* A query may hold a secret: no message shows it. */
static enum hcc_status
check_url(struct llm *a, struct hcc_err *e)
{
	const char	*url = a->server.model.url, *host;
	size_t		 n;

	if (url == NULL)
		return HCC_OK;
	n = strcspn(url, "?#");
	buf_add(&a->server.name, url, n);
	if (url[n] != '\0')
		buf_adds(&a->server.name, "?..");
	if (strncasecmp(url, "http://", 7) != 0 &&
	    strncasecmp(url, "https://", 8) != 0)
		return err_set(e, HCC_CONFIG, "use URL '%s': it does not begin "
		    "with http:// or https://", buf_str(&a->server.name));
	host = strstr(url, "://") + 3;
	if (memchr(host, '@', strcspn(host, "/?#")) != NULL)
		return err_set(e, HCC_CONFIG, "use a URL with a password: put "
		    "the key into a file (-k) instead");
	return HCC_OK;
}

/* Fail before the request if the usage file cannot be written. */
static enum hcc_status
check_usagefile(struct llm *a, struct hcc_err *e)
{
	const char	*path = a->o.usagefile, *slash;
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
		a->o.usagefile = NULL;
	buf_release(&dir);
	return e->status;
}

static enum hcc_status
set_up(struct llm *a, struct hcc_err *e)
{
	const char	*file = tool_places()->file;
	enum hcc_status	 st;

	if (a->o.choice.api != NULL && strcmp(a->o.choice.api, "openai") != 0 &&
	    strcmp(a->o.choice.api, "anthropic") != 0)
		return err_set(e, HCC_CONFIG, "use HCC_LLM_API '%s': it is "
		    "neither openai nor anthropic", a->o.choice.api);
	if (a->o.record != NULL && a->o.replay != NULL)
		return err_set(e, HCC_CONFIG, "use HCC_LLM_RECORD and "
		    "HCC_LLM_REPLAY: only one of them can be");
	if ((st = check_usagefile(a, e)) != HCC_OK ||
	    (st = llm_config_read(tool_places(), &a->budget.config, e)) !=
	    HCC_OK || (st = llm_model_pick(a->budget.config, file, &a->o.choice,
	    &a->server.model, e)) != HCC_OK ||
	    (st = check_url(a, e)) != HCC_OK ||
	    (st = key_read(&a->o, &a->server, e)) != HCC_OK)
		return st;
	a->server.model.stream &= !a->o.nostream;
	return budget_open(a, e);
}

/* Start the clocks, now that the input is read. Signals are held back until
 * the ledger is settled. */
static enum hcc_status
begin(struct llm *a, struct hcc_err *e)
{
	a->clock.start = clock_steady();
	a->clock.end = a->clock.start + a->o.deadline;
	return a->server.model.command == NULL && a->o.replay == NULL &&
	    http_open(&a->http, e) != HCC_OK ? e->status :
	    signals_block(&a->clock, e);
}

static enum hcc_status
run(struct llm *a, struct hcc_err *e)
{
	struct llm_request	 r = { .prompt = BUF_INIT };
	struct buf	 in = BUF_INIT;
	enum hcc_status	 st;

	st = fs_read_fd(STDIN_FILENO, "standard input", a->o.embed ? 0 :
	    PROMPT_MAX, &in, e);
	if (st == HCC_OK)
		st = begin(a, e);
	if (st == HCC_OK && a->o.embed)
		st = llm_embed(a, &in, e);
	else if (st == HCC_OK && (st = request_read(buf_str(&in), in.len,
	    &r.body, e)) == HCC_OK) {
		llm_ask(a, &r);
		jv_free(r.body);
		buf_release(&r.prompt);
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
		.o = { .attempts = 5, .batch = 64, .idle = 120,
		    .deadline = 1800 },
		.server = { .model = { .spec = jv_null() },
		    .name = BUF_INIT },
		.clock = { .sigfd = -1 },
		.budget = { .config = jv_invalid(), .state_dir = -1,
		    .slots_dir = -1, .task = TASK_NONE },
		.result = { .message = BUF_INIT, .text = BUF_INIT,
		    .usage = LLM_USAGE_INIT }
	};
	struct llm_result	*o = &a.result;
	int		 first;

	first = tool_options(&a.tool, argc, argv, &a.o);
	if (argc - first > 1)
		tool_usage(&a.tool, "there is one task at most");
	if (a.o.embed && a.o.json)
		tool_usage(&a.tool, "-e prints records: leave -j away");
	if (first < argc)
		a.o.task = argv[first];
	read_environment(&a);
	if (set_up(&a, &o->err) != HCC_OK || run(&a, &o->err) != HCC_OK)
		llm_message(&a, o->err.status == HCC_CONFIG ? LLM_CONFIG :
		    LLM_LOCAL, "%s", o->err.text);
	if (a.o.replay == NULL && a.clock.start > 0)
		o->latency = clock_steady() - a.clock.start;
	signals_restore(&a.clock);
	result_print(&a);
	http_close(a.http);
	budget_close(&a.budget);
	key_release(&a.server);
	llm_model_release(&a.server.model);
	jv_free(a.budget.config);
	buf_release(&a.server.name);
	buf_release(&o->message);
	buf_release(&o->text);
	return tool_finish(&a.tool);
}
