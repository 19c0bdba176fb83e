/* task.c: a task directory: journal, locks, state, archives, the best. */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

	OK("no metric", open_with("id: x\n", &t, &e) == HCC_INPUT);
	OK("says what to add", strstr(e.text, "metric: NAME") != NULL);
	OK("a bad time", open_with("metric: auc\nbudget: {time: 8 hours}\n",
	    &t, &e) == HCC_INPUT && strstr(e.text, "8 hours") != NULL);
	OK("a submission elsewhere", open_with("metric: auc\n"
	    "submission: ../x.csv\n", &t, &e) == HCC_INPUT);
	OK("a metric of one's own needs a goal", open_with("metric: mine\n",
	    &t, &e) == HCC_INPUT);
	OK("with a goal it is fine", open_with("metric: mine\n"
	    "goal: minimize\n", &t, &e) == HCC_OK);
	task_close(&t);
	OK("a good one", open_with("metric: auc\nbudget: {time: 8h, tokens: "
	    "20M}\n", &t, &e) == HCC_OK);
	IS_STR("the goal is the metric's", "maximize",
	    json_str(t.meta, "goal", ""));
	IS_STR("the description", "Description.\n", t.body);
	IS_NUM("time", 28800, task_budget(&t, "time"), 0);
	IS_NUM("tokens", 20e6, task_budget(&t, "tokens"), 0);
	OK("no limit of cost", isinf(task_budget(&t, "cost")));
	task_close(&t);
}

static void
locking(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 a, b;

	put("l2/.tmp-01.md.99.0", "left by a kill");
	OK("a lock", task_lock(t, true, &a, &e) == HCC_OK);
	OK("what a kill left is gone", !fs_exists(t->dir,
	    "l2/.tmp-01.md.99.0"));
	OK("is held", task_busy(t));
	OK("a second is told to wait", task_lock(t, true, &b, &e) ==
	    HCC_AGAIN);
	OK("a shared one too", task_lock(t, false, &b, &e) == HCC_AGAIN);
	close(a);
	OK("two shared ones", task_lock(t, false, &a, &e) == HCC_OK &&
	    task_lock(t, false, &b, &e) == HCC_OK);
	close(a);
	close(b);
	OK("nobody holds it", !task_busy(t));
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
	IS_NUM("events", 4, jv_array_length(jv_copy(ev)), 0);
	IS_NUM("a torn one", 1, torn, 0);
	IS_NUM("the night between two sessions is not spent", 17,
	    journal_spent(ev), 1e-9);
	jv_free(ev);
	OK("append", journal_add(t, "e", jv_object(), &e) == HCC_OK);
	journal_read(t, &ev, &torn, &e);
	IS_NUM("after a torn line", 5, jv_array_length(jv_copy(ev)), 0);
	jv_free(ev);
}

static void
states(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 s, best;

	put("plan/00.md", "## 1 a\n### 1.1 x\nt\n");
	put("plan/01.md", "## 1 a\n### 1.1 x\nt\n### 1.2 y\nt\n");
	put("l1/00/1.1/result.json", "{\"status\":\"ok\",\"score\":0.5}");
	put("l1/01/1.1/result.json", "{\"status\":\"failed\"}");
	put("l1/01/1.2/1/log", "x\n");
	state_read(t, &s, &e);
	IS_NUM("the latest phase", 1, json_num(s, "phase", -1), 0);
	OK("something works", json_bool(s, "working", false));
	IS_NUM("phase 01 is to be run", 1, state_due_run(s), 0);
	IS_NUM("none is to be promoted", -1, state_due_promotion(s), 0);
	jv_free(s);
	put("l1/01/1.2/result.json", "{\"status\":\"ok\",\"score\":0.7,"
	    "\"id\":\"01/1.2\",\"attempt\":1}");
	state_read(t, &s, &e);
	IS_NUM("complete: to be promoted", 1, state_due_promotion(s), 0);
	jv_free(s);
	put("l1/01/1.2/1/solution.py", "print(1)\n");
	put("l1/01/1.2/1/submission.csv", "id,y\n");
	best = state_json(t, "l1/01/1.2/result.json");
	OK("adopt", best_adopt(t, best, &e) == HCC_OK);
	OK("and again", best_adopt(t, best, &e) == HCC_OK);
	OK("best holds the three", fs_exists(t->dir, "best/solution.py") &&
	    fs_exists(t->dir, "best/submission.csv") &&
	    fs_exists(t->dir, "best/result.json"));
	OK("and nothing is left over", !fs_exists(t->dir, ".tmp-best"));
	jv_free(best);
	put("done.json", "{}");
	state_read(t, &s, &e);
	OK("ended", state_ended(s));
	jv_free(s);
}

static void
archives(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct archive_member	 two[] = { { .name = "1.2/1/solution.py" },
				    { .name = "1.2/1/log" } };
	char		 sum[65];
	jv		 m, f;

	put("l1/01/1.2/1/log", "a longer log\n");
	OK("pack", archive_pack(t, 1, 5, &m, sum, &e) == HCC_OK);
	jv_free(m);
	OK("read back", archive_read(t, 1, two, 2, &m, &e) == HCC_OK);
	IS_STR("a log is kept whatever its size", "a longer log\n",
	    buf_str(&two[1].data));
	OK("what else is above the limit is not", !two[0].found);
	f = archive_listed(m, "1.2/1/solution.py");
	IS_NUM("but listed", 9, json_num(f, "size", 0), 0);
	jv_free(f);
	jv_free(m);
	OK("an absent archive", archive_read(t, 7, NULL, 0, &m, &e) ==
	    HCC_MISSING);
	jv_free(m);
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

	OK("lanes", pool_run(&l, NULL, &e) == HCC_OK);
	IS_NUM("every job ran, with its own status", 6, o.ended, 0);
	IS_NUM("never more than the slots", 2, o.most, 0);
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
	if (OK("open", open_with("metric: auc\n", &t, &e) == HCC_OK)) {
		locking(&t);
		journals(&t);
		states(&t);
		archives(&t);
		task_close(&t);
	}
	scheduling();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
