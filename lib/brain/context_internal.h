/*
 * context_internal.h: private to context*.c. context.c walks the events,
 * context_part.c and context_run.c make the parts that each contributes,
 * context_pack.c brings them below the budget, all with the texts of
 * context_text.c.
 */
#ifndef HCC_BRAIN_CONTEXT_INTERNAL_H
#define HCC_BRAIN_CONTEXT_INTERNAL_H

#include "brain/context.h"
#include "lua/script.h"
#include "task/earlier.h"

struct walk {
	const struct task		*t;
	const struct context_opts	*opts;
	jv				 reads;	/* kinds of the role */
	struct context			*out;
	size_t				 log_tokens;	/* of a log, at most */
	jv				 repairs;	/* of the journal */
	jv				 preview;	/* once read */
	bool				 finished[1000];
	char				 builds_on[64];	/* id; "": nothing */
	/* What was built on, as it was looked up last. */
	char				 base_id[64];	/* "": nothing yet */
	bool				 has_base;
	struct earlier			 base;
};

/* Tokens of a text, by the rate of the model's server if it is known. */
double	 context_tokens(const struct context_opts *, const char *text,
	    size_t n);
void	 context_set_text(struct context_part *, const struct buf *);

bool	 context_wants(const struct walk *, const char *kind);
void	 context_add(struct walk *, const char *kind, const char *id,
	    const char *source, const struct buf *text);
/* Add parts, if the role reads their kind: the task itself, a file below a
 * heading line, an attempt, the outcome of a suggestion, the program and the
 * log of the suggestion that is built on, unless they are there. */
void	 context_add_task(struct walk *);
void	 context_add_file(struct walk *, const char *kind, const char *id,
	    const char *source, const char *heading);
void	 context_add_run(struct walk *, const char *id);
void	 context_add_result(struct walk *, const char *id);
void	 context_add_base(struct walk *, const char *id);
/* Which failures a finished phase repaired, and how. */
void	 context_add_repairs(struct walk *, int phase);
/* The logs of what a finished phase measured: they are what it found. */
void	 context_add_measured(struct walk *, int phase);
void	 context_close_base(struct walk *);

/* Head and tail of a text within about `tokens` of its `all`, a fence kept
 * whole, and between them what is missing. */
void	 context_cut(struct buf *, const char *s, size_t n, double tokens,
	    double all);
/* Bring w->out below the budget, as context.lua wants it. */
enum hcc_status	 context_pack(struct walk *, struct script *, double budget,
		    struct hcc_err *);

#endif
