/*
 * yaml.h: YAML front matter, the first lines of our Markdown files.
 *
 *	---
 *	key: value
 *	---
 *	body
 *
 * Read with libyaml; aliases are refused (they can blow up). Plain scalars
 * that are canonical numbers, true, false and null become those; everything
 * else is a string.
 */
#ifndef HCC_BASE_YAML_H
#define HCC_BASE_YAML_H

#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"

/* Parse the front matter of `text`. *meta is an object (empty when there is
 * none), *body the offset of the first byte behind it. Errors are HCC_INPUT
 * and name `name` and the line. */
enum hcc_status	 yaml_front(const char *text, size_t n, const char *name,
		    jv *meta, size_t *body, struct hcc_err *);
/* Append "---\nkey: value..\n---\n" for the object (borrowed). `order` is a
 * NULL-terminated list of keys that come first; the others follow sorted. */
void		 yaml_emit(struct buf *, jv meta, const char *const *order);

#endif
