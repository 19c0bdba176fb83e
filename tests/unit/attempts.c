/*
 * attempts.c: attempts that are run, without the sandbox, in shell: what they
 * find, what they leave, and what is published of them; an attempt as a job
 * reads it; files of the input that are opened.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "put.h"
#include "run/attempt_internal.h"
#include "run/environment.h"
#include "run/job_internal.h"
#include "run/opened.h"
#include "run/spare.h"
#include "run/suggestion_run.h"
#include "tap.h"
#include "task/earlier.h"
#include "task/journal.h"
#include "task/live.h"

static struct hcc_err	 err;
static struct task	 t;
static const struct limits limits = { .time = 20, .grace = 1, .cores = 2,
    .memory = 1 << 30, .output = 1 << 20, .disk = 1 << 24,
    .processes = 100 };

static const char *
content(const char *path)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(t.dir, path, 0, &b, NULL) == HCC_OK ? buf_str(&b) :
	    "(absent)";
}

static struct attempt
attempt(const char *id, const char *code)
{
	struct attempt	 a;

	attempt_init(&a, &t, &limits, false, -1);
	a.id = id;
	a.code = code;
	a.keep = 1e6;
	return a;
}

static void
program(void)
{
	struct attempt		 a = attempt("01/1.1/1", "echo metric: 0.5\n"
				    "echo fold: 1\necho x >keep/x\n"
				    "echo junk >solution.sh\n"
				    "echo y >solution.py\n"
				    "mkdir run.json\n"
				    "echo $HCC_SEED $HCC_TIME_LIMIT "
				    "$HCC_CORES $HCC_MEMORY $OMP_NUM_THREADS "
				    "$MINE ${HCC_SMOKE-no}\n");
	struct environment	 env = { .gpus = 0 };
	struct run		 r;

	strvec_add(&env.vars, "MINE=m");
	strvec_add(&env.vars, "HCC_CORES=99");
	buf_adds(&env.interpreters, "/x/sh (5)");
	a.env = &env;
	a.seed = 7;
	put("l1/01/1.1/1/left", "by an attempt that was cut off");
	OK("an attempt is run", attempt_run(&a, &r, &err) == HCC_OK);
	IS_STR("a program that claims a score is ok", "ok", r.status);
	IS_NUM("its claim is recorded", 0.5, r.claimed, 0);
	IS_NUM("its seed is recorded", 7, (double)r.seed, 0);
	IS_STR("what it runs in is recorded", "/x/sh (5)", r.interpreter);
	IS_STR("what it keeps is recorded", "x", r.keep.n == 1 ?
	    r.keep.v[0].name : NULL);
	IS_STR("a program sees its limits, and the task's variables do not "
	    "win", "metric: 0.5\nfold: 1\n7 20 2 1073741824 2 m no\n",
	    content("l1/01/1.1/1/log"));
	IS_STR("its program is the one that ran", a.code,
	    content("l1/01/1.1/1/solution.sh"));
	IS_STR("another of that name is another", "y\n",
	    content("l1/01/1.1/1/other.solution.py"));
	OK("nothing is left of an attempt that was cut off",
	    !fs_exists(t.dir, "l1/01/1.1/1/left"));
	OK("run.json is published, whatever was in its place",
	    strstr(content("l1/01/1.1/1/run.json"), "\"claimed\": 0.5") !=
	    NULL);
	OK("nothing is told of it as running any more",
	    !fs_exists(t.dir, "l1/01/1.1/now.json"));
	OK("what it kept is in the task", !fs_exists(t.dir,
	    "l1/01/1.1/1/keep") && fs_exists(t.dir, "keep"));
	run_free(&r);
	strvec_release(&env.vars);
	buf_release(&env.interpreters);
}

static void
smoke(void)
{
	struct attempt	 a = attempt("01/1.2/1", "echo ${HCC_SMOKE}\n");
	struct run	 r;

	a.smoke = true;
	OK("a smoke run that only lacks a metric is no failure",
	    attempt_run(&a, &r, &err) == HCC_OK &&
	    !fs_exists(t.dir, "l1/01/1.2/1/run.json"));
	run_free(&r);
	a.code = "exit 3";
	OK("a smoke run that fails is published", attempt_run(&a, &r, &err)
	    == HCC_OK && strstr(content("l1/01/1.2/1/run.json"),
	    "when it was tried out: ") != NULL);
	run_free(&r);
}

static void
built_on(void)
{
	struct attempt		 a = attempt("01/2.1/1", "cat base/solution.sh "
				    "base/keep/x; ls\necho metric: 0.5\n");
	struct earlier		 w, both[2];
	struct run		 r;

	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"attempt\":1,\"score\":0.25}");
	earlier_open(&t, "01/1.1", &w, &err);
	a.base = &w;
	OK("an attempt builds on another", attempt_run(&a, &r, &err) ==
	    HCC_OK);
	OK("a program finds what it builds on in ./base", strstr(content(
	    "l1/01/2.1/1/log"), "mkdir run.json\n") != NULL && strstr(content(
	    "l1/01/2.1/1/log"), "\nx\nbase\nkeep\nlog\nsolution.sh\n") != NULL);
	IS_STR("what it builds on is recorded", "01/1.1", r.base);
	IS_NUM("so is the score of that", 0.25, r.built_on == NULL ? NAN :
	    r.built_on->score, 0);
	OK("./base is gone then", !fs_exists(t.dir, "l1/01/2.1/1/base") &&
	    !fs_exists(t.dir, ".tmp-base-01-2.1-1"));
	run_free(&r);
	both[0] = both[1] = w;
	a.id = "01/2.2/1";
	a.code = "cat base/01-1.1/keep/x; ls base\necho metric: 1\n";
	a.others = both;
	a.nothers = 2;
	OK("a blend finds each in a directory of its own",
	    attempt_run(&a, &r, &err) == HCC_OK && strcmp(content(
	    "l1/01/2.2/1/log"), "x\n01-1.1\nmetric: 1\n") == 0);
	run_free(&r);
	earlier_free(&w);
}

static void
commands(void)
{
	struct attempt	 a = attempt("01/0.1/1", NULL);
	const char	*files[] = { NULL, NULL };
	char		 path[300];
	struct run	 r;

	put("mine/data.txt", "mine\n");
	snprintf(path, sizeof(path), "%s/mine/data.txt", tmp);
	files[0] = path;
	a.files = files;
	a.command = "cat data.txt; exit 4";
	OK("a command is run with its files", attempt_run(&a, &r, &err) ==
	    HCC_OK);
	IS_STR("a command finds its files", "mine\n",
	    content("l1/01/0.1/1/log"));
	OK("a command that fails is recorded as such", strcmp(r.status,
	    "failed") == 0 && r.exit == 4 && strcmp(r.command, a.command) ==
	    0);
	run_free(&r);
	files[0] = "/nosuch/file";
	OK("a file that is absent is told", attempt_run(&a, &r, &err) ==
	    HCC_MISSING);
	run_free(&r);
	OK("an attempt without a program is published as failed",
	    attempt_refused(&t, "01/3.1/1", "brain", "no code", &r, &err) ==
	    HCC_OK && strstr(content("l1/01/3.1/1/run.json"),
	    "\"message\": \"no code\"") != NULL);
	run_free(&r);
}

static bool
is_hopeless(void *ctx, struct progress *p)
{
	char	*told = ctx;

	snprintf(told, 200, "%s", content("l1/01/4.1/now.json"));
	snprintf(p->why, sizeof(p->why), "no use");
	return p->claimed == 0.25;
}

static void
watched(void)
{
	struct attempt	 a = attempt("01/4.1/1", "x");
	struct progress	 p = { .id = "x", .why = "" };
	struct opened	 o = OPENED_NONE;
	struct run_use	 use = { 10, 5, 1000 };
	char		 told[200] = "";

	a.hopeless = is_hopeless;
	a.ctx = told;
	a.progress = &p;
	a.opened = &o;
	a.expected = 30;
	put("l1/01/4.1/1/log", "metric: 0.5\n");
	OK("a run goes on while it is not hopeless", attempt_tick(&a, &use));
	OK("it is told meanwhile", strstr(told, "\"busy\":0.5,\"claimed\":0.5,"
	    "\"cores\":2,\"expected\":30,\"id\":\"01/4.1/1\",\"limit\":20,"
	    "\"memory\":1000,\"memory_limit\":1073741824,") != NULL);
	IS_NUM("the bytes of its log are told", 12, p.log_bytes, 0);
	IS_STR("the end of its log is told", "metric: 0.5\n", p.tail);
	put("l1/01/4.1/1/log", "5/10 metric\nmetric: 0.25\nstep 5/10\n");
	use.elapsed = 12;
	OK("a run that is hopeless is ended", !attempt_tick(&a, &use));
	OK("when it will end is told by its log", strstr(told,
	    "\"expected\":24,") != NULL);
	a.expected = 3;
	put("l1/01/4.1/1/log", "metric: 7\n");
	(void)attempt_tick(&a, &use);
	OK("what it should have taken is no forecast any more, a metric that "
	    "cannot be is none", strstr(told, "expected") == NULL &&
	    strstr(told, "claimed") == NULL);
}

static void
as_a_job(void)
{
	struct attempt	 a = attempt("01/1.1/9", "echo 1");
	const char	*files[] = { "/x/one", "two", NULL };
	struct earlier	 base = { .result.id = (char[]){ "01/1.1" } };
	struct job	 j = { .a = &a, .name = "hcc-j" };
	struct job_spec	 s;

	a.files = files;
	a.seed = 5;
	a.keep = 6;
	a.expected = 7;
	a.audit = "audit";
	a.measure = true;
	a.record = "rec";
	a.replay = "rep";
	a.base = &base;
	job_name_dir(a.id, j.dir);
	IS_STR("a job has a directory", "job/01-1.1-9", j.dir);
	OK("a job that is not there is not pending", !job_pending(&t, a.id));
	put("job/01-1.1-9/x", "");
	OK("a job is written", job_publish(&j, &err) == HCC_OK &&
	    job_pending(&t, a.id));
	OK("a job is read", job_open(&s, &t, "01-1.1-9", "hcc-j", &err) ==
	    HCC_OK);
	OK("the job has the attempt", strcmp(s.attempt.id, a.id) == 0 &&
	    strcmp(s.attempt.code, "echo 1") == 0 && s.attempt.seed == 5 &&
	    s.attempt.keep == 6 && s.attempt.expected == 7 &&
	    strcmp(s.attempt.audit, "audit") == 0 && s.attempt.measure &&
	    strcmp(s.attempt.record, "rec") == 0 &&
	    strcmp(s.attempt.replay, "rep") == 0 && !s.attempt.sandbox &&
	    s.attempt.command == NULL && s.attempt.t == &t);
	OK("the job has the limits", s.attempt.limits.time == 20 &&
	    s.attempt.limits.grace == 1 && s.attempt.limits.cores == 2 &&
	    s.attempt.limits.memory == 1 << 30 &&
	    s.attempt.limits.output == 1 << 20 &&
	    s.attempt.limits.disk == 1 << 24 &&
	    s.attempt.limits.processes == 100);
	OK("the job has the files, from its directory", strstr(
	    s.attempt.files[0], "/job/01-1.1-9/files/one") != NULL && strstr(
	    s.attempt.files[1], "/job/01-1.1-9/files/two") != NULL &&
	    s.attempt.files[2] == NULL);
	OK("the job has what it builds on", s.attempt.base == &s.base &&
	    strstr(buf_str(&s.base.code), "metric: 0.5") != NULL);
	job_close(&s);
	OK("another job does not count", job_open(&s, &t, "01-1.1-9", "hcc-k",
	    &err) == HCC_NONE);
	job_close(&s);
	OK("a job that is gone has ended", job_open(&s, &t, "01-1.1-8", NULL,
	    &err) == HCC_NONE);
	job_close(&s);
	OK("a name leads nowhere else", job_open(&s, &t, "../job", NULL,
	    &err) == HCC_USAGE && job_open(&s, &t, "..", NULL, &err) ==
	    HCC_USAGE);
	snprintf(j.name, sizeof(j.name), "other");
	OK("an earlier job is found again", job_resume(&j, &err) == HCC_OK &&
	    strcmp(j.name, "hcc-j") == 0 && j.resumed);
	snprintf(j.name, sizeof(j.name), "hcc-2");
	a.code = "lost";
	job_publish(&j, &err);
	OK("its next job has another name, and the same program",
	    job_open(&s, &t, "01-1.1-9", "hcc-2", &err) == HCC_OK &&
	    strcmp(s.attempt.code, "echo 1") == 0);
	job_close(&s);
	job_report_end(&t, "01-1.1-9", "hcc-2", HCC_AGAIN, &err);
	job_report_end(&t, "01-1.1-9", "hcc-j", HCC_OK, &err);
	OK("what was stopped, and another job, report no end",
	    !job_ended(&j));
	err_set(&err, HCC_INPUT, "bad");
	job_report_end(&t, "01-1.1-9", "hcc-2", HCC_INPUT, &err);
	OK("the end of a job is reported", job_ended(&j) && strstr(
	    content("job/01-1.1-9/end.json"), "\"status\": 65") != NULL &&
	    strstr(content("job/01-1.1-9/end.json"), "\"bad\"") != NULL);
	put("l1/01/1.1/9/run.json", "");
	OK("an empty run.json is none", !job_has_run(&t, a.id));
	job_sweep(&t);
	OK("a job whose attempt goes on stays", job_pending(&t, a.id));
	put("l1/01/1.1/9/run.json", "{}");
	OK("an attempt that has ended is no job", job_has_run(&t, a.id) &&
	    job_open(&s, &t, "01-1.1-9", NULL, &err) == HCC_NONE);
	job_close(&s);
	job_sweep(&t);
	OK("its job is removed, with the directory of jobs",
	    !fs_exists(t.dir, "job"));
}

static void
reads(struct opened *o, const char *path)
{
	char	 full[400];
	int	 fd;

	snprintf(full, sizeof(full), "%s/%s", o->dir, path);
	if ((fd = open(full, O_RDONLY)) != -1)
		close(fd);
}

static void
opened_files(void)
{
	struct opened	 o;
	struct buf	 b = BUF_INIT;
	char		 input[300], dir[300], path[300];
	jv		 names;
	int		 i;

	put("in/train.csv", "1");
	put("in/more/deep/a", "2");
	put("in/unread", "3");
	snprintf(path, sizeof(path), "%s/in/link", tmp);
	OK("a link is made", symlink("more/deep/a", path) == 0);
	snprintf(input, sizeof(input), "%s/in", tmp);
	snprintf(dir, sizeof(dir), "%s/links", tmp);
	opened_open(&o, input, dir);
	OK("a run gets links to its input", o.dir != NULL &&
	    strcmp(o.dir, dir) == 0);
	reads(&o, "train.csv");
	opened_look(&o);
	reads(&o, "train.csv");
	reads(&o, "link");
	reads(&o, "nosuch");
	names = opened_close(&o);
	json_dump(&b, names);
	jv_free(names);
	IS_STR("files that were opened are told, each once",
	    "[\"more/deep/a\",\"train.csv\"]", buf_str(&b));
	OK("the links are gone then", access(dir, F_OK) == -1);
	opened_open(&o, "/nosuch", dir);
	OK("without an input nothing is known", o.dir == NULL &&
	    jv_get_kind(opened_close(&o)) == JV_KIND_NULL &&
	    access(dir, F_OK) == -1);
	for (i = 0; i < 260; i++) {
		snprintf(path, sizeof(path), "in/many/%d", i);
		put(path, "");
	}
	opened_open(&o, input, dir);
	OK("with many files it is not known", o.dir == NULL);
	jv_free(opened_close(&o));
	buf_release(&b);
}

/* --- suggestions: what is asked, and how often */

static char	 asked[2000];		/* what the callbacks were asked */
static double	 time_of_run, smoke_limit, forecast_is;

static void
note(const char *fmt, double a, double b)
{
	size_t	 n = strlen(asked);

	snprintf(asked + n, sizeof(asked) - n, fmt, a, b);
}

static double
begin(void *ctx, int timeouts, double forecast)
{
	(void)ctx;
	note("begin %g %g; ", timeouts, forecast);
	return forecast > 50 ? 0 : time_of_run;
}

static double
smoke_of(void *ctx, double limit, double *share)
{
	(void)ctx;
	note("smoke %g; ", limit, 0);
	*share = 0;
	return smoke_limit;
}

static double
forecast(void *ctx, double seconds, double share)
{
	(void)ctx;
	note(seconds > 0 ? "forecast %g; " : "no time; ", share, 0);
	return forecast_is;
}

static enum hcc_status
enter(void *ctx, struct hcc_err *e)
{
	(void)ctx;
	(void)e;
	note("enter; ", 0, 0);
	return HCC_OK;
}

static void
leave(void *ctx)
{
	(void)ctx;
	note("leave; ", 0, 0);
}

/* Run a suggestion by a brain of these functions; what was asked. */
static enum hcc_status
suggest(const char *id, const char *brain, bool tried, bool watch)
{
	struct suggestion	 one = { .id = (char *)(uintptr_t)id,
				    .title = (char[]){ "T" },
				    .text = (char[]){ "do" } };
	struct suggestion_run	 s = { .t = &t, .suggestion = &one,
				    .input = json_put_num(jv_object(), "x", 1),
				    .watch = watch, .begin = begin,
				    .smoke = tried ? smoke_of : NULL,
				    .forecast = forecast, .enter = enter,
				    .leave = leave };
	char			 path[300], text[2000];
	enum hcc_status		 st;

	attempt_init(&s.run, &t, &limits, false, -1);
	s.run.limits.tries = 3;
	s.draft = strncmp(id, "00/", 3) == 0;
	snprintf(path, sizeof(path), "%s/brain.lua", tmp);
	snprintf(text, sizeof(text), "return { %s }", brain);
	put("brain.lua", text);
	*asked = '\0';
	time_of_run = 20;
	if (script_open(&s.brain, path, NULL, &err) != HCC_OK)
		return HCC_INTERNAL;
	st = suggestion_run(&s, &err);
	script_close(s.brain);
	jv_free(s.input);
	return st;
}

/* The events from the n-th on, without their times. */
static const char *
happened(int n)
{
	static struct buf	 b = BUF_INIT;
	jv			 all, ev, v;
	char			*quote;
	int			 i, torn;

	journal_read(&t, &all, &torn, NULL);
	buf_reset(&b);
	for (i = n; json_item(all, i, &ev); i++) {
		v = jv_copy(ev);
		v = jv_object_delete(jv_object_delete(jv_object_delete(
		    jv_object_delete(v, jv_string("s")), jv_string("t")),
		    jv_string("boot")), jv_string("up"));
		v = jv_object_delete(jv_object_delete(v, jv_string("seconds")),
		    jv_string("silent"));
		json_dump(&b, v);
		buf_addc(&b, '\n');
		jv_free(v);
	}
	jv_free(all);
	while ((quote = strchr(buf_str(&b), '"')) != NULL)
		*quote = '\'';
	fs_remove(t.dir, "journal.jsonl", NULL);
	return buf_str(&b);
}

static void
suggestions(void)
{
	struct attempt	 a = attempt("x", NULL);

	OK("a suggestion is repaired until it works", suggest("02/1.1",
	    "improve = function(input, s) return { code = 'echo ' .. s.text "
	    ".. input.x .. input.cores .. '; exit 3' } end, "
	    "debug = function(input, s, f) return { text = 'why', code = "
	    "'echo metric: 0.5; exit\\n#' .. f.attempt .. f.exit .. "
	    "f.message .. f.log .. f.code } end", false, false) == HCC_OK);
	IS_STR("each attempt asks for its time and its slot",
	    "begin 0 0; enter; begin 0 0; leave; "
	    "begin 0 0; enter; begin 0 0; leave; ", asked);
	IS_STR("the brain gets input, suggestion and failure",
	    "echo metric: 0.5; exit\n#13ended with exit status 3; its last "
	    "line: do12do12\necho do12; exit 3", content(
	    "l1/02/1.1/2/solution.sh"));
	IS_STR("runs and the repair are told", "{'ev':'start','id':'02/1.1/1'}"
	    "\n{'claimed':null,'ev':'run','id':'02/1.1/1','status':'failed'}\n"
	    "{'ev':'start','id':'02/1.1/2'}\n"
	    "{'claimed':0.5,'ev':'run','id':'02/1.1/2','status':'ok'}\n"
	    "{'cause':'other: ended with exit status 3; its last line: do12',"
	    "'ev':'repair','id':'02/1.1/2','why':'why'}\n", happened(0));
	OK("a suggestion that works is not run again", suggest("02/1.1", "",
	    false, false) == HCC_OK && *asked == '\0');
	OK("no more attempts than tries", suggest("02/1.2", "improve = "
	    "function() return { code = 'exit 1' } end, debug = function() "
	    "return { code = 'exit 2' } end", false, false) == HCC_OK &&
	    fs_exists(t.dir, "l1/02/1.2/3/run.json") &&
	    !fs_exists(t.dir, "l1/02/1.2/4"));
	OK("a brain may give up", suggest("02/1.3", "improve = function() "
	    "return { code = 'exit 1' } end, debug = function() return "
	    "{ give_up = 'no idea' } end", false, false) == HCC_OK &&
	    !fs_exists(t.dir, "l1/02/1.3/2"));
	OK("a brain may refuse at once", suggest("02/1.4", "improve = "
	    "function() return { give_up = 'no idea' } end", false, false) ==
	    HCC_OK && strstr(content("l1/02/1.4/1/run.json"), "no idea") !=
	    NULL && !fs_exists(t.dir, "l1/02/1.4/2"));
	OK("an error of the brain is that of the suggestion", suggest(
	    "02/1.5", "improve = function() return {} end", false, false) ==
	    HCC_OK && strstr(content("l1/02/1.5/1/run.json"),
	    "brain: improve returned no code") != NULL);
	(void)happened(0);
	OK("a brain may strike a suggestion", suggest("02/1.6", "improve = "
	    "function() return { strike = 'worse' } end", false, false) ==
	    HCC_OK);
	IS_STR("what is struck is told", "{'ev':'strike','id':'02/1.6',"
	    "'why':'worse'}\n", happened(0));
	OK("a brain may close the phase", suggest("03/1.1", "improve = "
	    "function() return { strike = 'enough', close = true } end",
	    false, false) == HCC_OK);
	OK("what has not begun is not asked for then", suggest("03/1.2",
	    "improve = function() return { code = 'echo metric: 1' } end",
	    false, false) == HCC_OK && strstr(content(
	    "l1/03/1.2/1/run.json"), "\"struck\"") != NULL);
	OK("another phase is not closed", suggest("04/1.1", "improve = "
	    "function() return { code = 'echo metric: 1' } end", false,
	    false) == HCC_OK && strstr(content("l1/04/1.1/1/run.json"),
	    "\"ok\"") != NULL);
	(void)happened(0);
	journal_add(&t, "run", json_put_str(jv_object(), "id", "02/9.1/1"),
	    &err);
	journal_add(&t, "run", json_put_str(jv_object(), "id", "01/9.1/1"),
	    &err);
	OK("a suggestion that nobody has overtaken is run", suggest("02/1.7",
	    "improve = function() return { code = 'echo metric: 1' } end, "
	    "watch = function() return { strike = 'late' } end", false, true)
	    == HCC_OK && strstr(content("l1/02/1.7/1/run.json"), "\"ok\"") !=
	    NULL);
	OK("a draft keeps the text of the brain", suggest("00/1.1", "draft = "
	    "function() return { code = 'echo metric: 1', text = 'my draft' } "
	    "end", false, false) == HCC_OK && strcmp(content(
	    "l1/00/1.1/note.md"), "my draft") == 0);
	(void)happened(0);
	smoke_limit = 10;
	forecast_is = 0;
	suggest("02/2.1", "improve = function() return { code = "
	    "'test -n \"$HCC_SMOKE\" || echo metric: 0.5' } end", true, false);
	IS_STR("a run is tried out before", "begin 0 0; enter; begin 0 0; "
	    "smoke 20; forecast 0; leave; ", asked);
	IS_STR("a smoke run is told", "{'ev':'start','id':'02/2.1/1'}\n"
	    "{'ev':'smoke','id':'02/2.1/1','status':'ok'}\n"
	    "{'claimed':0.5,'ev':'run','id':'02/2.1/1','status':'ok'}\n",
	    happened(0));
	suggest("02/2.2", "improve = function() return { code = 'exit 3' } "
	    "end, debug = function() return { give_up = 'x' } end", true,
	    false);
	IS_STR("what fails when it is tried out is not run",
	    "{'ev':'start','id':'02/2.2/1'}\n"
	    "{'ev':'smoke','id':'02/2.2/1','status':'failed'}\n"
	    "{'claimed':null,'ev':'run','id':'02/2.2/1','status':'failed'}\n",
	    happened(0));
	forecast_is = 99;
	suggest("02/2.3", "improve = function() return { code = "
	    "'echo metric: 0.5' } end, debug = function(i, s, f) return "
	    "{ give_up = f.message } end", true, false);
	OK("what would take too long is not begun", strstr(content(
	    "l1/02/2.3/1/run.json"), "not begun: it would take about 99 s, by "
	    "a smoke run of") != NULL && strstr(asked, "begin 0 99; ") !=
	    NULL && strstr(asked, "begin 1 0; ") != NULL);
	IS_STR("a forecast is told", "{'ev':'start','id':'02/2.3/1'}\n"
	    "{'ev':'smoke','forecast':99,'id':'02/2.3/1','status':'ok'}\n"
	    "{'claimed':null,'ev':'run','id':'02/2.3/1','status':'failed'}\n",
	    happened(0));
	smoke_limit = 0;
	suggest("02/2.4", "improve = function() return { code = "
	    "'echo metric: 0.5' } end", true, false);
	OK("without a limit nothing is tried out", strstr(happened(0),
	    "'smoke'") == NULL);
	a.seed = 7;
	put("l1/02/5.1/2/solution.sh", "echo metric: 0.5\necho $HCC_SEED\n");
	OK("a program is run with another seed", suggestion_reseed(&a,
	    "02/5.1", 2, 3, &err) == HCC_OK && strcmp(content(
	    "l1/02/5.1/seed-3/log"), "metric: 0.5\n3007\n") == 0);
	put("audit/input/train.csv", "asked\n");
	put("audit/control/input/train.csv", "control\n");
	put("l1/02/5.1/2/solution.sh", "cat input/train.csv\n");
	OK("a program is run on the rows of an audit", suggestion_audit(&a,
	    "02/5.1", 2, false, &err) == HCC_OK && strcmp(content(
	    "l1/02/5.1/audit/log"), "asked\n") == 0);
	OK("a program is run on those of a control", suggestion_audit(&a,
	    "02/5.1", 2, true, &err) == HCC_OK && strcmp(content(
	    "l1/02/5.1/control/log"), "control\n") == 0);
	OK("without a program nothing is run again", suggestion_audit(&a,
	    "02/5.1", 3, false, &err) == HCC_MISSING);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nmetric: auc\nlanguage: shell\n---\nText.\n");
	if (task_open(&t, tmp, "s1", &err) != HCC_OK)
		return 1;
	t.no_submission = true;
	program();
	smoke();
	built_on();
	commands();
	watched();
	as_a_job();
	suggestions();
	opened_files();
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
