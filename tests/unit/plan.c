/* plan.c: plans and notes, as a person may edit them. */
#include <stdlib.h>

#include "base/json.h"
#include "wisdom/prefetch_md.h"
#include "tap.h"
#include "task/note.h"
#include "task/plan.h"

static jv
parse(const char *text, struct hcc_err *e)
{
	jv	 p;

	e->status = plan_parse(text, strlen(text), "plan/02.md", 2, &p, e);
	return p;
}

static const char good[] =
    "---\nphase: 2\nbase: 01/1.2\n---\n"
    "Notes of a person.\n"
    "## 1 Raise the resolution\nWhy: small things\nmatter\n"
    "### 1.1 Train at 384 px\nbatch 16\n```recipe\n## not a heading\n```\n"
    "### 1.3 Left after a hand struck out 1.2\nx\n"
    "## 3 Another\n### 3.1 Y\n";

static jv
at(jv list, int i)
{
	return jv_array_get(jv_copy(list), i);
}

static void
plans(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	jv		 p = parse(good, &e), dirs, d, sugs, s, again;

	OK("a plan is read", e.status == HCC_OK);
	dirs = json_get(p, "directions");
	IS_NUM("two directions", 2, jv_array_length(jv_copy(dirs)), 0);
	d = at(dirs, 0);
	IS_STR("why", "small things\nmatter", json_str(d, "why", ""));
	sugs = json_get(d, "suggestions");
	s = at(sugs, 0);
	IS_STR("text, fences kept whole",
	    "batch 16\n```recipe\n## not a heading\n```",
	    json_str(s, "text", ""));
	jv_free(s);
	s = at(sugs, 1);
	IS_STR("a gap in the numbers keeps the ids", "02/1.3",
	    json_str(s, "id", ""));
	jv_free(s);
	jv_free(sugs);
	jv_free(d);
	jv_free(dirs);
	plan_format(&b, p);
	again = parse(buf_str(&b), &e);
	OK("written and read again it is the same",
	    jv_equal(jv_copy(p), jv_copy(again)));
	jv_free(again);
	jv_free(p);
	buf_release(&b);
}

static void
refused(const char *name, const char *text, const char *why)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	jv_free(parse(text, &e));
	if (!OK(name, e.status == HCC_INPUT && strstr(e.text, why) != NULL))
		printf("# %s\n", e.text);
}

static void
control(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	jv		 p = parse("## 1 a\nWhy: so\nControl: planned without "
			    "wisdom\n### 1.1 x\nControl: text\n## 2 b\n", &e);
	jv		 again, dirs = json_get(p, "directions"), d;

	d = jv_array_get(jv_copy(dirs), 0);
	OK("a control is one", json_bool(d, "control", false));
	IS_STR("its reason is its own", "so", json_str(d, "why", ""));
	jv_free(d);
	d = jv_array_get(dirs, 1);
	OK("another is none", !json_bool(d, "control", false));
	jv_free(d);
	plan_format(&b, p);
	again = parse(buf_str(&b), &e);
	dirs = json_get(again, "directions");
	d = jv_array_get(dirs, 0);
	OK("and still is when written and read", json_bool(d, "control", false));
	jv_free(d);
	jv_free(again);
	jv_free(p);
	buf_release(&b);
}

static void
hostile(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	jv		 p, q, sug, dir;

	/* Text of a model that looks like our headings stays text. */
	sug = json_put_str(json_put_num(jv_object(), "n", 1), "title",
	    "t\n## 2 fake");
	sug = json_put_str(sug, "text", "x\n## 2 fake\n### 1.2 fake\n```\nopen");
	dir = json_put_str(json_put_num(jv_object(), "n", 1), "title", "d");
	dir = json_put_str(dir, "why", "```\n## 5 fake\n```\nControl: fake");
	dir = json_put(dir, "suggestions", jv_array_append(jv_array(), sug));
	p = json_put_num(jv_object(), "phase", 2);
	p = json_put(p, "directions", jv_array_append(jv_array(), dir));
	plan_format(&b, p);
	q = parse(buf_str(&b), &e);
	dir = json_get(q, "directions");
	IS_NUM("one direction comes back", 1, jv_array_length(jv_copy(dir)),
	    0);
	dir = jv_array_get(dir, 0);
	OK("which is no control", !json_bool(dir, "control", false));
	jv_free(dir);
	jv_free(q);
	jv_free(p);
	buf_release(&b);
	refused("a suggestion without direction", "### 1.1 x\n", "line 1");
	refused("a number twice", "## 1 a\n## 1 b\n", "line 2");
	refused("a suggestion twice", "## 1 a\n### 1.1 x\n### 1.1 y\n",
	    "twice");
	refused("a wrong direction", "## 1 a\n### 2.1 x\n", "line 2");
	refused("no number", "---\nphase: 2\n---\n## first\n", "line 4");
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
}

static const char note[] =
    "---\nphase: 1\nbrain: offline\n---\n## Results\n"
    "| suggestion | status | score | delta | seconds | title | cause |\n"
    "|---|---|---|---|---|---|---|\n"
    "| 01/1.1 | ok | 0.81 | +0.02 | 12.5 | Forest of 300 trees |  |\n"
    "| 01/2.1 | failed | - | - | 3 | SVM | value: bad at a.py:4 |\n"
    "\n## Judgements\n"
    "- promising: 0.81 with 300 trees [01/1.1] verified\n"
    "- dead end: SVM is slow [01/2.1, 01/9.9/1:5-10] unverified\n"
    "a remark of a person\n"
    "\n## Rules\n- avoid SVM\n\n## Next\n";

static void
notes(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	jv		 k, again, list, v, res;
	enum hcc_status	 st;

	st = note_parse(note, strlen(note), "l2/01.md", &k, &e);
	OK("a note is read", st == HCC_OK);
	list = json_get(k, "judgements");
	v = at(list, 0);
	IS_STR("claim", "0.81 with 300 trees", json_str(v, "claim", ""));
	OK("verified", json_bool(v, "verified", false));
	jv_free(v);
	note_format(&b, k);
	note_parse(buf_str(&b), b.len, "l2/01.md", &again, &e);
	v = json_get(again, "judgements");
	OK("written and read again the judgements are the same",
	    jv_equal(jv_copy(list), v));
	v = at(list, 1);
	IS_NUM("the line of the file", 13, json_num(v, "line", 0), 0);
	res = json_get(v, "evidence");
	IS_NUM("two references", 2, jv_array_length(res), 0);
	jv_free(v);
	jv_free(list);
	OK("and the results", jv_equal(json_get(k, "results"), json_get(again,
	    "results")));
	jv_free(again);
	jv_free(k);
	buf_release(&b);
}

static void
wisdom(void)
{
	static const char text[] = "---\nmatches: 1\n---\n"
	    "## abcd wine (similarity 0.83, provisional, imported)\n"
	    "````\nMODEL\n```recipe\n{}\n```\n## fake x (similarity 1, y)\n"
	    "````\n";
	jv	 w = prefetch_md_read(text, strlen(text)), v;

	IS_NUM("one entry; what is fenced is text", 1,
	    jv_array_length(jv_copy(w)), 0);
	v = at(w, 0);
	IS_NUM("similarity", 0.83, json_num(v, "similarity", 0), 0);
	IS_STR("status", "provisional", json_str(v, "status", ""));
	IS_STR("origin", "imported", json_str(v, "origin", ""));
	IS_STR("text", "MODEL\n```recipe\n{}\n```\n## fake x "
	    "(similarity 1, y)\n", json_str(v, "text", ""));
	jv_free(v);
	jv_free(w);
}

int
main(void)
{
	plans();
	control();
	hostile();
	ids();
	notes();
	wisdom();
	return tap_done();
}
