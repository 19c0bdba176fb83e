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
#include <sys/time.h>
#include <jv.h>
#include <lua.h>

#include "lua/script.h"

/* Deeper than libjq nests, so that what was parsed can be pushed. */
#define SCRIPT_DEPTH 260
/* A value that is returned has no more members than this in all. */
#define SCRIPT_VALUES (1 << 20)

/* The processor time of one call. When it is up, *late is set and the script
 * gets an error; where no error can be raised, the process ends with
 * HCC_CONFIG and a message that names the file. */
struct script_clock {
	lua_State	*L;
	const char	*path;		/* for the message */
	bool		*late;
	int		 limit;		/* ms */
	struct itimerval left;
};
/* One clock runs at a time. A function of C that is called by a script stops
 * it, may run other scripts, and starts it again. */
void	 script_clock_start(const struct script_clock *);
struct script_clock script_clock_stop(void);

/* Push a borrowed value. Raises a Lua error when it nests too deep. */
void	 script_push(lua_State *, jv);
/* The value at `index`; an invalid value with a message if it cannot be one. */
jv	 script_value(lua_State *, int index, bool lenient);
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
/* The closure of a host function; upvalue 1 is the struct host_function. */
int	 script_call_host(lua_State *);

struct script {
	lua_State		*L;
	size_t			 used;		/* bytes that are alive */
	int			 limit;		/* ms a call; tests lower it */
	bool			 late;		/* the time was up */
	char			 path[1024];	/* loaded last */
	struct host_function	*hosts;		/* list */
	struct hcc_err		 end;	/* a host function ended the call */
};
/* Call a function of C's under the limits with three pointers. An error that
 * the script caught fails the call all the same when it was the time limit's
 * or a host function's. */
enum hcc_status	 script_guarded(struct script *, lua_CFunction,
		    const void *, const void *, const void *,
		    struct hcc_err *);

#endif
