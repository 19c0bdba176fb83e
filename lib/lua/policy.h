/*
 * policy.h: where policies are found, and how layers combine.
 *
 * share/hcc/policy/NAME.lua is loaded first; the user's
 * $XDG_CONFIG_HOME/hcc/policy/NAME.lua and then TASK/policy/NAME.lua replace
 * single fields of its table (hcc-policy(5)).
 */
#ifndef HCC_LUA_POLICY_H
#define HCC_LUA_POLICY_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "lua/places.h"
#include "lua/script.h"

/* `task` is the path of the task directory, NULL: no task layer. */
enum hcc_status	 policy_open(const char *task, const struct places *,
		    const char *name, struct script **, struct hcc_err *);
/* One knob of a policy, `dflt` when it is absent. */
double		 policy_num(struct script *, const char *knob, double dflt);

#endif
