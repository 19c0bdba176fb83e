/*
 * entry.c: what an entry of the wisdom base may hold: each member at its limit
 * is taken, behind it refused, with the reason.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "said.h"
#include "tap.h"
#include "wisdom/entry.h"
#include "wisdom/store.h"
#include "wisdom/wisdom.h"

/* What is wrong with an entry that has this member besides (JSON with single
 * quotes); "" when it is fine. */
static const char *
wrong(const char *member)
{
	static struct hcc_err	 e;
	char			 text[600], *quote;
	enum hcc_status		 st;
	jv			 v;

	snprintf(text, sizeof(text), "{'task':'t','descriptor':'d','text':"
	    "'w'%s%s}", *member == '\0' ? "" : ",", member);
	while ((quote = strchr(text, '\'')) != NULL)
		*quote = '"';
	v = jv_parse(text);
	st = entry_check(v, &e);
	jv_free(v);
	return st == HCC_OK ? "" : st == HCC_INPUT ? e.text : "?";
}

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define GAIN "gains needs 'gain', a number from -3 to 3, in each member"

static void
members(void)
{
	static const struct {
		const char	*member, *why;
	} cases[] = {
		{ "", "" },
		{ "'score':null,'tags':null,'ranking':null", "" },
		{ "'task':null", "task is missing" },
		{ "'task':7", "task must be a string" },
		{ "'text':' \\n\\t'", "text is empty" },
		{ "'text':'a\\nb\\tc'", "" },
		{ "'task':'a\\nb'", "task holds control characters" },
		{ "'descriptor':'a\\u001bb'",
		    "descriptor holds control characters" },
		{ "'kind':'wisdom'", "" },
		{ "'kind':'plan'", "kind is not \"wisdom\"" },
		{ "'goal':'maximize'", "" }, { "'goal':'minimize'", "" },
		{ "'goal':'win'", "goal must be minimize or maximize" },
		{ "'score':-1.5e300", "" },
		{ "'score':'1'", "score must be a number" },
		{ "'score':1e999", "score must be finite" },
		{ "'created':'2024-02-29T23:59:59Z'", "" },
		{ "'created':'2026-02-29T08:00:00Z'",
		    "created must be a time such as 2026-01-31T08:00:00Z" },
		{ "'created':'2026-01-31T08:00:60Z'",
		    "created must be a time such as 2026-01-31T08:00:00Z" },
		{ "'created':'2026-1-31T08:00:00Z'",
		    "created must be a time such as 2026-01-31T08:00:00Z" },
		{ "'created':'8999-12-31T08:00:00Z'", "" },
		{ "'created':'9000-01-01T08:00:00Z'",
		    "created must be a time such as 2026-01-31T08:00:00Z" },
		{ "'created':7", "created must be a string" },
		{ "'trials':0,'wins':1e9,'harms':3", "" },
		{ "'trials':-1",
		    "trials must be a whole number from 0 to 1e9" },
		{ "'wins':1000000001",
		    "wins must be a whole number from 0 to 1e9" },
		{ "'gains':[{'id':'" ID "','gain':-3}]", "" },
		{ "'gains':null", "" },
		{ "'gains':{}", "gains must be an array" },
		{ "'gains':[1]", "gains must hold objects" },
		{ "'gains':[{'gain':1}]",
		    "gains needs 'id', 64 hexadecimal digits, in each member" },
		{ "'gains':[{'id':'" ID "'}]", GAIN },
		{ "'gains':[{'id':'" ID "','gain':'1'}]", GAIN },
		{ "'gains':[{'id':'" ID "','gain':null}]", GAIN },
		{ "'gains':[{'id':'" ID "','gain':3.01}]", GAIN },
		{ "'gains':[{'id':'" ID "','gain':-1e308}]", GAIN },
		{ "'gains':[{'id':'" ID "','gain':nan}]", GAIN },
		{ "'harms':0.5",
		    "harms must be a whole number from 0 to 1e9" },
		{ "'tags':['a','b']", "" },
		{ "'tags':'a'", "tags must be an array" },
		{ "'tags':['a','']", "tags is empty" },
		{ "'tags':['a\\nb']", "tags holds control characters" },
		{ "'provenance':[{'task':'t'}]", "" },
		{ "'provenance':[7]", "provenance must hold objects" },
		{ "'evidence':[{'claim':'c','verdict':'dead end',"
		    "'evidence':[]}]", "" },
		{ "'evidence':[{'claim':'c','verdict':'good',"
		    "'evidence':[]}]", "evidence needs the verdict promising, "
		    "dead end or inconclusive in each member" },
		{ "'evidence':[{'claim':'c','verdict':'dead end'}]",
		    "evidence needs a claim and what it cites in each "
		    "member" },
		{ "'evidence':[{'verdict':'dead end','evidence':[]}]",
		    "evidence needs a claim and what it cites in each "
		    "member" },
		{ "'evidence':[7]", "evidence needs a claim and what it cites "
		    "in each member" },
		{ "'evidence':{}", "evidence must be an array" },
		{ "'ranking':[{'family':'f','score':1,'settings':{'a':1}}]",
		    "" },
		{ "'ranking':[{'family':'f','score':1}]", "" },
		{ "'ranking':[7]", "ranking must hold objects" },
		{ "'ranking':[{'score':1}]", "ranking needs 'family', a short "
		    "name, in each member" },
		{ "'ranking':[{'family':'f'}]", "ranking needs 'score', a "
		    "finite number, in each member" },
		{ "'ranking':[{'family':'f','score':1,'settings':7}]",
		    "ranking needs 'settings', an object of at most 8192 "
		    "bytes, in each member" },
		{ "'id':'0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdef'", "" },
		{ "'id':'0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdeF'",
		    "id must be 64 hexadecimal digits" },
		{ "'id':'0123456789abcdef'",
		    "id must be 64 hexadecimal digits" },
		{ "'id':7", "id must be a string" },
	};
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 none = jv_array();
	size_t		 i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		IS_STR(*cases[i].member == '\0' ? "an entry has a task, a "
		    "descriptor and a text" : cases[i].member, cases[i].why,
		    wrong(cases[i].member));
	OK("what is no object is no entry", entry_check(none, &e) ==
	    HCC_INPUT && strcmp(e.text, "not a JSON object") == 0);
	jv_free(none);
}

static bool
takes(const char *member, jv value)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 v = jv_parse("{\"task\":\"t\",\"descriptor\":\"d\","
			    "\"text\":\"w\"}");
	bool		 good;

	v = json_put(v, member, value);
	good = entry_check(v, &e) == HCC_OK;
	jv_free(v);
	return good;
}

static jv
text(size_t n)
{
	char	*s = malloc(n + 1);
	jv	 v;

	memset(s, 'x', n);
	s[n] = '\0';
	v = jv_string(s);
	free(s);
	return v;
}

/* A list of n of them. */
static jv
list(size_t n, jv one)
{
	jv	 v = jv_array();

	for (; n > 0; n--)
		v = jv_array_append(v, jv_copy(one));
	jv_free(one);
	return v;
}

static void
limits(void)
{
	static const struct {
		const char	*member;
		size_t		 most;
	} texts[] = {
		{ "task", 256 }, { "descriptor", 16384 },
		{ "text", WIS_MAX_TEXT }, { "metric", 64 },
	};
	jv	 ranked = jv_parse("{\"family\":\"f\",\"score\":1}");
	size_t	 i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		OK(texts[i].member,
		    takes(texts[i].member, text(texts[i].most)) &&
		    !takes(texts[i].member, text(texts[i].most + 1)));
	OK("a tag is short", takes("tags", list(1, text(64))) &&
	    !takes("tags", list(1, text(65))));
	OK("tags are few", takes("tags", list(64, text(1))) &&
	    !takes("tags", list(65, text(1))));
	OK("a ranking has as many members as are kept",
	    takes("ranking", list(WIS_MAX_RANKED, jv_copy(ranked))) &&
	    !takes("ranking", list(WIS_MAX_RANKED + 1, jv_copy(ranked))));
	jv_free(ranked);
}

static void
sanitized(void)
{
	jv	 v = entry_sanitize(jv_parse("{\"task\":\"a\\u001bb\","
		    "\"text\":\"one\\ntwo\",\"tags\":[\"good\",\"\",7,"
		    "\"a\\nb\"],\"score\":1}"));

	IS_STR("what a brain says is made fit: no controls, no bad tags",
	    "{'score':1,'tags':['good'],'task':'a?b','text':'one\\ntwo'}",
	    said(v));
	v = entry_sanitize(json_put(jv_object(), "task", text(300)));
	IS_NUM("what is too long is cut", 256, (double)strlen(json_str(v,
	    "task", "")), 0);
	v = entry_sanitize(json_put(v, "tags", list(70, text(1))));
	IS_NUM("tags that are too many are", 64, json_len(json_at(v, "tags")),
	    0);
	jv_free(v);
}

static void
rankings(void)
{
	const char	*why;
	jv		 v = wis_ranking(jv_parse("[{\"family\":\"f\","
			    "\"score\":1,\"more\":2},{\"family\":\"g\","
			    "\"score\":0,\"settings\":{\"a\":1}}]"), &why);

	IS_STR("a ranking has families, scores and settings, nothing else",
	    "[{'family':'f','score':1,'settings':{}},{'family':'g','score':0,"
	    "'settings':{'a':1}}]", said(v));
	OK("nothing is wrong with it", why == NULL);
	v = wis_ranking(jv_parse("[{\"family\":\"f\"}]"), &why);
	OK("one without scores is empty, with the reason", why != NULL &&
	    strcmp(said(v), "[]") == 0);
}

int
main(void)
{
	members();
	limits();
	sanitized();
	rankings();
	return tap_done();
}
