/*
 * script.h: the boundary to Lua. Policies, brains, configuration and lexicons
 * are Lua files that return a table; C calls its functions with plain values.
 *
 * A script sees base, math, string, table, utf8 and the table `hcc`
 * (json_encode, json_decode, plain, read, sha256), but no io, os, debug,
 * coroutine, load or bytecode; require and hcc.read stay below the given
 * directories. The memory that it keeps is limited, and so is the processor
 * time of a call, in spite of pcall. A call that is inside a library function
 * (string.find) or a finalizer a second after that ends the process with the
 * exit status of HCC_CONFIG and a message: the one place in the library that
 * does so, since nothing short of it is safe.
 */
#ifndef HCC_LUA_SCRIPT_H
#define HCC_LUA_SCRIPT_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"

#define SCRIPT_MEMORY	(256u << 20)	/* bytes that are alive */
#define SCRIPT_SECONDS	2		/* of processor time, a call */

struct script;

/* Load the file; `dirs` (NULL-terminated, copied; NULL: none) is where require
 * and hcc.read look. Errors are HCC_CONFIG with file, line and traceback,
 * HCC_MISSING when the file is not there. */
enum hcc_status	 script_open(struct script **, const char *path,
		    const char *const *dirs, struct hcc_err *);
/* Looks at the table of a file before its fields count: its values, which it
 * may change, and the names of its functions (borrowed). */
typedef enum hcc_status	 script_check(void *ctx, const char *path, jv *values,
		    jv functions, struct hcc_err *);
/* Load another file whose fields replace those loaded before; `check` may be
 * NULL. */
enum hcc_status	 script_layer(struct script *, const char *path,
		    script_check *, void *ctx, struct hcc_err *);
void		 script_close(struct script *);

bool		 script_has(struct script *, const char *function);
/* Call a function of the table with the members of the array `args`
 * (consumed). *result is its first value (null for nil) and is the caller's;
 * invalid on failure. */
enum hcc_status	 script_call(struct script *, const char *function, jv args,
		    jv *result, struct hcc_err *);
/* The same with the table itself as the first argument, as in t:f(..). */
enum hcc_status	 script_method(struct script *, const char *function, jv args,
		    jv *result, struct hcc_err *);
/* The table as a value, without its functions; invalid, with a message, when
 * it cannot be one. */
jv		 script_table(struct script *);
/* The names of its functions, sorted. */
jv		 script_functions(struct script *);
/* Set fields of the table (an object, borrowed). */
enum hcc_status	 script_set(struct script *, jv values, struct hcc_err *);

/* Give the script a host function, hcc.NAME. It is called with its first
 * argument as a value (consumed) and returns a value; an invalid one, with
 * the error recorded, ends the whole call of the script with that status: the
 * script cannot catch it. `ctx` lives until script_close, which passes it to
 * `release`. The time that it takes is not the script's. */
typedef jv	 script_host(void *ctx, jv arg, struct hcc_err *);
enum hcc_status	 script_register(struct script *, const char *name,
		    script_host *, void *ctx, void (*release)(void *),
		    struct hcc_err *);
/* The ctx of a host function; NULL when it is not registered. */
void		*script_host_ctx(const struct script *, script_host *);
/* Did a host function end the last call? */
bool		 script_ended(const struct script *);

#endif
