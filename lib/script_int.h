/*
 * script_int.h: private to script*.c. Values across the Lua boundary.
 *
 * Numbers keep their kind (integral doubles become Lua integers); null is nil;
 * an empty table is an empty array. Functions inside a table are an error,
 * or left out when `lenient`.
 */
#ifndef HCC_SCRIPT_INT_H
#define HCC_SCRIPT_INT_H

#include <stdbool.h>
#include <jv.h>
#include <lua.h>

#include "script.h"

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

/* A function of C's that a script may call (script_lend). */
struct lent {
	struct lent	*next;
	script_lent	*call;
	void		*ctx;
	void		(*release)(void *);
	struct hcc_err	*why;		/* set: the call ends with it */
};
/* The closure of a lent function; upvalue 1 is the struct lent. */
int	 script_call_lent(lua_State *);

#endif
