/*
 * field.h (private to digest): what the numbers of a form's lines did.
 */
#ifndef HCC_DIGEST_FIELD_H
#define HCC_DIGEST_FIELD_H

#include "digest/template.h"

/* `l` is the second line of `f`, whose numbers are now worth following: name
 * the slots, choose the counter, count in the first line. False without
 * memory. */
bool	 fields_start(struct templates *, struct template *f,
	    const struct log_line *l);
/* Count in the numbers of a line of `f`. */
void	 fields_values(const struct templates *, struct template *f,
	    const struct log_line *);
/* Is there nan or infinity where numbers were before? */
bool	 fields_broke(const struct template *, const struct log_line *);
/* A line that counts epochs or the like: what follows happened there. */
void	 fields_context(struct templates *, const struct template *,
	    const struct log_line *);

#endif
