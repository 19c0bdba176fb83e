/* limits.c: what a run may take, by exec.lua and by the budget. */
#include <math.h>
#include <string.h>

#include "run/budget.h"
#include "run/limits.h"
#include "run/rlimits.h"
#include "with_task.h"
#include "said.h"

static void
limits(void)
{
	struct limits_query	 q = { .left = 100, .budget = 200, .phase = 3,
				    .lanes = 2, .runs = 5, .base = 0.5,
				    .drafts = 1 };
	struct limits		 l;
	struct known_before	 b = { .smoke = 5 };
	static const char *const raised[] = { "time", "memory", "output",
				    "disk", "processes" };
	struct script		*s;
	int			 here;
	size_t			 i;

	s = policy_with("exec", "slots = 3, cores = 1, memory = 1000, "
	    "output = 2000, disk = 3000, processes = 9, grace = 4, tries = 2, "
	    "limit = function(self, s) return s.time_left + s.time_total * 10 "
	    "+ s.phase * 1e4 + s.rounds * 1e5 + s.base * 1e6 + "
	    "s.drafts * 1e7 end");
	OK("limits are those of the policy", limits_compute(s, &q, &l, &err)
	    == HCC_OK && l.memory == 1000 && l.output == 2000 &&
	    l.disk == 3000 && l.processes == 9 && l.grace == 4 &&
	    l.tries == 2 && l.cores == 1);
	IS_NUM("no more slots than directions", 2, l.slots, 0);
	IS_NUM("the policy is asked for the time", 10832100, l.time, 0);
	q.lanes = 0;
	limits_compute(s, &q, &l, &err);
	IS_NUM("there is always one slot", 1, l.slots, 0);
	script_close(s);
	s = policy_with("exec", "limit = function(self, s) return "
	    "(s.base or 1) + (s.drafts or 2) end");
	q = (struct limits_query){ .left = INFINITY, .budget = INFINITY,
	    .lanes = 1, .runs = 1 };
	OK("what is not known is not told", limits_compute(s, &q, &l, &err) ==
	    HCC_OK && l.time == 3);
	here = l.cores;
	OK("one run has all cores and four fifths of the memory",
	    here >= 1 && l.memory > 1 << 20);
	IS_NUM("runs elsewhere have many slots", 64, limits_slots(s, true), 0);
	IS_NUM("runs here have a slot a core", here, limits_slots(s, false),
	    0);
	q.remote = true;
	limits_compute(s, &q, &l, &err);
	OK("runs elsewhere have one core and no limit of memory",
	    l.cores == 1 && l.memory == 0);
	script_close(s);
	s = policy_with("exec", "cores = 1000, limit = function() return 0 "
	    "end");
	IS_NUM("more cores than there are leave one slot", 1,
	    limits_slots(s, false), 0);
	OK("a limit of nothing is refused",
	    limits_compute(s, &q, &l, &err) == HCC_CONFIG &&
	    strstr(err.text, "seconds above 0") != NULL);
	script_close(s);
	s = policy_with("exec", "begin = function(self, s) return s.limit + "
	    "(s.left or 10) + (s.base or 100) + s.timeouts * 1000 + "
	    "(s.forecast or 20000) end, smoke = function(self, s) return "
	    "s.model and s.limit + (s.base or 1) or -1 end, "
	    "forecast = function(self, s) return s.smoke + (s.share or 10) + "
	    "(s.base or 100) + (s.base_smoke or 1000) end");
	l.time = 1;
	IS_NUM("the policy sees all of a run that begins", 4004.75,
	    limits_begin(s, &l, 0.5, 0.5, 4, 0.75) + 2, 0);
	IS_NUM("of what is not known the policy sees nothing", 20111,
	    limits_begin(s, &l, INFINITY, 0, 0, 0), 0);
	IS_NUM("a smoke run has the policy's limit", 5.5,
	    limits_smoke(s, 5, 0.5, true), 0);
	IS_NUM("a smoke run without a base too", 6,
	    limits_smoke(s, 5, 0, true), 0);
	IS_NUM("less than nothing is nothing", 0,
	    limits_smoke(s, 5, 7, false), 0);
	IS_NUM("a forecast knows the smoke run alone", 1115,
	    limits_forecast(s, &b), 0);
	b = (struct known_before){ 5, 0.5, 0.25, 0.125 };
	IS_NUM("a forecast knows its base", 5.875, limits_forecast(s, &b), 0);
	script_close(s);
	s = policy_with("exec", "begin = function() return nil end, "
	    "smoke = function() error('x') end");
	IS_NUM("a run that the policy does not begin has no time", 0,
	    limits_begin(s, &l, 3, 0, 0, 0), 0);
	IS_NUM("a policy that fails asks for no smoke run", 0,
	    limits_smoke(s, 5, 7, true), 0);
	script_close(s);
	s = policy_with("exec", "begin = function() error('x') end");
	IS_NUM("a policy that fails leaves what is left", 0.5,
	    limits_begin(s, &l, 0.5, 0, 0, 0), 0);
	script_close(s);
	l = (struct limits){ .cores = 2, .slots = 3, .time = 4 };
	IS_STR("a brain is told of the limits",
	    "{'cores':2,'limit':4,'slots':3}",
	    said(limits_tell(&l, jv_object())));
	for (i = 0; i < sizeof(raised) / sizeof(raised[0]); i++)
		OK("a limit that ended a run is raised by its setting",
		    strstr(limits_remedy(raised[i]), i == 0 ? "'budget'" :
		    raised[i]) != NULL);
	OK("nothing raises what is no limit of a setting",
	    limits_remedy("stopped") == NULL && limits_remedy(NULL) == NULL);
	OK("a message tells the limit, also that of a note",
	    strcmp(limits_stopped(LIMITS_STOPPED "disk"), "disk") == 0 &&
	    strcmp(limits_stopped("timeout: " LIMITS_STOPPED "time"),
	    "time") == 0 && limits_stopped("KeyError: 1") == NULL &&
	    limits_stopped(NULL) == NULL);
}

static void
process_limits(void)
{
	struct rlimits	 r;

	limits_derive(&r, 0, 0, 0, 0);
	OK("without limits there are none", r.address == 0 && r.file == 0 &&
	    r.cpu == 0 && r.tasks == 0);
	limits_derive(&r, 1 << 20, 1000, 10, 5);
	OK("each process has limits behind those of the run",
	    r.address >= 1 << 20 && r.file >= 1000 && r.cpu >= 10 &&
	    r.tasks == 0 + r.tasks);
}

static void
time_left(void)
{
	struct state	 s = { .spent = 30, .start = NAN };
	struct budget	 b;

	OK("a budget opens", budget_open(&b, &t, &places, &s, &err) ==
	    HCC_OK && isinf(budget_left(&b)));
	put("task.md", "---\nmetric: auc\nbudget: {time: 100s}\n---\nx\n");
	IS_NUM("an edit of the budget counts at once, less what is kept", 70 -
	    5, budget_left(&b), 5);
	OK("time passes", budget_left(&b) <= 70);
	put("task.md", "---\nmetric: auc\nbudget: {time: 1000s}\n---\nx\n");
	b.start = 15;
	IS_NUM("where programs start slowly more is kept", 970 - 30,
	    budget_left(&b), 5);
	put("task.md", "---\nmetric: auc\nbudget: {time: 100s}\n---\nx\n");
	script_close(b.policy);
	b.policy = policy_with("budget", "kept = function(self, s) return "
	    "s.time_total / 2 end");
	IS_NUM("the policy keeps what it says", 20, budget_left(&b), 1);
	put("task.md", "no task");
	OK("while task.md cannot be read the budget is what it was",
	    isinf(budget_left(&b)));
	put("task.md", "---\nmetric: auc\n---\nx\n");
	budget_close(&b);
}

int
main(void)
{
	static void (*const tests[])(void) = { limits, process_limits,
	    time_left };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
