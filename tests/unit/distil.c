/* distil.c: what a task teaches at its end. */
#include <stdlib.h>

#include "base/json.h"
#include "quoted.h"
#include "said.h"
#include "wisdom/distil.h"
#include "with_task.h"

static void
make_phase(void)
{
	put_quoted("l1/00/1.1/result.json", "{'id':'00/1.1','status':'ok',"
	    "'score':0.86}");
	put_quoted("l1/01/1.1/result.json", "{'id':'01/1.1','status':'ok',"
	    "'score':0.91,'title':'Forest','attempt':1,'change':0.05,"
	    "'interval':0.01,'base':{'id':'00/1.1','score':0.86},"
	    "'seconds':2}");
	put_quoted("l1/01/1.1/1/run.json", "{'id':'01/1.1/1','status':'ok'}");
	put("l1/01/1.1/1/log", "metric: 0.91\n");
	put("l1/01/1.1/1/solution.py", "model = RandomForestClassifier()\n");
	put_quoted("l1/01/1.2/result.json", "{'id':'01/1.2','status':"
	    "'failed','title':'Net','attempt':1,'cause':{'class':'memory',"
	    "'message':'killed'}}");
	put_quoted("l1/01/2.1/result.json", "{'id':'01/2.1','status':'ok',"
	    "'score':0.95,'title':'XGBoost','attempt':1}");
	put("l1/01/2.1/1/solution.py", "x = 1\n");
}

#define NOTE "{'phase':1,'source':{'sha256':'5a','archive':'x'},'text':'x'," \
	"'results':[{'id':'01/1.1','status':'failed','score':0.5}," \
	"{'id':'01/1.2','status':'failed'},{'id':'01/2.1','status':'ok'}," \
	"{'id':'01/9.9','status':'not run'}]," \
	"'judgements':[{'verdict':'promising','claim':'01/1.1 reached 0.91'," \
	"'evidence':['01/1.1'],'state':'verified','line':12}," \
	"{'verdict':'promising','claim':'01/1.1  reached 0.91.'," \
	"'evidence':['01/1.1'],'state':'verified','line':13}," \
	"{'verdict':'promising','claim':'01/1.1 reached 0.99'," \
	"'evidence':['01/1.1'],'state':'verified','line':14}," \
	"{'verdict':'promising','claim':'01/1.1 reached 0.98'," \
	"'evidence':['01/1.1'],'state':'unverified','line':15}]," \
	"'rules':['01/1.1 reached 0.97','Scale the data'],'next':[7,'Try it']}"

static void
distilled(void)
{
	struct evidence	*ev = evidence_open(&t, jv_null());
	jv		 view, claims, entry = jv_invalid(), answer;
	jv		 left = jv_array();

	view = parse("{'task':{'split':{'groups':'patient'}},'phase':2,"
	    "'base':{'id':'01/1.1','text':'T','code':'model = 1'},"
	    "'preview':{'kind':'tabular','problem':'classification',"
	    "'rows_train':100,'target':['y','z'],'classes':2,'imbalance':0.25,"
	    "'columns':[{'type':'number'},{'type':'category'},"
	    "{'type':'number'}]},'preview_text':'# x\nPython 3 with a 1.\n',"
	    "'wisdom':[{'task':'old','origin':'local','text':"
	    "'- (plan, kind) A line of the fetched wisdom, long enough to "
	    "tell.\n'}],'notes':[" NOTE "]}");
	OK("the notes of a task are verified again", distil_verify_notes(ev,
	    &view, &claims, &left, &err) == HCC_OK);
	IS_STR("what holds becomes a claim, once",
	    "[{'claim':'01/1.1 reached 0.91','evidence':['01/1.1'],"
	    "'verdict':'promising'}]", said(jv_copy(claims)));
	OK("what was marked as verified and does not hold is told",
	    json_len(left) == 1 && strncmp(said(jv_copy(left)),
	    "[{'at':'l2/01.md:14','line':'01/1.1 reached 0.99',", 48) == 0);
	IS_STR("a note keeps what holds, with the numbers of the results",
	    "[{'judgements':[{'claim':'01/1.1 reached 0.91','evidence':"
	    "['01/1.1'],'line':12,'state':'verified','verdict':'promising'}],"
	    "'next':['Try it'],'phase':1,'results':[{'change':0.05,'id':"
	    "'01/1.1','interval':0.01,'score':0.91,'seconds':2,'status':"
	    "'ok'},{'change':null,'id':'01/1.2','interval':null,'score':null,"
	    "'seconds':null,'status':'failed'},{'change':null,'id':'01/2.1',"
	    "'interval':null,'score':0.95,'seconds':null,'status':'ok'},"
	    "{'change':null,'id':'01/9.9','interval':null,'score':null,"
	    "'seconds':null,'status':'not run'}],'rules':['Scale the data'],"
	    "'source':{'archive':'x','sha256':'5a'}}]",
	    said(json_get(view, "notes")));
	answer = parse("{'remarks':'- 01/1.1 reached 0.91\n"
	    "01/1.1 reached 0.91\n* 01/1.1 reached 0.55\n"
	    "A line of the fetched wisdom, long enough to tell.',"
	    "'tags':['trees'],"
	    "'ranking':[{'family':'svm','score':0.5},{'family':'x'}]}");
	put("descriptor.txt", "What the task is.\n\n");
	put("preview.md", "Python 3 with a 1.\n");
	put("journal.jsonl", "{\"ev\":\"prefetch\",\"wisdom\":[\"w1\"],"
	    "\"t\":1,\"s\":\"x\"}\n");
	OK("an entry is made", distil_entry(&t, ev, view, answer, claims,
	    &entry, &left, &err) == HCC_OK);
	IS_STR("the text of an entry is data, model, results and remarks",
	    "DATA\nA tabular classification task, scored by auc (maximize).\n"
	    "Rows to learn from: 100\nTarget: y, z\nClasses: 2\n"
	    "Share of the rarest class: 0.25\nColumns: 1 category, 2 number\n"
	    "Made with Python 3 with a 1.\nTest has other groups: patient\n\n"
	    "MODEL\nThe program of 01/1.1 was adopted.\n\n```program\n"
	    "model = 1\n```\n\n"
	    "- (plan, kind) 01/2.1 reached 0.95\n"
	    "- (model, kind) 01/1.1 reached 0.91, +0.05 \u00b1 0.01 against "
	    "00/1.1: Forest\n"
	    "- (debugging, all) 01/1.2 failed: memory: Net\n"
	    "\nREMARKS\n- (plan, kind) 01/1.1 reached 0.91\n",
	    json_str(entry, "text", ""));
	IS_NUM("remarks that do not hold or were fetched are left out, so is "
	    "a ranking without a score", 4, json_len(left), 0);
	entry = jv_object_delete(entry, jv_string("text"));
	entry = jv_object_delete(entry, jv_string("place"));
	IS_STR("an entry says where it comes from",
	    "{'descriptor':'What the task is.','evidence':[{'claim':"
	    "'01/1.1 reached 0.91','evidence':['01/1.1'],'verdict':"
	    "'promising'}],'goal':'maximize','metric':'auc','provenance':"
	    "[{'after':['w1'],'archives':{'01':'5a'},'base':'01/1.1','hcc':"
	    "null,'libraries':{'Python':'3','a':'1'},'phases':2,'task':"
	    "'demo'}],'ranking':[{'family':'svm','score':0.5,'settings':{}}],"
	    "'score':0.91,'tags':['trees'],'task':'demo'}", said(entry));
	jv_free(answer);
	jv_free(claims);
	jv_free(left);
	jv_free(view);
	evidence_close(ev);
}

/* The recipe of a text is worth more than the program made of it. */
static void
program_of(const char *name, const char *base, const char *want)
{
	struct evidence	*ev = evidence_open(&t, jv_null());
	struct buf	 b = BUF_INIT;
	jv		 view = json_put(jv_object(), "base", parse(base));

	distil_text(&t, ev, view, &b, &err);
	IS_STR(name, want, strstr(buf_str(&b), "MODEL"));
	jv_free(view);
	buf_release(&b);
	evidence_close(ev);
}

static void
has_line(const char *name, const struct buf *b, const char *line)
{
	if (!OK(name, strstr(buf_str(b), line) != NULL))
		printf("# %s\n", buf_str(b));
}

static void
programs(void)
{
	struct evidence	*ev;
	struct buf	 b = BUF_INIT;
	jv		 view;

#define ADOPTED "MODEL\nThe program of 1 was adopted.\n"
	program_of("an entry has the recipe of the best", "{'id':'1','text':"
	    "'Why\n```recipe\n{}\n```\nmore','code':'x'}",
	    ADOPTED "\n```recipe\n{}\n```\n\n");
	program_of("an entry has the constants of the best", "{'id':'1',"
	    "'text':'```constants\na = 1\n```'}",
	    ADOPTED "\n```constants\na = 1\n```\n\n");
	program_of("a program that could close its fence is left out",
	    "{'id':'1','code':'a\n```\n'}", ADOPTED);
	program_of("without a best there is no program", "{'code':'x'}",
	    "MODEL\n");
	put_quoted("l1/00/0.1/result.json", "{'id':'00/0.1','status':'ok',"
	    "'score':0.9,'text':'A blend of earlier runs.','attempt':1,"
	    "'base':{'id':'01/1.1','score':0.91}}");
	put_quoted("l1/00/0.2/result.json", "{'id':'00/0.2','status':'ok',"
	    "'score':0.9,'text':'A blend of earlier runs.','attempt':1,"
	    "'base':{'id':'00/0.1','score':0.9}}");
	program_of("of a blend of earlier runs the best of them is shown",
	    "{'id':'00/0.2','code':'blend_kept(TASK)','text':'A blend of "
	    "earlier runs.'}", "MODEL\nThe program of 00/0.2 was adopted, a "
	    "blend of earlier runs; this is the best of them, 01/1.1.\n\n"
	    "```program\nmodel = RandomForestClassifier()\n```\n\n");
	put_quoted("l1/01/3.1/result.json", "{'id':'01/3.1','status':"
	    "'failed','title':'Late','cause':{'class':'struck'}}");
	ev = evidence_open(&t, jv_null());
	put_quoted("l1/01/3.2/result.json", "{'id':'01/3.2','status':"
	    "'measured','title':'Ablation of columns'}");
	view = parse("{'results':[{'id':'01/3.1','status':'failed'},{'id':"
	    "'01/1.2','status':'failed'},{'id':'00/1.1','status':'ok',"
	    "'score':0.86},{'id':'01/3.2','status':'measured'}]}");
	distil_text(&t, ev, view, &b, &err);
	has_line("a draft is no item", &b, "\n- 00/1.1 reached 0.86\n");
	has_line("nor is what only measured", &b,
	    "\n- 01/3.2 measured: Ablation of columns\n");
	has_line("a failure is one", &b,
	    "\n- (debugging, all) 01/1.2 failed: memory: Net\n");
	OK("what was struck before it ran is left out",
	    strstr(buf_str(&b), "01/3.1") == NULL);
	jv_free(view);
	buf_release(&b);
	evidence_close(ev);
}

static const char *
item(const char *s)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	distil_item(&b, s);
	return buf_str(&b);
}

static void
items(void)
{
	IS_STR("a failure is for who repairs", "- (debugging, kind) It "
	    "crashed on test\n", item("It crashed on test"));
	IS_STR("features are for who makes them", "- (features, kind) Encode "
	    "categories\n", item("Encode categories"));
	IS_STR("models are for who writes them", "- (model, kind) Deeper "
	    "trees\n", item("Deeper trees"));
	IS_STR("what is left is for the plan", "- (plan, kind) Begin small\n",
	    item("Begin small"));
	IS_STR("what names a thing of the data is of the task",
	    "- (plan, task) Drop x_ray\n", item("Drop x_ray"));
	IS_STR("a failure to import is of all tasks", "- (debugging, all) "
	    "01/1.1 failed: import\n", item("01/1.1 failed: import"));
}

int
main(void)
{
	static void (*const tests[])(void) = { make_phase, distilled,
	    programs, items };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
