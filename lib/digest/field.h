/*
 * field.h (private to digest): what the numbers of a template's lines did.
 */
#ifndef HCC_DIGEST_FIELD_H
#define HCC_DIGEST_FIELD_H

#include "digest/template.h"

/* `l` is the second line of `t`, whose numbers are now worth following: name
 * the fields, choose the counter, count in the first line. */
void	 fields_start(struct templates *, struct template *t,
	    const struct log_line *l);
/* Count in the numbers of a line of `t`. */
void	 fields_values(const struct templates *, struct template *t,
	    const struct log_line *);
/* Is there nan or infinity where numbers were before? */
bool	 fields_broke(const struct template *, const struct log_line *);
/* Did it get worse in one step as never before or after, within a series? */
bool	 field_jumped(const struct template *, unsigned field);
/* Is less better of a metric of this name? */
bool	 less_is_better(const char *name);
/* Does the name not tell, as `value` of what is optimised? */
bool	 either_is_better(const char *name);

#endif
