/* credit.c: what becomes of entries in use: credit, vectors, damage. */
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/json.h"
#include "quoted.h"
#include "said.h"
#include "wisdom/check.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch.h"
#include "wisdom/wisdom.h"
#include "with_task.h"

static char	 one[65], two[65];

static const char *
uses_of(struct wis *w, const char *id)
{
	jv	 list, u;

	if (wis_uses(w, id, &list, &err) != HCC_OK)
		return err.text;
	if (!json_item(list, 0, &u)) {
		jv_free(list);
		return "none";
	}
	u = jv_copy(u);
	jv_free(list);
	u = jv_object_delete(jv_object_delete(jv_object_delete(u,
	    jv_string("ended_at")), jv_string("place")), jv_string("uid"));
	return said(u);
}

static const char *
counts(struct wis *w, const char *id)
{
	static char	 s[100];
	jv		 e;

	if (wis_get(w, id, &e, &err) != HCC_OK)
		return err.text;
	snprintf(s, sizeof(s), "%s %g %g %g", json_str(e, "status", ""),
	    json_num(e, "trials", -1), json_num(e, "wins", -1),
	    json_num(e, "harms", -1));
	jv_free(e);
	return s;
}

/* Another task is shown the entry: the folds of an informed run, with their
 * mean, beside those of a control. */
static const char *
shown_again(struct wis *w, const char *id, struct script *policy,
    double a, double b, double c)
{
	static int	 n = 10;
	struct state	 state;
	char		 text[600];
	jv		 v;

	snprintf(text, sizeof(text), "## %.16s a (similarity 0.50, x)\n"
	    "```\nx\n```\n", id);
	put("prefetch.md", text);
	snprintf(text, sizeof(text), "{\"ev\":\"init\",\"t\":%d,\"s\":\"y\"}\n",
	    ++n);
	put("journal.jsonl", text);
	snprintf(text, sizeof(text), "{'phases':[{'suggestions':["
	    "{'direction':1,'text':'x','result':{'status':'ok','score':%g,"
	    "'folds':[%g,%g,%g]}},{'direction':2,'control':true,'result':"
	    "{'status':'ok','score':0.8,'folds':[0.7,0.8,0.9]}}]}]}",
	    (a + b + c) / 3, a, b, c);
	v = parse(text);
	record_read(&state_record, v, &state);
	jv_free(v);
	if (credit_apply(w, &t, &state, policy, &err) != HCC_OK)
		return err.text;
	state_free(&state);
	return counts(w, id);
}

static void
pooled(struct wis *w, struct script *policy)
{
	char	 id[65];
	jv	 e;

	wis_add(w, parse("{'task':'c','descriptor':'d','text':'z'}"), NULL,
	    NULL, 0, NULL, id, &err);
	IS_STR("a strong use alone decides nothing", "provisional 1 1 0",
	    shown_again(w, id, policy, 0.71, 0.811, 0.909));
	IS_STR("a task that is repeated with the same outcome shows nothing "
	    "more", "provisional 2 1 0",
	    shown_again(w, id, policy, 0.71, 0.811, 0.909));
	wis_get(w, id, &e, &err);
	IS_STR("its gain counts once", "{'conflicting':false,'uses':1,"
	    "'value':2.1539}", said(json_get(e, "pooled")));
	jv_free(e);
	IS_STR("together with a gain that is too small alone it confirms",
	    "confirmed 3 1 0",
	    shown_again(w, id, policy, 0.715, 0.815, 0.908));
	IS_STR("what is as strong and contrary makes it provisional again",
	    "provisional 4 1 1",
	    shown_again(w, id, policy, 0.69, 0.789, 0.891));
	wis_forget(w, id, &err);
}

static void
credited(void)
{
	struct script	*policy = NULL;
	struct wis	*w = NULL;
	struct state	 state;
	char		 base[300], text[600];
	jv		 v;

	snprintf(base, sizeof(base), "%s/base.db", tmp);
	wis_open(base, WIS_CREATE, &w, &err);
	wis_add(w, parse("{'task':'a','descriptor':'d','text':'x'}"), NULL,
	    NULL, 0, NULL, one, &err);
	wis_add(w, parse("{'task':'b','descriptor':'d','text':'y'}"), NULL,
	    NULL, 0, NULL, two, &err);
	snprintf(text, sizeof(text), "## %.16s a (similarity 0.50, "
	    "provisional)\n```\nx\n```\n## %.16s b (similarity 0.75, "
	    "provisional)\n```\ny\n```\n## 0123456789abcdef gone "
	    "(similarity 1, x)\n```\nz\n```\n", one, two);
	put("prefetch.md", text);
	fs_remove(t.dir, "journal.jsonl", NULL);
	OK("without a journal nothing was shown", credit_record_shown(w, &t,
	    &err) == HCC_NONE);
	put("journal.jsonl", "{\"ev\":\"init\",\"t\":1,\"s\":\"x\"}\n"
	    "{\"ev\":\"prefetch\",\"t\":61,\"s\":\"x\"}\n"
	    "{\"ev\":\"run\",\"id\":\"00/0.1/1\",\"status\":\"ok\",\"t\":62,"
	    "\"s\":\"x\"}\n"
	    "{\"ev\":\"run\",\"id\":\"00/1.1/1\",\"status\":\"failed\","
	    "\"t\":70,\"s\":\"x\"}\n"
	    "{\"ev\":\"run\",\"id\":\"00/1.1/2\",\"status\":\"ok\",\"t\":81,"
	    "\"s\":\"x\"}\n"
	    "{\"ev\":\"run\",\"id\":\"00/1.2/1\",\"status\":\"ok\",\"t\":99,"
	    "\"s\":\"x\"}\n");
	OK("what a task was shown is recorded", credit_record_shown(w, &t,
	    &err) == HCC_OK && credit_record_shown(w, &t, &err) == HCC_OK);
	IS_STR("a use has the time at which it was fetched",
	    "{'attempts':null,'control':null,'gain':null,'outcome':null,"
	    "'rank':null,'score':null,'seconds':null,"
	    "'shown_at':'1970-01-01T00:01:01Z','task':'demo'}",
	    uses_of(w, one));
	snprintf(text, sizeof(text), "{'best':{'score':0.9,'noise':0.01},"
	    "'phases':[{'suggestions':[{'direction':1,'text':'From: %.10s\n',"
	    "'result':{'status':'ok','score':0.9}},{'direction':2,"
	    "'control':true,'result':{'status':'ok','score':0.8}}]}]}", one);
	v = parse(text);
	record_read(&state_record, v, &state);
	jv_free(v);
	OK("the policy of promotion opens", policy_open(NULL, &places,
	    "promote", &policy, &err) == HCC_OK);
	OK("a task credits what it was shown", credit_apply(w, &t, &state,
	    policy, &err) == HCC_OK);
	IS_STR("an entry that was taken up gets the outcome",
	    "{'attempts':2,'control':true,'gain':null,'outcome':'win',"
	    "'rank':1,'score':0.9,'seconds':80,"
	    "'shown_at':'1970-01-01T00:01:01Z','task':'demo'}",
	    uses_of(w, one));
	IS_STR("an entry that nobody took up is neutral",
	    "{'attempts':2,'control':true,'gain':null,'outcome':'neutral',"
	    "'rank':1,'score':0.9,'seconds':80,"
	    "'shown_at':'1970-01-01T00:01:01Z','task':'demo'}",
	    uses_of(w, two));
	OK("a task credits once", credit_apply(w, &t, &state, policy, &err) ==
	    HCC_OK);
	IS_STR("a win is counted once", "provisional 1 1 0", counts(w, one));
	IS_STR("a use without a difference is no win", "provisional 1 0 0",
	    counts(w, two));
	snprintf(text, sizeof(text), "## %.16s a (similarity 0.50, x)\n"
	    "```\nx\n```\n", two);
	put("prefetch.md", text);
	put("journal.jsonl", "{\"ev\":\"init\",\"t\":2,\"s\":\"y\"}\n");
	OK("another task credits too", credit_apply(w, &t, &state, policy,
	    &err) == HCC_OK);
	IS_STR("where none is named all get the outcome",
	    "provisional 2 1 0", counts(w, two));
	state_free(&state);
	pooled(w, policy);
	wis_close(w);
	script_close(policy);
}

/* --- vectors that are missing */

/* The number that a query gives of the base. */
static int
counted(const char *sql)
{
	char		 base[300];
	sqlite3		*db = NULL;
	sqlite3_stmt	*q = NULL;
	int		 n = -1;

	snprintf(base, sizeof(base), "%s/vectors.db", tmp);
	if (sqlite3_open(base, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql,
	    -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

static int
matched(const char *base, struct prefetch *p)
{
	struct places	 at = { .share = "share/hcc", .file = "none",
			    .lexicon = "share/hcc/embed/lexicon.lua" };
	struct script	*policy = NULL;
	jv		 found;
	int		 n = -1;

	*p = (struct prefetch){ .base = base, .as_of = "", .delta = -1 };
	if (policy_open(NULL, &at, "prefetch", &policy, &err) == HCC_OK &&
	    prefetch_match(p, &at, policy, "Images of leaves", &found,
	    &err) == HCC_OK)
		n = json_len(found);
	jv_free(found);
	jv_free(p->about);
	script_close(policy);
	return n;
}

static void
embedded(void)
{
	struct prefetch	 p;
	struct wis	*w = NULL, *other = NULL;
	char		 base[300];

	snprintf(base, sizeof(base), "%s/vectors.db", tmp);
	wis_open(base, WIS_CREATE, &w, &err);
	wis_add(w, parse("{'task':'a','descriptor':'Images of trees','text':"
	    "'x'}"), NULL, NULL, 0, NULL, NULL, &err);
	wis_add(w, parse("{'task':'b','descriptor':'Tables of prices','text':"
	    "'y'}"), NULL, NULL, 0, NULL, NULL, &err);
	IS_NUM("entries without a vector are embedded, and found", 2,
	    matched(base, &p), 0);
	counted("UPDATE vectors SET data = (SELECT data FROM vectors LIMIT 1)");
	wis_add(w, parse("{'task':'c','descriptor':'Sounds of birds','text':"
	    "'z'}"), NULL, NULL, 0, NULL, NULL, &err);
	wis_open(base, WIS_WRITE, &other, &err);
	wis_begin(other, &err);
	IS_NUM("while others write a reader finds what there is", 2,
	    matched(base, &p), 0);
	OK("it says what it missed, and why", p.unembedded == 1 && p.busy);
	wis_close(other);
	OK("later it finds the new one", matched(base, &p) == 3 &&
	    p.unembedded == 0 && !p.busy);
	IS_NUM("what has a vector is not embedded again", 2,
	    counted("SELECT count(DISTINCT data) FROM vectors"), 0);
	wis_close(w);
}

/* --- damage */

static struct buf	 told;

static void
tell(void *ctx, const struct finding *f)
{
	(void)ctx;
	buf_addf(&told, "%s%s: %s", f->mended ? "mended " : "", f->rule,
	    f->what);
}

/* What is found, and what the word "mended" stands before with -f. */
static void
damage(const char *name, const char *sql, const char *want, bool mend)
{
	char	 base[300], text[300];
	sqlite3	*db = NULL;

	snprintf(base, sizeof(base), "%s/base.db", tmp);
	if (sqlite3_open(base, &db) != SQLITE_OK || sqlite3_exec(db, sql,
	    NULL, NULL, NULL) != SQLITE_OK)
		OK(sqlite3_errmsg(db), false);
	sqlite3_close(db);
	wis_check(base, false, tell, NULL, &err);
	snprintf(text, sizeof(text), "%s found", name);
	IS_STR(text, want, buf_str(&told));
	buf_reset(&told);
	wis_check(base, true, tell, NULL, &err);
	snprintf(text, sizeof(text), "%s%s", mend ? "mended " : "", want);
	IS_STR(mend ? "it is mended" : "it is left as it is", text,
	    buf_str(&told));
	buf_reset(&told);
}

static void
checks(void)
{
	damage("in a sound base nothing is", "SELECT 1", "", false);
	damage("a wrong number of entries is", "UPDATE totals SET entries = 7",
	    "totals: 1: the number of entries is not the one that is noted",
	    true);
	damage("the use of an entry that is gone is",
	    "PRAGMA foreign_keys = OFF; UPDATE uses SET entry = 99 WHERE "
	    "entry = 1", "uses: 1: uses of entries that are not there", true);
	damage("a text behind the back of the index is",
	    "UPDATE entries SET text = 'zebra' WHERE n = 1",
	    "words: the word index is not that of the texts", true);
	damage("in a base that was mended nothing is", "SELECT 1", "", false);
	damage("a list that is no JSON is",
	    "UPDATE entries SET tags = '[' WHERE n = 1",
	    "provenance: 1: entries whose lists are not JSON", false);
	damage("an entry without an origin is",
	    "UPDATE entries SET tags = '[]', origin = ''",
	    "provenance: 2: entries that name neither origin nor task", false);
}

int
main(void)
{
	static void (*const tests[])(void) = { credited, embedded, checks };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
