/*
 * config.h: the user's configuration, config.lua (hcc-config(5)).
 *
 * One file returns one table, each member of which is a section that belongs
 * to one part of hcc ("embed"). It is loaded like a policy, under the limits
 * of script.h. What is not known is an error and is named, since a mistyped
 * word that is passed over in silence costs a night.
 */
#ifndef HCC_LUA_CONFIG_H
#define HCC_LUA_CONFIG_H

#include <jv.h>

#include "base/err.h"
#include "lua/policy.h"

struct config_key {
	const char	*name;		/* NULL ends the list */
	jv_kind		 kind;		/* JV_KIND_TRUE: true or false;
					 * JV_KIND_INVALID: any */
};

/* The section as an object with none but these keys, each of its kind; {}
 * when there is no such section, or no file and none was demanded. *section
 * is the caller's, and invalid on failure. HCC_CONFIG: file, key, remedy. */
enum hcc_status	 config_section(const struct places *, const char *section,
		    const struct config_key *, jv *, struct hcc_err *);
/* Has a table of a section (borrowed; what is no object is empty) none but
 * these keys, each of its kind? `where` is its name in messages and ends with
 * a dot. */
enum hcc_status	 config_check(const struct places *, jv table,
		    const char *where, const struct config_key *,
		    struct hcc_err *);
/* A file that the configuration names: relative to where config.lua lies. The
 * caller frees; NULL: no memory. */
char		*config_path(const struct places *, const char *file);

#endif
