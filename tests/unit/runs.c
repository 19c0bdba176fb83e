/*
 * runs.c: what a run may take, what is seen of it, and what came of it. No
 * program of a task is run here. Run from the root of the tree.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "lua/policy.h"
#include "put.h"
#include "said.h"
#include "run/adoption.h"
#include "run/attempt_internal.h"
#include "run/budget.h"
#include "run/environment.h"
#include "run/finished.h"
#include "run/gpu.h"
#include "run/limits.h"
#include "run/progress.h"
#include "run/replay.h"
#include "run/rlimits.h"
#include "run/slurm.h"
#include "run/spare.h"
#include "run/suggestion_result.h"
#include "run/turns.h"
#include "tap.h"

static struct hcc_err	 err;
static struct task	 t;
static char		 config[300];
static struct places	 places = { .share = "share/hcc", .config = config,
			    .file = "none" };

/* exec.lua with these members of the user's. */
static struct script *
policy(const char *name, const char *members)
{
	struct script	*s = NULL;
	char		 text[900], path[100];

	snprintf(path, sizeof(path), "config/policy/%s.lua", name);
	snprintf(text, sizeof(text), "return { %s }", members);
	put(path, text);
	if (policy_open(NULL, &places, name, &s, &err) != HCC_OK)
		OK(err.text, false);
	return s;
}

/* --- limits */

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

	s = policy("exec", "slots = 3, cores = 1, memory = 1000, "
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
	s = policy("exec", "limit = function(self, s) return "
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
	s = policy("exec", "cores = 1000, limit = function() return 0 end");
	IS_NUM("more cores than there are leave one slot", 1,
	    limits_slots(s, false), 0);
	OK("a limit of nothing is refused",
	    limits_compute(s, &q, &l, &err) == HCC_CONFIG &&
	    strstr(err.text, "seconds above 0") != NULL);
	script_close(s);
	s = policy("exec", "begin = function(self, s) return s.limit + "
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
	s = policy("exec", "begin = function() return nil end, "
	    "smoke = function() error('x') end");
	IS_NUM("a run that the policy does not begin has no time", 0,
	    limits_begin(s, &l, 3, 0, 0, 0), 0);
	IS_NUM("a policy that fails asks for no smoke run", 0,
	    limits_smoke(s, 5, 7, true), 0);
	script_close(s);
	s = policy("exec", "begin = function() error('x') end");
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
	struct budget	 b;

	OK("a budget opens", budget_open(&b, &t, &places, 30, &err) ==
	    HCC_OK && isinf(budget_left(&b)));
	put("task.md", "---\nmetric: auc\nbudget: {time: 100s}\n---\nx\n");
	IS_NUM("an edit of the budget counts at once, less what is kept", 70 -
	    5, budget_left(&b), 5);
	OK("time passes", budget_left(&b) <= 70);
	script_close(b.policy);
	b.policy = policy("budget", "kept = function(self, s) return "
	    "s.time_total / 2 end");
	IS_NUM("the policy keeps what it says", 20, budget_left(&b), 1);
	put("task.md", "no task");
	OK("while task.md cannot be read the budget is what it was",
	    isinf(budget_left(&b)));
	put("task.md", "---\nmetric: auc\n---\nx\n");
	budget_close(&b);
}

/* --- what is seen of a run */

static void
look(struct progress *p, double seconds, double cpu, double bytes,
    double claimed)
{
	p->seconds = seconds;
	p->cpu = cpu;
	p->log_bytes = bytes;
	p->claimed = claimed;
	progress_note(p);
}

static void
observed(void)
{
	struct progress	 p = { .id = "x" };
	int		 i;

	look(&p, 10, 5, 0, NAN);
	IS_NUM("a run that uses cores is busy", 0.5, p.busy, 1e-12);
	OK("a run that computes is not idle", p.idle == 0 && p.npoints == 0);
	look(&p, 20, 5.05, 0, NAN);
	IS_NUM("a run that does next to nothing is idle", 10, p.idle, 0);
	IS_NUM("idleness is of the last look", 0.005, p.busy, 1e-12);
	look(&p, 30, 5.1, 0, 0.5);
	IS_NUM("idleness adds up", 20, p.idle, 0);
	look(&p, 40, 5.1, 7, 0.5);
	IS_NUM("output ends it", 0, p.idle, 0);
	look(&p, 50, 5.3, 7, 0.75);
	IS_NUM("so does more than a hundredth of a core", 0, p.idle, 0);
	OK("a metric that stays is one point of the curve", p.npoints == 2 &&
	    p.curve[0].seconds == 30 && p.curve[0].value == 0.5 &&
	    p.curve[1].seconds == 50 && p.curve[1].value == 0.75);
	look(&p, 50, 5.3, 7, 0.75);
	IS_NUM("two looks at one time tell no more", 0.02, p.busy, 1e-12);
	look(&p, 60, 1, 7, 0.75);
	IS_NUM("processor time that is lost is no negative time", 0, p.busy,
	    0);
	for (i = 0; i < 62; i++)
		look(&p, 100 + i, 10, 8 + i, i + 1);
	IS_NUM("a curve of 64 points is full", 64, (double)p.npoints, 0);
	look(&p, 200, 10, 100, 100);
	IS_NUM("then every second point goes", 33, (double)p.npoints, 0);
	OK("the later of two points stays", p.curve[0].value == 0.75 &&
	    p.curve[1].value == 2 && p.curve[31].value == 62 &&
	    p.curve[32].value == 100);
	snprintf(p.tail, sizeof(p.tail), "step 3/10\n");
	look(&p, 210, 10, 101, 100);
	IS_NUM("the log tells the share of the work", 0.3, p.share, 1e-12);
}

/* --- what came of it */

static const char *
outcome(struct attempt a, struct run_end end, const char *log)
{
	static struct buf	 b = BUF_INIT;
	struct run		 r;
	jv			 v;
	int			 dir;

	put("l1/01/1.1/1/log", log);
	dir = fs_open_dir(t.dir, "l1/01/1.1/1");
	record_init(&run_record, &r);
	a.t = &t;
	a.id = "01/1.1/1";
	a.seed = SEED_NONE;
	attempt_outcome(&a, dir, &end, &r);
	close(dir);
	v = record_json(&run_record, &r);
	run_free(&r);
	v = jv_object_delete(jv_object_delete(jv_object_delete(v,
	    jv_string("host")), jv_string("held_by")), jv_string("hcc"));
	buf_reset(&b);
	buf_addf(&b, "%s %s", json_str(v, "status", ""), json_str(json_at(v,
	    "cause"), "class", "-"));
	buf_addf(&b, " %s", json_str(json_at(v, "cause"), "message", "-"));
	buf_addf(&b, " %s %g %s", json_str(json_at(v, "cause"), "at", "-"),
	    json_num(v, "claimed", NAN), json_str(v, "claimed_at", "-"));
	jv_free(v);
	return buf_str(&b);
}

#define CAME(name, want, end, log)	IS_STR(name, want, \
	outcome((struct attempt){ .code = "x" }, (struct run_end)end, log))
#define END(...)	{ __VA_ARGS__ }

static void
outcomes(void)
{
	struct attempt	 command = { .command = "ls" };
	struct attempt	 measure = { .code = "x", .measure = true };
	struct attempt	 smoke = { .code = "x", .smoke = true };
	struct progress	 p = { .why = "no better" };
	struct attempt	 ended = { .code = "x", .progress = &p };

	t.no_submission = true;
	CAME("a run that claims a score is ok",
	    "ok - - - 0.5 01/1.1/1:4-15", END(.exit = 0),
	    "x 1\nmetric: 0.5\n");
	CAME("a run without a metric fails, and is told by its last line",
	    "failed no_metric printed no line 'metric: VALUE' with a finite "
	    "number; its last line: metric: 0,9 01/1.1/1:2-13 nan -",
	    END(.exit = 0), "x\nmetric: 0,9\n");
	CAME("a metric that cannot be is none", "failed no_metric printed "
	    "'metric: 97', which is no value of auc (0 to 1) - nan -",
	    END(.exit = 0), "metric: 97\n");
	CAME("what was complete before the time ran out counts",
	    "ok - - - 0.5 01/1.1/1:0-11",
	    END(.exit = -1, .signal = 15, .limit = "time"), "metric: 0.5\n");
	CAME("a run out of time without a metric is a timeout",
	    "timeout timeout stopped at its limit of time - nan -",
	    END(.exit = -1, .signal = 15, .limit = "time"), "");
	CAME("a run out of processor time is a timeout, whatever it printed",
	    "timeout timeout stopped at its limit of cpu - 0.5 "
	    "01/1.1/1:0-11", END(.exit = -1, .signal = 15, .limit = "cpu"),
	    "metric: 0.5\n");
	CAME("a run out of memory fails of memory",
	    "failed memory stopped at its limit of memory - nan -",
	    END(.exit = -1, .signal = 9, .limit = "memory"), "");
	CAME("a run at another limit was killed",
	    "failed killed stopped at its limit of output - nan -",
	    END(.exit = -1, .signal = 9, .limit = "output"), "");
	CAME("a run that a signal ended was killed",
	    "failed killed killed by signal 11 (Segmentation fault) - nan -",
	    END(.exit = -1, .signal = 11), "");
	CAME("a run that failed is told by its last line",
	    "failed other ended with exit status 3; its last line: bad luck "
	    "01/1.1/1:4-12 nan -", END(.exit = 3), "one\nbad luck\n \n");
	CAME("a run that failed in silence is told by its status",
	    "failed other ended with exit status 3 - nan -", END(.exit = 3),
	    " \n");
	CAME("a run that failed is told by its error",
	    "failed import ModuleNotFoundError: No module named 'x' "
	    "01/1.1/1:0-40 nan -",
	    END(.exit = 1), "ModuleNotFoundError: No module named 'x'\n");
	IS_STR("a command needs no metric", "ok - - - nan -", outcome(command,
	    (struct run_end){ .exit = 0 }, "x\n"));
	IS_STR("a command that ends badly fails",
	    "failed other ended with exit status 1; its last line: x "
	    "01/1.1/1:0-1 nan -", outcome(command,
	    (struct run_end){ .exit = 1 }, "x\n"));
	IS_STR("what only measures claims nothing", "measured - - - nan -",
	    outcome(measure, (struct run_end){ .exit = 0 },
	    "metric: 0.5\n"));
	IS_STR("a smoke run says that it was one", "failed no_metric when it "
	    "was tried out: printed no line 'metric: VALUE' with a finite "
	    "number - nan -", outcome(smoke, (struct run_end){ .exit = 0 },
	    ""));
	IS_STR("a hopeless run says why", "failed killed stopped as hopeless: "
	    "no better - 0.5 01/1.1/1:0-11", outcome(ended, (struct run_end){
	    .exit = -1, .signal = 15, .limit = "hopeless" },
	    "metric: 0.5\n"));
	t.no_submission = false;
	put("input/sample_submission.csv", "id,y\n1,0\n");
	CAME("a run without a submission fails, and is told which file it is",
	    "failed submission wrote no './submission.csv' - 0.5 "
	    "01/1.1/1:0-11", END(.exit = 0), "metric: 0.5\n");
}

static const char *
summary(const struct result *r)
{
	static char	 s[300];

	snprintf(s, sizeof(s), "%s %g %g %g %d %s %s %g %g %g %s",
	    r->status == NULL ? "-" : r->status, r->score, r->claimed,
	    r->measured, r->attempts, r->cause == NULL ? "-" :
	    r->cause->message, r->base == NULL ? "-" : r->base->id, r->change,
	    r->audited, r->control, r->text == NULL ? "-" : r->text);
	return s;
}

static void
amounts(void)
{
	struct result	 r;
	double		 noise;

	OK("without an attempt there is no result", suggestion_result(&t,
	    "01/2.1", "T", &r, &err) == HCC_MISSING);
	result_free(&r);
	put("l1/01/2.1/1/run.json", "{\"status\":\"failed\",\"cause\":{"
	    "\"message\":\"m\"},\"built_on\":{\"id\":\"00/1.1\",\"score\":"
	    "0.25}}");
	OK("a suggestion may have failed", suggestion_result(&t, "01/2.1",
	    "T", &r, &err) == HCC_OK);
	IS_STR("what failed has the cause of its last attempt",
	    "failed nan nan nan 1 m 00/1.1 nan nan nan -", summary(&r));
	result_free(&r);
	put("l1/01/2.1/2/run.json", "{\"status\":\"ok\",\"claimed\":0.75,"
	    "\"measured\":0.5,\"folds\":[0.7,0.8]}");
	put("l1/01/2.1/3/run.json", "{\"status\":\"ok\",\"claimed\":1}");
	put("l1/01/2.1/note.md", "N");
	put("l1/01/2.1/audit/run.json", "{\"status\":\"ok\",\"measured\":"
	    "0.625}");
	put("l1/01/2.1/control/run.json", "{\"status\":\"failed\","
	    "\"measured\":0.5}");
	suggestion_result(&t, "01/2.1", "T", &r, &err);
	IS_STR("the first attempt that works counts, with its audit",
	    "ok 0.75 0.75 0.5 2 - 00/1.1 0.5 0.625 nan N", summary(&r));
	suggestion_distrust(&t, &r, "told");
	IS_STR("a claim that is not believed gives way to the audit",
	    "ok 0.625 0.75 0.5 2 told 00/1.1 0.375 0.625 nan N",
	    summary(&r));
	r.control = 0.125;
	suggestion_distrust(&t, &r, "told");
	IS_NUM("or to the control", 0.125, r.score, 0);
	result_free(&r);
	put("sealed/labels.csv", "id,y\n1,1\n");
	t.sealed = SEALED_HOLDOUT;
	suggestion_result(&t, "01/2.1", "T", &r, &err);
	IS_NUM("where rows are held out what is measured counts", 0.5,
	    r.score, 0);
	result_free(&r);
	put("l1/01/2.1/2/run.json", "{\"status\":\"ok\",\"claimed\":0.75,"
	    "\"submission\":{\"not_measured\":\"too few rows\"}}");
	suggestion_result(&t, "01/2.1", "T", &r, &err);
	IS_STR("what could not be measured says so", "ok nan 0.75 nan 2 "
	    "not measured: too few rows 00/1.1 nan 0.625 nan N", summary(&r));
	IS_STR("what ended by itself has no limit", "-",
	    r.limit == NULL ? "-" : r.limit);
	result_free(&r);
	put("l1/01/2.1/2/run.json", "{\"status\":\"ok\",\"claimed\":0.75,"
	    "\"measured\":0.5,\"limit\":\"time\"}");
	suggestion_result(&t, "01/2.1", "T", &r, &err);
	IS_STR("what a limit ended is valid, and says which it was", "time",
	    r.limit == NULL || !status_ok(r.status) ? "-" : r.limit);
	result_free(&r);
	t.sealed = SEALED_EXAM;
	suggestion_result(&t, "01/2.1", "T", &r, &err);
	IS_NUM("an exam chooses nothing", 0.75, r.score, 0);
	result_free(&r);
	fs_remove(t.dir, "sealed", NULL);
	OK("one score has no noise", suggestion_noise(&t, "01/2.1", 0.5,
	    &noise, &err) == HCC_OK && isnan(noise));
	put("l1/01/2.1/seed-1/run.json", "{\"status\":\"ok\",\"claimed\":"
	    "0.75}");
	put("l1/01/2.1/seed-16/run.json", "{\"status\":\"ok\",\"claimed\":"
	    "1.5}");
	put("l1/01/2.1/seed-17/run.json", "{\"status\":\"ok\",\"claimed\":"
	    "99}");
	suggestion_noise(&t, "01/2.1", 0.5, &noise, &err);
	IS_NUM("noise is the median distance of scores from their median",
	    0.25, noise, 0);
}

static void
adopted(void)
{
	struct result	 r, best;
	struct script	*s;
	char		 why[200];
	bool		 yes;

	record_init(&result_record, &r);
	record_init(&result_record, &best);
	s = policy("exec", "adopt = function(self, r, best, s) return "
	    "r.score == 0.75 and r.measured == nil and best == nil and "
	    "s.goal == 'maximize' and s.perfect == 1 and s.worst == 0 end, "
	    "doubts = function(self, r, best, s) "
	    "return best.id .. (s.error or 'no error') .. r.measured end");
	r.id = (char[]){ "01/1.1" };
	r.status = (char[]){ "ok" };
	r.score = 0.75;
	r.measured = 0.25;
	t.sealed = SEALED_EXAM;
	OK("the policy adopts, and does not see an exam", adoption_ask(s, &t,
	    &r, &best, &yes, &err) == HCC_OK && yes);
	t.sealed = SEALED_HOLDOUT;
	OK("the policy sees what is measured otherwise", adoption_ask(s, &t,
	    &r, &best, &yes, &err) == HCC_OK && !yes);
	best.id = (char[]){ "00/1.1" };
	OK("a policy gives its reason", adoption_why(s, "doubts", &t, &r,
	    &best, why, sizeof(why), &err) == HCC_OK &&
	    strcmp(why, "00/1.1no error0.25") == 0);
	script_close(s);
	s = policy("exec", "adopt = function(self, r, best, s) "
	    "return s.error > 2 and s.error < 2.2 end");
	best.score = 0.5;
	best.noise = 1;
	OK("the policy knows the error of a difference", adoption_ask(s, &t,
	    &r, &best, &yes, &err) == HCC_OK && yes);
	r.status = (char[]){ "failed" };
	OK("what failed is not adopted", adoption_ask(s, &t, &r, &best,
	    &yes, &err) == HCC_OK && !yes);
	r.status = (char[]){ "ok" };
	r.score = NAN;
	OK("what has no score is not adopted", adoption_ask(s, &t, &r, &best,
	    &yes, &err) == HCC_OK && !yes);
	script_close(s);
}

static void
replayed(void)
{
	struct run	 r = { .id = (char[]){ "01/1.1/1" },
			    .status = (char[]){ "ok" },
			    .code_sha256 = (char[]){ "a" },
			    .host = (char[]){ "h" }, .start = 1, .end = 3,
			    .seconds = 2, .cpu_s = 4, .peak_memory = 5,
			    .cores = 6, .time_limit = 7 }, now;
	char		 dir[300];

	snprintf(dir, sizeof(dir), "%s/recorded", tmp);
	OK("a run is recorded", replay_keep(dir, &r, &err) == HCC_OK);
	r.id = (char[]){ "01/1.1/2" };
	r.seconds = 99;
	OK("another run is recorded", replay_keep(dir, &r, &err) == HCC_OK);
	record_init(&run_record, &now);
	record_set(&now.id, "01/1.1/1");
	record_set(&now.status, "ok");
	record_set(&now.code_sha256, "a");
	OK("a run is replayed", replay_put(dir, &now, &err) == HCC_OK);
	OK("the same run has the times that it had", now.start == 1 &&
	    now.end == 3 && now.seconds == 2 && now.cpu_s == 4 &&
	    now.peak_memory == 5 && now.cores == 6 && now.time_limit == 7 &&
	    strcmp(now.host, "h") == 0);
	now.seconds = 50;
	record_set(&now.code_sha256, "b");
	replay_put(dir, &now, &err);
	IS_NUM("another program has its own times", 50, now.seconds, 0);
	record_set(&now.code_sha256, "a");
	record_set(&now.status, "failed");
	replay_put(dir, &now, &err);
	IS_NUM("another outcome has its own times", 50, now.seconds, 0);
	OK("what was not recorded is missing", replay_put("/nosuch", &now,
	    &err) == HCC_MISSING);
	run_free(&now);
}

/* --- a finished run, and what is handed on */

static void
handed_on(void)
{
	struct run_end	 end;
	struct spare	 s;
	char		 from[300];
	int		 dir;

	put("mine/log", "metric: 1\n");
	put("mine/submission.csv", "id,y\n");
	put("mine/keep/deep/model", "m");
	put("mine/other", "o");
	put("taken/x", "");
	snprintf(from, sizeof(from), "%s/mine", tmp);
	dir = fs_open_dir(t.dir, "taken");
	OK("a finished run is taken", finished_copy(&t, from, dir, &end,
	    &err) == HCC_OK && end.exit == 0 && end.limit == NULL &&
	    end.log_bytes == 10 && end.start > 1e9 && end.end == end.start);
	OK("log, submission and keep/ are taken, nothing else",
	    fs_exists(dir, "log") && fs_exists(dir, "submission.csv") &&
	    fs_exists(dir, "keep/deep/model") && !fs_exists(dir, "other"));
	fs_remove(t.dir, "mine/submission.csv", NULL);
	OK("without a submission it is refused", finished_copy(&t, from, dir,
	    &end, &err) == HCC_MISSING);
	t.no_submission = true;
	OK("where none is needed it is not", finished_copy(&t, from, dir,
	    &end, &err) == HCC_OK);
	t.no_submission = false;
	spare_open(&s, &t);
	mkdirat(dir, "empty", 0700);
	spare_made(&s, dir, "empty");
	OK("nothing is there before a run has left it",
	    !spare_take(&s, dir, "empty"));
	OK("what a run left empty is taken back",
	    spare_give(&s, dir, "empty") && !fs_exists(dir, "empty"));
	OK("it is not taken back twice", !spare_give(&s, dir, "empty"));
	OK("the next run gets it",
	    spare_take(&s, dir, "empty") && fs_exists(dir, "empty"));
	put("taken/empty/x", "");
	OK("what holds something is not taken back",
	    !spare_give(&s, dir, "empty"));
	unlinkat(dir, "empty/x", 0);
	(void)!fchmodat(dir, "empty", 0755, 0);
	OK("what has another mode is not taken back",
	    !spare_give(&s, dir, "empty"));
	(void)!fchmodat(dir, "empty", 0700, 0);
	renameat(dir, "empty", dir, "was");
	mkdirat(dir, "empty", 0700);
	OK("another one is not taken back", !spare_give(&s, dir, "empty"));
	spare_close(&s);
	OK("nothing is left of what was handed on", !fs_exists(t.dir,
	    s.name));
	OK("without a place nothing is handed on",
	    !spare_take(NULL, dir, "empty") &&
	    !spare_give(NULL, dir, "empty"));
	close(dir);
}

static void
slots(void)
{
	struct turns	 l;
	int		 stop[2];

	if (pipe(stop) != 0)
		return;
	alarm(60);	/* a slot that is lost is waited for */
	OK("slots are made", turns_open(&l, 2, 3, &err) == HCC_OK);
	OK("there are as many as asked for", turns_take(&l, 0, stop[0],
	    &err) == HCC_OK && turns_take(&l, 1, stop[0], &err) == HCC_OK);
	turns_give(&l, 0);
	turns_give(&l, 0);
	OK("a slot that is given back is taken again",
	    turns_take(&l, 2, stop[0], &err) == HCC_OK);
	close(stop[1]);
	OK("a slot is given back once, a wait is ended from outside",
	    turns_take(&l, 0, stop[0], &err) == HCC_AGAIN);
	alarm(0);
	close(stop[0]);
	turns_close(&l);
}

/* --- environments */

static const char *
environment(const char *settings)
{
	static struct buf	 b = BUF_INIT;
	struct environment	 env;
	char			 task[300];
	size_t			 i;
	jv			 v;
	char			*s = strdup(settings), *quote;

	while ((quote = strchr(s, '\'')) != NULL)
		*quote = '"';
	v = jv_parse(s);
	free(s);
	snprintf(task, sizeof(task), "%s/t", tmp);
	buf_reset(&b);
	if (environment_open(&env, v, task, language_find("shell"), &places,
	    &err) != HCC_OK)
		buf_addf(&b, "%d %s", err.status, err.text);
	else {
		for (i = 0; i < env.vars.n; i++)
			buf_addf(&b, "%s ", env.vars.v[i]);
		for (i = 0; i < env.binds.n; i++)
			buf_addf(&b, "%s ", env.binds.v[i].to);
		buf_addf(&b, "%s%d/%d%s", env.network ? "net " : "",
		    env.gpus, env.gpus_here, env.slurm ? " slurm" : "");
		for (i = 0; i < env.slurm_options.n; i++)
			buf_addf(&b, " %s", env.slurm_options.v[i]);
	}
	environment_free(&env);
	jv_free(v);
	while ((s = strstr(b.p, tmp)) != NULL) {
		memmove(s + 3, s + strlen(tmp), strlen(s + strlen(tmp)) + 1);
		memcpy(s, "TMP", 3);
	}
	return b.p;
}

/* What is said of settings that are wrong. */
static void
wrong(const char *name, const char *want, const char *settings)
{
	const char	*got = environment(settings);

	if (strstr(got, want) != NULL)
		OK(name, true);
	else
		IS_STR(name, want, got);
}

#define PATHS	"PATH=/usr/local/bin:/usr/bin:/bin "

static void
environments(void)
{
	char	 home[300];

	snprintf(home, sizeof(home), "%s/home/me", tmp);
	places.home = home;
	places.gpu_root = "/nosuch";
	put("home/me/data/x", "");
	put("t/near", "");
	put("else/where", "");
	IS_STR("nothing asked for is nothing opened", PATHS "0/0",
	    environment("null"));
	IS_STR("paths are opened at their places",
	    PATHS "TMP/home/me/data 0/0", environment("{'bind':['~/data/',"
	    "'/usr/lib','~/data/x']}"));
	IS_STR("a path may lead out of the task", PATHS "TMP/else/where 0/0",
	    environment("{'bind':['../else/where']}"));
	IS_STR("variables are set", PATHS "A=1 B_2=true C=x 0/0",
	    environment("{'env':{'A':1,'B_2':true,'C':'x'}}"));
	IS_STR("the network is opened", PATHS "net 0/0",
	    environment("{'network':'host'}"));
	IS_STR("runs may be jobs", PATHS "2/0 slurm --x",
	    environment("{'runner':'slurm','slurm':['--x'],'gpu':2}"));
	IS_STR("auto takes no GPU where there is none", PATHS "0/0",
	    environment("{'gpu':'auto'}"));
	wrong("a GPU that is not there is refused", "gpu 1, but this machine "
	    "has 0", "{'gpu':1}");
	wrong("a number of GPUs is a number", "gpu '2x' is none of auto",
	    "{'gpu':'2x'}");
	wrong("no more GPUs than 16", "a number up to 16", "{'gpu':17,"
	    "'runner':'slurm'}");
	wrong("no fewer GPUs than 0", "gpu '-1' is none of", "{'gpu':-1}");
	wrong("jobs know no auto", "gpu must be none or a number",
	    "{'gpu':'auto','runner':'slurm'}");
	wrong("a path that is absent is told", "'/nosuch/x' (asked for): No",
	    "{'bind':['/nosuch/x']}");
	wrong("the task is not opened", "no program may see its sealed labels",
	    "{'bind':['near']}");
	wrong("what the task is in is not opened", "keep the two apart",
	    "{'bind':['..']}");
	wrong("a whole home is not opened", "all of the home directory",
	    "{'bind':['~']}");
	wrong("devices are not opened so", "devices are opened by 'gpu'",
	    "{'bind':['/dev/null']}");
	wrong("a name of a variable is one", "'A-B' is no name",
	    "{'env':{'A-B':1}}");
	wrong("a name of a variable begins with a letter", "'1A' is no name",
	    "{'env':{'1A':1}}");
	wrong("a value of a variable is text", "value of 'A' is no text",
	    "{'env':{'A':[]}}");
	wrong("a member that is unknown is refused", "environment.pyton",
	    "{'pyton':'x'}");
	wrong("an environment is a map", "must be a map", "[]");
	wrong("an interpreter that is absent is told", "find the python of the "
	    "environment, 'TMP/t/venv/python': No such", "{'python':"
	    "'venv/python'}");
	put("fake/bin/sh", "#!/bin/sh\necho 'path TMP'\nexit 3\n");
	snprintf(home, sizeof(home), "%s/fake/bin/sh", tmp);
	chmod(home, 0755);
	wrong("an interpreter that fails is told", "it ended with status 3; "
	    "name a shell interpreter", "{'shell':'../fake/bin/sh'}");
	put("fake/bin/sh", "#!/bin/sh\necho \"path ${0%/bin/*}/lib\"\n"
	    "echo \"path /nosuch\"\necho 'version 5.2'\n");
	chmod(home, 0755);
	put("fake/lib/x", "");
	places.home = NULL;
	IS_STR("an interpreter opens what it needs, and comes first on PATH",
	    "PATH=TMP/fake/bin:/usr/local/bin:/usr/bin:/bin TMP/fake/lib "
	    "TMP/fake/bin/sh 0/0", environment("{'shell':'../fake/bin/sh'}"));
	wrong("without HOME there is no ~", "HOME is not set",
	    "{'bind':['~/x']}");
	OK("lanes are as many as GPUs serve", environment_lanes(
	    &(struct environment){ .gpus = 2, .gpus_here = 5 }, 9) == 2 &&
	    environment_lanes(&(struct environment){ .gpus = 2,
	    .gpus_here = 5 }, 1) == 1 &&
	    environment_lanes(&(struct environment){ .gpus = 0 }, 9) == 9 &&
	    environment_lanes(&(struct environment){ .gpus = 2,
	    .gpus_here = 0 }, 9) == 9);
}

static const char *
variables(struct gpu_lease l, bool sandbox)
{
	static struct buf	 b = BUF_INIT;
	struct strvec		 v = { NULL, 0, 0 };
	size_t			 i;

	gpu_env(&l, sandbox, &v);
	buf_reset(&b);
	for (i = 0; i < v.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", v.v[i]);
	strvec_release(&v);
	return buf_str(&b);
}

static void
processors(void)
{
	struct gpu_lease	 l = { .n = 2, .v = { { .index = 2 },
				    { .index = 5 } } };
	struct gpu		 list[3] = { { .kind = GPU_NVIDIA },
				    { .kind = GPU_NVIDIA },
				    { .kind = GPU_AMD } };

	IS_STR("programs see the GPUs that they have",
	    "CUDA_VISIBLE_DEVICES=2,5", variables(l, false));
	IS_STR("in the sandbox GPUs are counted from 0",
	    "CUDA_VISIBLE_DEVICES=0,1", variables(l, true));
	snprintf(l.v[1].uuid, sizeof(l.v[1].uuid), "GPU-x");
	IS_STR("a GPU is told by its uuid", "CUDA_VISIBLE_DEVICES=2,GPU-x",
	    variables(l, false));
	l.v[0].kind = GPU_AMD;
	IS_STR("those of AMD are counted twice", "ROCR_VISIBLE_DEVICES=2,GPU-x"
	    " HIP_VISIBLE_DEVICES=0,GPU-x", variables(l, false));
	l.v[0].kind = GPU_INTEL;
	IS_STR("those of Intel have a mask", "ZE_AFFINITY_MASK=0,GPU-x",
	    variables(l, true));
	l.n = 0;
	IS_STR("without a GPU none is seen", "CUDA_VISIBLE_DEVICES=",
	    variables(l, true));
	OK("auto takes all of the first kind, none of Intel's",
	    gpu_auto(list, 3) == 2 && gpu_auto(list + 2, 1) == 1 &&
	    gpu_auto(NULL, 0) == 0 &&
	    gpu_auto(&(struct gpu){ .kind = GPU_INTEL }, 1) == 0);
}

/* A device node of a machine that is not there. */
static void
node(const char *name)
{
	char	 path[300];

	snprintf(path, sizeof(path), "machine/dev/%s", name);
	put(path, "");
	snprintf(path, sizeof(path), "%s/machine/dev/%s", tmp, name);
	unlink(path);
	if (symlink("/dev/null", path) != 0)
		OK("a device is made", false);
}

static const char *
found(const char *root)
{
	static struct buf	 b = BUF_INIT;
	struct gpu		*v;
	size_t			 i, n = gpu_find(root, &v);

	buf_reset(&b);
	for (i = 0; i < n; i++)
		buf_addf(&b, "%s%s %d %s %s %g/%g", i > 0 ? "; " : "",
		    v[i].name, v[i].index, v[i].model, v[i].uuid, v[i].used,
		    v[i].total);
	free(v);
	return buf_str(&b);
}

static const char *
bound_to(const struct gpu_lease *l, const char *root)
{
	static struct buf	 b = BUF_INIT;
	struct sandbox_binds	 binds = { NULL, 0, 0 };
	size_t			 i;

	gpu_binds(l, root, &binds);
	buf_reset(&b);
	for (i = 0; i < binds.n; i++)
		if (binds.v[i].device)
			buf_addf(&b, "%s ", binds.v[i].to);
	sandbox_binds_release(&binds);
	return buf_str(&b);
}

static void
machine(void)
{
	struct gpu_lease	 l, other;
	char			 root[300], cache[300], path[400];
	int			 stop[2];

	snprintf(root, sizeof(root), "%s/machine", tmp);
	snprintf(cache, sizeof(cache), "%s/cache", tmp);
	IS_STR("a machine without devices has no GPU", "", found(root));
	node("nvidia0");
	node("nvidia1");
	node("nvidiactl");
	put("machine/dev/nvidia7", "no device");
	put("machine/proc/driver/nvidia/gpus/a/information",
	    "Model: \t\t Big\nIRQ: 3\nGPU UUID: \t GPU-b\n"
	    "Device Minor: \t 1\n");
	put("machine/proc/driver/nvidia/gpus/b/information",
	    "Model: \t\t Lost\nDevice Minor: 5\n");
	IS_STR("GPUs are found by their devices, what is known of them beside",
	    "nvidia0 0   nan/nan; nvidia1 1 Big GPU-b nan/nan", found(root));
	put("machine/usr/bin/nvidia-smi", "#!/bin/sh\n"
	    "echo 'GPU-x, 7, 8'\necho 'GPU-b, 3, 4'\n");
	snprintf(path, sizeof(path), "%s/usr/bin/nvidia-smi", root);
	chmod(path, 0755);
	node("dri/renderD128");
	node("dri/renderD129");
	node("dri/renderD130");
	put("machine/sys/class/drm/renderD128/device/vendor", "0x8086\n");
	put("machine/sys/class/drm/renderD129/device/vendor", "0x1002\n");
	put("machine/sys/class/drm/renderD130/device/vendor", "0x1234\n");
	put("machine/sys/class/drm/renderD129/device/mem_info_vram_used",
	    "5\n");
	put("machine/sys/class/drm/renderD129/device/mem_info_vram_total",
	    "6\n");
	IS_STR("the free one of a kind comes first, those of AMD need kfd",
	    "nvidia0 0   nan/nan; nvidia1 1 Big GPU-b 3.14573e+06/4.1943e+06; "
	    "renderD128 0   nan/nan", found(root));
	node("kfd");
	OK("with kfd they count, behind those of NVIDIA", strstr(found(root),
	    "; renderD129 0   5/6; renderD128 0   nan/nan") != NULL);
	OK("GPUs are taken", gpu_take(root, NULL, cache, 1, -1, &l, &err) ==
	    HCC_OK && l.n == 1 && strcmp(l.v[0].name, "nvidia0") == 0);
	IS_STR("a run gets the devices of its GPU",
	    "/dev/nvidia0 /dev/nvidiactl ", bound_to(&l, root));
	OK("another run takes another", gpu_take(root, NULL, cache, 1, -1,
	    &other, &err) == HCC_OK && strcmp(other.v[0].name, "nvidia1") ==
	    0);
	if (pipe(stop) == 0)
		close(stop[1]);
	gpu_release(&other);
	OK("all that are wanted are taken, or none", gpu_take(root, NULL,
	    cache, 2, stop[0], &other, &err) == HCC_AGAIN && other.n == 0);
	OK("a wait is ended from outside", strstr(err.text, "stopped") !=
	    NULL);
	gpu_release(&l);
	OK("then both are free", gpu_take(root, NULL, cache, 2, stop[0],
	    &other, &err) == HCC_OK && other.n == 2);
	gpu_release(&other);
	OK("no more are taken than there are", gpu_take(root, NULL, cache, 3,
	    stop[0], &other, &err) == HCC_UNAVAILABLE && strstr(err.text,
	    "take 3 GPUs: this machine has 2") != NULL);
	OK("those that are named are taken", gpu_take(root, "5,1", cache, 1,
	    stop[0], &l, &err) == HCC_OK && l.v[0].index == 1);
	gpu_release(&l);
	OK("those that are not named are not there", gpu_take(root, "1",
	    cache, 2, stop[0], &l, &err) == HCC_UNAVAILABLE);
	close(stop[0]);
	l = (struct gpu_lease){ .n = 1, .v = { { .kind = GPU_AMD } } };
	snprintf(l.v[0].name, sizeof(l.v[0].name), "renderD129");
	IS_STR("those of AMD are opened with kfd",
	    "/dev/dri/renderD129 /dev/kfd ", bound_to(&l, root));
	l.n = 0;
	IS_STR("without a GPU nothing is opened", "", bound_to(&l, root));
}

/* --- Slurm, by commands that are not */

static void
command(const char *name, const char *script)
{
	char	 path[300], text[600];

	snprintf(path, sizeof(path), "slurm/%s", name);
	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", script);
	put(path, text);
	snprintf(path, sizeof(path), "%s/slurm/%s", tmp, name);
	chmod(path, 0755);
}

static const char *
state(const char *says)
{
	static const char *const names[] = { "silent", "unknown", "queued",
	    "cancelled", "timeout", "memory", "ended" };
	static char		 s[100];
	enum slurm_state	 is;
	char			 word[64];

	command("squeue", says);
	if (slurm_ask("j", &is, word, sizeof(word), &err) != HCC_OK)
		return err.text;
	snprintf(s, sizeof(s), "%s '%s'", names[is], word);
	return s;
}

static void
jobs(void)
{
	struct strvec	 options = { NULL, 0, 0 };
	struct buf	 script = BUF_INIT, said_by = BUF_INIT;
	struct slurm_job j = { .name = "j", .script = &script, .cores = 3,
			    .gpus = 2, .memory = 1 << 30, .seconds = 100,
			    .options = &options };
	char		 path[400];

	snprintf(path, sizeof(path), "%s/slurm:/usr/bin:/bin", tmp);
	setenv("PATH", path, 1);
	strvec_add(&options, "--more");
	buf_adds(&script, "echo");
	command("sbatch", "echo \"$@\" >${0%/*}/args; cat >>${0%/*}/args");
	OK("a job is submitted", slurm_submit(&j, &err) == HCC_OK);
	fs_read(t.dir, "slurm/args", 0, &said_by, NULL);
	IS_STR("a job is submitted with all that it needs", "--job-name=j "
	    "--parsable --export=NONE --chdir=/ --input=/dev/null "
	    "--output=/dev/null --requeue --nodes=1 --ntasks=1 "
	    "--cpus-per-task=3 --mem=1280M --time=4 --gres=gpu:2 --more\n"
	    "echo", buf_str(&said_by));
	j.memory = j.seconds = j.gpus = 0;
	slurm_submit(&j, &err);
	buf_reset(&said_by);
	fs_read(t.dir, "slurm/args", 0, &said_by, NULL);
	OK("what has no limit asks for none", strstr(buf_str(&said_by),
	    "--cpus-per-task=3 --more") != NULL);
	command("sbatch", "echo 'no such partition'; exit 1");
	command("squeue", "");
	OK("a job that is refused is told", slurm_submit(&j, &err) ==
	    HCC_UNAVAILABLE && strstr(err.text, "no such partition; see") !=
	    NULL);
	command("squeue", "exit 1");
	OK("a controller that is silent is asked again", slurm_submit(&j,
	    &err) == HCC_AGAIN);
	command("squeue", "echo 'RUNNING None'");
	OK("a job that came through is submitted", slurm_submit(&j, &err) ==
	    HCC_OK);
	IS_STR("a job may wait", "queued 'PENDING'",
	    state("echo 'PENDING Priority'"));
	IS_STR("a job may be unknown", "unknown ''", state(""));
	IS_STR("a controller may be silent", "silent ''", state("exit 1"));
	IS_STR("a job may be cancelled", "cancelled 'CANCELLED'",
	    state("echo CANCELLED x"));
	IS_STR("a job may be out of time", "timeout 'DEADLINE'",
	    state("echo DEADLINE"));
	IS_STR("a job may be out of memory", "memory 'OUT_OF_MEMORY'",
	    state("echo OUT_OF_MEMORY"));
	IS_STR("a node may fail", "ended 'NODE_FAIL'",
	    state("echo NODE_FAIL x; echo PENDING"));
	IS_STR("a job that is held has ended",
	    "ended 'PENDING launch failed requeued held'",
	    state("echo PENDING launch failed requeued held"));
	command("scancel", "test \"$*\" = --name=j");
	OK("a job is cancelled", slurm_cancel("j", &err) == HCC_OK);
	command("scancel", "echo no; exit 1");
	OK("a job that is not cancelled is told", slurm_cancel("j", &err) ==
	    HCC_AGAIN && strstr(err.text, "'j': no") != NULL);
	setenv("PATH", "/nosuch", 1);
	OK("commands that are absent are told", slurm_cancel("j", &err) ==
	    HCC_UNAVAILABLE && strstr(err.text, "run 'scancel': it is not on "
	    "PATH") != NULL);
	strvec_release(&options);
	buf_release(&script);
	buf_release(&said_by);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	snprintf(config, sizeof(config), "%s/config", tmp);
	put("task.md", "---\nmetric: auc\n---\nDescription.\n");
	if (task_open(&t, tmp, "s1", &err) != HCC_OK)
		return 1;
	limits();
	process_limits();
	time_left();
	observed();
	outcomes();
	amounts();
	adopted();
	replayed();
	handed_on();
	slots();
	environments();
	processors();
	machine();
	jobs();
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
