/*
 * context.h: g(E), what a call to the brain reads (paper, sections 2 and 3).
 *
 * A context is a list of parts in the order of the events:
 *	{kind, id, source, tokens, cap, text}
 * e_0 first (task, preview, wisdom), then for each event of the journal: a
 * plan raw, for ever; where a finished phase stood its note, behind its
 * plan; code, log and result of phase 00 and of the active phase raw. So the
 * context of a step begins with the bytes of the one before, wherever the
 * equations allow. `cap` is the number of tokens that context.lua left to a part
 * that was squeezed, null for raw; a squeezed part says so in its text.
 */
#ifndef HCC_BRAIN_CONTEXT_H
#define HCC_BRAIN_CONTEXT_H

#include <stdbool.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "lua/policy.h"
#include "task/task.h"

struct context_opts {
	const char	*role;		/* a key of context.lua's `reads` */
	const char	*only;		/* suggestion id: its attempts alone
					 * (debug); NULL: all */
	double		 budget;	/* tokens; 0: context.lua's, less its room
					 * for what stands behind */
	bool		 bare;		/* without wisdom (a control) */
	const char	*behind;	/* text that follows the context and
					 * counts in its budget; or NULL */
	double		 bytes_per_token; /* of the model; 0: estimated */
};

/* *parts is an array. HCC_USAGE: no such role. */
enum hcc_status	 context_build(const struct task *, const struct places *,
		    const struct context_opts *, jv *parts, struct hcc_err *);
/* Append text that stands behind a context, cut to its share (0 to 1) of the
 * budget; role and bytes_per_token of the options count too. */
enum hcc_status	 context_fit(const struct task *, const struct places *,
		    const struct context_opts *, const char *text,
		    double share, struct buf *out, struct hcc_err *);
/* The bytes that are sent: the texts of the parts, one after the other. */
void		 context_text(struct buf *, jv parts);

#endif
