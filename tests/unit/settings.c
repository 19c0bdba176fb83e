/*
 * settings.c: rows that say what a setting may be, the lines that set it, and
 * the layers of a policy and of config.lua.
 */
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "lua/config.h"
#include "lua/knob.h"
#include "lua/policy.h"
#include "put.h"
#include "tap.h"

static const char *const	 words[] = { "a", "b", NULL };
static const struct knob	 inner[] = {
	{ .name = "x", .type = KNOB_NUMBER },
	{ .name = NULL },
};
static const struct knob	 rows[] = {
	{ .name = "any", .type = KNOB_NUMBER, .dflt = "3" },
	{ .name = "num", .type = KNOB_NUMBER, .min = -1, .max = 1 },
	{ .name = "count", .type = KNOB_COUNT, .min = 1, .max = INFINITY,
	    .dflt = "\"2k\"" },
	{ .name = "few", .type = KNOB_COUNT, .min = 1, .max = 9 },
	{ .name = "sec", .type = KNOB_SECONDS, .min = 1, .max = 3600 },
	{ .name = "bytes", .type = KNOB_BYTES, .max = INFINITY },
	{ .name = "truth", .type = KNOB_BOOLEAN },
	{ .name = "str", .type = KNOB_STRING },
	{ .name = "word", .type = KNOB_STRING, .words = words },
	{ .name = "list", .type = KNOB_LIST, .words = words },
	{ .name = "names", .type = KNOB_NAMES },
	{ .name = "lists", .type = KNOB_LISTS, .words = words },
	{ .name = "table", .type = KNOB_TABLE, .of = inner },
	{ .name = "free", .type = KNOB_TABLE },
	{ .name = "tables", .type = KNOB_TABLES, .of = inner },
	{ .name = NULL },
};

/* What the table becomes, or the message. */
static const char *
checked(const char *text)
{
	static struct buf	 b = BUF_INIT;
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 v = jv_parse(text);

	buf_reset(&b);
	if (knob_check(rows, "f", "t.", "more", &v, &e) == HCC_OK)
		json_dump(&b, v);
	else
		buf_adds(&b, e.text);
	jv_free(v);
	return buf_str(&b);
}

static void
values(void)
{
	static const char *const	 t[][2] = {
		{ "{}", "{}" }, { "[]", "{}" },
		{ "{\"any\":-1e9}", "{\"any\":-1000000000}" },
		{ "{\"any\":\"5\"}", "f: 't.any' must be a number" },
		{ "{\"num\":1}", "{\"num\":1}" },
		{ "{\"num\":-1}", "{\"num\":-1}" },
		{ "{\"num\":1.01}", "f: 't.num' must be a number from -1 to "
		    "1" },
		{ "{\"num\":-1.01}", "f: 't.num' must be a number from -1 to "
		    "1" },
		{ "{\"count\":\"2M\"}", "{\"count\":2000000}" },
		{ "{\"count\":0}", "f: 't.count' must be a whole number of at "
		    "least 1, such as 5000 or \"20M\"" },
		{ "{\"count\":1.5}", "f: 't.count' must be a whole number of "
		    "at least 1, such as 5000 or \"20M\"" },
		{ "{\"few\":\"x\"}", "f: 't.few' must be a whole number from "
		    "1 to 9" },
		{ "{\"few\":true}", "f: 't.few' must be a whole number from "
		    "1 to 9" },
		{ "{\"sec\":\"2m\"}", "{\"sec\":120}" },
		{ "{\"sec\":1.5}", "{\"sec\":1.5}" },
		{ "{\"sec\":\"2h\"}", "f: 't.sec' must be a time from 1 to "
		    "3600 seconds, such as 90 or \"15m\"" },
		{ "{\"bytes\":\"2k\"}", "{\"bytes\":2048}" },
		{ "{\"bytes\":0.5}", "f: 't.bytes' must be a size of at least "
		    "0 bytes, such as 4096 or \"4G\"" },
		{ "{\"truth\":false}", "{\"truth\":false}" },
		{ "{\"truth\":true}", "{\"truth\":true}" },
		{ "{\"truth\":0}", "f: 't.truth' must be true or false" },
		{ "{\"str\":\"z\"}", "{\"str\":\"z\"}" },
		{ "{\"str\":5}", "f: 't.str' must be a string" },
		{ "{\"word\":\"b\"}", "{\"word\":\"b\"}" },
		{ "{\"word\":\"c\"}", "f: 't.word' must be a string of: a, "
		    "b" },
		{ "{\"list\":[\"b\",\"a\"]}", "{\"list\":[\"b\",\"a\"]}" },
		{ "{\"list\":[]}", "{\"list\":[]}" },
		{ "{\"list\":[\"b\",\"c\"]}", "f: 't.list' must be a list of "
		    "strings of: a, b" },
		{ "{\"list\":\"a\"}", "f: 't.list' must be a list of strings "
		    "of: a, b" },
		{ "{\"names\":\"z\"}", "{\"names\":[\"z\"]}" },
		{ "{\"names\":[\"y\",\"z\"]}", "{\"names\":[\"y\",\"z\"]}" },
		{ "{\"names\":[]}", "f: 't.names' must be a string or a list "
		    "of strings" },
		{ "{\"lists\":{\"x\":[\"a\"],\"y\":[]}}",
		    "{\"lists\":{\"x\":[\"a\"],\"y\":[]}}" },
		{ "{\"lists\":[]}", "{\"lists\":[]}" },
		{ "{\"lists\":{\"x\":[\"a\"],\"y\":[\"c\"]}}", "f: 't.lists' "
		    "must be a table of lists of strings of: a, b" },
		{ "{\"lists\":3}", "f: 't.lists' must be a table of lists of "
		    "strings of: a, b" },
		{ "{\"table\":{\"x\":1}}", "{\"table\":{\"x\":1}}" },
		{ "{\"table\":{\"y\":1}}", "f: unknown name 't.table.y' "
		    "(known: x)" },
		{ "{\"table\":{\"x\":\"\"}}", "f: 't.table.x' must be a "
		    "number" },
		{ "{\"table\":1}", "f: 't.table' must be a table" },
		{ "{\"free\":{\"y\":1}}", "{\"free\":{\"y\":1}}" },
		{ "{\"free\":[]}", "{\"free\":[]}" },
		{ "{\"free\":[1]}", "f: 't.free' must be a table" },
		{ "{\"tables\":{\"p\":{\"x\":1},\"q\":[]}}",
		    "{\"tables\":{\"p\":{\"x\":1},\"q\":{}}}" },
		{ "{\"tables\":[]}", "{\"tables\":[]}" },
		{ "{\"tables\":{\"p\":{\"z\":1}}}", "f: unknown name "
		    "'t.tables.p.z' (known: x)" },
		{ "{\"tables\":{\"p\":5}}", "f: 't.tables.p' must be a "
		    "table" },
		{ "{\"tables\":5}", "f: 't.tables' must be a table of "
		    "tables" },
		{ "{\"anyone\":5}", "f: unknown name 't.anyone' (known: any, "
		    "num, count, few, sec, bytes, truth, str, word, list, "
		    "names, lists, table, free, tables, more)" },
	};
	char	 name[100];
	jv	 v = jv_parse("{\"any\":7}");
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(name, sizeof(name), "the setting %s is checked",
		    t[i][0]);
		IS_STR(name, t[i][1], checked(t[i][0]));
	}
	knob_defaults(rows, &v);
	OK("a default is what is not set", json_num(v, "any", 0) == 7 &&
	    strcmp(json_str(v, "count", ""), "2k") == 0);
	jv_free(v);
}

static void
lines(void)
{
	static const char	 file[] = "-- a = 1\n"
	    "local t = { hid = 1 }\n"			/* 2 */
	    "return {\n"				/* 3 */
	    "\ta = 1, b = \"{ c = 2\",\n"		/* 4 */
	    "\t--[[ d = 3,\n"				/* 5 */
	    "\t d = 4 ]] d = 5,\n"			/* 6 */
	    "\te = { a = 6,\n"				/* 7 */
	    "\t\tf = 7 }, f = 8,\n"			/* 8 */
	    "\t[\"g.h\"] = { i\t= 9 },\n"		/* 9 */
	    "\t['j'] = [==[ k = 1,\n ]] ]==],\n"	/* 10, 11 */
	    "\tl = 'it\\'s, m = 2',\n"			/* 12 */
	    "\tm = 3; n = 4,\n"				/* 13 */
	    "\ttwice = 1,\n\ttwice = 2,\n"		/* 14, 15 */
	    "\tif_so = x == 5, no == 7, xa = 3,\n"	/* 16 */
	    "\tp = { q = { r = 1 } },\n"		/* 17 */
	    "\ts = \"open\n\t, u = 3,\n"		/* 18, 19 */
	    "}\n";
	static const struct { const char *name; int line; } t[] = {
		{ "a", 0 }, { "b", 4 }, { "c", 0 }, { "d", 6 }, { "e", 7 },
		{ "e.a", 7 }, { "e.f", 8 }, { "e.b", 0 }, { "g.h", 9 },
		{ "g.h.i", 9 }, { "g", 0 }, { "j", 10 }, { "k", 0 },
		{ "l", 12 }, { "m", 13 }, { "n", 13 }, { "twice", 0 },
		{ "no", 0 }, { "x", 0 }, { "xa", 16 }, { "p.q.r", 17 },
		{ "p.q.s", 0 }, { "u", 19 }, { "none", 0 },
	};
	char	 path[300], name[100];
	size_t	 i;

	put("lines.lua", file);
	snprintf(path, sizeof(path), "%s/lines.lua", tmp);
	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(name, sizeof(name), "the line that sets '%s'",
		    t[i].name);
		IS_NUM(name, t[i].line, lua_field_line(path, t[i].name), 0);
	}
	IS_NUM("a file that is not there sets nothing", 0,
	    lua_field_line("/nonexistent", "a"), 0);
}

static char			 share[300], config[300], task[300];
static const struct places	 at = { .share = share, .config = config };

/* Why the policy p cannot be opened, "" when it can. */
static const char *
refused(void)
{
	static struct hcc_err	 e;
	struct script		*s = NULL;

	e = (struct hcc_err)HCC_ERR_INIT;
	if (policy_open(task, &at, "p", &s, &e) == HCC_OK)
		script_close(s);
	return e.text;
}

#define SHIPPED "return { knobs = {\n" \
	"{ m = 3, is = \"count\", least = 1, most = 9, text = \"t\" },\n" \
	"{ none = false, is = \"number\", text = \"t\" },\n" \
	"{ on = false, is = \"boolean\", text = \"t\" },\n" \
	"{ l = { \"a\" }, is = \"list\", words = { \"a\", \"b\" }, " \
	"text = \"t\" } },\n" \
	"go = function() return 1 end, went = function() return 2 end }\n"

static void
shipped_rows(void)
{
	static const char *const	 bad[] = {
		"{ is = \"count\", text = \"t\" }",
		"{ m = 3, is = \"counts\", text = \"t\" }",
		"{ m = 3, is = \"count\" }",
		"{ m = 3, is = \"count\", text = \"\" }",
		"5",
		"{ l = { \"a\" }, is = \"list\", text = \"t\" }",
		"{ l = { \"a\" }, is = \"list\", words = {}, text = \"t\" }",
		"{ l = {}, is = \"lists\", words = { \"1\", \"2\", \"3\", "
		    "\"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"a\", \"b\", "
		    "\"c\", \"d\", \"e\", \"f\", \"g\" }, text = \"t\" }",
	};
	struct buf	 b = BUF_INIT;
	char		 text[400];
	size_t		 i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "return { knobs = { %s } }",
		    bad[i]);
		put("share/policy/p.lua", text);
		snprintf(text, sizeof(text), "the row %.80s is refused",
		    bad[i]);
		OK(text, strstr(refused(), "p.lua: row 1 of knobs must be") !=
		    NULL);
	}
	put("share/policy/p.lua", "return { knobs = { { m = 3, "
	    "is = \"count\", least = 4, text = \"t\" } } }");
	OK("a default that its row does not allow is refused",
	    strstr(refused(), "'m' must be") != NULL);
	for (i = 64; i < 66; i++) {
		buf_reset(&b);
		buf_adds(&b, "return { knobs = { ");
		for (size_t k = 0; k < i; k++)
			buf_addf(&b, "{ m%zu = 3, is = \"count\", text = "
			    "\"t\" }, ", k);
		buf_adds(&b, "} }");
		put("share/policy/p.lua", buf_str(&b));
		if (i == 64)
			IS_STR("a policy may have 64 knobs", "", refused());
		else
			OK("a policy has no more knobs",
			    strstr(refused(), "row 65") != NULL);
	}
	buf_release(&b);
}

static const char *
described(void)
{
	static struct buf	 b = BUF_INIT;
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 v;

	buf_reset(&b);
	if (policy_describe(task, &at, "p", &v, &e) == HCC_OK)
		json_dump(&b, v);
	else
		buf_adds(&b, e.text);
	jv_free(v);
	return buf_str(&b);
}

static void
layers(void)
{
	char	 want[2000];

	put("share/policy/p.lua", SHIPPED);
	IS_STR("a policy without layers has its defaults",
	    "[{\"from\":null,\"name\":\"m\",\"value\":3},"
	    "{\"from\":null,\"name\":\"none\",\"value\":null},"
	    "{\"from\":null,\"name\":\"on\",\"value\":false},"
	    "{\"from\":null,\"name\":\"l\",\"value\":[\"a\"]}]", described());
	put("config/policy/p.lua", "return { m = 5, on = true, "
	    "went = function() return 7 end }");
	put("task/policy/p.lua", "return { m = 6 }");
	put("task/policy/.q.lua", "");
	put("task/policy/q.lua.orig", "");
	snprintf(want, sizeof(want), "[{\"from\":\"%s/policy/p.lua\",\"name\":"
	    "\"m\",\"value\":6},{\"from\":null,\"name\":\"none\",\"value\":"
	    "null},{\"from\":\"%s/policy/p.lua\",\"name\":\"on\",\"value\":"
	    "true},{\"from\":null,\"name\":\"l\",\"value\":[\"a\"]},"
	    "{\"from\":\"%s/policy/p.lua\",\"name\":\"went\",\"value\":"
	    "\"function\"}]", task, config, config);
	IS_STR("the layer of the task replaces that of the user, which "
	    "replaces what is shipped", want, described());
	put("task/policy/p.lua", "return {\nwent = 5 }");
	OK("a value in the place of a function is refused with its line",
	    strstr(refused(), "p.lua:2: 'went' must be a function") != NULL);
	put("task/policy/p.lua", "return { m = function() end }");
	OK("a function in the place of a value is refused",
	    strstr(refused(), "'m' must be a whole number from 1 to 9") !=
	    NULL);
	put("task/policy/p.lua", "return { wen = 3 }");
	OK("an unknown name is refused with those that are known",
	    strstr(refused(), "unknown name 'wen' (known: m, none, on, l, go, "
	    "went)") != NULL);
	put("task/policy/p.lua", "return { 5 }");
	OK("a list is refused", strstr(refused(), "returns a list") != NULL);
	put("task/policy/p.lua", "return {}");
	IS_STR("an empty layer is fine", "", refused());
	put("task/policy/p.lua", SHIPPED);
	snprintf(want, sizeof(want), "[{\"from\":\"%s/policy/p.lua\",\"name\":"
	    "\"m\",\"value\":3}", task);
	OK("a copy of the shipped file sets what it has",
	    strncmp(described(), want, strlen(want)) == 0);
	put("task/policy/q.lua", "return {}");
	snprintf(want, sizeof(want), "read '%s/policy/q.lua': no policy has "
	    "this name; see hcc-policy(5)", task);
	IS_STR("a file that is no policy's is refused", want, refused());
}

static void
decisions(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;
	char		 why[20];
	bool		 yes = true;

	put("d.lua", "return { yes = function() return true end, no = "
	    "function() return false end, none = function() end, five = "
	    "function() return 5 end, why = function() return 'so' end, "
	    "bad = function() error('oh') end }");
	snprintf(share, sizeof(share), "%s/d.lua", tmp);
	if (script_open(&s, share, NULL, &e) != HCC_OK) {
		OK(e.text, false);
		return;
	}
#define D(f)	policy_decide(s, "d", f, jv_array(), &yes, &e)
#define R(f)	policy_reason(s, "d", f, jv_array(), why, sizeof(why), &e)
	OK("a function decides by true and false, nil is false",
	    D("yes") == HCC_OK && yes && D("no") == HCC_OK && !yes &&
	    D("none") == HCC_OK && !yes);
	yes = true;
	OK("what is no decision is refused", D("five") == HCC_CONFIG && !yes);
	IS_STR("the refusal names what came", "d.lua: five must return true "
	    "or false, returns a number", e.text);
	OK("a function that fails decides nothing", D("bad") == HCC_CONFIG &&
	    !yes && strstr(e.text, "oh") != NULL);
	OK("a function gives a reason or none", R("why") == HCC_OK &&
	    strcmp(why, "so") == 0 && R("none") == HCC_OK && *why == '\0');
	OK("what is no reason is refused", R("yes") == HCC_CONFIG &&
	    *why == '\0');
	IS_STR("the refusal names what was wanted", "d.lua: yes must return a "
	    "reason or nil, returns a boolean", e.text);
	script_close(s);
}

static void
sections(void)
{
	static char	 file[320];
	struct places	 here = { .config = tmp, .file = file };
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*path;
	jv		 v;

	snprintf(file, sizeof(file), "%s/config.lua", tmp);
	OK("without a file a section has its defaults",
	    config_section(&here, "llm", rows, &v, &e) == HCC_OK &&
	    json_num(v, "any", 0) == 3);
	jv_free(v);
	here.file_given = true;
	OK("a file that is demanded must be there",
	    config_section(&here, "llm", rows, &v, &e) == HCC_CONFIG &&
	    strstr(e.text, "config.lua': no such file") != NULL &&
	    !jv_is_valid(v));
	jv_free(v);
	put("config.lua", "return { llm = { any = 4 }, embed = { z = 1 } }");
	OK("a section is checked, others are not",
	    config_section(&here, "llm", rows, &v, &e) == HCC_OK &&
	    json_num(v, "any", 0) == 4);
	jv_free(v);
	OK("the section that is asked for is checked",
	    config_section(&here, "embed", rows, &v, &e) == HCC_CONFIG &&
	    strstr(e.text, "unknown name 'embed.z'") != NULL);
	jv_free(v);
	put("config.lua", "return { lm = {} }");
	OK("an unknown section is refused",
	    config_section(&here, "llm", rows, &v, &e) == HCC_CONFIG &&
	    strstr(e.text, "unknown name 'lm' (known: embed, environment, "
	    "llm)") != NULL);
	jv_free(v);
	put("config.lua", "return { 5 }");
	OK("a list is no configuration",
	    config_section(&here, "llm", rows, &v, &e) == HCC_CONFIG &&
	    strstr(e.text, "must return a table of sections") != NULL);
	jv_free(v);
	put("config.lua", "return {}");
	OK("an empty configuration is one",
	    config_section(&here, "llm", rows, &v, &e) == HCC_OK);
	jv_free(v);
	here.file = "/a/config.lua";
	path = config_path(&here, "k");
	IS_STR("a file is found beside the configuration", "/a/k", path);
	free(path);
	path = config_path(&here, "/k");
	IS_STR("an absolute path stays", "/k", path);
	free(path);
	here.file = "config.lua";
	path = config_path(&here, "k");
	IS_STR("beside a name alone is here", "k", path);
	free(path);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	snprintf(share, sizeof(share), "%s/share", tmp);
	snprintf(config, sizeof(config), "%s/config", tmp);
	snprintf(task, sizeof(task), "%s/task", tmp);
	values();
	lines();
	shipped_rows();
	layers();
	decisions();
	sections();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
