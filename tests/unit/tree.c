/*
 * tree.c: what a task keeps of its runs: artifacts, earlier runs, evidence for
 * people, a project's files, changes and events.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "put.h"
#include "said.h"
#include "tap.h"
#include "task/archive.h"
#include "task/best.h"
#include "task/change.h"
#include "task/earlier.h"
#include "task/evidence_record.h"
#include "task/journal.h"
#include "task/keep.h"
#include "task/live.h"
#include "task/note.h"
#include "task/plan.h"
#include "task/project.h"
#include "task/solution.h"
#include "task/state.h"

static struct hcc_err	 err;
static struct task	 t;

static const char *
content(int dir, const char *path)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(dir, path, 0, &b, NULL) == HCC_OK ? buf_str(&b) :
	    "(absent)";
}

static bool
open_task(const char *front)
{
	char	 text[500];

	snprintf(text, sizeof(text), "---\n%s---\nDescription.\n", front);
	put("task.md", text);
	return task_open(&t, tmp, "s1", &err) == HCC_OK;
}

/* The artifacts below DIR/keep, by their names. */
static void
names_below(struct buf *b, int dir, const char *path)
{
	struct stat	 st;
	char		**names, below[300];
	size_t		 i, n;

	if (fs_names(dir, path, &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		snprintf(below, sizeof(below), "%s/%s", path, names[i]);
		if (fstatat(dir, below, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISDIR(st.st_mode))
			names_below(b, dir, below);
		else
			buf_addf(b, "%s ", below + strlen("keep/"));
	}
	fs_names_free(names, n);
}

/* How many files the task keeps. */
static size_t
kept(void)
{
	char	**names;
	size_t	 n;

	if (fs_names(t.dir, "keep", &names, &n, NULL) != HCC_OK)
		return 0;
	fs_names_free(names, n);
	return n;
}

static void
age(const char *sha256, int seconds)
{
	struct timespec	 when[2] = { { .tv_sec = 1000000 - seconds },
			    { .tv_sec = 1000000 - seconds } };
	char		 path[100];

	snprintf(path, sizeof(path), "keep/%s", sha256);
	utimensat(t.dir, path, when, 0);
}

static void
artifacts(void)
{
	struct kept_list	 l = { NULL, 0 }, none = { NULL, 0 };
	const struct kept_list	*used[] = { &none };
	struct buf		 b = BUF_INIT;
	int			 from, to;

	put("run/keep/a.npy", "12345");
	put("run/keep/sub/dir/same.npy", "12345");
	put("run/keep/sub/big", "0123456789");
	put("run/keep/z.txt", "z");
	from = fs_open_dir(t.dir, "run");
	(void)!symlinkat("/etc/passwd", from, "keep/link");
	(void)!fchmodat(from, "keep/sub", 0, 0);
	OK("what a run left is kept", keep_take(&t, from, 12, &l, &err) ==
	    HCC_OK && l.n == 4);
	OK("./keep is empty then", !fs_exists(from, "keep"));
	IS_NUM("equal files are kept once, a link and what exceeds the cap "
	    "not", 2, (double)kept(), 0);
	IS_STR("artifacts are listed by their names", "a.npy", l.v[0].name);
	IS_STR("artifacts are listed with their folders", "sub/big",
	    l.v[1].name);
	IS_NUM("artifacts are listed with their sizes", 10, l.v[1].size, 0);
	OK("what exceeds the cap has no checksum", l.v[1].sha256 == NULL &&
	    l.v[0].sha256 != NULL && strlen(l.v[0].sha256) == 64);
	OK("equal files have one checksum", strcmp(l.v[0].sha256,
	    l.v[2].sha256) == 0);
	put("next/x", "");
	to = fs_open_dir(t.dir, "next");
	age(l.v[0].sha256, 0);
	OK("artifacts are given to the next run",
	    keep_put(&t, &l, to, &err) == HCC_OK);
	names_below(&b, to, "keep");
	IS_STR("the next run gets what was kept, under the same names",
	    "a.npy sub/dir/same.npy z.txt ", buf_str(&b));
	IS_STR("the next run gets the same bytes", "12345",
	    content(to, "keep/sub/dir/same.npy"));
	record_set(&l.v[0].name, "../../out");
	record_set(&l.v[2].name, "/tmp/out");
	record_set(&l.v[3].name, "..more/z");
	fs_remove(to, "keep", NULL);
	keep_put(&t, &l, to, &err);
	buf_reset(&b);
	names_below(&b, to, "keep");
	IS_STR("a name leads nowhere else", "", buf_str(&b));
	IS_STR("a name may begin with two dots", "z",
	    content(to, "keep/..more/z"));
	age(l.v[0].sha256, 50);
	age(l.v[3].sha256, 20);
	keep_trim(&t, 6, used, 1);
	IS_NUM("what is not more than the cap stays", 2, (double)kept(), 0);
	used[0] = &(struct kept_list){ l.v, 1 };
	keep_trim(&t, 5, used, 1);
	IS_NUM("beyond the cap something goes", 1, (double)kept(), 0);
	record_set(&l.v[3].name, "z.txt");
	keep_put(&t, &l, to, &err);
	OK("what is in use stays, whatever its age", kept() == 1 &&
	    strcmp(content(to, "keep/..more/z"), "z") == 0);
	put("run/keep/new", "new");
	keep_take(&t, from, 100, &l, &err);
	age(l.v[0].sha256, 10);
	age(l.v[4].sha256, 90);
	keep_trim(&t, 7, used, 0);
	record_set(&l.v[0].name, "a.npy");
	fs_remove(to, "keep", NULL);
	keep_put(&t, &l, to, &err);
	buf_reset(&b);
	names_below(&b, to, "keep");
	IS_STR("what was not used for longest goes first", "a.npy ",
	    buf_str(&b));
	OK("a run that leaves nothing is no error",
	    keep_take(&t, from, 12, &none, &err) == HCC_OK && none.n == 0);
	mkdirat(from, "keep", 0700);
	OK("an empty ./keep is removed", keep_take(&t, from, 12, &none,
	    &err) == HCC_OK && none.n == 0 && !fs_exists(from, "keep"));
	while (l.n > 0)
		record_free(&kept_record, &l.v[--l.n]);
	free(l.v);
	buf_release(&b);
	close(from);
	close(to);
}

static void
earlier(void)
{
	struct archive_manifest	 m;
	struct earlier		 w;
	char			 sum[65];
	int			 dir;

	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"attempt\":2,\"seconds\":3,\"text\":\"Why\"}");
	put("l1/01/1.1/2/solution.py", "print(1)\n");
	put("l1/01/1.1/2/submission.csv", "id,y\n");
	put("l1/01/1.1/2/run.json", "{\"id\":\"01/1.1/2\"}");
	put("l1/01/1.2/result.json", "{\"id\":\"01/1.2\",\"status\":"
	    "\"failed\",\"attempt\":1}");
	put("l1/01/1.2/1/solution.py", "print(2)\n");
	put("l1/01/1.3/result.json", "{\"id\":\"01/1.3\",\"status\":\"ok\","
	    "\"attempt\":1}");
	OK("a run of a phase that goes on is found",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK);
	IS_STR("an earlier run has what is built on",
	    "{'attempt':2,'code':'print(1)\\n','id':'01/1.1','noise':null,"
	    "'score':0.5,'seconds':3,'text':'Why'}",
	    said(earlier_json(&t, &w)));
	IS_STR("an earlier run has its run.json", "01/1.1/2", w.run.id);
	earlier_free(&w);
	OK("a run that failed is not built on",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_MISSING &&
	    strstr(err.text, "no valid run of this id") != NULL);
	earlier_free(&w);
	OK("what is no id is refused",
	    earlier_open(&t, "1.2", &w, &err) == HCC_INPUT);
	earlier_free(&w);
	OK("a run without its program is not built on",
	    earlier_open(&t, "01/1.3", &w, &err) == HCC_MISSING);
	earlier_free(&w);
	archive_pack(&t, 1, 1000, &m, sum, &err);
	archive_manifest_free(&m);
	fs_remove(t.dir, "l1/01", NULL);
	OK("a run of an archived phase is found",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK);
	IS_STR("a run has the same program in the archive", "print(1)\n",
	    buf_str(&w.code));
	IS_STR("a run has the same run.json in the archive", "01/1.1/2",
	    w.run.id);
	put("there/x", "");
	dir = fs_open_dir(t.dir, "there");
	OK("an earlier run is laid out",
	    earlier_lay_out(&t, &w, dir, &err) == HCC_OK);
	IS_STR("the next run gets its program", "print(1)\n",
	    content(dir, "solution.py"));
	IS_STR("the next run gets its submission", "id,y\n",
	    content(dir, "submission.csv"));
	earlier_free(&w);
	close(dir);
	OK("a run that failed is not built on from an archive",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_MISSING);
	earlier_free(&w);
	put("best/result.json", "{\"id\":\"01/1.2\",\"status\":\"ok\"}");
	put("best/solution.py", "print(3)\n");
	OK("the best is found by its id",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_OK &&
	    strcmp(buf_str(&w.code), "print(3)\n") == 0);
	earlier_free(&w);
	OK("another id is not taken for the best",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK &&
	    strcmp(buf_str(&w.code), "print(1)\n") == 0);
	earlier_free(&w);
	fs_remove(t.dir, "best", NULL);
}

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
events(void)
{
	struct cause	 leak = { .message = (char[]){ "it leaks" } };
	struct result	 r;
	struct run	 run;
	struct buf	 b = BUF_INIT;
	jv		 all;
	int		 torn;

	record_init(&result_record, &r);
	r.id = (char[]){ "01/1.1" };
	r.status = (char[]){ "ok" };
	r.score = 0.5;
	r.adopted = true;
	IS_STR("the event of a result",
	    "{'adopted':true,'id':'01/1.1','score':0.5,'status':'ok'}",
	    said(journal_result(&r)));
	r.cause = &leak;
	r.suspect = (char[]){ "far from the others" };
	IS_STR("the event of a result that is not believed",
	    "{'adopted':true,'id':'01/1.1','leak':'it leaks','score':0.5,"
	    "'status':'ok','suspect':'far from the others'}",
	    said(journal_result(&r)));
	r.status = (char[]){ "failed" };
	r.suspect = NULL;
	IS_STR("the cause of a failure is no leak",
	    "{'adopted':true,'id':'01/1.1','score':0.5,'status':'failed'}",
	    said(journal_result(&r)));
	record_init(&run_record, &run);
	run.id = (char[]){ "01/1.1/2" };
	run.claimed = 3;
	IS_STR("the event of a run",
	    "{'claimed':3,'id':'01/1.1/2','status':null}",
	    said(journal_run(&run)));
	fs_remove(t.dir, "journal.jsonl", NULL);
	buf_adds(&b, "a plan");
	put("plan/00.md", "");
	OK("a file is published with its event", journal_publish(&t,
	    "plan/01.md", &b, "plan", json_put_num(jv_object(), "phase", 1),
	    &err) == HCC_OK);
	IS_STR("a published file has its bytes", "a plan",
	    content(t.dir, "plan/01.md"));
	journal_add(&t, "run", jv_object(), &err);
	journal_read(&t, &all, &torn, &err);
	journal_record_edits(&t, all, &err);
	IS_NUM("a file that nobody edited has no event", 2, json_len(all), 0);
	put("plan/01.md", "another plan");
	journal_record_edits(&t, all, &err);
	jv_free(all);
	journal_read(&t, &all, &torn, &err);
	IS_NUM("a file that was edited has one", 3, json_len(all), 0);
	IS_STR("the event of an edit names the file", "plan/01.md",
	    json_str(journal_last(all, "edit"), "file", ""));
	IS_NUM("the last event of a kind is found", 1,
	    json_num(journal_last(all, "plan"), "phase", 0), 0);
	OK("of a kind that did not happen there is none", jv_get_kind(
	    journal_last(all, "promote")) == JV_KIND_NULL);
	journal_record_edits(&t, all, &err);
	jv_free(all);
	journal_read(&t, &all, &torn, &err);
	IS_NUM("an edit is told once", 3, json_len(all), 0);
	jv_free(all);
	buf_release(&b);
}

/* The row of a run that a limit ended after it had handed in something. */
static void
stopped(struct note *k)
{
	struct result	 r, back;

	record_init(&result_record, &r);
	r.status = (char[]){ "ok" };
	r.score = 0.5;
	r.limit = (char[]){ "time" };
	note_add_result(k, "00/1.5", "Five", &r);
	IS_STR("a row says that a limit ended the run, and what its score is",
	    "limit: time; the score is of what was handed in before",
	    k->results[3].cause);
	note_row_result(&k->results[3], &back);
	OK("a row as a result has that limit, and no cause",
	    back.limit != NULL && strcmp(back.limit, "time") == 0 &&
	    back.cause == NULL);
	result_free(&back);
}

/* A note of a phase with all that a row may have. */
static void
make_note(void)
{
	struct cause	 c = { .class = (char[]){ "memory" },
			    .message = (char[]){ "it grew" },
			    .frame = (char[]){ "fit:3" } };
	struct base	 b = { .id = (char[]){ "00/1.1" } };
	struct result	 r;
	struct note	 k;

	note_init(&k, 0);
	record_init(&result_record, &r);
	r.status = (char[]){ "ok" };
	r.score = 0.5;
	r.change = 0.25;
	r.interval = 0.125;
	r.seconds = 8;
	r.base = &b;
	note_add_result(&k, "00/1.1", "One", &r);
	r.status = (char[]){ "failed" };
	r.score = r.change = r.interval = NAN;
	r.cause = &c;
	note_add_result(&k, "00/1.2", "Two", &r);
	note_add_result(&k, "00/1.3", "Three", NULL);
	stopped(&k);
	OK("a row is found by its id", note_find_row(&k, "00/1.2") ==
	    &k.results[1] && note_find_row(&k, "00/1.4") == NULL);
	IS_STR("a row has the cause of a failure",
	    "memory: it grew at fit:3", k.results[1].cause);
	put("l2/x", "");
	OK("a note is written", note_write(&t, &k, &err) == HCC_OK);
	note_free(&k);
}

/* Judgements with what was found of them, written and read again. */
static void
judged(void)
{
	static const char *const	 state[] = { "verified", "unchecked",
	    "unverified", "unverified" };
	static const char *const	 why[] = { NULL, NULL, "0.9 is not in "
	    "(01/1.1)", NULL };
	struct judgement		*j;
	struct note			 k, read;
	size_t				 i;
	bool				 same = true;

	note_init(&k, 7);
	for (i = 0; i < 4; i++) {
		j = record_append(&judgement_record, &k.judgements,
		    &k.njudgements);
		record_set(&j->verdict, "promising");
		record_set(&j->claim, "It (01/1.1) is better");
		record_set(&j->state, state[i]);
		record_set(&j->why, why[i]);
	}
	note_write(&t, &k, &err);
	note_free(&k);
	OK("judgements are read", note_read(&t, 7, &read, &err) == HCC_OK &&
	    read.njudgements == 4);
	for (i = 0; i < read.njudgements; i++) {
		j = &read.judgements[i];
		same = same && strcmp(j->state, state[i]) == 0 &&
		    strcmp(j->claim, "It (01/1.1) is better") == 0 &&
		    (why[i] == NULL ? j->why == NULL : j->why != NULL &&
		    strcmp(j->why, why[i]) == 0);
	}
	OK("each has the state that it had, and the reason", same);
	note_free(&read);
}

/* The same without members that are null (records.c has those). */
static const char *
said_briefly(jv v)
{
	char	*s = (char *)said(v), *end, *from;

	while ((end = strstr(s, "':null")) != NULL) {
		for (from = end - 1; *from != '\''; from--)
			;
		end += strlen("':null");
		if (*end == ',')
			end++;
		else if (from[-1] == ',')
			from--;
		memmove(from, end, strlen(end) + 1);
	}
	return s;
}

static void
whole_state(void)
{
	struct plan	 p;
	struct state	 s;
	jv		 v;

	make_note();
	put("plan/00.md", "## 1 First\n### 1.1 One\nA\n### 1.2 Two\nB\n"
	    "### 1.3 Three\nC\n");
	put("plan/01.md", "## 1 Next\nControl: x\nFrom: 00/1.1\n"
	    "### 1.1 Four\nMeasure: x\nD\n## 2 Last\n### 2.1 Five\nE\n");
	put("plan/odd.md", "");
	put("plan/01.md.orig", "");
	put("l1/01/0.1/result.json", "{\"title\":\"ls\",\"status\":\"ok\"}");
	put("l1/01/1.1/1/log", "");
	put("l1/01/1.1/2/log", "");
	put("l1/01/1.1/seed-1/log", "");
	put("l1/01/2.1/result.json", "{\"id\":\"01/2.1\",\"status\":"
	    "\"failed\"}");
	put("best/result.json", "{\"id\":\"00/1.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"seeds\":3}");
	put("prefetch.md", "");
	put("journal.jsonl", "{\"ev\":\"start\",\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"result\",\"s\":\"x\",\"t\":110}\n"
	    "{\"ev\":\"blend\",\"s\":\"x\",\"t\":117}\n"
	    "{\"ev\":\"give_up\",\"s\":\"x\",\"t\":117.5,\"why\":\"tired\"}\n"
	    "torn");
	OK("a state is read", state_read(&t, &s, &err) == HCC_OK);
	OK("a blend counts until the next result", s.blended);
	IS_NUM("events are more than starts", 3, s.finished, 0);
	OK("a phase is found by its number", state_phase(&s, 1) ==
	    &s.phases[1] && state_phase(&s, 2) == NULL);
	OK("a suggestion is found by its id", phase_suggestion(
	    state_phase(&s, 1), "01/2.1") == &s.phases[1].suggestions[1] &&
	    phase_suggestion(state_phase(&s, 1), "01/2.2") == NULL &&
	    phase_suggestion(NULL, "01/2.1") == NULL);
	OK("what is planned alone was not run",
	    !suggestion_was_run(&s.phases[1].suggestions[0]) &&
	    suggestion_was_run(&s.phases[1].suggestions[1]) &&
	    suggestion_was_run(&s.phases[0].suggestions[1]) &&
	    !suggestion_was_run(&s.phases[0].suggestions[2]));
	v = json_put_str(record_json(&state_record, &s), "task", "T");
	v = json_put_str(v, "id", "I");
	state_free(&s);
	IS_STR("a state tells of all that there is",
	    "{'attempts':3,'best':{'adopted':false,'attempt':1,'attempts':0,"
	    "'id':'00/1.1','score':0.5,'seeds':3,'status':'ok'},"
	    "'described':false,'events':4,'given_up':'tired','id':'I',"
	    "'last':117.5,'phase':1,'phases':[{'complete':true,'phase':0,"
	    "'plan':{'directions':[{'n':1,'suggestions':[{'id':'00/1.1','n':1,"
	    "'text':'A','title':'One'},{'id':'00/1.2','n':2,'text':'B',"
	    "'title':'Two'},{'id':'00/1.3','n':3,'text':'C','title':'Three'}],"
	    "'title':'First','why':''}],'phase':0},'promoted':true,"
	    "'suggestions':[{'attempts':0,'direction':1,'done':true,"
	    "'id':'00/1.1','n':1,'result':{'adopted':false,'attempt':1,"
	    "'attempts':0,'base':{'id':'00/1.1'},'change':0.25,'id':'00/1.1',"
	    "'interval':0.12,'score':0.5,'seconds':8,'status':'ok',"
	    "'title':'One'},'text':'A','title':'One'},{'attempts':0,"
	    "'direction':1,'done':true,'id':'00/1.2','n':2,'result':{"
	    "'adopted':false,'attempt':1,'attempts':0,'base':{'id':'00/1.1'},"
	    "'cause':{'message':'memory: it grew at fit:3'},'id':'00/1.2',"
	    "'seconds':8,'status':'failed','title':'Two'},'text':'B',"
	    "'title':'Two'},{'attempts':0,'direction':1,'done':true,"
	    "'id':'00/1.3','n':3,'result':{'adopted':false,'attempt':1,"
	    "'attempts':0,'id':'00/1.3','status':'not run','title':'Three'},"
	    "'text':'C','title':'Three'}]},{'complete':false,'phase':1,"
	    "'plan':{'directions':[{'control':true,'from':'00/1.1','n':1,"
	    "'suggestions':[{'id':'01/1.1','measure':true,'n':1,'text':'D',"
	    "'title':'Four'}],'title':'Next','why':''},{'n':2,'suggestions':[{"
	    "'id':'01/2.1','n':1,'text':'E','title':'Five'}],'title':'Last',"
	    "'why':''}],'phase':1},'promoted':false,'suggestions':[{"
	    "'attempts':2,'control':true,'direction':1,'done':false,"
	    "'from':'00/1.1','id':'01/1.1','measure':true,'n':1,'text':'D',"
	    "'title':'Four'},{'attempts':0,'direction':2,'done':true,"
	    "'id':'01/2.1','n':1,'result':{'adopted':false,'attempt':1,"
	    "'attempts':0,'id':'01/2.1','status':'failed'},'text':'E',"
	    "'title':'Five'},{'attempts':1,'direction':0,'done':true,"
	    "'id':'01/0.1','n':1,'result':{'adopted':false,'attempt':1,"
	    "'attempts':0,'status':'ok','title':'ls'},'title':'ls'}]}],"
	    "'prefetched':true,'spent':17.5,'task':'T','torn':1,"
	    "'working':true}",
	    said_briefly(v));
	plan_init(&p, 2);
	record_set(&p.by, "me");
	record_set(&p.reason, "why");
	OK("a plan is published", plan_publish(&t, &p, "plan", &err) ==
	    HCC_OK);
	OK("the event of a plan says who made it, and why", strstr(
	    content(t.dir, "journal.jsonl"), "\"by\":\"me\"") != NULL &&
	    strstr(content(t.dir, "journal.jsonl"), "\"reason\":\"why\"") !=
	    NULL && strstr(content(t.dir, "journal.jsonl"),
	    "\"file\":\"plan/02.md\",\"phase\":2,\"reason\"") != NULL);
	plan_free(&p);
	IS_NUM("the line of a suggestion is found", 8,
	    (double)plan_line(&t, 1, 2, 1), 0);
	IS_NUM("a suggestion that is not there has no line", 0,
	    (double)plan_line(&t, 1, 2, 2), 0);
}

/* What is adopted is what ran. */
static void
adopting(void)
{
	struct result	 r;
	struct state	 s;

	record_init(&result_record, &r);
	record_set(&r.id, "01/3.1");
	record_set(&r.code_sha256, "wrong");
	OK("a run without its program is not adopted", best_adopt(&t, &r,
	    NULL, &err) == HCC_MISSING);
	put("l1/01/3.1/1/solution.py", "print(1)\n");
	put("l1/01/3.1/1/run.json", "{}");
	OK("a program that is not what ran is not adopted", best_adopt(&t,
	    &r, NULL, &err) == HCC_INPUT && strstr(err.text, "not what ran")
	    != NULL);
	record_set(&r.code_sha256, NULL);
	OK("a run without its submission is not adopted", best_adopt(&t, &r,
	    NULL, &err) == HCC_MISSING);
	t.no_submission = true;
	OK("where none is needed it is", best_adopt(&t, &r, NULL, &err) ==
	    HCC_OK && strcmp(content(t.dir, "best/solution.py"),
	    "print(1)\n") == 0 && !fs_exists(t.dir, ".tmp-best"));
	t.no_submission = false;
	r.noise = 0.25;
	OK("the noise of the best is noted", best_note(&t, &r, &err) ==
	    HCC_OK && strstr(content(t.dir, "best/result.json"),
	    "\"noise\": 0.25") != NULL);
	record_set(&r.id, "01/1.1");
	r.seeds = 2;
	best_note(&t, &r, &err);
	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\"}");
	state_read(&t, &s, &err);
	OK("a phase whose best is still to be run on seeds goes on",
	    s.count > 1 && !s.phases[1].complete);
	state_free(&s);
	r.seeds = 0;
	best_note(&t, &r, &err);
	state_read(&t, &s, &err);
	OK("a phase whose suggestions are done is complete",
	    s.count > 1 && s.phases[1].complete);
	state_free(&s);
	result_free(&r);
}

static void
project(void)
{
	struct buf	 b = BUF_INIT, c = BUF_INIT;
	jv		 files;

	put("project/train.py", "a = 1\nb = 2\n");
	put("project/lib/net.py", "depth = 3\n");
	put("project/data/words.txt", "zebra\n");
	OK("a project is opened", open_task("pattern: 'm: VALUE'\nmetric: m\n"
	    "goal: minimize\ncommand: python3 train.py\n"
	    "edit: [train.py, lib/net.py]\n"));
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
	task_close(&t);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL || !open_task("metric: auc\n"))
		return 1;
	artifacts();
	earlier();
	live();
	solutions();
	verdicts();
	evidence_for_people();
	events();
	whole_state();
	judged();
	adopting();
	task_close(&t);
	project();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
