/*
 * context.h: g(E), what a call to the brain reads (paper, sections 2 and 3).
 *
 * A context is a list of parts in the order of the events: e_0 first (task,
 * preview, wisdom), then for each event of the journal: a plan raw, for ever;
 * in place of a finished phase its note, after its plan, what it repaired and
 * the logs of what only measured; code, log and result of phase 00 and of the
 * active phase. The program that this phase builds on stands with its log
 * behind the phase that made it, if that is finished. So the context of a step,
 * whatever its role, begins with the bytes of the one before, wherever the
 * equations allow. A squeezed part says so in its text.
 */
#ifndef HCC_BRAIN_CONTEXT_H
#define HCC_BRAIN_CONTEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"
#include "lua/policy.h"
#include "task/task.h"

struct context_part {
	char	*kind;		/* task, preview, wisdom, plan, note, code,
				 * log, result, notice */
	char	*id;		/* of its phase or attempt, or "" */
	char	*source;	/* file of the task */
	double	 tokens;
	double	 cap;		/* tokens that context.lua left; NAN: all */
	char	*text;
};

struct context {
	struct context_part	*parts;
	size_t			 n;
};

extern const struct record context_part_record;

struct context_opts {
	const char	*role;		/* a key of context.lua's `reads` */
	const char	*asks;		/* the role whose model reads it; NULL:
					 * that one */
	const char	*only;		/* suggestion id: its attempts alone
					 * (debug); NULL: all */
	double		 budget;	/* tokens; 0: context.lua's, or those
					 * for which the model has room, less
					 * room for what is behind it */
	bool		 bare;		/* without wisdom (a control) */
	const char	*behind;	/* text that follows the context and
					 * counts in its budget; or NULL */
	double		 bytes_per_token; /* of the model; 0: estimated */
};

/* HCC_USAGE: no such role. context_free in any case. */
enum hcc_status	 context_build(const struct task *, const struct places *,
		    const struct context_opts *, struct context *,
		    struct hcc_err *);
void		 context_free(struct context *);
/* Append text that stands behind a context, cut to its share (0 to 1) of the
 * budget; role and bytes_per_token of the options count too. */
enum hcc_status	 context_fit(const struct task *, const struct places *,
		    const struct context_opts *, const char *text,
		    double share, struct buf *out, struct hcc_err *);
/* The bytes that are sent: the texts of the parts, one after the other. */
void		 context_text(struct buf *, const struct context *);

#endif
