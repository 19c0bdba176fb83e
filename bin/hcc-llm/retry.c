/*
 * retry.c: a call, attempt by attempt, until there is a whole answer, a
 * failure that stays, or no time.
 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/tokens.h"
#include "hcc-llm/llm.h"
#include "llm/slots.h"

#define SUSPECT_TOKENS	500	/* from which a cut prompt is noticed */

/* The server refuses a field: ask again without it, once for each field. */
static bool
fall_back(struct llm *a, const struct llm_request *r)
{
	struct llm_server		*s = &a->server;
	const struct llm_field_row	*f;
	struct buf			 before = BUF_INIT, after = BUF_INIT;
	bool				 other;

	if (s->complaint == 0 || (s->tried & s->complaint))
		return false;
	request_body(s, r, &before);
	s->tried |= s->complaint;
	s->dropped ^= s->complaint;	/* what was learnt may be wrong */
	request_body(s, r, &after);
	other = strcmp(buf_str(&before), buf_str(&after)) != 0;
	buf_release(&before);
	buf_release(&after);
	for (f = llm_fields; f->bit != 0; f++)
		if (other && (s->complaint & f->bit) && a->tool.verbose)
			tool_say(&a->tool, "%s: asking again %s",
			    buf_str(&a->result.message), f->without);
	return other;
}

/* "14:05:10" of the time in so many seconds. */
static void
clock_in(double seconds, char *out, size_t n)
{
	time_t		 t = time(NULL) + (time_t)fmin(seconds, 1e9);
	struct tm	 tm;

	localtime_r(&t, &tm);
	strftime(out, n, seconds < 43200 ? "%H:%M:%S" : "%Y-%m-%d %H:%M", &tm);
}

/* Seconds until the next attempt, after so many failures. A rate limit makes
 * all requests to the server wait. */
static double
next_wait(struct llm *a, double asked, int failures)
{
	double	 wait = asked > 0 ? asked : backoff_default(failures - 1);

	if (a->result.status == 429 && a->budget.slots_dir != -1)
		slots_pause(a->budget.slots_dir, a->server.model.url, wait);
	return wait;
}

/* Wait before the next attempt; false: there will be none. */
static bool
pause_between(struct llm *a, double asked, double wait)
{
	char	 when[40];
	double	 left;

	if (clock_steady() + wait >= a->clock.end) {
		clock_in(wait, when, sizeof(when));
		buf_addf(&a->result.message, "; %s %.1f s, which is beyond the "
		    "deadline (-d): try again after %s", asked > 0 ?
		    "the server asks to wait" : "the next attempt is due in",
		    fmin(wait, 1e9), when);
		return false;
	}
	/* At most half of what the deadline leaves goes into the jitter. */
	left = a->clock.end - clock_steady();
	wait = fmin(backoff_jitter(wait, llm_random()), (wait + left) / 2);
	if (a->tool.verbose)
		tool_say(&a->tool, "attempt %d: %s; the next in %.1f s",
		    a->result.attempts, buf_str(&a->result.message), wait);
	if (llm_sleep(&a->clock, wait))
		return true;
	llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	return false;
}

/* What the attempt took. A server that refuses (4xx) has done nothing, and
 * none was reached without bytes that went out; everything else costs the
 * prompt at least. What the server does not report is estimated. */
static bool
account(struct llm *a, const struct llm_request *r,
    const struct llm_attempt *x)
{
	struct llm_result		*o = &a->result;
	struct llm_usage	*u = &o->usage;
	double			 text;

	text = (double)tok_estimate(buf_str(&o->text), o->text.len) +
	    (double)o->reasoning / 4;
	if (!x->sent || (x->status >= 300 && x->status < 500)) {
		*u = (struct llm_usage){ 0, 0, 0, 0 };
		o->estimated = false;
		return false;
	}
	o->estimated = u->prompt <= 0 || (!r->embed && (u->completion < 0 ||
	    (u->completion == 0 && text > 0)));
	if (u->prompt <= 0)
		u->prompt = ceil(r->tokens);
	if (u->completion < 0 || (u->completion == 0 && text > 0))
		u->completion = r->embed ? 0 : ceil(text);
	o->tokens += u->prompt + u->completion;
	o->cost += llm_cost(&a->server.model, u->prompt, u->cached,
	    u->completion);
	return true;
}

/* Warn when the server counted far fewer prompt tokens than were sent: it may
 * have cut the prompt without an error. */
static void
suspect(struct llm *a, const struct llm_request *r)
{
	const struct llm_result	*o = &a->result;

	if (o->class == LLM_OK && !o->estimated &&
	    r->tokens >= SUSPECT_TOKENS && o->usage.prompt < r->tokens / 2)
		tool_say(&a->tool, "%s read %.0f tokens of about %.0f: is its "
		    "context (num_ctx) too short?", a->server.model.name,
		    o->usage.prompt, r->tokens);
	if (o->class == LLM_OK && strcmp(o->finish, "length") == 0)
		tool_say(&a->tool, "the answer was cut at max_tokens");
}

static bool
try_once(struct llm *a, struct llm_request *r, struct llm_attempt *x,
    int *failures)
{
	double	 asked, wait;
	bool	 cost;
	int	 slot = -1;

	if (!slot_acquire(a, &slot))
		return false;
	if (r->reserve && !budget_reserve(a, r)) {
		slot_release(&slot);
		return false;
	}
	a->result.attempts++;
	if (a->server.model.command != NULL)
		attempt_command(a, r, x);
	else
		attempt_http(a, r, x);
	slot_release(&slot);
	cost = account(a, r, x);
	r->reserve = cost;
	if (fall_back(a, r))
		return true;
	if (a->result.class != LLM_UNAVAILABLE && a->result.class != LLM_EMPTY)
		return false;
	asked = backoff_requested(&x->hint, a->result.status == 429 ||
	    a->result.status == 503 || a->result.status == 529);
	wait = next_wait(a, asked, ++*failures);
	if (*failures < a->o.attempts)
		return pause_between(a, asked, wait);
	buf_addf(&a->result.message, " (%d attempt%s)%s", a->result.attempts,
	    a->result.attempts == 1 ? "" : "s", a->result.class == LLM_EMPTY ?
	    "" : "; try again later");
	return false;
}

void
llm_ask(struct llm *a, struct llm_request *r)
{
	struct llm_attempt	 x = { .error = BUF_INIT };
	double		 start = clock_steady();
	int		 failures = 0;

	r->reserve = true;
	a->result.attempts = 0;
	a->result.tokens = a->result.cost = 0;
	request_open(a, r);
	if (a->o.replay != NULL)
		llm_replay(a, r);
	else {
		while (try_once(a, r, &x, &failures))
			;
		a->result.latency = clock_steady() - start;
		suspect(a, r);
		if (a->o.record != NULL)
			llm_record(a, r);
	}
	budget_record(a, r);
	buf_release(&x.error);
}
