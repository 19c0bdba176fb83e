/*
 * tree.c: what a task tells of its runs: what goes on, solutions, changes,
 * evidence for people, a project's files.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "said.h"
#include "task/archive.h"
#include "task/best.h"
#include "task/change.h"
#include "task/evidence_record.h"
#include "task/live.h"
#include "task/project.h"
#include "task/solution.h"
#include "with_task.h"

static const char *
live_line(struct live l, double now, size_t width)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	live_text(&l, now, width, &b);
	return buf_str(&b);
}

static void
live(void)
{
	struct live_list	 l;
	struct live		 x;
	char			 text[200];

	record_init(&live_record, &x);
	x.id = (char[]){ "01/1.2/3" };
	x.start = 1000;
	IS_STR("a run without numbers has its id and its time",
	    "01/1.2/3  1m 05s", live_line(x, 1065, 80));
	x.limit = 130;
	x.expected = 100;
	x.claimed = 0.25;
	x.busy = 1.54;
	x.cores = 2;
	x.memory = 1200;
	x.memory_limit = 3.0 * (1u << 30);
	x.gpu = (char[]){ "0,1" };
	IS_STR("a run is told with all that is known", "01/1.2/3  "
	    "1m 05s of 2m 10s (50 %)  ends in 35.0s  metric 0.25  "
	    "1.5 of 2 cores  1.2K of 3.0G  gpu 0,1",
	    live_line(x, 1065, 200));
	IS_STR("what has no room is left out", "01/1.2/3  "
	    "1m 05s of 2m 10s (50 %)  gpu 0,1",
	    live_line(x, 1065, 42));
	IS_STR("what fits exactly is not left out", "01/1.2/3  "
	    "1m 05s of 2m 10s (50 %)  metric 0.25",
	    live_line(x, 1065, 46));
	x.memory = 999;
	x.memory_limit = NAN;
	x.queued = true;
	IS_STR("a run that should be over ends now",
	    "01/1.2/3  queued for 1m 41s  ends now  metric 0.25  "
	    "1.5 of 2 cores  999B  gpu 0,1", live_line(x, 1101, 200));
	x.memory = 999.6 * 1024;
	IS_STR("a clock that goes back spends no time",
	    "01/1.2/3  queued for 0.0s  ends in 1m 40s  metric 0.25  "
	    "1.5 of 2 cores  1.0M  gpu 0,1", live_line(x, 900, 200));
	x.memory = 10 * 1024;
	IS_STR("ten and more need no decimal", "10K",
	    strstr(live_line(x, 900, 200), "10K  ") == NULL ? "" : "10K");
	snprintf(text, sizeof(text), "{\"id\":\"02/1.1/1\",\"start\":1,"
	    "\"at\":%.0f}", clock_now());
	put("l1/02/1.1/now.json", text);
	put("l1/02/1.2/now.json", "{\"id\":\"02/1.2/1\",\"at\":1}");
	put("l1/02/1.3/now.json", "{\"at\":1e12}");
	live_read(&t, &l);
	OK("of the runs that go on only those are read that are told anew",
	    l.n == 1 && strcmp(l.v[0].id, "02/1.1/1") == 0);
	live_free(&l);
	fs_remove(t.dir, "l1", NULL);
}

static void
solutions(void)
{
	struct cause	 leak = { .message = (char[]){ "told" } };
	struct result	 r;
	char		 path[100];

	record_init(&result_record, &r);
	r.id = (char[]){ "00/1.1" };
	r.text = (char[]){ "T" };
	r.score = 2;
	OK("without a file there is no solution",
	    !jv_is_valid(solution_of_result(&t, &r, NULL)));
	put("l1/00/1.1/1/solution.r", "cat(1)\n");
	put("l1/00/1.1/1/other.py", "no");
	IS_STR("a solution may be of another language",
	    "{'attempt':1,'code':'cat(1)\\n','id':'00/1.1','noise':null,"
	    "'score':2,'seconds':null,'text':'T'}",
	    said(solution_of_result(&t, &r, NULL)));
	put("l1/00/1.1/1/solution.py", "print(1)\n");
	r.cause = &leak;
	IS_STR("the language of the task comes first, a doubt is told",
	    "{'attempt':1,'code':'print(1)\\n','doubt':'told','id':'00/1.1',"
	    "'noise':null,'score':2,'seconds':null,'text':'T'}",
	    said(solution_of_result(&t, &r, NULL)));
	OK("the file of a solution has a name",
	    solution_file(&t, "l1/00/1.1/1", path, sizeof(path)) &&
	    strcmp(path, "l1/00/1.1/1/solution.py") == 0);
	fs_remove(t.dir, "l1", NULL);
}

static struct base
base_of(double score, double noise, const char *folds)
{
	return (struct base){ .score = score, .noise = noise,
	    .folds = folds == NULL ? jv_null() : jv_parse(folds) };
}

/* Change, its error and its interval. */
static void
changes(const char *name, struct base a, struct base b, bool measured,
    const char *want)
{
	struct change	 c = change_of(&a, &b, measured);
	char		 got[100];

	snprintf(got, sizeof(got), "%.4g %.4g %.4g", c.change, c.error,
	    c.interval);
	IS_STR(name, want, got);
	jv_free(a.folds);
	jv_free(b.folds);
}

static void
verdicts(void)
{
	struct result	 r;

	/* Differences 1, 2, 3: deviation 1, error sqrt(1/3 + 1/2). */
	changes("paired folds give an interval by Nadeau and Bengio",
	    base_of(4, NAN, "[2,4,6]"), base_of(2, NAN, "[1,2,3]"), false,
	    "2 0.9129 3.928");
	changes("a score that was measured is one more fold",
	    base_of(4, NAN, "[2,4,6]"), base_of(2, NAN, "[1,2,3]"), true,
	    "2 1.225 5.27");
	changes("folds that are not as many are no pairs",
	    base_of(4, NAN, "[2,4,6]"), base_of(2, NAN, "[1,2]"), false,
	    "2 nan nan");
	changes("one fold is no pair",
	    base_of(4, NAN, "[2]"), base_of(2, NAN, "[1]"), false,
	    "2 nan nan");
	changes("a fold that is no number leaves no pairs",
	    base_of(4, NAN, "[2,null]"), base_of(2, NAN, "[1,3]"), false,
	    "2 nan nan");
	changes("else the noise of the base counts",
	    base_of(4, 3, NULL), base_of(3, 1, NULL), false,
	    "1 2.097 4.11");
	changes("without a noise of the base that of the solution counts",
	    base_of(4, 1, NULL), base_of(3, NAN, NULL), false,
	    "1 2.097 4.11");
	changes("a noise of nothing says nothing",
	    base_of(4, NAN, NULL), base_of(3, 0, NULL), false,
	    "1 nan nan");
	changes("without a score there is no change",
	    base_of(NAN, 1, "[1,2]"), base_of(3, 1, "[1,2]"), false,
	    "nan nan nan");
	record_init(&result_record, &r);
	r.status = (char[]){ "ok" };
	r.change = 0.2;
	IS_STR("a change without an interval is inconclusive",
	    "inconclusive", change_verdict(&t, &r));
	r.interval = 0.1;
	IS_STR("a gain beyond its interval is promising", "promising",
	    change_verdict(&t, &r));
	OK("the numbers support that verdict and no other",
	    change_supports(&t, &r, "promising") &&
	    !change_supports(&t, &r, "dead end"));
	r.change = 0.1;
	IS_STR("a gain of just its interval is inconclusive", "inconclusive",
	    change_verdict(&t, &r));
	r.change = -0.2;
	IS_STR("a loss beyond its interval is a dead end", "dead end",
	    change_verdict(&t, &r));
	t.lower = true;
	IS_STR("where less is better a loss is a gain", "promising",
	    change_verdict(&t, &r));
	t.lower = false;
	r.status = (char[]){ "failed" };
	OK("a failure is a dead end", change_supports(&t, &r, "dead end") &&
	    !change_supports(&t, &r, "promising"));
}

/* One reference, as hcc-why shows it. */
static const char *
shown(const char *ref, size_t around)
{
	struct evidence		*ev = evidence_open(&t, jv_null());
	struct judgement	 j = { .evidence = jv_null() };
	jv			 record;
	bool			 holds = true;
	const char		*s;

	record_init(&judgement_record, &j);
	j.evidence = jv_array_append(jv_array(), jv_string(ref));
	if (evidence_record(ev, &j, "l2/01.md:3", around, &record, &holds,
	    &err) != HCC_OK)
		record = jv_string(err.text);
	s = said(record);
	record_free(&judgement_record, &j);
	evidence_close(ev);
	return s;
}

static void
evidence_for_people(void)
{
	struct buf	 b = BUF_INIT;
	int		 i;

	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"title\":\"Trees\",\"base\":{\"id\":\"00/1.1\","
	    "\"score\":0.4},\"change\":0.1,\"interval\":0.05,\"seconds\":2}");
	put("l1/01/1.1/1/run.json", "{\"id\":\"01/1.1/1\",\"status\":\"ok\","
	    "\"exit\":0,\"claimed\":0.5,\"seconds\":2,\"command\":\"x\"}");
	put("l1/01/1.1/1/solution.py", "x\n");
	put("l1/01/1.1/1/log", "one\ntwo\rthree\nfour\nfive");
	IS_STR("a result is shown with its base",
	    "{'claim':null,'evidence':[{'base':{'id':'00/1.1','score':0.4},"
	    "'cause':null,'change':0.1,'found':true,'interval':0.05,"
	    "'ref':'01/1.1','score':0.5,'seconds':2,'status':'ok',"
	    "'title':'Trees','why':null}],'kind':'why','note':'l2/01.md:3',"
	    "'state':null,'verdict':null,'why':null}", shown("01/1.1", 0));
	IS_STR("an attempt is shown with its program, bytes with the lines "
	    "around them",
	    "{'claim':null,'evidence':[{'attempt':{'claimed':0.5,"
	    "'code_sha256':null,'command':'x','exit':0,'limit':null,"
	    "'program':'solution.py','seconds':2,'signal':null,"
	    "'status':'ok'},'base':{'id':'00/1.1','score':0.4},"
	    "'cause':null,'change':0.1,'file':'1.1/1/log','found':true,"
	    "'from':8,'interval':0.05,"
	    "'lines':[{'cited':false,'from':4,'text':'two','to':7},"
	    "{'cited':true,'from':8,'text':'three','to':13},"
	    "{'cited':false,'from':14,'text':'four','to':18}],"
	    "'place':'l1/01','ref':'01/1.1/1:8-13','score':0.5,'seconds':2,"
	    "'status':'ok','title':'Trees','to':13,'why':null}],"
	    "'kind':'why','note':'l2/01.md:3','state':null,'verdict':null,"
	    "'why':null}", shown("01/1.1/1:8-13", 1));
	OK("the last line needs no newline",
	    strstr(shown("01/1.1/1:19-20", 9), "'text':'five','to':23}]") !=
	    NULL);
	OK("lines before the first are not looked for",
	    strstr(shown("01/1.1/1:0-1", 9), "'lines':[{'cited':true,'from':0,"
	    "'text':'one','to':3},") != NULL);
	fs_remove(t.dir, "l1/01/1.1/1/solution.py", NULL);
	OK("an attempt may have no program", strstr(shown("01/1.1/1", 0),
	    "'program':null") != NULL);
	OK("what is absent is told",
	    strstr(shown("01/7.1", 0), "'found':false") != NULL);
	OK("what is no reference is told", strstr(shown("nonsense", 0),
	    "'why':''nonsense' is not a reference'") != NULL);
	for (i = 0; i < 100; i++)
		buf_addf(&b, "line %d\n", i);
	put("l1/01/1.1/1/log", buf_str(&b));
	OK("of many lines the first and the last are shown",
	    strstr(shown("01/1.1/1:0-790", 0), "'left_out':20") != NULL &&
	    strstr(shown("01/1.1/1:0-790", 0), "'line 39'") != NULL &&
	    strstr(shown("01/1.1/1:0-790", 0), "'line 40'") == NULL &&
	    strstr(shown("01/1.1/1:0-790", 0), "'line 59'") == NULL &&
	    strstr(shown("01/1.1/1:0-790", 0), "'line 60'") != NULL);
	OK("80 lines are shown whole",
	    strstr(shown("01/1.1/1:0-629", 0), "left_out") == NULL &&
	    strstr(shown("01/1.1/1:0-629", 0), "'line 79'") != NULL);
	buf_reset(&b);
	for (i = 0; i < 5000; i++)
		buf_addc(&b, (char)('a' + i / 1000));
	put("l1/01/1.1/1/log", buf_str(&b));
	OK("of a long line the part that is cited is shown",
	    strstr(shown("01/1.1/1:2000-2010", 0), "'from':1800,") != NULL &&
	    strstr(shown("01/1.1/1:2000-2010", 0), "'to':3800}]") != NULL);
	buf_release(&b);
	fs_remove(t.dir, "l1", NULL);
}

static void
project(void)
{
	struct buf	 b = BUF_INIT, c = BUF_INIT;
	jv		 files;

	put("project/train.py", "a = 1\nb = 2\n");
	put("project/lib/net.py", "depth = 3\n");
	put("project/data/words.txt", "zebra\n");
	put("task.md", "---\npattern: 'm: VALUE'\nmetric: m\ngoal: minimize\n"
	    "command: python3 train.py\nedit: [train.py, lib/net.py]\n---\n"
	    "Description.\n");
	task_close(&t);
	OK("a project is opened", task_open(&t, tmp, "s1", &err) == HCC_OK);
	OK("files that may change are known", project_editable(&t,
	    "lib/net.py") && !project_editable(&t, "data/words.txt"));
	OK("names that runs use themselves are taken",
	    !project_name_free("keep") && !project_name_free("log") &&
	    project_name_free("train.py"));
	OK("the original is read", project_original(&t, &b, &err) == HCC_OK);
	IS_STR("a solution has all files that may change",
	    "==> train.py 12 <==\na = 1\nb = 2\n\n"
	    "==> lib/net.py 10 <==\ndepth = 3\n\n", buf_str(&b));
	files = project_files(buf_str(&b), b.len);
	IS_STR("the files of a solution are read",
	    "{'lib/net.py':'depth = 3\\n','train.py':'a = 1\\nb = 2\\n'}",
	    said(jv_copy(files)));
	OK("a solution is made of files",
	    project_code(&t, files, &c, &err) == HCC_OK &&
	    strcmp(buf_str(&c), buf_str(&b)) == 0);
	IS_STR("a solution that is cut has the files that are whole",
	    "{'train.py':'a = 1\\nb = 2\\n'}",
	    said(project_files(buf_str(&b), b.len - 3)));
	IS_STR("what is no solution has no files", "{}",
	    said(project_files("print(1)\n", 9)));
	files = json_put_str(files, "data/words.txt", "x");
	OK("a file that may not be changed is refused",
	    project_code(&t, files, &c, &err) == HCC_INPUT &&
	    strstr(err.text, "'data/words.txt' may not be") != NULL);
	jv_free(files);
	files = json_put_str(jv_object(), "train.py", "x");
	OK("a file that is missing is named",
	    project_code(&t, files, &c, &err) == HCC_INPUT &&
	    strstr(err.text, "'lib/net.py' is missing") != NULL);
	jv_free(files);
	OK("what is no list of files is refused",
	    project_code(&t, jv_null(), &c, &err) == HCC_INPUT);
	OK("a word of the solution is found",
	    project_mentions(&t, "xgboost", "xgb"));
	OK("a word of another file of the project is found",
	    project_mentions(&t, "", "zebra"));
	OK("a word that is nowhere is not found",
	    !project_mentions(&t, "", "quagga"));
	put("best/solution.files", "==> train.py 12 <==\na = 1\nb = 7\n\n"
	    "==> lib/net.py 10 <==\ndepth = 3\n\n"
	    "==> other.py 2 <==\nx\n\n");
	OK("a solution is written as a tree",
	    project_export(&t, "best", &err) == HCC_OK);
	IS_STR("the tree has the files", "a = 1\nb = 7\n",
	    content(t.dir, "best/tree/train.py"));
	OK("the tree has only files that may change",
	    fs_exists(t.dir, "best/tree/lib/net.py") &&
	    !fs_exists(t.dir, "best/tree/other.py"));
	IS_STR("the patch has what differs from the project",
	    "--- a/train.py\n+++ b/train.py\n@@ -1,2 +1,2 @@\n a = 1\n"
	    "-b = 2\n+b = 7\n", content(t.dir, "best/patch"));
	buf_release(&b);
	buf_release(&c);
}

int
main(void)
{
	static void (*const tests[])(void) = { live, solutions, verdicts,
	    evidence_for_people, project };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
