/* planner.c: the next plan of a task, by a brain that tells what it is asked,
 * and what a context holds. Run from the root of the tree. */
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "brain/context.h"
#include "brain/planner.h"
#include "put.h"
#include "tap.h"
#include "task/state.h"

static const struct places	 at = { .share = "share/hcc",
	.config = "/nonexistent", .file = "/nonexistent/config.lua",
	.lexicon = "share/hcc/embed/lexicon.lua" };

/* Its answers: the first direction tells the input, the second what it does
 * not repeat. */
static const char	 brain[] =
    "local n = 0\n"
    "return { plan = function(s)\n"
    "	n = n + 1\n"
    "	local again = {}\n"
    "	for i, r in ipairs(s.rejected or {}) do\n"
    "		again[i] = r.title .. '=' .. tostring(r.like)\n"
    "	end\n"
    "	local title = string.format('%d: %dx%d slots %d phase %d wisdom %d '\n"
    "		.. 'limit %.0f left %.0f base %s [%s]%s', n, s.m, s.q,\n"
    "		s.slots, s.phase, #s.wisdom, s.limit, s.time_left or -1,\n"
    "		s.base.id, table.concat(again, ' '),\n"
    "		s.exhausted and ' exhausted' or '')\n"
    "	local text = HOW\n"
    "	if text == 'new' then text = 'Count the ' .. n .. ' words.' end\n"
    "	if text == 'late' then text = s.exhausted and 'Now 9.'\n"
    "		or 'Draft it.' end\n"
    "	return { brain = BY, why = WHY, refused = REFUSED, directions = {\n"
    "		{ title = title, suggestions = { { title = 'T',\n"
    "			text = text } } } } }\n"
    "end }\n";

/* The brain with HOW it answers, and further globals. */
static void
put_brain(const char *globals)
{
	struct buf	 b = BUF_INIT;

	buf_addf(&b, "%s\n%s", globals, brain);
	put("brain.lua", buf_str(&b));
	buf_release(&b);
}

static void
put_task(const char *more)
{
	struct buf	 b = BUF_INIT;

	buf_addf(&b, "---\nid: t\nmetric: accuracy\nbrain: %s/brain.lua\n"
	    "%s---\nTell which.\n", tmp, more);
	put("task.md", buf_str(&b));
	buf_release(&b);
}

/* A result of phase 00 with this score, adopted; null: it failed. */
static void
put_result(const char *id, const char *score)
{
	struct buf	 b = BUF_INIT;
	char		 path[80];
	bool		 ok = strcmp(score, "null") != 0;

	buf_addf(&b, "{\"id\":\"%s\",\"status\":\"%s\",\"score\":%s,"
	    "\"text\":\"Draft it.\",\"attempt\":1,\"attempts\":1,"
	    "\"seconds\":10,\"cause\":%s}", id, ok ? "ok" : "failed", score,
	    ok ? "null" : "{\"message\":\"no such file\"}");
	snprintf(path, sizeof(path), "l1/%s/result.json", id);
	put(path, buf_str(&b));
	snprintf(path, sizeof(path), "l1/%s/1/solution.py", id);
	put(path, "x = 1\n");
	if (ok) {
		put("best/result.json", buf_str(&b));
		put("best/solution.py", "x = 1\n");
	}
	buf_release(&b);
}

/* Put a step of the test into words: the plan as "by|base|title: id title..";
 * or why there is none. */
static void
next_plan(struct buf *b)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;
	struct state	 s;
	struct plan	 p;
	enum hcc_status	 st;
	size_t		 i, k;
	jv		 one;

	buf_reset(b);
	if (task_open(&t, tmp, NULL, &e) != HCC_OK ||
	    state_read(&t, &s, &e) != HCC_OK) {
		buf_adds(b, e.text);
		return;
	}
	if ((st = planner_next(&t, &at, NULL, &s, jv_invalid(), &p, &e)) !=
	    HCC_OK)
		buf_adds(b, e.text);
	else
		buf_addf(b, "%s|%s|", p.by == NULL ? "-" : strrchr(p.by, '/') ==
		    NULL ? p.by : strrchr(p.by, '/') + 1, p.base == NULL ? "-" :
		    p.base);
	for (i = 0; st == HCC_OK && i < p.count; i++) {
		buf_addf(b, "%s%s%s:", i > 0 ? "; " : "",
		    p.directions[i].control ? "*" : "", p.directions[i].title);
		for (k = 0; k < p.directions[i].count; k++)
			buf_addf(b, " %s %s",
			    p.directions[i].suggestions[k].id,
			    p.directions[i].suggestions[k].title);
	}
	for (i = 0; json_item(p.dropped, (int)i, &one); i++)
		buf_addf(b, " dropped %s", jv_string_value(one));
	for (i = 0; json_item(p.refused, (int)i, &one); i++)
		buf_addf(b, " refused %s", jv_string_value(one));
	if (p.reason != NULL)
		buf_addf(b, " because %s", p.reason);
	plan_free(&p);
	state_free(&s);
	task_close(&t);
}

static void
plans(const char *name, const char *want)
{
	struct buf	 b = BUF_INIT;

	next_plan(&b);
	IS_STR(name, want, buf_str(&b));
	buf_release(&b);
}

/* What comes out has the words. */
static void
plans_with(const char *name, const char *part)
{
	struct buf	 b = BUF_INIT;

	next_plan(&b);
	if (!OK(name, strstr(buf_str(&b), part) != NULL))
		printf("# %s\n", buf_str(&b));
	buf_release(&b);
}

static const char	 draft[] = "---\nphase: 0\n---\n## 1 A first working "
			    "solution\n### 1.1 Draft\nDraft it.\n";

static void
drafts(void)
{
	put_task("");
	put_brain("HOW = 'new'");
	plans("the first plan is a draft", "brain.lua|-|A first working "
	    "solution: 00/1.1 Draft");
	put("plan/00.md", draft);
	plans_with("what is planned is run first", "is open: run it with "
	    "hcc-exec");
	put_result("00/1.1", "null");
	plans("after a draft that failed there is another", "-|-|A first "
	    "working solution: 00/1.1 Draft 00/1.2 Another draft");
	put_task("command: make\nedit: [a.py]\n");
	plans_with("a project that does not run is not planned on", "its "
	    "project does not run as it is: no such file (l1/00/1.1/1/log); "
	    "mend project/ or task.md");
	put_task("");
	put_result("00/1.1", "0.75");
}

static void
phases(void)
{
	put("policy/plan.lua", "return { shape = function() return { m = 2, "
	    "q = 3 } end }");
	put("policy/exec.lua", "return { slots = 2, longest = 100 }");
	plans("a brain is told what it may plan", "brain.lua|00/1.1|1: 2x3 "
	    "slots 2 phase 1 wisdom 0 limit 100 left -1 base 00/1.1 []: "
	    "01/1.1 T");
	put_task("budget: {time: 600}\n");
	plans_with("and how much time there is: four tenths of it in three "
	    "turns", "limit 80 left 600");
	put_task("");
	put_brain("HOW = 'new' BY = 'offline' WHY = 'no answer' "
	    "REFUSED = { 'a rule' }");
	plans_with("who has planned in its place is told, and why", "offline|"
	    "00/1.1|");
	plans_with("so are rules that it did not follow",
	    ": 01/1.1 T refused a rule because no answer");
	put("policy/plan.lua", "return { shape = function() return { m = 0, "
	    "q = 3 } end }");
	plans("no direction at all is no plan", "plan.lua: shape must return "
	    "{ m = .., q = .. } from 1 to 99");
	put("policy/plan.lua", "return { shape = function() return { m = 1, "
	    "q = 100 } end }");
	plans_with("nor are a hundred suggestions", "from 1 to 99");
	put("policy/plan.lua", "return { shape = function() return { m = 99, "
	    "q = 1 } end }");
	plans_with("ninety-nine are", "99x1");
}

/* A brain whose first answer repeats one of three; `waits`: for a model. */
static void
put_repeating(const char *waits)
{
	char	 code[600];

	snprintf(code, sizeof(code), "local asked = 0 return { waits = %s, "
	    "plan = function(s) asked = asked + 1 local list = { { title = "
	    "'A', text = 'Draft it.' } } if asked == 1 then "
	    "list[2] = { title = 'B', text = 'Try 2 of it.' } "
	    "list[3] = { title = 'C', text = 'Count 3 words.' } else list = { "
	    "{ title = 'D', text = 'Now 9.' } } end return { directions = { { "
	    "title = 'X', suggestions = list } } } end }", waits);
	put("brain.lua", code);
}

static void
repeats(void)
{
	put("policy/plan.lua", "return { m = 2, q = 1 }");
	put_brain("HOW = 'late'");
	plans_with("a brain that repeats itself is told twice, then that it is "
	    "at its end", "3: 2x1 slots 2 phase 1 wisdom 0 limit 100 left -1 "
	    "base 00/1.1 [T=00/1.1] exhausted: 01/1.1 T");
	put_brain("HOW = 'Draft it.'");
	plans_with("what repeats itself to the end has no plan",
	    "nothing new to suggest for phase 01");
	put_repeating("false");
	plans("what stands in place of a part does not displace the rest",
	    "brain.lua|00/1.1|X: 01/1.1 B 01/1.2 C dropped A: as 00/1.1 (ok, "
	    "score 0.75)");
	put("policy/plan.lua", "return { m = 3, q = 1 }");
	plans("nor does what is no model's fill it up", "brain.lua|00/1.1|X: "
	    "01/1.1 B 01/1.2 C dropped A: as 00/1.1 (ok, score 0.75)");
	put_repeating("true");
	plans("less than half of a model's plan is filled up with what its "
	    "brain has at its end", "brain.lua|00/1.1|X: 01/1.1 B 01/1.2 C; "
	    "X: 01/2.1 D dropped A: as 00/1.1 (ok, score 0.75)");
	put("policy/plan.lua", "return { m = 2, q = 1 }");
	plans("half of it is not", "brain.lua|00/1.1|X: 01/1.1 B 01/1.2 C "
	    "dropped A: as 00/1.1 (ok, score 0.75)");
	put_brain("n = 0 HOW = 'new'");
}

/* Wisdom of an earlier task, on which nobody has decided yet. */
static void
controls(void)
{
	put("prefetch.md", "---\nmatches: 1\n---\n## 0123456789abcdef ants "
	    "(similarity 0.83, provisional, here)\n```\nTrees work.\n```\n");
	plans_with("provisional wisdom has a control, asked without it first",
	    "brain.lua|00/1.1|2: 2x1 slots 2 phase 1 wisdom 1 limit 100 left "
	    "-1 base 00/1.1 []: 01/1.1 T; *1: 2x1 slots 2 phase 1 wisdom 0");
	put("policy/plan.lua", "return { m = 1, q = 1 }");
	plans_with("the only direction is no control", "|1: 1x1 slots 1 "
	    "phase 1 wisdom 1");
	put("policy/plan.lua", "return { m = 2, q = 1, control = function() "
	    "return false end }");
	plans_with("nor is one that plan.lua does not want", "|1: 2x1 slots 2 "
	    "phase 1 wisdom 1");
}

/* The kinds and ids of a context for a role, or why there is none. */
static void
shows(const char *name, const char *want, const struct context_opts *o)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	struct context	 c = { NULL, 0 };
	struct task	 t;
	size_t		 i;

	if (task_open(&t, tmp, NULL, &e) == HCC_OK) {
		if (context_build(&t, &at, o, &c, &e) != HCC_OK)
			buf_adds(&b, e.text);
		task_close(&t);
	}
	for (i = 0; i < c.n; i++)
		buf_addf(&b, "%s%s%s%s", i > 0 ? ", " : "", c.parts[i].kind,
		    *c.parts[i].id == '\0' ? "" : " ", c.parts[i].id);
	IS_STR(name, want, buf_str(&b));
	buf_release(&b);
	context_free(&c);
}

static void
contexts(void)
{
	struct context_opts	 o = { .role = "plan" };

	put("journal.jsonl",
	    "{\"ev\":\"plan\",\"phase\":0,\"s\":\"x\",\"t\":1}\n"
	    "{\"ev\":\"run\",\"id\":\"00/1.1/1\",\"s\":\"x\",\"t\":2}\n"
	    "{\"ev\":\"result\",\"id\":\"00/1.1\",\"s\":\"x\",\"t\":3}\n"
	    "{\"ev\":\"plan\",\"phase\":0,\"s\":\"x\",\"t\":4}\n"
	    "{\"ev\":\"run\",\"id\":\"00/1.11/1\",\"s\":\"x\",\"t\":5}\n"
	    "{\"ev\":\"plan\",\"phase\":1,\"s\":\"x\",\"t\":6}\n"
	    "{\"ev\":\"run\",\"id\":\"01/1.1/1\",\"s\":\"x\",\"t\":7}\n");
	put("l1/00/1.1/1/log", "metric: 0.75\n");
	put("l1/00/1.1/1/run.json", "{\"id\":\"00/1.1/1\",\"status\":"
	    "\"ok\"}");
	put("l1/00/1.11/1/run.json", "{\"id\":\"00/1.11/1\",\"status\":"
	    "\"ok\"}");
	put("l1/00/1.11/1/log", "metric: 0.7\n");
	put("l1/00/1.11/1/solution.py", "y = 2\n");
	put("plan/01.md", "---\nphase: 1\n---\n## 1 A\n### 1.1 B\nx\n");
	put("l2/01.md", "---\nphase: 1\n---\n## Rules\n- Go on.\n");
	shows("a plan stands once, a finished phase as its note", "task t, "
	    "plan 00, code 00/1.1/1, log 00/1.1/1, result 00/1.1/1, result "
	    "00/1.1, code 00/1.11/1, log 00/1.11/1, result 00/1.11/1, plan 01, "
	    "note 01", &o);
	o.only = "00/1.1";
	shows("one suggestion has its own attempts alone", "task t, plan 00, "
	    "code 00/1.1/1, log 00/1.1/1, result 00/1.1/1, result 00/1.1, "
	    "plan 01, note 01", &o);
	o.only = NULL;
	o.role = "draft";
	shows("a role has the kinds that it reads", "task t", &o);
	o.role = "nobody";
	shows("an unknown role has none", "role 'nobody' is not in the table "
	    "'reads' of context.lua", &o);
}

/* What is said of a run and of its suggestion: lines that begin with "# ". */
static void
says(const char *name, const char *want)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 all = BUF_INIT, b = BUF_INIT;
	struct context	 c = { NULL, 0 };
	struct task	 t;
	const char	*p, *nl;

	if (task_open(&t, tmp, NULL, &e) == HCC_OK &&
	    context_build(&t, &at, &(struct context_opts){ .role = "plan",
	    .only = "02/1.1" }, &c, &e) == HCC_OK)
		context_text(&all, &c);
	for (p = buf_str(&all); (nl = strchr(p, '\n')) != NULL; p = nl + 1)
		if (strncmp(p, "# code of 02", 12) == 0 ||
		    strncmp(p, "# 02", 4) == 0 ||
		    strncmp(p, "# suggestion", 12) == 0)
			buf_add(&b, p, (size_t)(nl - p) + 1);
	IS_STR(name, want, buf_str(&b));
	task_close(&t);
	context_free(&c);
	buf_release(&all);
	buf_release(&b);
}

static void
runs(void)
{
	put("plan/02.md", "---\nphase: 2\n---\n## 1 A\n### 1.1 B\nx\n");
	put("journal.jsonl",
	    "{\"ev\":\"plan\",\"phase\":0,\"s\":\"x\",\"t\":1}\n"
	    "{\"ev\":\"plan\",\"phase\":2,\"s\":\"x\",\"t\":2}\n"
	    "{\"ev\":\"run\",\"id\":\"02/1.1/1\",\"s\":\"x\",\"t\":3}\n"
	    "{\"ev\":\"run\",\"id\":\"02/1.1/2\",\"s\":\"x\",\"t\":4}\n"
	    "{\"ev\":\"result\",\"id\":\"02/1.1\",\"s\":\"x\",\"t\":5}\n");
	put("l1/02/1.1/1/solution.py", "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n"
	    "f = 6\ng = 7\nh = 8\ni = 9\nj = 10\nk = 11\nl = 12\nm = 13\n"
	    "n = 14\no = 15\np = 16\nq = 17\nr = 18\ns = 19\nt = 20\n");
	put("l1/02/1.1/2/solution.py", "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n"
	    "f = 6\ng = 7\nh = 8\ni = 9\nj = 10\nk = 11\nl = 12\nm = 13\n"
	    "n = 14\no = 15\np = 16\nq = 17\nr = 18\ns = 19\nt = 0\n");
	put("l1/02/1.1/1/run.json", "{\"id\":\"02/1.1/1\",\"status\":"
	    "\"failed\",\"seconds\":9.87,\"cpu_s\":30.2,\"time_limit\":100,"
	    "\"cause\":{\"class\":\"value\",\"message\":\"bad shape\","
	    "\"frame\":\"fit\"}}");
	put("l1/02/1.1/2/run.json", "{\"id\":\"02/1.1/2\",\"status\":"
	    "\"timeout\",\"seconds\":100.4,\"claimed\":0.8123456789,"
	    "\"cause\":{\"class\":\"timeout\",\"message\":\"it ran out\"}}");
	put("l1/02/1.1/result.json", "{\"id\":\"02/1.1\",\"status\":\"ok\","
	    "\"score\":0.8123456789,\"adopted\":true,\"attempt\":2,"
	    "\"change\":0.0623,\"interval\":0.0456,\"base\":{\"id\":"
	    "\"00/1.1\",\"score\":0.75},\"suspect\":\"it leaves all "
	    "behind\",\"cause\":{\"message\":\"it knew y\"}}");
	says("a repair is told as changes, each attempt by how it ended, a "
	    "suggestion by what it changed", "# code of 02/1.1/1\n"
	    "# 02/1.1/1 ended: failed: value: bad shape at fit; 9.9 s, 30 s of "
	    "processor time, 100 s was the limit\n"
	    "# code of 02/1.1/2, as changes to the code of 02/1.1/1\n"
	    "# 02/1.1/2 ended: timeout, metric 0.812346: it ran out; 100 s\n"
	    "# suggestion 02/1.1: ok, score 0.812346, built on 00/1.1: change "
	    "+0.0623 ± 0.046, adopted; too good to be true: it leaves all "
	    "behind; look for a leak; leak: it knew y\n");
	put("l1/02/1.1/2/solution.py", "z = 1\n");
	put_task("sealed: holdout\n");
	put("l1/02/1.1/result.json", "{\"id\":\"02/1.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"change\":-0.25,\"base\":{\"id\":\"00/1.1\","
	    "\"score\":0.75}}");
	says("another program is whole; a score says where it was measured",
	    "# code of 02/1.1/1\n"
	    "# 02/1.1/1 ended: failed: value: bad shape at fit; 9.9 s, 30 s of "
	    "processor time, 100 s was the limit\n"
	    "# code of 02/1.1/2\n"
	    "# 02/1.1/2 ended: timeout, metric 0.812346: it ran out; 100 s\n"
	    "# suggestion 02/1.1: ok, score 0.5 on the rows held out, built on "
	    "00/1.1: change -0.25\n");
	put_task("");
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return EXIT_FAILURE;
	drafts();
	phases();
	repeats();
	controls();
	contexts();
	runs();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
