/*
 * profile_internal.h: private to preview*.c.
 */
#ifndef HCC_DATA_PROFILE_INTERNAL_H
#define HCC_DATA_PROFILE_INTERNAL_H

#include "data/profile.h"

/* Add a sentence to `problems` or `notes`. */
void	 profile_refuse(struct profile *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 profile_note(struct profile *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Add "mended 'FILE': .." to `mends`; the table is to be written anew. */
void	 profile_mended(struct profile *, struct profile_table *,
	    const char *, ...) __attribute__((format(printf, 3, 4)));
/* "data/train.csv", as messages call a file of the directory. Storage is the
 * caller's. */
const char *profile_shown(const struct profile *, const char *path,
	    char out[512]);

/* Which columns are the id and the targets (profile_roles.c). */
enum hcc_status	 profile_roles(struct profile *, const struct profile_want *,
		    struct hcc_err *);
/* Kind of data and problem, classes, paths of pictures (profile_kind.c). */
enum hcc_status	 profile_kinds(struct profile *, const struct profile_want *,
		    struct hcc_err *);
/* Everything that makes data unfit (profile_check.c). */
enum hcc_status	 profile_check(struct profile *, const struct profile_want *,
		    struct hcc_err *);

/* Append at most `max` bytes of a foreign string for Markdown: control
 * characters become blanks, bytes that are no UTF-8 are taken for
 * Windows-1252, backquotes lose their meaning. */
void	 text_cut(struct buf *, const char *, size_t max);

#endif
