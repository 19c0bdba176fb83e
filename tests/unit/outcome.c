/* outcome.c: what came of a run, and whether it is adopted. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "run/adoption.h"
#include "run/attempt_internal.h"
#include "run/replay.h"
#include "run/suggestion_result.h"
#include "with_task.h"

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
	s = policy_with("exec", "adopt = function(self, r, best, s) return "
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
	s = policy_with("exec", "adopt = function(self, r, best, s) "
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

int
main(void)
{
	static void (*const tests[])(void) = { outcomes, amounts, adopted,
	    replayed };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
