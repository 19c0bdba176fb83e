/*
 * policy.h: where policies and brains are found, and how layers combine.
 *
 * share/hcc/policy/NAME.lua is loaded first; the user's
 * $XDG_CONFIG_HOME/hcc/policy/NAME.lua and then TASK/policy/NAME.lua replace
 * single fields of its table (hcc-policy(5)). A brain is one file: a path, or
 * a name below the user's brain directory or the shipped one.
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
	const char	*file;		/* config.lua (lib/config.h) */
	bool		 file_given;	/* demanded: it must exist */
	const char	*lexicon;	/* of the built-in embedder */
	const char	*cache;		/* what can be made again */
};

/* `t` may be NULL: no task layer. */
enum hcc_status	 policy_open(const struct task *t, const struct places *,
		    const char *name, struct script **, struct hcc_err *);
/* One knob of a policy, `dflt` when it is absent. */
double		 policy_num(struct script *, const char *knob, double dflt);

/* The brain's name for a task: `wanted` (may be NULL), else the `brain` of
 * task.md, else "offline". Valid as long as the arguments. */
const char	*brain_name(const struct task *, const char *wanted);
enum hcc_status	 brain_open(const struct places *, const char *name,
		    struct script **, struct hcc_err *);

#endif
