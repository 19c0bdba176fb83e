/*
 * policy.h: where policies are found, and how layers combine.
 *
 * share/hcc/policy/NAME.lua is loaded first; the user's
 * $XDG_CONFIG_HOME/hcc/policy/NAME.lua and then TASK/policy/NAME.lua replace
 * single fields of its table (hcc-policy(5)).
 */
#ifndef HCC_POLICY_H
#define HCC_POLICY_H

#include <stdbool.h>
#include <jv.h>

#include "err.h"
#include "script.h"
#include "task.h"

struct places {
	const char	*share;		/* shipped files */
	const char	*config;	/* user's directory, may not exist */
	const char	*bin;		/* the tools */
	const char	*file;		/* config.lua (lib/config.h) */
	bool		 file_given;	/* demanded: it must exist */
	const char	*lexicon;	/* of the built-in embedder */
	bool		 model;		/* the environment names a model */
	const char	*cache;		/* what can be made again */
};

/* `t` may be NULL: no task layer. */
enum hcc_status	 policy_open(const struct task *t, const struct places *,
		    const char *name, struct script **, struct hcc_err *);
/* One knob of a policy, `dflt` when it is absent. */
double		 policy_num(struct script *, const char *knob, double dflt);

#endif
