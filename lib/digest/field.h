/*
 * field.h (private to digest): what the numbers of a form's lines did.
 */
#ifndef HCC_DIGEST_FIELD_H
#define HCC_DIGEST_FIELD_H

#include "digest/template.h"

/* `l` is the second line of `f`, whose numbers are now worth following: name
 * the slots, choose the counter, count in the first line. False without
 * memory. */
bool	 slots_start(struct dig_forms *, struct dig_form *f,
	    const struct dig_line *l);
/* Count in the numbers of a line of `f`. */
void	 slots_values(const struct dig_forms *, struct dig_form *f,
	    const struct dig_line *);
/* Is there nan or infinity where numbers were before? */
bool	 slots_broke(const struct dig_form *, const struct dig_line *);
/* A line that counts epochs or the like: what follows happened there. */
void	 slots_context(struct dig_forms *, const struct dig_form *,
	    const struct dig_line *);

#endif
