/*
 * brain.c: load a brain and register the functions for the model and context.
 *
 * Errors of the model that no brain can handle (no key, no network, a spent
 * budget) end the tool with the status of hcc-llm(1): nothing is published, and
 * the step can be repeated. Other faults of an answer are passed to the brain.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/subprocess.h"
#include "brain/brain.h"
#include "brain/context.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "task/earlier.h"

#define SMALL_ROOM	12000	/* tokens of a prompt: a weak model's */
#define ANSWER_MAX (64u << 20)	/* bytes of a record of hcc-llm */

struct host_ctx {
	const struct task	*t;
	const struct places	*at;
	int			 stop_fd;
};

enum hcc_status
brain_name(const struct task *t, const struct places *at,
    const char *wanted, const char **name, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 llm;

	*name = wanted != NULL ? wanted : t->brain;
	if (*name != NULL)
		return HCC_OK;
	if ((st = llm_config_read(at, &llm, e)) != HCC_OK)
		return st;
	*name = !at->model && !llm_configured(llm) ? "offline" :
	    llm_room(llm, at->model_name, "plan") <= SMALL_ROOM ? "hybrid" :
	    "llm";
	jv_free(llm);
	return HCC_OK;
}

/* Classes of hcc-llm's record that are passed to the brain: another request may
 * get an answer. */
static bool
is_for_brain(const char *class)
{
	static const char *const mine[] = { "ok", "overflow", "refused",
	    "content_filter", "length", "bad_answer", "empty" };
	size_t	 i;

	for (i = 0; i < sizeof(mine) / sizeof(mine[0]); i++)
		if (strcmp(class, mine[i]) == 0)
			return true;
	return false;
}

/* The record, or an error; hcc-llm has printed the reason. A server that has
 * answered this task before and is unreachable now counts as temporarily
 * down. */
static jv
answer_of(const struct host_ctx *l, const char *role, const struct buf *out,
    int status, struct hcc_err *e)
{
	jv			 r = json_parse(buf_str(out), out->len,
				    "hcc-llm", 0, NULL);
	const char		*class = json_str(r, "class", "unavailable");
	struct ledger_sums	 s;
	enum hcc_status		 st = err_from_exit_code(status);

	if (jv_get_kind(r) == JV_KIND_OBJECT && is_for_brain(class))
		return r;
	if (strcmp(class, "unreachable") == 0 &&
	    ledger_read(l->t->dir, LEDGER_FILE, &s, NULL) == HCC_OK &&
	    s.answered > 0)
		st = HCC_AGAIN;
	err_set(e, st, "%s of '%s': no answer from the model (%s)", role,
	    l->t->path, class);
	jv_free(r);
	return jv_invalid();
}

/* hcc.ask{role=, phase=, messages=, ..}: the record of hcc-llm -j. */
static jv
host_ask(void *ctx, jv arg, struct hcc_err *e)
{
	struct host_ctx	*l = ctx;
	struct buf	 in = BUF_INIT, out = BUF_INIT;
	char		 tool[4096], role[32], phase[16];
	const char	*argv[] = { tool, "-j", "-r", role, "-p", phase,
			    l->t->path, NULL };
	struct subprocess	 f = { .argv = argv, .in = &in,
	    .max = ANSWER_MAX, .stop_fd = l->stop_fd };
	int		 status = 0;
	jv		 r = jv_invalid();

	snprintf(tool, sizeof(tool), "%s/hcc-llm", l->at->bin);
	snprintf(role, sizeof(role), "%s", json_str(arg, "role", ""));
	snprintf(phase, sizeof(phase), "%.0f", fmin(fmax(json_num(arg, "phase",
	    0), 0), 9999));
	arg = jv_object_delete(arg, jv_string("role"));
	arg = jv_object_delete(arg, jv_string("phase"));
	json_dump(&in, arg);
	jv_free(arg);
	if (subprocess_run(&f, &out, &status, e) == HCC_OK)
		r = answer_of(l, role, &out, status, e);
	buf_release(&in);
	buf_release(&out);
	return r;
}

/* hcc.context{role=, asks=, id=, budget=, bare=, behind=}: the text. `behind`
 * follows it in the prompt and counts in the budget too. */
static jv
host_context(void *ctx, jv arg, struct hcc_err *e)
{
	struct host_ctx		*l = ctx;
	struct context_opts	 o = { .role = json_str(arg, "role", ""),
				    .asks = json_str(arg, "asks", NULL),
				    .only = json_str(arg, "id", NULL),
				    .budget = json_num(arg, "budget", 0),
				    .bare = json_bool(arg, "bare", false),
				    .behind = json_str(arg, "behind", NULL) };
	struct buf		 b = BUF_INIT;
	struct context		 parts;
	jv			 text = jv_invalid();

	o.bytes_per_token = ledger_bytes_per_token(l->t->dir, o.asks != NULL ?
	    o.asks : o.role);
	if (context_build(l->t, l->at, &o, &parts, e) == HCC_OK) {
		context_text(&b, &parts);
		text = jv_string_sized(buf_str(&b), (int)b.len);
	}
	context_free(&parts);
	buf_release(&b);
	jv_free(arg);
	return text;
}

/* hcc.fit{role=, budget=, text=, share=}: the text, cut to its share. */
static jv
host_fit(void *ctx, jv arg, struct hcc_err *e)
{
	struct host_ctx		*l = ctx;
	struct context_opts	 o = { .role = json_str(arg, "role", ""),
				    .budget = json_num(arg, "budget", 0) };
	struct buf		 b = BUF_INIT;
	jv			 text = jv_invalid();

	o.bytes_per_token = ledger_bytes_per_token(l->t->dir, o.role);
	if (context_fit(l->t, l->at, &o, json_str(arg, "text", ""),
	    json_num(arg, "share", 1), &b, e) == HCC_OK)
		text = jv_string_sized(buf_str(&b), (int)b.len);
	buf_release(&b);
	jv_free(arg);
	return text;
}

/* hcc.solution(id): a run of before, as `base` has it; null: there is none. */
static jv
host_solution(void *ctx, jv arg, struct hcc_err *e)
{
	struct host_ctx	*l = ctx;
	struct earlier	 run;
	jv		 found = jv_null();

	(void)e;
	if (jv_get_kind(arg) == JV_KIND_STRING) {
		if (earlier_open(l->t, jv_string_value(arg), &run, NULL) ==
		    HCC_OK)
			found = earlier_json(l->t, &run);
		earlier_free(&run);
	}
	jv_free(arg);
	return found;
}

/* hcc.host_fail(why). */
static jv
host_fail(void *ctx, jv arg, struct hcc_err *e)
{
	struct host_ctx	*l = ctx;

	err_set(e, HCC_UNAVAILABLE, "'%s': %s", l->t->path,
	    jv_get_kind(arg) == JV_KIND_STRING ? jv_string_value(arg) :
	    "the brain gave no reason");
	jv_free(arg);
	return jv_invalid();
}

static enum hcc_status
register_functions(struct script *s, const struct task *t,
    const struct places *at, struct hcc_err *e)
{
	struct host_ctx	*l = mem_room(sizeof(*l));
	enum hcc_status	 st;

	*l = (struct host_ctx){ t, at, -1 };
	/* What hcc-llm learns of a server holds for a run: this tool's, where
	 * it is of none. */
	(void)setenv("HCC_SESSION", t->session, 0);
	if ((st = script_register(s, "ask", host_ask, l, free, e)) != HCC_OK ||
	    (st = script_register(s, "context", host_context, l, NULL, e)) !=
	    HCC_OK ||
	    (st = script_register(s, "fit", host_fit, l, NULL, e)) != HCC_OK ||
	    (st = script_register(s, "solution", host_solution, l, NULL, e)) !=
	    HCC_OK)
		return st;
	return script_register(s, "fail", host_fail, l, NULL, e);
}

enum hcc_status
brain_open(const struct task *t, const struct places *at, const char *name,
    struct script **s, struct hcc_err *e)
{
	char		 path[4096];
	const char	*dirs[3] = { at->config, at->share, NULL };
	enum hcc_status	 st;

	if (strchr(name, '/') != NULL)
		snprintf(path, sizeof(path), "%s", name);
	else {
		snprintf(path, sizeof(path), "%s/brain/%s.lua", at->config,
		    name);
		if (access(path, F_OK) != 0)
			snprintf(path, sizeof(path), "%s/brain/%s.lua",
			    at->share, name);
	}
	if (access(path, F_OK) != 0)
		return err_set(e, HCC_CONFIG, "open brain '%s': no such file "
		    "(a path, or a name below %s/brain)", name, at->share);
	if ((st = script_open(s, path, dirs, e)) != HCC_OK)
		return st;
	if ((st = register_functions(*s, t, at, e)) != HCC_OK) {
		script_close(*s);
		*s = NULL;
	}
	return st;
}

enum hcc_status
brain_of_task(const struct task *t, const struct places *at,
    const char *wanted, struct script **s, struct hcc_err *e)
{
	const char	*name;
	enum hcc_status	 st;

	*s = NULL;
	if ((st = brain_name(t, at, wanted, &name, e)) != HCC_OK)
		return st;
	return brain_open(t, at, name, s, e);
}

bool
brain_waits(struct script *s)
{
	jv	 table = script_table(s);
	bool	 waits = json_bool(table, "waits", false);

	jv_free(table);
	return waits;
}

jv
brain_event(jv event, jv answer)
{
	const char	*by = json_str(answer, "brain", NULL);

	if (by == NULL)
		return event;
	event = json_put_str(event, "by", by);
	return json_put_str(event, "reason", json_str(answer, "why", NULL));
}

void
brain_stop_fd(struct script *s, int fd)
{
	struct host_ctx	*l = script_host_ctx(s, host_ask);

	l->stop_fd = fd;
}
