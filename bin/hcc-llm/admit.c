/*
 * admit.c: may a request be sent?
 *
 * First a place among the requests of this user, then a reservation in the
 * ledger of the task and of the day, under the limits of task.md and of
 * config.lua. Whatever a script wants, nothing is sent without both.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/tokens.h"
#include "hcc-llm/llm.h"
#include "llm/record.h"
#include "llm/redact.h"
#include "llm/slots.h"

#define PROMPTS		"prompt"	/* what each role sent last, in TASK */
#define SURE		0.8	/* part of an estimate that is no error */
#define ENOUGH_TOKENS	2000		/* from which bytes a token are known */

static const struct { enum llm_field bit; const char *name; } fields[] = {
	{ LLM_FIELD_MAX, "max_tokens" },
	{ LLM_FIELD_TEMPERATURE, "temperature" },
	{ LLM_FIELD_STREAM_OPTIONS, "stream_options" },
	{ LLM_FIELD_STREAM, "stream" }
};

static enum hcc_status
open_dir(const char *path, int *dir, struct hcc_err *e)
{
	enum hcc_status	 st = fs_mkdirs(AT_FDCWD, path, e);

	if (st != HCC_OK)
		return st;
	*dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *dir == -1 ? err_errno(e, "open directory '%s'", path) : HCC_OK;
}

enum hcc_status
llm_admit_open(struct llm *a, struct hcc_err *e)
{
	struct buf	 path = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	if (a->task_path != NULL) {
		st = task_open(&a->task, a->task_path, a->session, e);
		if (st == HCC_OK)
			snprintf(a->session, sizeof(a->session), "%s",
			    a->task.session);
	} else if (a->session[0] == '\0')
		snprintf(a->session, sizeof(a->session), "%llx-%lx",
		    (long long)time(NULL), (long)getpid());
	if (st == HCC_OK)
		st = open_dir(tool_state(), &a->state_dir, e);
	buf_addf(&path, "%s/llm", tool_state());
	if (st == HCC_OK && a->replay == NULL)
		st = open_dir(buf_str(&path), &a->limits_dir, e);
	buf_release(&path);
	a->ledger = (struct ledger)LEDGER_INIT(a->task.dir, a->state_dir,
	    a->session, a->replay != NULL);
	return st;
}

void
llm_admit_close(struct llm *a)
{
	if (a->state_dir != -1)
		close(a->state_dir);
	if (a->limits_dir != -1)
		close(a->limits_dir);
	task_close(&a->task);
}

/* Seconds that the server wants a pause. */
static double
paused(const struct llm *a)
{
	return a->model.url == NULL ? 0 :
	    slots_paused(a->limits_dir, a->model.url);
}

static bool
wait_for_server(struct llm *a)
{
	double	 left;

	while ((left = paused(a)) > 0) {
		if (clock_steady() + left >= a->deadline) {
			llm_message(a, LLM_UNAVAILABLE, "%s: all requests "
			    "pause for %.0f s after a rate limit; try again "
			    "later", buf_str(&a->server), left);
			return false;
		}
		if (!llm_sleep(a, retry_jitter(left, llm_random()))) {
			llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
			return false;
		}
	}
	return true;
}

bool
slot_acquire(struct llm *a, int *place)
{
	struct hcc_err	*e = &a->out.err;
	int		 n = llm_parallel(a->config);
	enum hcc_status	 st;

	*place = -1;
	while (wait_for_server(a)) {
		st = slots_take(a->limits_dir, n, place, e);
		if (st == HCC_OK && paused(a) <= 0)
			return true;
		slot_release(place);
		if (st != HCC_OK && st != HCC_AGAIN)
			llm_message(a, LLM_LOCAL, "%s", e->text);
		else if (clock_steady() >= a->deadline)
			llm_message(a, LLM_DEADLINE, "all %d places for "
			    "requests (llm.parallel) were taken for %g s (-d)"
			    "; try again later", n, a->deadline_s);
		else if (llm_sleep(a, 0.02 + 0.03 * llm_random()))
			continue;
		else
			llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
		break;
	}
	return false;
}

void
slot_release(int *place)
{
	if (*place != -1)
		close(*place);
	*place = -1;
}

static size_t
in_common(const struct buf *a, const struct buf *b)
{
	size_t	 n = 0;

	while (n < a->len && n < b->len && a->p[n] == b->p[n])
		n++;
	return n;
}

/* Bytes at its beginning that this prompt shares with what some role sent
 * last: a server's prefix cache has them. Then it takes its role's place. */
static void
follow_prompt(struct llm *a, struct call *c)
{
	const char	*role = a->choice.role;
	struct buf	 last = BUF_INIT, now = BUF_INIT;
	char		**names, path[64];
	size_t		 i, n, shared;

	if (a->task.dir == -1 || c->embed)
		return;
	buf_add(&now, buf_str(&c->prompt), c->prompt.len);
	mask(&now, a->key, MASK_TEXT);
	if (fs_names(a->task.dir, PROMPTS, &names, &n, NULL) == HCC_OK) {
		for (i = 0; i < n; i++) {
			buf_reset(&last);
			snprintf(path, sizeof(path), PROMPTS "/%.40s",
			    names[i]);
			if (fs_read(a->task.dir, path, 0, &last, NULL) ==
			    HCC_OK && (shared = in_common(&now, &last)) >
			    c->prefix)
				c->prefix = shared;
		}
		fs_names_free(names, n);
	}
	snprintf(path, sizeof(path), PROMPTS "/%.30s.txt",
	    role == NULL ? "none" : role);
	if (fs_mkdirs(a->task.dir, PROMPTS, NULL) == HCC_OK)
		(void)fs_replace(a->task.dir, path, buf_str(&now), now.len,
		    NULL);
	buf_release(&last);
	buf_release(&now);
}

void
llm_open_call(struct llm *a, struct call *c)
{
	unsigned char	 id[16];
	jv		 request;
	size_t		 i;

	arc4random_buf(id, sizeof(id));
	for (i = 0; i < sizeof(id); i++)
		snprintf(a->out.id + 2 * i, 3, "%02x", id[i]);
	request = llm_canonical(a, c);
	record_key(request, c->key);
	jv_free(request);
	llm_prompt(a, c);
	follow_prompt(a, c);
}

/* What the ledger has learnt of this model. */
static void
apply_view(struct llm *a, struct call *c, const struct ledger_view *v)
{
	size_t	 i;
	int	 k, n = jv_array_length(jv_copy(v->dropped));
	jv	 name;

	c->same = v->same;
	c->tokens = (double)tok_estimate(buf_str(&c->prompt), c->prompt.len);
	if (v->prompt >= ENOUGH_TOKENS)
		c->tokens = ceil((double)c->prompt.len * v->prompt / v->bytes);
	for (k = 0; k < n; k++) {
		name = jv_array_get(jv_copy(v->dropped), k);
		for (i = 0; i < 4; i++)
			if (jv_get_kind(name) == JV_KIND_STRING &&
			    strcmp(jv_string_value(name), fields[i].name) == 0)
				a->dropped |= fields[i].bit;
		jv_free(name);
	}
}

/* Would `more` go beyond a limit? The outcome tells which. */
static bool
beyond(struct llm *a, const char *scope, const char *what, double spent,
    double more, double limit)
{
	if (spent + more <= limit)
		return false;
	llm_message(a, LLM_BUDGET, "the %s budget allows %.10g %s: %.10g are "
	    "spent or reserved, and this call may take %.6g; raise %s, or go "
	    "on %s", scope, limit, what, spent, more,
	    strcmp(scope, "task") == 0 ?
	    "budget in task.md or llm.limits.task in config.lua" :
	    strcmp(scope, "day") == 0 ? "llm.limits.day in config.lua" :
	    "llm.limits.run in config.lua",
	    strcmp(scope, "day") == 0 ? "tomorrow" : "later");
	return true;
}

static double
limit_of(const struct llm *a, const char *scope, const char *what)
{
	return strcmp(scope, "task") == 0 ?
	    llm_task_limit(a->config, &a->task, what) :
	    llm_limit(a->config, scope, what);
}

/* The scope of the budget that does not allow this call; NULL: all do. */
static const char *
spent(struct llm *a, const struct call *c, const struct ledger_view *v,
    double tokens, double cost)
{
	const struct { const char *name; const struct ledger_sums *sums; }
	    scopes[] = { { "task", &v->task }, { "day", &v->day },
	    { "run", &v->run } };
	size_t	 i;

	for (i = a->task.dir == -1; i < 3; i++)
		if (beyond(a, scopes[i].name, "tokens", scopes[i].sums->tokens,
		    tokens, limit_of(a, scopes[i].name, "tokens")) ||
		    beyond(a, scopes[i].name, "cost", scopes[i].sums->cost,
		    cost, limit_of(a, scopes[i].name, "cost")) ||
		    beyond(a, scopes[i].name, "calls", scopes[i].sums->calls,
		    c->reserved ? 0 : 1, limit_of(a, scopes[i].name,
		    "calls")))
			return scopes[i].name;
	return NULL;
}

/* A server that cuts in silence would answer to half a question. */
static bool
too_long(struct llm *a, const struct call *c)
{
	if (a->replay != NULL || !(c->tokens * SURE > a->model.context))
		return false;
	llm_message(a, LLM_OVERFLOW, "the prompt has about %.0f tokens, and "
	    "the context of '%s' is %.0f", c->tokens, a->model.name,
	    a->model.context);
	return true;
}

/* The members that both lines of a call have. */
static jv
line(const struct llm *a, const struct call *c, const char *ev, double tokens,
    double cost)
{
	jv	 l = json_put_str(jv_object(), "ev", ev);

	l = json_put_str(l, "id", a->out.id);
	l = json_put_str(l, "role", a->choice.role != NULL ? a->choice.role :
	    c->embed ? "embed" : NULL);
	l = json_put_str(l, "model", a->model.name);
	l = json_put_str(l, "task", a->task.path);
	l = json_put_str(l, "request", c->key);
	l = json_put_num(l, "tokens", tokens);
	return json_put_num(l, "cost", cost);
}

bool
llm_reserve(struct llm *a, struct call *c)
{
	struct hcc_err		*e = &a->out.err;
	struct ledger_view	 v;
	const char		*scope;
	double			 tokens, cost;
	bool			 good;

	if (ledger_lock(&a->ledger, a->model.name, c->key, &v, e) != HCC_OK) {
		llm_message(a, LLM_LOCAL, "%s", e->text);
		return false;
	}
	if (!c->reserved)
		apply_view(a, c, &v);
	jv_free(v.dropped);
	if (too_long(a, c)) {
		ledger_unlock(&a->ledger);
		return false;
	}
	tokens = c->tokens + c->response_max;
	cost = llm_cost(&a->model, c->tokens, 0, c->response_max);
	scope = spent(a, c, &v, tokens, cost);
	if ((good = scope == NULL)) {
		c->reserved = true;
		good = ledger_add(&a->ledger, line(a, c, "reserve", tokens,
		    cost), e) == HCC_OK;
		if (!good)
			llm_message(a, LLM_LOCAL, "%s; nothing is sent without"
			    " an entry in the ledger", e->text);
	} else	/* For who asks why a task stands still. */
		(void)ledger_add(&a->ledger, json_put_str(line(a, c, "refuse",
		    tokens, cost), "scope", scope), NULL);
	ledger_unlock(&a->ledger);
	return good;
}

void
llm_settle(struct llm *a, struct call *c)
{
	const struct outcome	*o = &a->out;
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 l, dropped;
	size_t			 i;

	if (!c->reserved)
		return;
	dropped = jv_array();
	l = line(a, c, "settle", o->tokens, o->cost);
	l = json_put(l, "ok", o->class == LLM_OK ? jv_true() : jv_false());
	l = json_put_str(l, "class", llm_error_name(o->class));
	l = json_put(l, "usage", llm_usage_json(o));
	l = json_put_num(l, "attempts", o->attempts);
	l = json_put_num(l, "latency", round(o->latency * 1000) / 1000);
	l = json_put_num(l, "bytes", (double)c->prompt.len);
	l = json_put_num(l, "prefix", (double)c->prefix);
	for (i = 0; i < 4; i++)
		if (a->dropped & fields[i].bit)
			dropped = jv_array_append(dropped,
			    jv_string(fields[i].name));
	l = json_put(l, "dropped", dropped);
	/* Then the reservation counts, which is on the safe side. */
	if (ledger_add(&a->ledger, l, &e) != HCC_OK && o->class != LLM_LOCAL)
		tool_warn(&a->tool, "%s; the call counts as it was reserved",
		    e.text);
}
