/*
 * script_internal.h: private to script*.c. Values across the Lua boundary.
 *
 * Numbers keep their kind (integral doubles become Lua integers); null is nil;
 * an empty table is an empty array. Functions inside a table are an error,
 * or left out when `lenient`.
 */
#ifndef HCC_LUA_SCRIPT_INTERNAL_H
#define HCC_LUA_SCRIPT_INTERNAL_H

#include <stdbool.h>
#include <jv.h>
#include <lua.h>

#include "lua/script.h"

/* Deeper than libjq nests, so that what was parsed can be pushed. */
#define SCRIPT_DEPTH 260

/* Push a borrowed value. Raises a Lua error when it nests too deep. */
void	 script_push(lua_State *, jv);
/* The value at `index`; an invalid value with a message if it cannot be one. */
jv	 script_value(lua_State *, int index, bool lenient);
/* +1 before and -1 after code that must not be jumped out of (malloc). */
void	 script_busy(lua_State *, int delta);
/* Put the table `hcc` into the globals; the directories are upvalues. */
void	 script_open_hcc(lua_State *, const char *const *dirs);

/* A function of C's that a script may call (script_register). */
struct host_function {
	struct host_function	*next;
	script_host	*call;
	void		*ctx;
	void		(*release)(void *);
	struct hcc_err	*why;		/* set: the call ends with it */
};
/* The closure of a lent function; upvalue 1 is the struct host_function. */
int	 script_call_host(lua_State *);

#endif
