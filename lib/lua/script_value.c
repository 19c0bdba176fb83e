/*
 * script_value.c: JSON values to Lua and back.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <lauxlib.h>

#include "lua/script_internal.h"

static void	push(lua_State *, jv, int);

static void
push_object(lua_State *L, jv v, int depth)
{
	int	 it;
	jv	 key, val;

	lua_newtable(L);
	for (it = jv_object_iter(v); jv_object_iter_valid(v, it);
	    it = jv_object_iter_next(v, it)) {
		key = jv_object_iter_key(v, it);
		val = jv_object_iter_value(v, it);
		lua_pushlstring(L, jv_string_value(key),
		    (size_t)jv_string_length_bytes(jv_copy(key)));
		jv_free(key);
		push(L, val, depth);
		jv_free(val);
		lua_rawset(L, -3);
	}
}

static void
push_array(lua_State *L, jv v, int depth)
{
	int	 i, n = jv_array_length(jv_copy(v));
	jv	 val;

	lua_createtable(L, n, 0);
	for (i = 0; i < n; i++) {
		val = jv_array_get(jv_copy(v), i);
		push(L, val, depth);
		jv_free(val);
		lua_rawseti(L, -2, i + 1);
	}
}

static void
push(lua_State *L, jv v, int depth)
{
	double	 d;

	if (depth > SCRIPT_DEPTH || !lua_checkstack(L, 6))
		luaL_error(L, "value nests deeper than %d", SCRIPT_DEPTH);
	switch (jv_get_kind(v)) {
	case JV_KIND_TRUE:
	case JV_KIND_FALSE:
		lua_pushboolean(L, jv_get_kind(v) == JV_KIND_TRUE);
		break;
	case JV_KIND_NUMBER:
		d = jv_number_value(v);
		if (d == floor(d) && fabs(d) < 9e15)
			lua_pushinteger(L, (lua_Integer)d);
		else
			lua_pushnumber(L, d);
		break;
	case JV_KIND_STRING:
		lua_pushlstring(L, jv_string_value(v),
		    (size_t)jv_string_length_bytes(jv_copy(v)));
		break;
	case JV_KIND_ARRAY:
		push_array(L, v, depth + 1);
		break;
	case JV_KIND_OBJECT:
		push_object(L, v, depth + 1);
		break;
	default:
		lua_pushnil(L);
	}
}

void
script_push(lua_State *L, jv v)
{
	push(L, v, 0);
}

/* A conversion: its rules, and how many members it may still have. */
struct table_reader {
	lua_State	*L;
	bool		 lenient;
	int		 left;
};

static jv	value(struct table_reader *, int, int);

static jv
refuse(const char *what, const char *type)
{
	char	 msg[100];

	snprintf(msg, sizeof(msg), "%s %s cannot leave the script", what, type);
	return jv_invalid_with_msg(jv_string(msg));
}

/* A table whose keys are exactly 1..n (n may be 0) is an array. */
static bool
is_array(lua_State *L, int at, lua_Integer *n)
{
	lua_Integer	 count = 0;

	*n = (lua_Integer)lua_rawlen(L, at);
	for (lua_pushnil(L); lua_next(L, at) != 0; lua_pop(L, 1)) {
		count++;
		if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 &&
		    lua_tointeger(L, -2) <= *n)
			continue;
		lua_pop(L, 2);
		return false;
	}
	return count == *n;
}

static jv
array_value(struct table_reader *r, int at, lua_Integer n, int depth)
{
	lua_State	*L = r->L;
	lua_Integer	 i;
	jv		 out = jv_array(), v;

	for (i = 1; i <= n; i++) {
		lua_rawgeti(L, at, i);
		v = value(r, lua_gettop(L), depth);
		lua_pop(L, 1);
		if (!jv_is_valid(v)) {
			jv_free(out);
			return v;
		}
		out = jv_array_append(out, v);
	}
	return out;
}

static jv
object_value(struct table_reader *r, int at, int depth)
{
	lua_State	*L = r->L;
	const char	*s;
	size_t		 len;
	jv		 out = jv_object(), v;

	for (lua_pushnil(L); lua_next(L, at) != 0; lua_pop(L, 1)) {
		if (r->lenient && lua_isfunction(L, -1))
			continue;
		v = value(r, lua_gettop(L), depth);
		if (jv_is_valid(v) && lua_type(L, -2) != LUA_TSTRING &&
		    lua_type(L, -2) != LUA_TNUMBER) {
			jv_free(v);
			v = refuse("a key of type", luaL_typename(L, -2));
		}
		if (!jv_is_valid(v)) {
			lua_pop(L, 2);
			jv_free(out);
			return v;
		}
		lua_pushvalue(L, -2);	/* tolstring would change the key */
		s = lua_tolstring(L, -1, &len);
		out = jv_object_set(out, jv_string_sized(s, (int)len), v);
		lua_pop(L, 1);
	}
	return out;
}

static jv
value(struct table_reader *r, int at, int depth)
{
	lua_State	*L = r->L;
	lua_Integer	 n;
	const char	*s;
	size_t		 len;
	double		 d;

	if (depth > SCRIPT_DEPTH || !lua_checkstack(L, 6))
		return refuse("a value nested", "too deep");
	if (r->left-- == 0)
		return refuse("a value with", "too many values");
	switch (lua_type(L, at)) {
	case LUA_TNONE:
	case LUA_TNIL:
		return jv_null();
	case LUA_TBOOLEAN:
		return jv_bool(lua_toboolean(L, at));
	case LUA_TNUMBER:
		d = lua_tonumber(L, at);
		return isfinite(d) ? jv_number(d) : jv_null();
	case LUA_TSTRING:
		s = lua_tolstring(L, at, &len);
		return jv_string_sized(s, (int)len);
	case LUA_TTABLE:
		if (is_array(L, at, &n))
			return array_value(r, at, n, depth + 1);
		return object_value(r, at, depth + 1);
	default:
		return refuse("a", luaL_typename(L, at));
	}
}

jv
script_value(lua_State *L, int index, bool lenient)
{
	struct table_reader	 r = { L, lenient, SCRIPT_VALUES };

	return value(&r, lua_absindex(L, index), 0);
}
