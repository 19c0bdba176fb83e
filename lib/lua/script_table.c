/*
 * script_table.c: the table of a script: the files whose fields make it up,
 * read and written as values.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <lauxlib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "lua/script.h"
#include "lua/script_internal.h"

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

/* Copy the fields of the layer into ours. */
static void
merge(lua_State *L, bool functions_only)
{
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.layer");
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		if (functions_only && !lua_isfunction(L, -1))
			continue;
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -2);
		lua_settable(L, -6);
	}
}

static int
merge_functions(lua_State *L)
{
	merge(L, true);
	return 0;
}

static int
merge_all(lua_State *L)
{
	merge(L, false);
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
	st = script_guarded(s, read_fields, table, values, functions, e);
	*functions = jv_sort(*functions, jv_copy(*functions));
	return st;
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
	return script_guarded(s, set_fields, &values, NULL, NULL, e);
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
		st = script_guarded(s, merge_functions, NULL, NULL, NULL, e);
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
	st = script_guarded(s, load_layer, &b, s->path, NULL, e);
	buf_release(&b);
	if (st != HCC_OK)
		return st;
	return check != NULL ? check_layer(s, check, ctx, e) :
	    script_guarded(s, merge_all, NULL, NULL, NULL, e);
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

	return script_guarded(s, find_function, function, &yes, NULL, NULL) ==
	    HCC_OK && yes;
}
