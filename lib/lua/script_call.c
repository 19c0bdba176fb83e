/*
 * script_call.c: calls of the table's functions, and the functions of C that
 * they may call.
 */
#include <string.h>
#include <lauxlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "lua/script.h"
#include "lua/script_internal.h"

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
call_limited(struct script *s, const char *function, jv args, bool self,
    jv *result, struct hcc_err *e)
{
	struct call	 c = { function, args, self, result };
	enum hcc_status	 st;
	jv		 why;

	*result = jv_null();
	st = script_guarded(s, call_function, &c, NULL, NULL, e);
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
	return script_guarded(s, add_host, f, name, NULL, e);
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
