/* script.c: the Lua boundary: values, errors, limits. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "lua/script.h"
#include "tap.h"

static char	tmp[] = "/tmp/hcc-unit.XXXXXX";

static struct script *
load(const char *name, const char *code, struct hcc_err *e)
{
	const char	*dirs[] = { tmp, NULL };
	struct script	*s;
	char		 path[100];

	snprintf(path, sizeof(path), "%s/%s", tmp, name);
	fs_publish(AT_FDCWD, path, code, strlen(code), NULL);
	script_open(&s, path, dirs, e);
	return s;
}

static jv
call(struct script *s, const char *fn, const char *args, struct hcc_err *e)
{
	jv	 r;

	e->status = script_method(s, fn, jv_parse(args), &r, e);
	return r;
}

static void
values(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = load("a.lua", "return { m = 3, echo = "
	    "function(self, v) return { v, self.m } end, "
	    "json = function(_, t) return hcc.json_decode(t) end, "
	    "enc = function(_, v) return hcc.json_encode(v) end, "
	    "fn = function() return { f = function() end } end, "
	    "io = function() return io == nil and os == nil and load == nil "
	    "and debug == nil and string.dump == nil end }", &e);
	struct buf	 b = BUF_INIT;
	jv		 r;

	r = call(s, "echo", "[{\"a\":[1,2.5,\"\\u0000x\"],\"b\":true}]", &e);
	json_dump(&b, r);
	IS_STR("a value comes back as it went",
	    "[{\"a\":[1,2.5,\"\\u0000x\"],\"b\":true},3]", buf_str(&b));
	jv_free(r);
	r = call(s, "json", "[\"[1,{}]\"]", &e);
	OK("JSON is decoded", jv_get_kind(r) == JV_KIND_ARRAY);
	jv_free(r);
	r = call(s, "json", "[\"[1,\"]", &e);
	OK("bad JSON is nil", jv_get_kind(r) == JV_KIND_NULL);
	jv_free(r);
	r = call(s, "enc", "[{\"z\":1,\"a\":[]}]", &e);
	IS_STR("encoding sorts the keys", "{\"a\":[],\"z\":1}",
	    jv_string_value(r));
	jv_free(r);
	jv_free(call(s, "fn", "[]", &e));
	OK("a function cannot leave", e.status == HCC_CONFIG);
	r = call(s, "io", "[]", &e);
	OK("no way outside", jv_get_kind(r) == JV_KIND_TRUE);
	jv_free(r);
	jv_free(call(s, "nope", "[]", &e));
	OK("an absent function is named", strstr(e.text, "nope") != NULL);
	OK("has", script_has(s, "echo") && !script_has(s, "nope"));
	r = script_table(s);
	IS_NUM("knobs without functions", 1,
	    jv_object_length(jv_copy(r)), 0);
	jv_free(r);
	script_close(s);
	buf_release(&b);
}

static void
errors(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;

	s = load("b.lua", "return {\n f = function(self)\n  error('oh')\n "
	    "end }", &e);
	jv_free(call(s, "f", "[]", &e));
	OK("file and line", strstr(e.text, "b.lua:3: oh") != NULL);
	OK("and the traceback", strstr(e.text, "in function") != NULL);
	jv_free(call(s, "f", "[]", &e));
	OK("it may be called again", strstr(e.text, "b.lua:3: oh") != NULL);
	script_close(s);
	OK("a syntax error", load("c.lua", "return {", &e) == NULL &&
	    strstr(e.text, "c.lua:1:") != NULL);
	OK("no table", load("d.lua", "return 5", &e) == NULL &&
	    strstr(e.text, "table") != NULL);
	OK("bytecode", load("e.lua", "\033Lua", &e) == NULL);
	OK("nothing outside is read", load("f.lua",
	    "return { x = hcc.read('../f.lua') }", &e) == NULL);
	OK("nor required", load("g.lua", "require 'os'; return {}", &e) ==
	    NULL);
}

static void
layers(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;
	char		 path[100];
	jv		 r;

	script_close(load("mod.lua", "return { v = 5 }", &e));
	s = load("h.lua", "local m = require 'mod'; return { a = m.v, b = 2, "
	    "f = function(self) return self.a + self.b end }", &e);
	script_close(load("h2.lua", "return { a = 40 }", &e));
	snprintf(path, sizeof(path), "%s/h2.lua", tmp);
	OK("a layer", script_layer(s, path, &e) == HCC_OK);
	r = call(s, "f", "[]", &e);
	IS_NUM("replaces single fields", 42, jv_number_value(r), 0);
	jv_free(r);
	script_close(s);
}

static void
cut_off(const char *name, const char *body)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 code[400];
	struct script	*s;

	snprintf(code, sizeof(code), "return { f = function(self) %s end, "
	    "g = function() return 1 end }", body);
	s = load("i.lua", code, &e);
	jv_free(call(s, "f", "[]", &e));
	OK(name, e.status == HCC_CONFIG && (strstr(e.text, "processor time") ||
	    strstr(e.text, "memory")));
	script_close(s);
}

struct lender {
	struct script	*other;		/* that lent functions call */
	int		 calls, released;
};

/* Twice the number, by way of another script that takes its time. */
static jv
twice(void *ctx, jv arg, struct hcc_err *e)
{
	struct lender	*l = ctx;
	jv		 r;

	l->calls++;
	(void)script_method(l->other, "twice", jv_array_append(jv_array(),
	    arg), &r, e);
	return r;
}

static jv
refuse(void *ctx, jv arg, struct hcc_err *e)
{
	struct lender	*l = ctx;

	l->calls++;
	jv_free(arg);
	err_set(e, HCC_AGAIN, "not now");
	return jv_invalid();
}

static void
release(void *ctx)
{
	((struct lender *)ctx)->released++;
}

static void
lent(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct lender	 l = { 0 };
	struct script	*s;
	jv		 r;

	l.other = load("other.lua", "return { twice = function(_, x) "
	    "for i = 1, 9e6 do x = x + 0 end return 2 * x end }", &e);
	s = load("lent.lua", "return { "
	    "f = function(_, x) local y = x for i = 1, 9 do y = hcc.twice(x) "
	    "end return y end, "
	    "g = function() for i = 1, 5 do pcall(hcc.refuse, i) end "
	    "return 'went on' end, "
	    "h = function() return hcc.twice(print) end }", &e);
	OK("a function is lent", script_register(s, "twice", twice, &l, release,
	    &e) == HCC_OK && script_register(s, "refuse", refuse, &l, NULL, &e) ==
	    HCC_OK);
	r = call(s, "f", "[21]", &e);
	OK("it may call another script, and its time is not the caller's",
	    jv_get_kind(r) == JV_KIND_NUMBER && jv_number_value(r) == 42 &&
	    l.calls == 9);
	jv_free(r);
	l.calls = 0;
	jv_free(call(s, "g", "[]", &e));
	OK("its error ends the call, caught or not", e.status == HCC_AGAIN &&
	    script_ended(s) && l.calls == 1);
	IS_STR("and is told as it is", "not now", e.text);
	r = call(s, "f", "[1]", &e);
	OK("the next call begins anew", e.status == HCC_OK &&
	    !script_ended(s) && jv_number_value(r) == 2);
	jv_free(r);
	script_close(s);
	OK("its context goes with the script", l.released == 1);
	script_close(l.other);
}

int
main(void)
{
	mkdtemp(tmp);
	lent();
	values();
	errors();
	layers();
	cut_off("an endless loop", "while true do end");
	cut_off("also behind pcall",
	    "while true do pcall(function() while true do end end) end");
	cut_off("also inside a string function",
	    "return string.find(string.rep('a', 3000000), '.-.-.-.-.-.-b')");
	cut_off("memory", "local t = {} while true do "
	    "t[#t + 1] = string.rep('x', 1000000) .. #t end");
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
