/*
 * budget.c: check budgets and take a slot before a request is sent.
 *
 * It takes a slot among the requests of this user, then a reservation in the
 * ledgers of the task and of the day, under the limits of task.md and
 * config.lua. Nothing is sent without both.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/tokens.h"
#include "hcc-llm/llm.h"
#include "llm/slots.h"

#define SURE		0.8	/* part of an estimate that is no error */
#define ENOUGH_TOKENS	2000		/* from which bytes a token are known */

static enum hcc_status
open_dir(const char *path, int *dir, struct hcc_err *e)
{
	enum hcc_status	 st = fs_mkdirs(AT_FDCWD, path, e);

	if (st != HCC_OK)
		return st;
	*dir = fs_open_dir(AT_FDCWD, path);
	return *dir == -1 ? err_errno(e, "open directory '%s'", path) : HCC_OK;
}

enum hcc_status
budget_open(struct llm *a, struct hcc_err *e)
{
	struct llm_budget *b = &a->budget;
	struct buf	 path = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	if (a->o.task != NULL) {
		st = task_open(&b->task, a->o.task, b->session, e);
		if (st == HCC_OK)
			snprintf(b->session, sizeof(b->session), "%s",
			    b->task.session);
	} else if (b->session[0] == '\0')
		snprintf(b->session, sizeof(b->session), "%llx-%lx",
		    (long long)time(NULL), (long)getpid());
	if (st == HCC_OK)
		st = open_dir(tool_state(), &b->state_dir, e);
	buf_addf(&path, "%s/llm", tool_state());
	if (st == HCC_OK && a->o.replay == NULL)
		st = open_dir(buf_str(&path), &b->slots_dir, e);
	buf_release(&path);
	b->ledger = (struct ledger)LEDGER_INIT(b->task.dir, b->state_dir,
	    b->session, a->o.replay != NULL);
	return st;
}

void
budget_close(struct llm_budget *b)
{
	if (b->state_dir != -1)
		close(b->state_dir);
	if (b->slots_dir != -1)
		close(b->slots_dir);
	task_close(&b->task);
}

/* Seconds of the pause that the server asks for. */
static double
paused(const struct llm *a)
{
	return a->server.model.url == NULL ? 0 :
	    slots_paused(a->budget.slots_dir, a->server.model.url);
}

static bool
wait_for_server(struct llm *a)
{
	double	 left;

	while ((left = paused(a)) > 0) {
		if (clock_steady() + left >= a->clock.end) {
			llm_message(a, LLM_UNAVAILABLE, "%s: rate limited: "
			    "the pause of %.0f s is longer than the deadline "
			    "(-d); try again later",
			    buf_str(&a->server.name), left);
			return false;
		}
		if (!llm_sleep(&a->clock, backoff_jitter(left, llm_random()))) {
			llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
			return false;
		}
	}
	return true;
}

bool
slot_acquire(struct llm *a, int *slot)
{
	struct hcc_err	*e = &a->result.err;
	int		 n = llm_parallel(a->budget.config);
	enum hcc_status	 st;

	*slot = -1;
	while (wait_for_server(a)) {
		st = slots_acquire(a->budget.slots_dir, n, slot, e);
		if (st == HCC_OK && paused(a) <= 0)
			return true;
		slot_release(slot);
		if (st != HCC_OK && st != HCC_AGAIN)
			llm_message(a, LLM_LOCAL, "%s", e->text);
		else if (clock_steady() >= a->clock.end)
			llm_message(a, LLM_DEADLINE, "no slot for a request "
			    "within %g s (-d): all %d (llm.parallel) are "
			    "taken; try again later", a->o.deadline, n);
		else if (llm_sleep(&a->clock, 0.02 + 0.03 * llm_random()))
			continue;
		else
			llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
		break;
	}
	return false;
}

void
slot_release(int *slot)
{
	if (*slot != -1)
		close(*slot);
	*slot = -1;
}

/* Apply what the ledger has of this model. */
static void
apply_view(struct llm *a, struct llm_request *r, const struct ledger_view *v)
{
	const struct llm_field_row	*f;

	r->same = v->same;
	r->tokens = (double)tok_estimate(buf_str(&r->prompt), r->prompt.len);
	if (v->prompt >= ENOUGH_TOKENS)
		r->tokens = ceil((double)r->prompt.len * v->prompt / v->bytes);
	for (f = llm_fields; f->bit != 0; f++)
		if (json_has(v->dropped, f->name))
			a->server.dropped |= f->bit;
}

/* Would `more` exceed a limit? The result then says which. */
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
	    llm_task_limit(a->budget.config, &a->budget.task, what) :
	    llm_limit(a->budget.config, scope, what);
}

/* The scope of the budget that does not allow this call; NULL: all do. */
static const char *
spent(struct llm *a, const struct llm_request *r, const struct ledger_view *v,
    double tokens, double cost)
{
	const struct { const char *name; const struct ledger_sums *sums; }
	    scopes[] = { { "task", &v->task }, { "day", &v->day },
	    { "run", &v->run } };
	size_t	 i;

	for (i = a->budget.task.dir == -1; i < 3; i++)
		if (beyond(a, scopes[i].name, "tokens", scopes[i].sums->tokens,
		    tokens, limit_of(a, scopes[i].name, "tokens")) ||
		    beyond(a, scopes[i].name, "cost", scopes[i].sums->cost,
		    cost, limit_of(a, scopes[i].name, "cost")) ||
		    beyond(a, scopes[i].name, "calls", scopes[i].sums->calls,
		    r->reserved ? 0 : 1, limit_of(a, scopes[i].name,
		    "calls")))
			return scopes[i].name;
	return NULL;
}

/* The server might truncate the prompt without an error. */
static bool
too_long(struct llm *a, const struct llm_request *r)
{
	double	 context = a->server.model.context;
	double	 room = fmin(r->response_max, context / 4);

	if (a->o.replay != NULL || !(r->tokens * SURE + room > context))
		return false;
	llm_message(a, LLM_OVERFLOW, "the prompt has about %.0f tokens, its "
	    "answer may take %.0f, and the context of '%s' is %.0f", r->tokens,
	    room, a->server.model.name, context);
	return true;
}

/* The members that both lines of a call have. */
static jv
line(const struct llm *a, const struct llm_request *r, const char *ev,
    double tokens, double cost)
{
	jv	 l = json_put_str(jv_object(), "ev", ev);

	l = json_put_str(l, "id", a->result.id);
	l = json_put_str(l, "role", a->o.choice.role != NULL ?
	    a->o.choice.role : r->embed ? "embed" : NULL);
	l = json_put_num(l, "phase", a->o.choice.phase);
	l = json_put_str(l, "model", a->server.model.name);
	l = json_put_path(l, "task", a->budget.task.path);
	l = json_put_str(l, "request", r->key);
	l = json_put_num(l, "tokens", tokens);
	return json_put_num(l, "cost", cost);
}

bool
budget_reserve(struct llm *a, struct llm_request *r)
{
	struct hcc_err		*e = &a->result.err;
	struct ledger_view	 v;
	const char		*scope;
	double			 tokens, cost;
	bool			 good;

	if (ledger_lock(&a->budget.ledger, a->server.model.name, r->key, &v,
	    e) != HCC_OK) {
		llm_message(a, LLM_LOCAL, "%s", e->text);
		return false;
	}
	if (!r->reserved)
		apply_view(a, r, &v);
	jv_free(v.dropped);
	if (too_long(a, r)) {
		ledger_unlock(&a->budget.ledger);
		return false;
	}
	tokens = r->tokens + r->response_max;
	cost = llm_cost(&a->server.model, r->tokens, 0, r->response_max);
	scope = spent(a, r, &v, tokens, cost);
	if ((good = scope == NULL)) {
		r->reserved = true;
		good = ledger_add(&a->budget.ledger,
		    line(a, r, "reserve", tokens, cost), e) == HCC_OK;
		if (!good)
			llm_message(a, LLM_LOCAL, "%s; nothing is sent without"
			    " an entry in the ledger", e->text);
	} else	/* Tells hcc-status why the task pauses. */
		(void)ledger_add(&a->budget.ledger,
		    json_put_str(line(a, r, "refuse", tokens, cost), "scope",
		    scope), NULL);
	ledger_unlock(&a->budget.ledger);
	return good;
}

void
budget_record(struct llm *a, struct llm_request *r)
{
	const struct llm_result	*o = &a->result;
	const struct llm_field_row *f;
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 l, dropped;

	if (!r->reserved)
		return;
	dropped = jv_array();
	l = line(a, r, "settle", o->tokens, o->cost);
	l = json_put(l, "ok", o->class == LLM_OK ? jv_true() : jv_false());
	l = json_put_str(l, "class", llm_error_name(o->class));
	l = json_put(l, "usage", result_usage(o));
	l = json_put_num(l, "attempts", o->attempts);
	l = json_put_num(l, "latency", round(o->latency * 1000) / 1000);
	l = json_put_num(l, "bytes", (double)r->prompt.len);
	l = json_put_num(l, "prefix", (double)r->prefix);
	for (f = llm_fields; f->bit != 0; f++)
		if (a->server.dropped & f->bit)
			dropped = jv_array_append(dropped, jv_string(f->name));
	l = json_put(l, "dropped", dropped);
	/* Without this line the reservation counts in full. */
	if (ledger_add(&a->budget.ledger, l, &e) != HCC_OK &&
	    o->class != LLM_LOCAL)
		tool_warn(&a->tool, "%s; the call counts as it was reserved",
		    e.text);
}
