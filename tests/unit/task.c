/* task.c: a task directory: journal, locks, state, archives, the best. */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/pool.h"
#include "put.h"
#include "tap.h"
#include "task/archive.h"
#include "task/best.h"
#include "task/journal.h"
#include "task/state.h"

static enum hcc_status
open_with(const char *front, struct task *t, struct hcc_err *e)
{
	char	 text[500];

	snprintf(text, sizeof(text), "---\n%s---\nDescription.\n", front);
	put("task.md", text);
	return task_open(t, tmp, "s1", e);
}

static void
opening(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;

	OK("a task without a metric is refused",
	    open_with("id: x\n", &t, &e) == HCC_INPUT);
	OK("the refusal says that metric: NAME is to be added",
	    strstr(e.text, "metric: NAME") != NULL);
	OK("a budget with a malformed time is refused",
	    open_with("metric: auc\nbudget: {time: 8 hours}\n",
	    &t, &e) == HCC_INPUT && strstr(e.text, "8 hours") != NULL);
	OK("a submission outside of the attempt is refused",
	    open_with("metric: auc\n"
	    "submission: ../x.csv\n", &t, &e) == HCC_INPUT);
	OK("an unknown metric without a goal is refused",
	    open_with("metric: mine\n",
	    &t, &e) == HCC_INPUT);
	OK("an unknown metric that nothing measures is refused",
	    open_with("metric: mine\ngoal: minimize\n",
	    &t, &e) == HCC_INPUT);
	OK("an unknown metric that programs print is accepted",
	    open_with("metric: mine\ngoal: minimize\n"
	    "pattern: 'mine: VALUE'\n", &t, &e) == HCC_OK);
	task_close(&t);
	OK("a task with a metric and a budget opens",
	    open_with("metric: auc\nbudget: {time: 8h, tokens: "
	    "20M}\n", &t, &e) == HCC_OK);
	IS_STR("the goal is that of the metric", "maximize",
	    t.goal);
	IS_STR("the description follows the front matter",
	    "Description.\n", t.body);
	IS_NUM("a time with its unit is read in seconds",
	    28800, t.budget.time, 0);
	IS_NUM("tokens with their unit are read", 20e6, t.budget.tokens, 0);
	OK("a cost that is absent is unlimited", isinf(t.budget.cost));
	task_close(&t);
}

static void
locking(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 a, b;

	put("l2/.tmp-01.md.99.0", "left by a kill");
	OK("a task is locked", task_lock(t, true, &a, &e) == HCC_OK);
	OK("a lock removes temporary files of a killed writer",
	    !fs_exists(t->dir,
	    "l2/.tmp-01.md.99.0"));
	OK("a locked task is busy", task_busy(t));
	OK("a second exclusive lock is refused with 75",
	    task_lock(t, true, &b, &e) ==
	    HCC_AGAIN);
	OK("a shared lock beside an exclusive one is refused",
	    task_lock(t, false, &b, &e) == HCC_AGAIN);
	close(a);
	OK("two shared locks are allowed",
	    task_lock(t, false, &a, &e) == HCC_OK &&
	    task_lock(t, false, &b, &e) == HCC_OK);
	close(a);
	close(b);
	OK("a task without locks is not busy", !task_busy(t));
}

static void
journals(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 torn;
	jv		 ev;

	put("journal.jsonl",
	    "{\"ev\":\"a\",\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"b\",\"s\":\"x\",\"t\":110}\n"
	    "{\"ev\":\"c\",\"s\":\"y\",\"t\":5000}\n"
	    "{\"ev\":\"d\",\"s\":\"y\",\"t\":5007}\n{\"torn");
	journal_read(t, &ev, &torn, &e);
	IS_NUM("complete lines of the journal are events",
	    4, jv_array_length(jv_copy(ev)), 0);
	IS_NUM("a torn line of the journal is counted", 1, torn, 0);
	IS_NUM("the time between two sessions is not spent", 17,
	    journal_spent(ev, NULL), 1e-9);
	jv_free(ev);
	OK("an event is appended behind a torn line",
	    journal_add(t, "e", jv_object(), &e) == HCC_OK);
	journal_read(t, &ev, &torn, &e);
	IS_NUM("an event behind a torn line is read",
	    5, jv_array_length(jv_copy(ev)), 0);
	jv_free(ev);
	put("journal.jsonl", "{\"ev\":\"a\",\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"a\",\"s\":\"x\",\"t\":50}\n"
	    "{\"ev\":\"a\",\"s\":\"x\",\"t\":107}\n");
	journal_read(t, &ev, &torn, &e);
	IS_NUM("a clock that is set back and forth spends what passed", 7,
	    journal_spent(ev, NULL), 1e-9);
	jv_free(ev);
	put("journal.jsonl", "{\"ev\":\"a\",\"s\":\"x\",\"t\":100,"
	    "\"boot\":\"aaaaaaaa\",\"up\":10}\n"
	    "{\"ev\":\"a\",\"s\":\"x\",\"t\":99999,"
	    "\"boot\":\"aaaaaaaa\",\"up\":13}\n"
	    "{\"ev\":\"a\",\"s\":\"x\",\"t\":100004,"
	    "\"boot\":\"bbbbbbbb\",\"up\":1}\n");
	journal_read(t, &ev, &torn, &e);
	IS_NUM("time is spent by the clock of the machine, else by the day's",
	    3 + 5, journal_spent(ev, NULL), 1e-9);
	jv_free(ev);
	put("journal.jsonl", "{\"ev\":\"a\",\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"start\",\"s\":\"x\",\"t\":110}\n");
	put("lock", "");
	journal_read(t, &ev, &torn, &e);
	IS_NUM("a lock without a heartbeat cuts nothing off", 0,
	    journal_cut_off(t, ev), 0);
	journal_beat(t, 0);
	OK("a killed session counts until its last heartbeat",
	    journal_cut_off(t, ev) > 1e9);
	journal_beat(t, clock_steady() - 5);
	IS_NUM("of a session without an event its own time counts", 5,
	    journal_cut_off(t, ev), 1);
	journal_beat(t, 0);
	OK("the next session records the time that was cut off",
	    journal_record_edits(t, ev, &e) == HCC_OK);
	jv_free(ev);
	journal_read(t, &ev, &torn, &e);
	OK("recorded time stays spent", journal_spent(ev, NULL) > 1e9 &&
	    journal_cut_off(t, ev) < 1);
	jv_free(ev);
	put("journal.jsonl", "");
	journal_read(t, &ev, &torn, &e);
	journal_beat(t, clock_steady() - 5);
	IS_NUM("of a task without an event all its work counts", 5,
	    journal_cut_off(t, ev), 1);
	put("lock", "aaaaaaaa 1 1 9\n");
	IS_NUM("a damaged heartbeat gives no time", 0,
	    journal_cut_off(t, ev), 0);
	put("lock", "aaaaaaaa nan 1 9\n");
	IS_NUM("and takes none", 0, journal_cut_off(t, ev), 0);
	put("lock", "");
	jv_free(ev);
}

static void
states(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct result	 best;
	struct state	 s;

	put("plan/00.md", "## 1 a\n### 1.1 x\nt\n");
	put("plan/01.md", "## 1 a\n### 1.1 x\nt\n### 1.2 y\nt\n");
	put("l1/00/1.1/result.json", "{\"status\":\"ok\",\"score\":0.5}");
	put("l1/01/1.1/result.json", "{\"status\":\"failed\"}");
	put("l1/01/1.2/1/log", "x\n");
	(void)unlinkat(t->dir, "journal.jsonl", 0);
	state_read(t, &s, &e);
	IS_NUM("without events there is no last one", 0, s.last, 0);
	IS_NUM("a state has the latest phase", 1, s.phase, 0);
	OK("a valid result makes the task a working one", s.working);
	IS_NUM("a phase with an open suggestion is to be run", 1,
	    state_due_run(&s), 0);
	IS_NUM("a phase with an open suggestion is not to be promoted", -1,
	    state_due_promotion(&s), 0);
	IS_NUM("attempts are counted", 1, s.attempts, 0);
	state_free(&s);
	put("l1/01/1.2/result.json", "{\"status\":\"ok\",\"score\":0.7,"
	    "\"id\":\"01/1.2\",\"attempt\":1}");
	state_read(t, &s, &e);
	IS_NUM("a complete phase is to be promoted", 1,
	    state_due_promotion(&s), 0);
	state_free(&s);
	put("l1/01/1.2/1/solution.py", "print(1)\n");
	put("l1/01/1.2/1/submission.csv", "id,y\n");
	put("l1/01/1.2/1/run.json", "{}");
	OK("a result is read", record_load(&result_record, t->dir,
	    "l1/01/1.2/result.json", &best));
	OK("a solution is adopted", best_adopt(t, &best, NULL, &e) == HCC_OK);
	OK("a solution is adopted once more",
	    best_adopt(t, &best, NULL, &e) == HCC_OK);
	OK("the best has program, submission, run and result",
	    fs_exists(t->dir, "best/solution.py") &&
	    fs_exists(t->dir, "best/submission.csv") &&
	    fs_exists(t->dir, "best/run.json") &&
	    fs_exists(t->dir, "best/result.json"));
	OK("adoption leaves no temporaries", !fs_exists(t->dir, ".tmp-best"));
	result_free(&best);
	put("done.json", "{}");
	state_read(t, &s, &e);
	OK("a task with done.json has ended", s.ended != NULL);
	state_free(&s);
}

/* What is no object, of another kind, too large or absent. */
static void
records(void)
{
	static const char	 odd[] = "{\"id\":7,\"score\":\"0.5\","
	    "\"attempt\":1e300,\"attempts\":2.9,\"adopted\":\"yes\","
	    "\"cause\":[],\"text\":null,\"unknown\":1}";
	struct result	 r;
	jv		 v = json_parse(odd, strlen(odd), "x", 0, NULL);

	record_read(&result_record, v, &r);
	OK("a string that is none is absent", r.id == NULL);
	OK("a number that is none is NAN", isnan(r.score));
	IS_NUM("an integer that is too large has its default", 1, r.attempt,
	    0);
	IS_NUM("a fraction is cut to an integer", 2, r.attempts, 0);
	OK("a bool that is none is false", !r.adopted);
	OK("a struct that is none is absent", r.cause == NULL);
	jv_free(v);
	v = record_json(&result_record, &r);
	OK("what is absent is null in the record",
	    jv_get_kind(json_at(v, "id")) == JV_KIND_NULL &&
	    jv_get_kind(json_at(v, "score")) == JV_KIND_NULL);
	OK("what is optional and absent is not in the record",
	    !jv_object_has(jv_copy(v), jv_string("noise")));
	jv_free(v);
	result_free(&r);
	record_read(&result_record, jv_null(), &r);
	OK("no object gives the defaults", r.id == NULL && r.attempt == 1);
	result_free(&r);
}

static void
archives(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct archive_member	 two[] = { { .name = "1.2/1/solution.py" },
				    { .name = "1.2/1/log" } };
	const struct archive_file *f;
	struct archive_manifest	 m;
	char		 sum[65];

	put("l1/01/1.2/1/log", "a longer log\n");
	OK("a phase is packed", archive_pack(t, 1, 5, &m, sum, &e) == HCC_OK);
	archive_manifest_free(&m);
	OK("an archive is read", archive_read(t, 1, two, 2, &m, &e) == HCC_OK);
	IS_STR("a log is kept whatever its size", "a longer log\n",
	    buf_str(&two[1].data));
	OK("another file above the limit is not kept", !two[0].found);
	f = archive_listed(&m, "1.2/1/solution.py");
	IS_NUM("a file that is not kept is listed", 9, f == NULL ? -1 :
	    f->size, 0);
	archive_manifest_free(&m);
	OK("an absent archive is missing",
	    archive_read(t, 7, NULL, 0, &m, &e) ==
	    HCC_MISSING);
	archive_manifest_free(&m);
	buf_release(&two[1].data);
}

struct order {
	int	 left[3], running, most, ended;
};

static bool
next_job(void *ctx, size_t lane)
{
	struct order	*o = ctx;

	if (o->left[lane] == 0)
		return false;
	o->left[lane]--;
	if (++o->running > o->most)
		o->most = o->running;
	return true;
}

static int
do_job(void *ctx, size_t lane, int stop_fd)
{
	(void)ctx;
	(void)stop_fd;
	return (int)lane;
}

static bool
job_done(void *ctx, size_t lane, int status)
{
	struct order	*o = ctx;

	o->running--;
	o->ended += status == (int)lane;
	return true;
}

static void
scheduling(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct order	 o = { .left = { 3, 1, 2 } };
	struct pool	 l = { 2, 3, next_job, do_job, job_done, &o };

	OK("a pool runs its jobs", pool_run(&l, NULL, &e) == HCC_OK);
	IS_NUM("each job ends with its own status", 6, o.ended, 0);
	IS_NUM("no more jobs run at a time than there are slots", 2, o.most, 0);
}

int
main(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;

	if (mkdtemp(tmp) == NULL) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	opening();
	if (OK("a task with a metric opens",
	    open_with("metric: auc\n", &t, &e) == HCC_OK)) {
		locking(&t);
		journals(&t);
		states(&t);
		archives(&t);
		task_close(&t);
	}
	records();
	scheduling();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
