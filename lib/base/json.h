/*
 * json.h: small helpers over libjq's values.
 *
 * The one law of libjq is that jv_*() consume their arguments. The functions
 * here differ where that makes callers shorter: objects that are read are
 * borrowed, values that are put in are consumed.
 */
#ifndef HCC_BASE_JSON_H
#define HCC_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"

/* Read a member. The string stays valid as long as the object does. */
const char	*json_str(jv obj, const char *key, const char *dflt);
double		 json_num(jv obj, const char *key, double dflt);
bool		 json_bool(jv obj, const char *key, bool dflt);
jv		 json_get(jv obj, const char *key);	/* new; invalid: none */

/*
 * Borrowed values need no jv_free: they live as long as the array or object
 * that holds them is neither changed nor freed. A loop over an array is
 *
 *	for (i = 0; json_item(list, i, &one); i++)
 *
 * and ends at once when `list` is no array.
 */
bool		 json_item(jv array, int i, jv *item);
int		 json_len(jv array);		/* 0 when it is no array */
/* An object, or what is an empty table in Lua: an empty list. */
bool		 json_is_table(jv);
jv		 json_at(jv obj, const char *key);	/* null when absent */
/* Is the string among those of the array? */
bool		 json_has(jv array, const char *s);

/* The object whose "id" is `id` in the array `key` of obj (new ref); invalid if
 * there is none. */
jv		 json_by_id(jv obj, const char *key, const char *id);

/* Put a member in; returns the object. An invalid value becomes null.
 * json_put_num turns NaN and infinities,
 * which JSON cannot say, into null. */
jv		 json_put(jv obj, const char *key, jv val);
jv		 json_put_str(jv obj, const char *key, const char *val);
jv		 json_put_num(jv obj, const char *key, double val);
/* A path (NULL: null), whose bytes may be no UTF-8, as utf8_escape writes it,
 * and the way back: the caller frees; NULL when there is none. */
jv		 json_put_path(jv obj, const char *key, const char *path);
char		*json_path(jv obj, const char *key);

/* Parse one text; on failure an invalid value and a short message that names
 * `name` and `line` (0: no line). */
jv		 json_parse(const char *p, size_t n, const char *name,
		    long line, struct hcc_err *);
/* Append the compact form, keys in insertion-independent (sorted) order. */
void		 json_dump(struct buf *, jv obj);
/* The same, indented, with a newline at the end: for files people read. */
void		 json_dump_pretty(struct buf *, jv obj);
/* Publish the object in that form, durably (fs_publish). */
enum hcc_status	 json_publish(int dir, const char *path, jv obj,
		    struct hcc_err *);

#endif
