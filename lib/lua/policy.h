/*
 * policy.h: where policies are found, and how layers combine.
 *
 * share/hcc/policy/NAME.lua is loaded first. Its field `knobs` has one row a
 * knob: { name, type, default, least, most, text }; the types are those of
 * knob.h by their names ("number", "count", "seconds", "bytes", "boolean",
 * "list", "lists"), false as default, least or most is none, and a list has
 * its words in place of the least. The user's
 * $XDG_CONFIG_HOME/hcc/policy/NAME.lua and then TASK/policy/NAME.lua replace
 * single knobs and functions (hcc-policy(5)). A name that the shipped file
 * does not have, a value that its row does not allow, and a file of another
 * name in these directories are HCC_CONFIG.
 */
#ifndef HCC_LUA_POLICY_H
#define HCC_LUA_POLICY_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "lua/places.h"
#include "lua/script.h"

/* `task` is the path of the task directory, NULL: no task layer. The table of
 * the script has every knob, numbers in seconds, bytes or ones. */
enum hcc_status	 policy_open(const char *task, const struct places *,
		    const char *name, struct script **, struct hcc_err *);
/* What a policy comes to: an array of {name, value, from}, the caller's; `from`
 * is the file that sets a knob or replaces a function, null for the shipped
 * default. Functions that nobody replaces are left out. */
enum hcc_status	 policy_describe(const char *task, const struct places *,
		    const char *name, jv *, struct hcc_err *);
/* script_method() for a function that decides: true, or false (nil is false).
 * `name` is that of the policy, for the error (HCC_CONFIG) when it returns
 * something else. *yes is false on failure. */
enum hcc_status	 policy_decide(struct script *, const char *name,
		    const char *function, jv args, bool *yes, struct hcc_err *);
/* The same for a function that returns a reason, or nil: an empty string. */
enum hcc_status	 policy_reason(struct script *, const char *name,
		    const char *function, jv args, char *why, size_t n,
		    struct hcc_err *);
/* A knob; NAN when it is not set. The policy must have it. */
double		 policy_number(struct script *, const char *knob);

#endif
