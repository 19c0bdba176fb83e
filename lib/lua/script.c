/*
 * script.c: a Lua state under limits of memory (an allocator that counts)
 * and of processor time (script_clock.c).
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <lauxlib.h>
#include <lualib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "lua/script.h"
#include "lua/script_internal.h"

struct script {
	lua_State		*L;
	size_t			 used;		/* bytes that are alive */
	bool			 late;		/* the time was up */
	char			 path[1024];	/* loaded last */
	struct host_function	*hosts;		/* list */
	struct hcc_err		 end;	/* a host function ended the call */
};

static void *
allocate(void *ctx, void *p, size_t osize, size_t nsize)
{
	struct script	*s = ctx;
	void		*q = NULL;

	if (p == NULL)
		osize = 0;	/* Lua passes the kind of object there */
	if (nsize > osize && s->used + (nsize - osize) > SCRIPT_MEMORY)
		return NULL;
	if (nsize == 0)
		free(p);
	else if ((q = realloc(p, nsize)) == NULL)
		return NULL;
	s->used += nsize - osize;
	return q;
}

static void
clock_start(struct script *s)
{
	const struct script_clock	 c = { s->L, s->path, &s->late,
	    { { 1, 0 }, { SCRIPT_SECONDS, 0 } } };

	s->late = false;
	script_clock_start(&c);
}

static int
with_traceback(lua_State *L)
{
	const char	*msg = luaL_tolstring(L, 1, NULL);

	luaL_traceback(L, L, msg, 1);
	return 1;
}

/* Does it begin with a place, as in "dir/plan.lua:12: ..."? What a script
 * raises on purpose, error(why, 0), does not. */
static bool
has_place(const char *msg, size_t n)
{
	const char	*p = memmem(msg, n, ".lua:", 5);

	return p != NULL && isdigit((unsigned char)p[5]);
}

/* A traceback on one line, as messages are: "message (in A <- B)". It is for
 * mistakes in the script, not for what the script says. */
static void
flatten(const char *msg, struct buf *b)
{
	const char	*tb = strstr(msg, "\nstack traceback:");
	bool		 first = true;
	size_t		 n = tb == NULL ? strlen(msg) : (size_t)(tb - msg);

	buf_add(b, msg, n);
	if (tb == NULL || !has_place(msg, n))
		return;
	for (tb = strchr(tb + 1, '\n'); tb != NULL; tb = strchr(tb, '\n')) {
		tb += strspn(tb, "\n\t ");
		buf_addf(b, "%s%.*s", first ? " (" : " <- ",
		    (int)strcspn(tb, "\n"), tb);
		first = false;
	}
	buf_adds(b, first ? "" : ")");
}

/* Why a call failed: r is what lua_pcall returned, and the message is on top
 * of the stack. */
static enum hcc_status
failure(struct script *s, int r, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;

	if (s->end.status != HCC_OK)
		return err_set(e, s->end.status, "%s", s->end.text);
	if (r == LUA_OK)
		return err_set(e, HCC_CONFIG, "%s: stopped after %d s of "
		    "processor time", s->path, SCRIPT_SECONDS);
	if (r == LUA_ERRMEM)
		return err_set(e, HCC_CONFIG, "%s: needs more than %u MB of "
		    "memory", s->path, SCRIPT_MEMORY >> 20);
	flatten(lua_type(s->L, -1) == LUA_TSTRING ? lua_tostring(s->L, -1) :
	    "error", &b);
	err_set(e, HCC_CONFIG, "%s", buf_str(&b));
	buf_release(&b);
	return HCC_CONFIG;
}

/* Call a function of C's under the limits with three pointers. An error that
 * the script caught fails the call all the same when it was the time limit's
 * or a host function's. */
static enum hcc_status
guarded(struct script *s, lua_CFunction f, const void *a, const void *b,
    const void *c, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 at = lua_gettop(s->L) + 1, r;

	lua_pushcfunction(s->L, with_traceback);
	lua_pushcfunction(s->L, f);
	lua_pushlightuserdata(s->L, (void *)(uintptr_t)a);
	lua_pushlightuserdata(s->L, (void *)(uintptr_t)b);
	lua_pushlightuserdata(s->L, (void *)(uintptr_t)c);
	s->end.status = HCC_OK;
	clock_start(s);
	r = lua_pcall(s->L, 3, 0, at);
	(void)script_clock_stop();
	lua_sethook(s->L, NULL, 0, 0);
	if (r != LUA_OK || s->late || s->end.status != HCC_OK)
		st = failure(s, r, e);
	lua_settop(s->L, at - 1);
	return st;
}

/* Globals that reach outside, or that load what is not text. */
static void
open_libs(lua_State *L)
{
	static const luaL_Reg	 libs[] = {
		{ LUA_GNAME, luaopen_base },
		{ LUA_MATHLIBNAME, luaopen_math },
		{ LUA_STRLIBNAME, luaopen_string },
		{ LUA_TABLIBNAME, luaopen_table },
		{ LUA_UTF8LIBNAME, luaopen_utf8 },
	};
	static const char *const gone[] = { "load", "loadfile", "dofile",
	    "print", "collectgarbage", "warn" };
	size_t			 i;

	for (i = 0; i < sizeof(libs) / sizeof(libs[0]); i++) {
		luaL_requiref(L, libs[i].name, libs[i].func, 1);
		lua_pop(L, 1);
	}
	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
		lua_pushnil(L);
		lua_setglobal(L, gone[i]);
	}
	lua_getglobal(L, "string");
	lua_pushnil(L);
	lua_setfield(L, -2, "dump");
	lua_pop(L, 1);
}

static int
prepare(lua_State *L)
{
	open_libs(L);
	script_open_hcc(L, lua_touserdata(L, 1));
	lua_newtable(L);
	lua_setfield(L, LUA_REGISTRYINDEX, "hcc.table");
	return 0;
}

/* Run a file and keep its table as the layer: (struct buf *, path). */
static int
load_layer(lua_State *L)
{
	const struct buf	*text = lua_touserdata(L, 1);
	const char		*path = lua_touserdata(L, 2);

	lua_pushfstring(L, "@%s", path);
	if (luaL_loadbufferx(L, buf_str(text), text->len, lua_tostring(L, -1),
	    "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	if (!lua_istable(L, -1))
		return luaL_error(L, "%s: must return a table, returns %s",
		    path, luaL_typename(L, -1));
	lua_setfield(L, LUA_REGISTRYINDEX, "hcc.layer");
	return 0;
}

/* Copy the fields of the layer into ours; those that are functions when the
 * first pointer is not NULL. */
static int
merge_layer(lua_State *L)
{
	bool	 functions = lua_touserdata(L, 1) != NULL;

	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.layer");
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		if (functions && !lua_isfunction(L, -1))
			continue;
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -2);
		lua_settable(L, -6);
	}
	return 0;
}

/* Convert a table of the registry: (name, jv *values, jv *functions). */
static int
read_fields(lua_State *L)
{
	jv	*values = lua_touserdata(L, 2);
	jv	*functions = lua_touserdata(L, 3);

	lua_getfield(L, LUA_REGISTRYINDEX, lua_touserdata(L, 1));
	*values = script_value(L, -1, true);
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		if (lua_isfunction(L, -1) && lua_type(L, -2) == LUA_TSTRING)
			*functions = jv_array_append(*functions,
			    jv_string(lua_tostring(L, -2)));
	return 0;
}

static enum hcc_status
table_fields(struct script *s, const char *table, jv *values, jv *functions,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	*values = jv_null();
	*functions = jv_array();
	st = guarded(s, read_fields, table, values, functions, e);
	*functions = jv_sort(*functions, jv_copy(*functions));
	return st;
}

/* Let `check` see the layer, then make it ours. */
static enum hcc_status
check_layer(struct script *s, script_check *check, void *ctx,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 values, functions, why;

	st = table_fields(s, "hcc.layer", &values, &functions, e);
	if (st == HCC_OK && !jv_is_valid(values)) {
		why = jv_invalid_get_msg(values);
		st = err_set(e, HCC_CONFIG, "%s: %s", s->path,
		    jv_string_value(why));
		values = why;
	}
	if (st == HCC_OK)
		st = check(ctx, s->path, &values, functions, e);
	if (st == HCC_OK)
		st = guarded(s, merge_layer, s, NULL, NULL, e);
	if (st == HCC_OK)
		st = script_set(s, values, e);
	jv_free(values);
	jv_free(functions);
	return st;
}

enum hcc_status
script_layer(struct script *s, const char *path, script_check *check,
    void *ctx, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	snprintf(s->path, sizeof(s->path), "%s", path);
	if ((st = fs_read(AT_FDCWD, path, 4u << 20, &b, e)) != HCC_OK)
		return st;
	st = guarded(s, load_layer, &b, s->path, NULL, e);
	buf_release(&b);
	if (st != HCC_OK)
		return st;
	return check != NULL ? check_layer(s, check, ctx, e) :
	    guarded(s, merge_layer, NULL, NULL, NULL, e);
}

enum hcc_status
script_open(struct script **out, const char *path, const char *const *dirs,
    struct hcc_err *e)
{
	struct script	*s;
	enum hcc_status	 st;

	*out = NULL;
	s = mem_zero(1, sizeof(*s));
	snprintf(s->path, sizeof(s->path), "%s", path);
	if ((s->L = lua_newstate(allocate, s)) == NULL)
		mem_exhausted();
	if ((st = guarded(s, prepare, dirs, NULL, NULL, e)) == HCC_OK)
		st = script_layer(s, path, NULL, NULL, e);
	if (st != HCC_OK) {
		script_close(s);
		return st;
	}
	*out = s;
	return HCC_OK;
}

void
script_close(struct script *s)
{
	struct host_function	*f;

	if (s == NULL)
		return;
	clock_start(s);		/* finalizers are code of the script */
	lua_close(s->L);
	(void)script_clock_stop();
	while ((f = s->hosts) != NULL) {
		s->hosts = f->next;
		if (f->release != NULL)
			f->release(f->ctx);
		free(f);
	}
	free(s);
}

/* Look a function up in the table: (name, bool *yes). */
static int
find_function(lua_State *L)
{
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	*(bool *)lua_touserdata(L, 2) =
	    lua_getfield(L, -1, lua_touserdata(L, 1)) == LUA_TFUNCTION;
	return 0;
}

bool
script_has(struct script *s, const char *function)
{
	bool	 yes = false;

	return guarded(s, find_function, function, &yes, NULL, NULL) ==
	    HCC_OK && yes;
}

struct call {
	const char	*function;
	jv		 args;		/* borrowed */
	bool		 self;
	jv		*result;
};

/* Call a function of the table: (struct call *). */
static int
call_function(lua_State *L)
{
	struct call	*c = lua_touserdata(L, 1);
	int		 i;
	jv		 v;

	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	if (lua_getfield(L, -1, c->function) != LUA_TFUNCTION)
		return luaL_error(L, "no function '%s'", c->function);
	if (c->self)
		lua_pushvalue(L, -2);
	for (i = 0; json_item(c->args, i, &v); i++)
		script_push(L, v);
	lua_call(L, i + c->self, 1);
	*c->result = script_value(L, -1, false);
	return 0;
}

/* The last component of its path: messages end up in the tree. */
static const char *
name_of(const struct script *s)
{
	const char	*slash = strrchr(s->path, '/');

	return slash == NULL ? s->path : slash + 1;
}

static enum hcc_status
call_limited(struct script *s, const char *function, jv args, bool self, jv *result,
    struct hcc_err *e)
{
	struct call	 c = { function, args, self, result };
	enum hcc_status	 st;
	jv		 why;

	*result = jv_null();
	st = guarded(s, call_function, &c, NULL, NULL, e);
	jv_free(args);
	if (st == HCC_OK && jv_is_valid(*result))
		return HCC_OK;
	if (st == HCC_OK) {
		why = jv_invalid_get_msg(jv_copy(*result));
		st = err_set(e, HCC_CONFIG, "%s: %s: %s", s->path, function,
		    jv_string_value(why));
		jv_free(why);
	} else if (e != NULL && !script_ended(s) &&
	    strstr(e->text, ".lua") == NULL)
		st = err_prefix(e, "%s: %s", name_of(s), function);
	jv_free(*result);
	*result = jv_invalid();
	return st;
}

enum hcc_status
script_call(struct script *s, const char *function, jv args, jv *result,
    struct hcc_err *e)
{
	return call_limited(s, function, args, false, result, e);
}

enum hcc_status
script_method(struct script *s, const char *function, jv args, jv *result,
    struct hcc_err *e)
{
	return call_limited(s, function, args, true, result, e);
}

jv
script_table(struct script *s)
{
	jv	 values, functions;

	(void)table_fields(s, "hcc.table", &values, &functions, NULL);
	jv_free(functions);
	return values;
}

jv
script_functions(struct script *s)
{
	jv	 values, functions;

	(void)table_fields(s, "hcc.table", &values, &functions, NULL);
	jv_free(values);
	return functions;
}

/* Copy the members of an object into the table: (jv *). */
static int
set_fields(lua_State *L)
{
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	script_push(L, *(jv *)lua_touserdata(L, 1));
	for (lua_pushnil(L); lua_next(L, -2) != 0;) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_settable(L, -5);
	}
	return 0;
}

enum hcc_status
script_set(struct script *s, jv values, struct hcc_err *e)
{
	return guarded(s, set_fields, &values, NULL, NULL, e);
}

/* Add a function to the table hcc: (struct host_function *, name). */
static int
add_host(lua_State *L)
{
	lua_getglobal(L, "hcc");
	lua_pushvalue(L, 1);
	lua_pushcclosure(L, script_call_host, 1);
	lua_setfield(L, -2, lua_touserdata(L, 2));
	return 0;
}

enum hcc_status
script_register(struct script *s, const char *name, script_host *fn, void *ctx,
    void (*release)(void *), struct hcc_err *e)
{
	struct host_function	*f = mem_zero(1, sizeof(*f));

	*f = (struct host_function){ s->hosts, fn, ctx, release, &s->end };
	s->hosts = f;
	return guarded(s, add_host, f, name, NULL, e);
}

void *
script_host_ctx(const struct script *s, script_host *fn)
{
	const struct host_function	*f;

	for (f = s->hosts; f != NULL; f = f->next)
		if (f->call == fn)
			return f->ctx;
	return NULL;
}

bool
script_ended(const struct script *s)
{
	return s->end.status != HCC_OK;
}
