/*
 * script_host.c: the functions of C that a script may call, and a require
 * that stays below the directories given.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <lauxlib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "lua/script_internal.h"

#define FILE_MAX_BYTES (4u << 20)

/* The first argument as a value; what cannot be one is an error. */
static jv
argument(lua_State *L)
{
	jv	 v, why;

	luaL_checkany(L, 1);
	v = script_value(L, 1, false);
	if (!jv_is_valid(v)) {
		why = jv_invalid_get_msg(v);
		lua_pushstring(L, jv_string_value(why));
		jv_free(why);
		lua_error(L);
	}
	return v;
}

static int
l_encode(lua_State *L)
{
	struct buf	 b = BUF_INIT;
	jv		 v = argument(L);

	json_dump(&b, v);
	jv_free(v);
	lua_pushlstring(L, buf_str(&b), b.len);
	buf_release(&b);
	return 1;
}

/* nil and a message for text that is not JSON: scripts parse what models and
 * people wrote. */
static int
l_decode(lua_State *L)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 n;
	const char	*s = luaL_checklstring(L, 1, &n);
	jv		 v;

	v = json_parse(s, n, "text", 0, &e);
	if (!jv_is_valid(v)) {
		jv_free(v);
		lua_pushnil(L);
		lua_pushstring(L, e.text);
		return 2;
	}
	script_push(L, v);
	jv_free(v);
	return 1;
}

/* Text from outside as utf8_add_plain() leaves it. */
static int
l_plain(lua_State *L)
{
	struct buf	 b = BUF_INIT;
	size_t		 n;
	const char	*s = luaL_checklstring(L, 1, &n);

	utf8_add_plain(&b, s, n);
	lua_pushlstring(L, buf_str(&b), b.len);
	buf_release(&b);
	return 1;
}

static int
l_sha256(lua_State *L)
{
	size_t		 n;
	const char	*s = luaL_checklstring(L, 1, &n);
	char		 out[65];

	fs_sha256_mem(s, n, out);
	lua_pushstring(L, out);
	return 1;
}

static bool
safe_name(const char *s)
{
	return s[0] != '\0' && s[0] != '/' && strstr(s, "..") == NULL &&
	    strlen(s) < 256;
}

/* Push the text of the first `name` below the directories (upvalue 1) and the
 * path it was found at; nothing is pushed when there is none. */
static bool
push_file(lua_State *L, const char *name)
{
	struct buf	 b = BUF_INIT;
	char		 path[4096];
	lua_Integer	 i, n = luaL_len(L, lua_upvalueindex(1));
	bool		 found = false;

	for (i = 1; i <= n && !found && safe_name(name); i++) {
		lua_rawgeti(L, lua_upvalueindex(1), i);
		snprintf(path, sizeof(path), "%s/%s", lua_tostring(L, -1),
		    name);
		lua_pop(L, 1);
		found = fs_read(AT_FDCWD, path, FILE_MAX_BYTES, &b, NULL) ==
		    HCC_OK;
	}
	if (found) {
		lua_pushlstring(L, buf_str(&b), b.len);
		lua_pushstring(L, path);
	}
	buf_release(&b);
	return found;
}

static int
l_read(lua_State *L)
{
	const char	*name = luaL_checkstring(L, 1);

	if (!push_file(L, name))
		return luaL_error(L, "hcc.read: no file '%s' below the "
		    "script directories", name);
	lua_pop(L, 1);
	return 1;
}

/* require "a.b": a/b.lua below the directories, run once. Upvalue 2 holds
 * what was loaded. */
static int
l_require(lua_State *L)
{
	const char	*module = luaL_checkstring(L, 1), *text;
	char		 name[300], at[4096];
	size_t		 n;

	if (lua_getfield(L, lua_upvalueindex(2), module) != LUA_TNIL)
		return 1;
	luaL_gsub(L, module, ".", "/");
	snprintf(name, sizeof(name), "%.250s.lua", lua_tostring(L, -1));
	if (!push_file(L, name))
		return luaL_error(L, "require: no module '%s'", module);
	text = lua_tolstring(L, -2, &n);
	snprintf(at, sizeof(at), "@%s", lua_tostring(L, -1));
	if (luaL_loadbufferx(L, text, n, at, "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, 1);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, lua_upvalueindex(2), module);
	return 1;
}

/* What it does may take its time, and may run other scripts: the clock of this
 * one is stopped meanwhile. */
int
script_call_host(lua_State *L)
{
	struct host_function	*f = lua_touserdata(L, lua_upvalueindex(1));
	struct script_clock	 clock;
	jv			 v;

	if (f->why->status != HCC_OK)	/* caught once: not again */
		return luaL_error(L, "%s", f->why->text);
	v = argument(L);
	clock = script_clock_stop();
	v = f->call(f->ctx, v, f->why);
	script_clock_start(&clock);
	if (jv_is_valid(v))
		script_push(L, v);
	jv_free(v);
	if (f->why->status != HCC_OK)
		return luaL_error(L, "%s", f->why->text);
	return 1;
}

void
script_open_hcc(lua_State *L, const char *const *dirs)
{
	lua_Integer	 i;

	lua_newtable(L);
	for (i = 0; dirs != NULL && dirs[i] != NULL; i++) {
		lua_pushstring(L, dirs[i]);
		lua_rawseti(L, -2, i + 1);
	}
	lua_newtable(L);	/* hcc */
	lua_pushcfunction(L, l_encode);
	lua_setfield(L, -2, "json_encode");
	lua_pushcfunction(L, l_decode);
	lua_setfield(L, -2, "json_decode");
	lua_pushcfunction(L, l_plain);
	lua_setfield(L, -2, "plain");
	lua_pushcfunction(L, l_sha256);
	lua_setfield(L, -2, "sha256");
	lua_pushvalue(L, -2);
	lua_pushcclosure(L, l_read, 1);
	lua_setfield(L, -2, "read");
	lua_setglobal(L, "hcc");
	lua_newtable(L);	/* loaded modules */
	lua_pushcclosure(L, l_require, 2);
	lua_setglobal(L, "require");
}
