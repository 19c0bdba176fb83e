/*
 * ask.c: a call, attempt by attempt, until there is a whole answer, a
 * failure that stays, or no time.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/tokens.h"
#include "hcc-llm/llm.h"
#include "llm/slots.h"

#define SUSPECT_TOKENS	500	/* from which a cut prompt is noticed */

/* The server refuses a field: once for each, ask without it. */
static bool
fall_back(struct llm *a, const struct call *c)
{
	static const struct { unsigned bit; const char *name; } fields[] = {
		{ LLM_FIELD_MAX, "the name of max_tokens" },
		{ LLM_FIELD_TEMPERATURE, "temperature" },
		{ LLM_FIELD_STREAM_OPTIONS, "stream_options" },
		{ LLM_FIELD_STREAM, "stream" } };
	struct buf	 before = BUF_INIT, after = BUF_INIT;
	bool		 other;
	size_t		 i;

	if (a->complaint == 0 || (a->tried & a->complaint))
		return false;
	llm_body(a, c, &before);
	a->tried |= a->complaint;
	a->dropped ^= a->complaint;	/* what was learnt may be wrong */
	llm_body(a, c, &after);
	other = strcmp(buf_str(&before), buf_str(&after)) != 0;
	buf_release(&before);
	buf_release(&after);
	for (i = 0; i < 4; i++)
		if (other && (a->complaint & fields[i].bit) &&
		    a->tool.verbose)
			tool_say(&a->tool, "%s: asking again without %s",
			    buf_str(&a->out.message), fields[i].name);
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

/* Seconds until the next attempt, after so many failures. Everybody waits
 * when the server says that it is too much. */
static double
next_wait(struct llm *a, double asked, int failures)
{
	double	 wait = asked > 0 ? asked : retry_backoff(failures - 1);

	if (a->out.status == 429 && a->limits_dir != -1)
		(void)slots_pause(a->limits_dir, a->model.url, wait, NULL);
	return wait;
}

/* Wait before the next attempt; false: there will be none. */
static bool
pause_between(struct llm *a, double asked, double wait)
{
	char	 when[40];
	double	 left;

	if (clock_steady() + wait >= a->deadline) {
		clock_in(wait, when, sizeof(when));
		buf_addf(&a->out.message, "; %s %.1f s, which is beyond the "
		    "deadline (-d): try again after %s", asked > 0 ?
		    "the server asks to wait" : "the next attempt is due in",
		    fmin(wait, 1e9), when);
		return false;
	}
	/* At most half of what the deadline leaves goes into the jitter. */
	left = a->deadline - clock_steady();
	wait = fmin(retry_jitter(wait, llm_random()), (wait + left) / 2);
	if (a->tool.verbose)
		tool_say(&a->tool, "attempt %d: %s; the next in %.1f s",
		    a->out.attempts, buf_str(&a->out.message), wait);
	if (llm_sleep(a, wait))
		return true;
	llm_message(a, LLM_INTERRUPTED, "stopped by a signal");
	return false;
}

/* What the attempt took. A server that refuses (4xx) has done nothing, and
 * none was reached without bytes that went out; everything else costs the
 * prompt at least. What the server does not tell is estimated. */
static bool
account(struct llm *a, const struct call *c, const struct exchange *x)
{
	struct outcome		*o = &a->out;
	struct llm_usage	*u = &o->usage;
	double			 text;

	text = (double)tok_estimate(buf_str(&o->text), o->text.len) +
	    (double)o->reasoning / 4;
	if (!x->sent || (x->status >= 300 && x->status < 500)) {
		*u = (struct llm_usage){ 0, 0, 0, 0 };
		o->estimated = false;
		return false;
	}
	o->estimated = u->prompt <= 0 || (!c->embed && (u->completion < 0 ||
	    (u->completion == 0 && text > 0)));
	if (u->prompt <= 0)
		u->prompt = ceil(c->tokens);
	if (u->completion < 0 || (u->completion == 0 && text > 0))
		u->completion = c->embed ? 0 : ceil(text);
	o->tokens += u->prompt + u->completion;
	o->cost += llm_cost(&a->model, u->prompt, u->cached, u->completion);
	return true;
}

/* A server that reads only the end of a long prompt says nothing of it. */
static void
suspect(struct llm *a, const struct call *c)
{
	const struct outcome	*o = &a->out;

	if (o->class == LLM_OK && !o->estimated &&
	    c->tokens >= SUSPECT_TOKENS && o->usage.prompt < c->tokens / 2)
		tool_say(&a->tool, "%s read %.0f tokens of about %.0f: is its "
		    "context (num_ctx) too short?", a->model.name,
		    o->usage.prompt, c->tokens);
	if (o->class == LLM_OK && strcmp(o->finish, "length") == 0)
		tool_say(&a->tool, "the answer was cut at max_tokens");
}

static bool
try_on(struct llm *a, struct call *c, struct exchange *x, int *failures)
{
	double	 asked, wait;
	bool	 cost;
	int	 place = -1;

	if (!slot_acquire(a, &place))
		return false;
	if (c->reserve && !llm_reserve(a, c)) {
		slot_release(&place);
		return false;
	}
	a->out.attempts++;
	if (a->model.command != NULL)
		llm_command(a, c, x);
	else
		llm_attempt(a, c, x);
	slot_release(&place);
	cost = account(a, c, x);
	c->reserve = cost;
	if (fall_back(a, c))
		return true;
	if (a->out.class != LLM_UNAVAILABLE)
		return false;
	asked = retry_requested(&x->hint, a->out.status == 429 ||
	    a->out.status == 503 || a->out.status == 529);
	wait = next_wait(a, asked, ++*failures);
	if (*failures < a->attempts_max)
		return pause_between(a, asked, wait);
	buf_addf(&a->out.message, " (%d attempt%s); try again later",
	    a->out.attempts, a->out.attempts == 1 ? "" : "s");
	return false;
}

void
llm_ask(struct llm *a, struct call *c)
{
	struct exchange	 x = { .error = BUF_INIT };
	double		 start = clock_steady();
	int		 failures = 0;

	c->reserve = true;
	a->out.attempts = 0;
	a->out.tokens = a->out.cost = 0;
	llm_open_call(a, c);
	if (a->replay != NULL)
		llm_replay(a, c);
	else {
		while (try_on(a, c, &x, &failures))
			;
		a->out.latency = clock_steady() - start;
		suspect(a, c);
		if (a->record != NULL)
			llm_record(a, c);
	}
	llm_settle(a, c);
	buf_release(&x.error);
}
