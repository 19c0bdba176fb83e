/* plan.c: plans and notes, as a person may edit them. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "wisdom/prefetch_md.h"
#include "put.h"
#include "tap.h"
#include "task/note.h"
#include "task/plan.h"

static const struct task	 task = { .dir = AT_FDCWD, .path = tmp };

static enum hcc_status
parse(const char *text, struct plan *p, struct hcc_err *e)
{
	put("plan/02.md", text);
	return plan_read(&task, 2, p, e);
}

/* Write a plan and read that. */
static enum hcc_status
again(const struct plan *p, struct plan *out)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	return plan_write(&task, p, &e) == HCC_OK ?
	    plan_read(&task, p->phase, out, &e) : e.status;
}

static const char good[] =
    "---\nphase: 2\nbase: 01/1.2\n---\n"
    "Notes of a person.\n"
    "## 1 Raise the resolution\nWhy: small things\nmatter\n"
    "### 1.1 Train at 384 px\nbatch 16\n```recipe\n## not a heading\n```\n"
    "### 1.3 Left after a hand struck out 1.2\nx\n"
    "## 3 Another\n### 3.1 Y\n";

static void
plans(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct plan	 p, q;
	jv		 a, b;

	OK("a plan is read", parse(good, &p, &e) == HCC_OK);
	IS_NUM("a plan has its directions", 2, (double)p.count, 0);
	IS_STR("a plan names its base", "01/1.2", p.base);
	IS_STR("a direction has its reason", "small things\nmatter",
	    p.directions[0].why);
	IS_STR("the text of a suggestion keeps fences whole",
	    "batch 16\n```recipe\n## not a heading\n```",
	    p.directions[0].suggestions[0].text);
	IS_STR("a gap in the numbers keeps the ids", "02/1.3",
	    p.directions[0].suggestions[1].id);
	OK("a plan that was written is read", again(&p, &q) == HCC_OK);
	a = record_json(&plan_record, &p);
	b = record_json(&plan_record, &q);
	OK("written and read again a plan is the same", jv_equal(a, b));
	plan_free(&q);
	plan_free(&p);
}

static void
refused(const char *name, const char *text, const char *why)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct plan	 p;

	if (!OK(name, parse(text, &p, &e) == HCC_INPUT &&
	    strstr(e.text, why) != NULL))
		printf("# %s\n", e.text);
	plan_free(&p);
}

static void
control(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct plan	 p, q;

	parse("## 1 a\nWhy: so\nControl: planned without wisdom\n"
	    "### 1.1 x\nControl: text\n## 2 b\n", &p, &e);
	OK("a direction is a control by its line", p.directions[0].control);
	IS_STR("a control has a reason of its own", "so",
	    p.directions[0].why);
	OK("a line in a suggestion makes no control",
	    !p.directions[1].control);
	again(&p, &q);
	OK("written and read again a control is one", q.directions[0].control);
	plan_free(&q);
	plan_free(&p);
}

/* Text of a model that looks like our headings stays text. */
static void
hostile(void)
{
	struct suggestion	 sug = { .n = 1, .title = (char[]){
				    "t\n## 2 fake" }, .text = (char[]){ "x\n"
				    "## 2 fake\n### 1.2 fake\n```\nopen" } };
	struct direction	 dir = { .n = 1, .title = (char[]){ "d" },
				    .why = (char[]){ "```\n## 5 fake\n```\n"
				    "Control: fake" }, .suggestions = &sug,
				    .count = 1 };
	struct plan		 p = { .phase = 2, .dropped = jv_null(),
				    .directions = &dir, .count = 1 }, q;

	again(&p, &q);
	IS_NUM("headings in a text open no direction", 1, (double)q.count, 0);
	IS_NUM("headings in a text open no suggestion", 1,
	    (double)q.directions[0].count, 0);
	OK("a line in a reason makes no control", !q.directions[0].control);
	plan_free(&q);
	refused("a suggestion without direction is refused", "### 1.1 x\n",
	    "line 1");
	refused("a direction that is there twice is refused",
	    "## 1 a\n## 1 b\n", "line 2");
	refused("a suggestion that is there twice is refused",
	    "## 1 a\n### 1.1 x\n### 1.1 y\n", "twice");
	refused("a suggestion below another direction is refused",
	    "## 1 a\n### 2.1 x\n", "line 2");
	refused("a direction without number is refused",
	    "---\nphase: 2\n---\n## first\n", "line 4");
	refused("directions in the front matter are none",
	    "---\ndirections: [{n: 1}]\n---\n", "no direction");
}

static void
ids(void)
{
	int	 p, d, j, k;

	OK("a suggestion's id", plan_id_parse("01/1.2", &p, &d, &j, &k) &&
	    p == 1 && d == 1 && j == 2 && k == 0);
	OK("an attempt's id", plan_id_parse("12/3.4/5", &p, &d, &j, &k) &&
	    k == 5);
	OK("no id", !plan_id_parse("01/1", &p, &d, &j, &k) &&
	    !plan_id_parse("../1.2", &p, &d, &j, &k) &&
	    !plan_id_parse("01/1.2/../..", &p, &d, &j, &k));
	OK("the phase of a file name", plan_phase_of("02.md", ".md", &p) &&
	    p == 2);
	OK("the name of another file has none",
	    !plan_phase_of("02.md.bak", ".md", &p) &&
	    !plan_phase_of("02.md", ".tar.zst", &p) &&
	    !plan_phase_of("-1.md", ".md", &p) &&
	    !plan_phase_of("notes.md", ".md", &p));
}

static const char note[] =
    "---\nphase: 1\nbrain: offline\n---\n## Results\n"
    "| suggestion | status | score | built on | change | ± | seconds | title | "
    "cause |\n|---|---|---|---|---|---|---|---|---|\n"
    "| 01/1.1 | ok | 0.81 | 00/1.1 | +0.02 | 0.004 | 12.5 | Forest of 300 "
    "trees |  |\n"
    "| 01/2.1 | failed | - | 00/1.1 | - | - | 3 | SVM | value: bad at "
    "a.py:4 |\n"
    "\n## Judgements\n"
    "- promising: 0.81 with 300 trees [01/1.1] verified\n"
    "- dead end: SVM is slow [01/2.1, 01/9.9/1:5-10] unverified\n"
    "- inconclusive: it is unverified (so far) unverified (no run)\n"
    "- inconclusive: why it is so unverified ()\n"
    "a remark of a person\n"
    "\n## Rules\n- avoid SVM\n\n## Next\n";

static void
notes(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct note	 k, q;
	struct result	 r;
	size_t		 i;

	put("l2/01.md", note);
	OK("a note is read", note_read(&task, 1, &k, &e) == HCC_OK);
	IS_NUM("a note has a row a suggestion", 2, (double)k.nresults, 0);
	IS_NUM("a row has its number", 0.02, k.results[0].change, 1e-12);
	IS_NUM("a row has its interval", 0.004, k.results[0].interval, 1e-12);
	IS_STR("a row has its base", "00/1.1", k.results[0].base);
	OK("a dash is no number", isnan(k.results[1].score));
	note_row_result(&k.results[1], &r);
	IS_STR("a row as a result has its cause", "value: bad at a.py:4",
	    r.cause == NULL ? "" : r.cause->message);
	result_free(&r);
	record_set(&k.results[1].cause, "struck: it cannot help");
	note_row_result(&k.results[1], &r);
	OK("what was struck before it ran is known by its row",
	    result_struck(&r) && strcmp(r.cause->message, "it cannot help") ==
	    0);
	result_free(&r);
	IS_NUM("a note has its judgements", 4, (double)k.njudgements, 0);
	IS_STR("a judgement has its claim", "0.81 with 300 trees",
	    k.judgements[0].claim);
	OK("a judgement is verified by its last word", strcmp(
	    k.judgements[0].state, "verified") == 0);
	OK("a judgement may be unverified", strcmp(k.judgements[1].state,
	    "unverified") == 0);
	OK("what stands behind the last \"unverified\" is why",
	    strcmp(k.judgements[2].claim, "it is unverified (so far)") == 0 &&
	    strcmp(k.judgements[2].state, "unverified") == 0 &&
	    strcmp(k.judgements[2].why, "no run") == 0);
	OK("nothing may stand there",
	    strcmp(k.judgements[3].claim, "why it is so") == 0 &&
	    strcmp(k.judgements[3].state, "unverified") == 0);
	IS_NUM("a judgement has the line of the file", 13,
	    k.judgements[1].line, 0);
	IS_NUM("a judgement has its references", 2,
	    json_len(k.judgements[1].evidence), 0);
	IS_NUM("a note has its rules", 1, json_len(k.rules), 0);
	OK("a note is written", note_write(&task, &k, &e) == HCC_OK);
	note_read(&task, 1, &q, &e);
	OK("written and read again a note has as many judgements",
	    k.njudgements == q.njudgements && k.nresults == q.nresults);
	for (i = 0; i < k.njudgements && i < q.njudgements; i++)
		OK("written and read again a judgement is the same", jv_equal(
		    record_json(&judgement_record, &k.judgements[i]),
		    record_json(&judgement_record, &q.judgements[i])));
	for (i = 0; i < k.nresults && i < q.nresults; i++)
		OK("written and read again a row is the same", jv_equal(
		    record_json(&note_row_record, &k.results[i]),
		    record_json(&note_row_record, &q.results[i])));
	note_free(&q);
	note_free(&k);
}

static void
wisdom(void)
{
	static const char text[] = "---\nmatches: 1\n---\n"
	    "## abcd wine (similarity 0.83, provisional, imported)\n"
	    "````\nMODEL\n```recipe\n{}\n```\n## fake x (similarity 1, y)\n"
	    "````\n";
	jv	 w = prefetch_md_read(text, strlen(text)), v = jv_null();

	IS_NUM("one entry; what is fenced is text", 1,
	    json_len(w), 0);
	(void)json_item(w, 0, &v);
	IS_NUM("an entry of prefetch.md has its similarity",
	    0.83, json_num(v, "similarity", 0), 0);
	IS_STR("an entry of prefetch.md has its status",
	    "provisional", json_str(v, "status", ""));
	IS_STR("an entry of prefetch.md has its origin",
	    "imported", json_str(v, "origin", ""));
	IS_STR("an entry of prefetch.md has its text",
	    "MODEL\n```recipe\n{}\n```\n## fake x "
	    "(similarity 1, y)\n", json_str(v, "text", ""));
	jv_free(w);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL || chdir(tmp) == -1)
		return 1;
	plans();
	control();
	hostile();
	ids();
	notes();
	wisdom();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
