/*
 * context_internal.h: private to context*.c. context.c walks the events,
 * context_part.c makes the parts that each contributes, context_pack.c brings
 * them below the budget, all with the texts of context_text.c.
 */
#ifndef HCC_BRAIN_CONTEXT_INTERNAL_H
#define HCC_BRAIN_CONTEXT_INTERNAL_H

#include "brain/context.h"
#include "lua/script.h"

struct walk {
	const struct task		*t;
	const struct context_opts	*opts;
	jv				 reads;	/* kinds of the role */
	struct context			*out;
	bool				 ranges;	/* of bytes in logs */
	bool				 finished[1000];
};

/* Tokens of a text, by the rate of the model's server if it is known. */
double	 context_tokens(const struct context_opts *, const char *text,
	    size_t n);
void	 context_set_text(struct context_part *, const struct buf *);
/* End the last line. */
void	 context_end_line(struct buf *);
/* Fence the text after the first `heading` bytes of `b`. */
void	 context_fence(struct buf *b, size_t heading);

/* Add a part, if the role reads its kind: the task itself, a file below a
 * heading line, an attempt, the outcome of a suggestion. */
void	 context_add_task(struct walk *);
void	 context_add_file(struct walk *, const char *kind, const char *id,
	    const char *source, const char *heading);
void	 context_add_run(struct walk *, jv event);
void	 context_add_result(struct walk *, jv event);

/* Head and tail of a text within about `tokens` of its `all`, a fence kept
 * whole, and between them what is missing. */
void	 context_cut(struct buf *, const char *s, size_t n, double tokens,
	    double all);
/* Bring w->out below the budget, as context.lua wants it. */
enum hcc_status	 context_pack(struct walk *, struct script *, double budget,
		    struct hcc_err *);

#endif
