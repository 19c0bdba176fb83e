/* script.c: the Lua boundary: values, errors, limits. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "lua/script_internal.h"
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
	IS_STR("a value comes back as it was passed",
	    "[{\"a\":[1,2.5,\"\\u0000x\"],\"b\":true},3]", buf_str(&b));
	jv_free(r);
	r = call(s, "json", "[\"[1,{}]\"]", &e);
	OK("hcc.json_decode reads JSON", jv_get_kind(r) == JV_KIND_ARRAY);
	jv_free(r);
	r = call(s, "json", "[\"[1,\"]", &e);
	OK("hcc.json_decode returns nil for bad JSON",
	    jv_get_kind(r) == JV_KIND_NULL);
	jv_free(r);
	r = call(s, "enc", "[{\"z\":1,\"a\":[]}]", &e);
	IS_STR("hcc.json_encode sorts the keys", "{\"a\":[],\"z\":1}",
	    jv_string_value(r));
	jv_free(r);
	jv_free(call(s, "fn", "[]", &e));
	OK("a function cannot be returned", e.status == HCC_CONFIG);
	r = call(s, "io", "[]", &e);
	OK("a script sees no io, os, load or debug",
	    jv_get_kind(r) == JV_KIND_TRUE);
	jv_free(r);
	jv_free(call(s, "nope", "[]", &e));
	OK("the message names a function that is absent",
	    strstr(e.text, "nope") != NULL);
	OK("script_has tells functions that exist", script_has(s, "echo") &&
	    !script_has(s, "nope"));
	r = script_table(s);
	IS_NUM("script_table leaves out functions", 1,
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
	OK("an error names file and line", strstr(e.text,
	    "b.lua:3: oh") != NULL);
	OK("an error has a traceback, in brackets behind it",
	    strstr(e.text, " (") != NULL && strstr(e.text, "in function") !=
	    NULL && e.text[strlen(e.text) - 1] == ')');
	jv_free(call(s, "f", "[]", &e));
	OK("a script may be called again after an error",
	    strstr(e.text, "b.lua:3: oh") != NULL);
	script_close(s);
	OK("a syntax error names file and line",
	    load("c.lua", "return {", &e) == NULL &&
	    strstr(e.text, "c.lua:1:") != NULL);
	OK("a file that returns no table is refused",
	    load("d.lua", "return 5", &e) == NULL &&
	    strstr(e.text, "table") != NULL);
	OK("bytecode is refused", load("e.lua", "\033Lua", &e) == NULL);
	OK("hcc.read refuses a path outside of the directories", load("f.lua",
	    "return { x = hcc.read('../f.lua') }", &e) == NULL);
	OK("require refuses modules outside of the directories",
	    load("g.lua", "require 'os'; return {}", &e) == NULL);
}

/* What f() of `code` returns, as JSON, or the message. */
static const char *
says(const char *code)
{
	static struct buf	 b = BUF_INIT;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct script		*s = load("says.lua", code, &e);
	jv			 r = jv_invalid();

	buf_reset(&b);
	if (s != NULL && script_call(s, "f", jv_array(), &r, &e) == HCC_OK)
		json_dump(&b, r);
	else
		buf_adds(&b, e.text);
	jv_free(r);
	script_close(s);
	return buf_str(&b);
}

#define F(body)	"return { f = function() " body " end }"

/* What a script is given, and what may leave it. */
static void
library(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	IS_STR("hcc.plain takes out what a terminal obeys", "\"a?b\"",
	    says(F("return hcc.plain('a\\27b')")));
	IS_STR("hcc.sha256 is the checksum of its text",
	    "\"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
	    "\"", says(F("return hcc.sha256('two')")));
	script_close(load("part.lua", "n = (n or 0) + 1", &e));
	script_close(load("dir.lua", "return {}", &e));
	OK("hcc.read names a file that is not there", strstr(says(
	    F("return hcc.read('no.txt')")), "hcc.read: no file 'no.txt' "
	    "below the script directories") != NULL);
	IS_STR("hcc.read reads a file below the directories",
	    "\"n = (n or 0) + 1\"", says(F("return hcc.read('part.lua')")));
	OK("hcc.read refuses absolute paths", strstr(says(
	    F("return hcc.read('/etc/passwd')")), "no file") != NULL);
	OK("hcc.read refuses an empty name", strstr(says(
	    F("return hcc.read('')")), "no file ''") != NULL);
	IS_STR("a module is run once, and is true when it returns nothing",
	    "[true,true,1]", says("n = 0 return { f = function() "
	    "return { require 'part', require 'part', n } end }"));
	OK("a module that cannot be read as Lua is refused",
	    load("half.lua", "return {", &e) == NULL && strstr(says(
	    F("return require 'half'")), "half.lua:1:") != NULL);
	OK("require names a module that is not there", strstr(says(
	    F("return require 'no.such'")), "require: no module 'no.such'") !=
	    NULL);
	IS_STR("an infinite number is null", "null", says(F("return 1 / 0")));
	IS_STR("keys that are numbers become strings", "{\"1\":1,\"3\":2}",
	    says(F("return { [1] = 1, [3] = 2 }")));
	OK("a key that is no string or number cannot leave", strstr(says(
	    F("return { [true] = 1 }")), "says.lua: f: a key of type boolean "
	    "cannot leave the script") != NULL);
	OK("a function in a list cannot leave", strstr(says(
	    F("return { { error } }")), "a function cannot leave the script") !=
	    NULL);
	OK("what cannot be encoded is an error of the script", strstr(says(
	    F("return hcc.json_encode(error)")), "a function cannot leave the "
	    "script") != NULL);
	IS_STR("hcc.json_decode says why it returned nil", "\"parse 'text'\"",
	    says(F("local v, why = hcc.json_decode('[1,') return "
	    "why:sub(1, 12)")));
	IS_STR("numbers keep their kind", "[\"1\",\"1.5\",\"1e+16\","
	    "\"-3\"]", says(F("local t = {} for i, v in "
	    "ipairs(hcc.json_decode('[1.0,1.5,1e16,-3]')) do t[i] = "
	    "tostring(v) end return t")));
	IS_STR("what a script raises on purpose is its message",
	    "says.lua: f: enough", says(F("error('enough', 0)")));
	OK("a mistake has the functions on the way, the last first", strstr(
	    says("local function g(x) return x.y.z end return { f = function() "
	    "return (g({})) end }"), "says.lua:1: attempt to index a nil value "
	    "(field 'y') (") != NULL && strstr(says("local function g(x) "
	    "return x.y.z end return { f = function() return (g({})) end }"),
	    " <- ") != NULL);
	IS_STR("an error that is no text is named", "says.lua: f: table",
	    strncmp(says(F("error({})")), "says.lua: f: table: 0x", 22) == 0 ?
	    "says.lua: f: table" : says(F("error({})")));
}

static enum hcc_status
refuse_all(void *ctx, const char *path, jv *values, jv functions,
    struct hcc_err *e)
{
	(void)values;
	*(int *)ctx = json_len(functions);
	return err_set(e, HCC_CONFIG, "%s: no", path);
}

static void
layers(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;
	int		 n = 0;
	char		 path[100];
	jv		 r;

	script_close(load("mod.lua", "return { v = 5 }", &e));
	s = load("h.lua", "local m = require 'mod'; return { a = m.v, b = 2, "
	    "f = function(self) return self.a + self.b end }", &e);
	script_close(load("h2.lua", "return { a = 40 }", &e));
	snprintf(path, sizeof(path), "%s/h2.lua", tmp);
	OK("a layer is loaded", script_layer(s, path, NULL, NULL,
	    &e) == HCC_OK);
	r = call(s, "f", "[]", &e);
	IS_NUM("a layer replaces single fields", 42, jv_number_value(r), 0);
	jv_free(r);
	r = script_functions(s);
	OK("the functions of the table are known", json_len(r) == 1 &&
	    json_has(r, "f"));
	jv_free(r);
	script_close(load("h3.lua", "return { b = 9, a = 0, [2] = 5, "
	    "g = function() end, f = function() return 'f' end }", &e));
	snprintf(path, sizeof(path), "%s/h3.lua", tmp);
	OK("a layer may be refused", script_layer(s, path, refuse_all, &n,
	    &e) == HCC_CONFIG && strstr(e.text, "h3.lua: no") != NULL);
	IS_NUM("who refuses it knows its functions", 2, n, 0);
	r = call(s, "f", "[]", &e);
	IS_NUM("a layer that was refused changes nothing", 42,
	    jv_number_value(r), 0);
	jv_free(r);
	r = jv_parse("{\"a\":1,\"b\":5}");
	OK("fields are set", script_set(s, r, &e) == HCC_OK);
	jv_free(r);
	r = call(s, "f", "[]", &e);
	IS_NUM("fields that were set count", 6, jv_number_value(r), 0);
	jv_free(r);
	OK("an absent layer is missing", script_layer(s, "/nonexistent", NULL,
	    NULL, &e) == HCC_MISSING);
	script_close(s);
}

#define MINUTE	(60 * 1000)	/* a limit that no test of another one meets */

/* f() of `body` fails with `want` in the message, and g() works afterwards. */
static void
refuses_within(int ms, const char *name, const char *body, const char *want)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 code[600];
	struct script	*s;
	jv		 r;

	snprintf(code, sizeof(code), "return { f = function(self) %s end, "
	    "g = function() return 1 end }", body);
	s = load("i.lua", code, &e);
	s->limit = ms;
	jv_free(call(s, "f", "[]", &e));
	OK(name, e.status == HCC_CONFIG && strstr(e.text, want) != NULL &&
	    strstr(e.text, "i.lua") != NULL);
	r = call(s, "g", "[]", &e);
	OK("the next call of the same script works", e.status == HCC_OK &&
	    jv_get_kind(r) == JV_KIND_NUMBER);
	jv_free(r);
	script_close(s);
}

static void
refuses(const char *name, const char *body, const char *want)
{
	refuses_within(MINUTE, name, body, want);
}

static void
limits(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;
	jv		 r;

	refuses_within(SCRIPT_SECONDS * 1000,
	    "an endless loop is stopped by the time limit",
	    "while true do end", "stopped after 2 s");
	refuses_within(100, "pcall does not hide the time limit", "while true "
	    "do pcall(function() while true do end end) end",
	    "stopped after 0.1 s");
	refuses_within(100, "an error that pcall hid still fails the call",
	    "pcall(function() while true do end end) return 1",
	    "stopped after 0.1 s");
	refuses("memory that is kept is limited", "local t = {} while true do "
	    "t[#t + 1] = string.rep(string.rep('x', 1000), 30000) end",
	    "more than 256 MB");
	refuses("a list that contains itself is refused",
	    "local t = {} t[1] = t return t", "too deep");
	refuses("a table that contains itself is refused",
	    "local t = {} t.t = t return t", "too deep");
	refuses("a list of 1000 levels is refused", "local t = {} "
	    "for _ = 1, 1000 do t = { t } end return t", "too deep");
	refuses("a value that repeats itself 2^60 times is refused",
	    "local t = {} for _ = 1, 60 do t = { t, t } end return t",
	    "too many values");
	s = load("drop.lua", "return { f = function() local k, x = "
	    "string.rep('x', 1000) for i = 1, 3000 do x = k:rep(100) .. i "
	    "end return #x end }", &e);
	s->limit = MINUTE;
	r = call(s, "f", "[]", &e);
	OK("300 MB allocated and dropped are within the limit",
	    jv_get_kind(r) == JV_KIND_NUMBER && jv_number_value(r) == 100004);
	jv_free(r);
	script_close(s);
}

/* A process whose script is stuck where no hook runs ends with 78 and names
 * the file; `at_close`: the script is stuck when it is closed. */
static void
ends_process(const char *name, const char *code)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 text[2000] = "";
	int		 fd[2], status = 0;
	pid_t		 pid;
	ssize_t		 n;
	struct script	*s;

	fflush(stdout);
	if (pipe(fd) == -1 || (pid = fork()) == -1)
		return;
	if (pid == 0) {
		dup2(fd[1], STDERR_FILENO);
		s = load("stuck.lua", code, &e);
		s->limit = 100;
		jv_free(call(s, "f", "[]", &e));
		script_close(s);
		_exit(0);
	}
	close(fd[1]);
	n = read(fd[0], text, sizeof(text) - 1);
	close(fd[0]);
	waitpid(pid, &status, 0);
	OK(name, WIFEXITED(status) && WEXITSTATUS(status) == 78 && n > 0 &&
	    strstr(text, "/stuck.lua: stopped after 0.15 s") != NULL &&
	    text[n - 1] == '\n');
}

struct host {
	struct script	*other;		/* that host functions call */
	int		 calls, released;
};

/* Twice the number, by way of another script that takes its time. */
static jv
twice(void *ctx, jv arg, struct hcc_err *e)
{
	struct host	*l = ctx;
	jv		 r;

	l->calls++;
	(void)script_method(l->other, "twice", jv_array_append(jv_array(),
	    arg), &r, e);
	return r;
}

static jv
refuse(void *ctx, jv arg, struct hcc_err *e)
{
	struct host	*l = ctx;

	l->calls++;
	jv_free(arg);
	err_set(e, HCC_AGAIN, "not now");
	return jv_invalid();
}

static jv
unused(void *ctx, jv arg, struct hcc_err *e)
{
	(void)ctx;
	(void)e;
	return arg;
}

static void
release(void *ctx)
{
	((struct host *)ctx)->released++;
}

static void
hosts(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct host	 l = { 0 };
	struct script	*s;
	jv		 r;

	l.other = load("other.lua", "return { twice = function(_, x) "
	    "for i = 1, 3e6 do x = x + 0 end return 2 * x end }", &e);
	s = load("host.lua", "return { "
	    "f = function(_, x) local y = x for i = 1, 9 do y = hcc.twice(x) "
	    "end return y end, "
	    "g = function() for i = 1, 5 do pcall(hcc.refuse, i) end "
	    "return 'went on' end, "
	    "h = function() return hcc.twice(print) end }", &e);
	s->limit = 50;		/* which the other script exceeds */
	OK("C functions are registered",
	    script_register(s, "twice", twice, &l, release, &e) == HCC_OK &&
	    script_register(s, "refuse", refuse, &l, NULL, &e) == HCC_OK);
	OK("a C function has its context", script_host_ctx(s, twice) == &l &&
	    script_host_ctx(s, unused) == NULL);
	r = call(s, "f", "[21]", &e);
	OK("a C function may call another script, whose time is not the "
	    "caller's", jv_get_kind(r) == JV_KIND_NUMBER &&
	    jv_number_value(r) == 42 && l.calls == 9);
	jv_free(r);
	l.calls = 0;
	jv_free(call(s, "g", "[]", &e));
	OK("an error of a C function ends the call in spite of pcall",
	    e.status == HCC_AGAIN && script_ended(s) && l.calls == 1);
	IS_STR("the error of a C function is reported unchanged", "not now",
	    e.text);
	r = call(s, "f", "[1]", &e);
	OK("a call after that works", e.status == HCC_OK &&
	    !script_ended(s) && jv_number_value(r) == 2);
	jv_free(r);
	script_close(s);
	OK("script_close releases the context of a C function",
	    l.released == 1);
	script_close(l.other);
}

/* The processor time of what comes after a script is not limited. */
static void
no_clock_is_left(void)
{
	struct itimerval	 t;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct script		*s = load("a.lua", F("return 1"), &e);

	jv_free(call(s, "f", "[]", &e));
	getitimer(ITIMER_PROF, &t);
	OK("no clock runs after a call", !timerisset(&t.it_value));
	script_close(s);
	getitimer(ITIMER_PROF, &t);
	OK("no clock runs after a script was closed",
	    !timerisset(&t.it_value));
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	hosts();
	values();
	errors();
	library();
	layers();
	no_clock_is_left();
	limits();
	ends_process("a string function that does not return ends the process "
	    "with 78", "return { f = function() return string.find("
	    "string.rep('a', 3000000), '.-.-.-.-.-.-b') end }");
	ends_process("a finalizer that does not return ends the process "
	    "with 78", "return { f = function() setmetatable({}, { __gc = "
	    "function() while true do end end }) end }");
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
