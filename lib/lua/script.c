/*
 * script.c: a Lua state under limits of memory (an allocator that counts)
 * and of processor time (script_clock.c).
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <lauxlib.h>
#include <lualib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lua/script.h"
#include "lua/script_internal.h"

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
	const int			 more = s->limit / 2;
	const struct script_clock	 c = { s->L, s->path, &s->late,
	    s->limit, { { more / 1000, more % 1000 * 1000 },
	    { s->limit / 1000, s->limit % 1000 * 1000 } } };

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
		return err_set(e, HCC_CONFIG, "%s: stopped after %g s of "
		    "processor time", s->path, s->limit / 1000.0);
	if (r == LUA_ERRMEM)
		return err_set(e, HCC_CONFIG, "%s: needs more than %u MB of "
		    "memory", s->path, SCRIPT_MEMORY >> 20);
	flatten(lua_type(s->L, -1) == LUA_TSTRING ? lua_tostring(s->L, -1) :
	    "error", &b);
	err_set(e, HCC_CONFIG, "%s", buf_str(&b));
	buf_release(&b);
	return HCC_CONFIG;
}

enum hcc_status
script_guarded(struct script *s, lua_CFunction f, const void *a, const void *b,
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

enum hcc_status
script_open(struct script **out, const char *path, const char *const *dirs,
    struct hcc_err *e)
{
	struct script	*s;
	enum hcc_status	 st;

	*out = NULL;
	s = mem_zero(1, sizeof(*s));
	snprintf(s->path, sizeof(s->path), "%s", path);
	s->limit = SCRIPT_SECONDS * 1000;
	if ((s->L = lua_newstate(allocate, s)) == NULL)
		mem_exhausted();
	if ((st = script_guarded(s, prepare, dirs, NULL, NULL, e)) == HCC_OK)
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
