/*
 * js.h: small helpers over libjq's values.
 *
 * The one law of libjq is that jv_*() consume their arguments. The functions
 * here differ where that makes callers shorter: objects that are read are
 * borrowed, values that are put in are consumed.
 */
#ifndef HCC_JS_H
#define HCC_JS_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "buf.h"
#include "err.h"

/* Read a member. The string stays valid as long as the object does. */
const char	*js_str(jv obj, const char *key, const char *dflt);
double		 js_num(jv obj, const char *key, double dflt);
bool		 js_bool(jv obj, const char *key, bool dflt);
jv		 js_get(jv obj, const char *key);	/* new ref; invalid if absent */

/* The object whose "id" is `id` in the array `key` of obj (new ref); invalid if
 * there is none. */
jv		 js_by_id(jv obj, const char *key, const char *id);

/* Put a member in; returns the object. An invalid value becomes null.
 * js_put_num turns NaN and infinities,
 * which JSON cannot say, into null. */
jv		 js_put(jv obj, const char *key, jv val);
jv		 js_put_str(jv obj, const char *key, const char *val);
jv		 js_put_num(jv obj, const char *key, double val);

/* Parse one text; on failure an invalid value and a short message that names
 * `name` and `line` (0: no line). */
jv		 js_parse(const char *p, size_t n, const char *name, long line,
		    struct hcc_err *);
/* Append the compact form, keys in insertion-independent (sorted) order. */
void		 js_dump(struct buf *, jv obj);
/* The same, indented, with a newline at the end: for files people read. */
void		 js_dump_pretty(struct buf *, jv obj);
/* Publish the object in that form, durably (fs_publish). */
enum hcc_status	 js_publish(int dir, const char *path, jv obj,
		    struct hcc_err *);

#endif
