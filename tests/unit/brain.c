/* brain.c: which suggestions become a plan, which are duplicates, and how the
 * text of a context is fenced and cut. Run from the root of the tree. */
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "brain/admission.h"
#include "brain/context_internal.h"
#include "brain/duplicates.h"
#include "data/markdown.h"
#include "lua/policy.h"
#include "tap.h"

static const struct places at = { .share = "share/hcc",
	.config = "/nonexistent", .file = "/nonexistent/config.lua",
	.lexicon = "share/hcc/embed/lexicon.lua" };

/* A suggestion, as a brain has it. */
#define S(title, text) "{\"title\":\"" title "\",\"text\":\"" text "\"}"
#define D(title, list) "{\"title\":\"" title "\",\"why\":\"\"," \
	"\"suggestions\":[" list "]}"
#define A(list) "{\"directions\":[" list "]}"
#define TREES "Train 300 trees of depth 4 on ratios of all columns."
#define NETS "Fit a network with 64 units on scaled inputs."
#define LINES "Draw one straight line through everything there is."

/* What was planned and run in phase 01, and what comes next. */
#define VIEW(m) "{\"phase\":2,\"m\":" #m ",\"plans\":[{\"directions\":[" \
	"{\"suggestions\":[{\"id\":\"01/1.1\",\"title\":\"Trees\"," \
	"\"text\":\"" TREES "\"}]}]}],\"results\":[{\"id\":\"01/1.1\"," \
	"\"status\":\"ok\",\"score\":0.91234567}],\"notes\":[{\"results\":" \
	"[{\"id\":\"01/2.1\",\"status\":\"failed\"}]}]}"

/* The plan as "title: suggestion, ..; ", a control with an asterisk, and what
 * was rejected in brackets; or why there is none. */
static void
plan(struct buf *b, const char *answer, const char *control, const char *view)
{
	struct hcc_err			 e = HCC_ERR_INIT;
	struct admission		 by = { NULL, NULL };
	struct duplicate_index		*index = NULL;
	const struct direction		*d;
	struct plan			 p;
	enum hcc_status			 st;
	size_t				 i, k;
	jv				 a = jv_parse(answer);
	jv				 v = jv_parse(view);
	jv				 c = control == NULL ? jv_invalid() :
					    jv_parse(control);
	jv				 tried = admission_tried(v), out, one;

	buf_reset(b);
	st = policy_open(NULL, &at, "plan", &by.policy, &e);
	if (st == HCC_OK)
		st = duplicates_open(&at, v, a, tried, &index, &e);
	by.index = index;
	if (st != HCC_OK) {
		buf_adds(b, e.text);
		return;
	}
	st = admission_plan(&by, a, c, v, &p, &out, &e);
	for (i = 0; i < p.count; i++) {
		d = &p.directions[i];
		buf_addf(b, "%s%d %s%s:", i > 0 ? "; " : "", d->n,
		    d->control ? "*" : "", d->title);
		for (k = 0; k < d->count; k++)
			buf_addf(b, " %s %s", d->suggestions[k].id,
			    d->suggestions[k].title);
		if (d->from != NULL)
			buf_addf(b, " from %s", d->from);
	}
	for (i = 0; json_item(out, (int)i, &one); i++)
		buf_addf(b, " [%s: %s, %s]", json_str(one, "title", "-"),
		    json_str(one, "like", "-"), json_str(one, "outcome", "-"));
	if (st != HCC_OK)
		buf_addf(b, "%s%s", st == HCC_NONE ? "none: " : "", e.text);
	jv_free(out);
	jv_free(tried);
	jv_free(a);
	jv_free(v);
	if (control != NULL)
		jv_free(c);
	plan_free(&p);
	duplicates_close(index);
	script_close(by.policy);
}

static void
admits(const char *name, const char *want, const char *answer,
    const char *control, const char *view)
{
	struct buf	 b = BUF_INIT;

	plan(&b, answer, control, view);
	IS_STR(name, want, buf_str(&b));
	buf_release(&b);
}

static void
admission(void)
{
	admits("suggestions are numbered by direction",
	    "1 A: 02/1.1 Nets 02/1.2 Lines; 2 B: 02/2.1 Words",
	    A(D("A", S("Nets", NETS) "," S("Lines", LINES)) "," D("B",
	    S("Words", "Count the words of 3 columns."))), NULL, VIEW(3));
	admits("what was run is not planned again; its score is told",
	    "1 A: 02/1.1 Nets [Again: 01/1.1, ok, score 0.912346]",
	    A(D("A", S("Again", TREES) "," S("Nets", NETS))), NULL, VIEW(3));
	admits("nor is what is in the plan", "1 A: 02/1.1 Nets [Twice: 02/1.1, "
	    "it is in this plan]", A(D("A", S("Nets", NETS)) "," D("B",
	    S("Twice", NETS))), NULL, VIEW(3));
	admits("a line that names wisdom makes no other suggestion",
	    "1 A: 02/1.1 Nets [Again: 01/1.1, ok, score 0.912346]",
	    A(D("A", S("Again", "From: ab12\\n" TREES) "," S("Nets", NETS))),
	    NULL, VIEW(3));
	admits("what names other columns is another suggestion",
	    "1 A: 02/1.1 x 02/1.2 y", A(D("A", S("x", "Add the product of "
	    "glucose and mass as a column to the logistic regression.") ","
	    S("y", "Add the ratio of age and pedigree as a column to the "
	    "logistic regression."))), NULL, "{\"phase\":2,\"preview\":{"
	    "\"columns\":[{\"name\":\"glucose\"},{\"name\":\"mass\"},"
	    "{\"name\":\"age\"},{\"name\":\"pedigree\"}]}}");
	admits("what only measures repeats nothing else",
	    "1 A: 02/1.1 x 02/1.2 y [z: 02/1.2, it is in this plan]",
	    A(D("A", S("x", TREES) ",{\"title\":\"y\",\"text\":\"" TREES
	    "\",\"measure\":true},{\"title\":\"z\",\"text\":\"" TREES
	    "\",\"measure\":true}")), NULL, "{\"phase\":2}");
	admits("what has no title or no text is passed over",
	    "1 A: 02/1.1 Nets", A(D("A", "{\"title\":\"x\"},{\"text\":\"y\"},"
	    S("Nets", NETS))), NULL, VIEW(3));
	admits("an empty text is rejected", "1 A: 02/1.1 Nets [x: -, -]",
	    A(D("A", S("x", "") "," S("Nets", NETS))), NULL, "{\"phase\":2}");
	admits("nothing new is an end", "none: the brain has nothing new to "
	    "suggest for phase 02", A(""), NULL, VIEW(3));
	admits("an answer without directions is wrong", "brain: plan returned "
	    "no list 'directions'", "{\"x\":1}", NULL, VIEW(3));
	admits("a direction may start from a run of an earlier phase",
	    "1 A: 02/1.1 Nets from 01/1.1; 2 B: 02/2.1 Lines; 3 C: 02/3.1 W",
	    A("{\"title\":\"A\",\"from\":\"01/1.1\",\"suggestions\":["
	    S("Nets", NETS) "]},{\"title\":\"B\",\"from\":\"02/1.1\","
	    "\"suggestions\":[" S("Lines", LINES) "]},{\"title\":\"C\","
	    "\"from\":\"01/1.1/2\",\"suggestions\":["
	    S("W", "Count the words of 3 columns.") "]}"), NULL, VIEW(3));
}

static void
control(void)
{
	static const char	 two[] = A(D("A", S("Nets", NETS)) "," D("B",
				    S("Words", "Count words of 3 columns.")));

	admits("a control stands where the last direction would",
	    "1 A: 02/1.1 Nets; 2 *C: 02/2.1 Lines", two,
	    A(D("C", S("Lines", LINES))), VIEW(2));
	admits("with room for three it is the second of three",
	    "1 A: 02/1.1 Nets; 2 B: 02/2.1 Words; 3 *C: 02/3.1 Lines", two,
	    A(D("C", S("Lines", LINES))), VIEW(3));
	admits("one that the plan has too is none", "1 A: 02/1.1 Nets; 2 B: "
	    "02/2.1 Words", two, A(D("C", S("Lines", NETS))), VIEW(2));
	admits("nor is one that was run; the brain is not told",
	    "1 A: 02/1.1 Nets; 2 B: 02/2.1 Words", two,
	    A(D("C", S("Again", TREES))), VIEW(2));
	admits("nor one without suggestions", "1 A: 02/1.1 Nets; 2 B: 02/2.1 "
	    "Words", two, A(""), VIEW(2));
}

/* The nearest of two to a suggestion: its id, what it shares, how often. */
static void
nearest(void)
{
	struct hcc_err		 e = HCC_ERR_INIT;
	struct duplicate_index	*g = NULL;
	jv			 list = jv_parse("[{\"id\":\"a\",\"text\":"
				    "\"" TREES "\"},{\"id\":\"b\",\"text\":\""
				    NETS "\"},{\"id\":\"c\",\"text\":\"" TREES
				    "\"}]");
	jv			 s = jv_parse(S("x", TREES)), near;
	jv			 answer = jv_parse(A(D("A", S("x", TREES))));

	OK("suggestions are embedded", duplicates_open(&at, jv_null(), answer,
	    list, &g, &e) == HCC_OK);
	near = duplicates_nearest(g, list, s);
	IS_STR("the nearest is the first of two that are as near", "a",
	    json_str(near, "id", ""));
	IS_NUM("it shares all words", 1, json_num(near, "similarity", NAN), 0);
	IS_NUM("it shares all numbers", 1, json_num(near, "numbers", NAN), 0);
	IS_NUM("it has the same sense", 1, json_num(near, "embedding", NAN),
	    1e-5);
	IS_NUM("there are two as near", 2, json_num(near, "times", NAN), 0);
	jv_free(near);
	near = duplicates_nearest(g, jv_null(), s);
	OK("of none there is no nearest", jv_get_kind(near) == JV_KIND_NULL);
	jv_free(near);
	duplicates_close(g);
	OK("without prose nothing is embedded", duplicates_open(&at, jv_null(),
	    jv_null(), list, &g, &e) == HCC_OK);
	near = duplicates_nearest(g, list, s);
	OK("then nothing is said of the sense", isnan(json_num(near,
	    "embedding", NAN)));
	jv_free(near);
	duplicates_close(g);
	jv_free(answer);
	jv_free(list);
	jv_free(s);
}

static void
outcome_is(const char *name, const char *want, const char *id)
{
	jv	 view = jv_parse(VIEW(3)), got = duplicates_outcome(view, id);

	IS_STR(name, want, jv_string_value(got));
	jv_free(got);
	jv_free(view);
}

static void
fenced(const char *name, const char *want, const char *s, size_t heading)
{
	struct buf	 b = BUF_INIT;

	buf_adds(&b, s);
	md_fence(&b, heading);
	IS_STR(name, want, buf_str(&b));
	buf_release(&b);
}

/* A part of 40 lines of 20 bytes, fenced or not, cut to so many tokens of 200;
 * what is left of it. */
static void
cut(const char *name, const char *want, bool fence, double tokens)
{
	struct buf	 b = BUF_INIT, out = BUF_INIT;
	int		 i;

	if (fence)
		buf_adds(&b, "# log\n````\n");
	for (i = 0; i < 40; i++)
		buf_addf(&b, "line %02d of the log..\n", i);
	if (fence)
		buf_adds(&b, "````\n");
	context_cut(&out, buf_str(&b), b.len, tokens, 200);
	IS_STR(name, want, buf_str(&out));
	buf_release(&b);
	buf_release(&out);
}

static void
texts(void)
{
	struct context_opts	 o = { .bytes_per_token = 4 };
	struct buf		 b = BUF_INIT;

	fenced("a fence has three backquotes", "# h\n```\nx\n```\n", "# h\nx",
	    4);
	fenced("a fence is longer than those inside of it",
	    "# h\n````\na ``` b\n````\n", "# h\na ``` b\n", 4);
	fenced("longer than the longest", "``````\n````` `\n``````\n",
	    "````` `\n", 0);
	fenced("two backquotes need no more", "```\n``\n```\n", "``\n", 0);
	cut("what is cut has its head and its tail", "line 00 of the log..\n"
	    "line 01 of the log..\n[squeezed: 777 of 840 bytes left out]\n"
	    "line 39 of the log..\n", false, 20);
	cut("a fence stays whole", "# log\n````\nline 00 of the log..\n"
	    "line 01 of the log..\n[squeezed: 777 of 856 bytes left out]\n"
	    "line 39 of the log..\n````\n", true, 22);
	cut("however little is left", "# log\n````\n[squeezed: 840 of 856 "
	    "bytes left out]\n````\n", true, 1);
	context_cut(&b, "short", 5, 1, 200);
	IS_STR("what is short is not cut", "short", buf_str(&b));
	buf_release(&b);
	IS_NUM("tokens are those of the server where its rate is known", 3,
	    context_tokens(&o, "twelve bytes", 12), 0);
	IS_NUM("a part of one is one", 4, context_tokens(&o, "", 13), 0);
	o.bytes_per_token = 0;
	OK("else they are estimated", context_tokens(&o, "twelve bytes", 12) >=
	    2);
}

int
main(void)
{
	admission();
	control();
	nearest();
	outcome_is("a result is told with its score", "ok, score 0.912346",
	    "01/1.1");
	outcome_is("a result of a note is found", "failed", "01/2.1");
	outcome_is("what has no result is in the plan", "it is in this plan",
	    "01/3.1");
	texts();
	return tap_done();
}
