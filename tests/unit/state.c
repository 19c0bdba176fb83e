/* state.c: a task's events and notes, and the state that is read off it. */
#include <math.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/json.h"
#include "said.h"
#include "task/best.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/plan.h"
#include "task/state.h"
#include "with_task.h"

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
	run.silent_s = 2.5;
	IS_STR("the event of a run that printed something",
	    "{'claimed':3,'id':'01/1.1/2','silent':2.5,'status':null}",
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
	    "{\"ev\":\"plan\",\"phase\":2,\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"run\",\"s\":\"x\",\"status\":\"failed\",\"silent\":1,"
	    "\"t\":105}\n"
	    "{\"ev\":\"run\",\"s\":\"x\",\"status\":\"ok\",\"silent\":8,"
	    "\"t\":106}\n"
	    "{\"ev\":\"run\",\"s\":\"x\",\"status\":\"ok\",\"silent\":9,"
	    "\"t\":107}\n"
	    "{\"ev\":\"result\",\"id\":\"00/1.1\",\"s\":\"x\",\"t\":110}\n"
	    "{\"ev\":\"plan\",\"phase\":3,\"s\":\"x\",\"t\":110}\n"
	    "{\"ev\":\"blend\",\"s\":\"x\",\"t\":117}\n"
	    "{\"ev\":\"give_up\",\"s\":\"x\",\"t\":117.5,\"why\":\"tired\"}\n"
	    "torn");
	OK("a state is read", state_read(&t, &s, &err) == HCC_OK);
	OK("a blend counts until the next result", s.blended);
	IS_NUM("programs start as the first that worked", 8, s.start, 0);
	IS_NUM("events are more than starts", 8, s.finished, 0);
	IS_NUM("the best is of the phase in which it was found", 2,
	    s.best_phase, 0);
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
	    "'described':false,'events':9,'given_up':'tired','id':'I',"
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

int
main(void)
{
	static void (*const tests[])(void) = { events, whole_state, judged,
	    adopting };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
