/*
 * config.h: the user's configuration, config.lua (hcc-config(5)).
 *
 * One file returns one table, each member of which is a section that belongs
 * to one part of hcc ("embed"). It is loaded like a policy, under the limits
 * of script.h, and checked by rows (knob.h).
 */
#ifndef HCC_LUA_CONFIG_H
#define HCC_LUA_CONFIG_H

#include <jv.h>

#include "base/err.h"
#include "lua/knob.h"
#include "lua/policy.h"

/* The section as an object that its rows allow, with their defaults, also
 * when there is no such section, or no file and none was demanded. *section
 * is the caller's, and invalid on failure. HCC_CONFIG: file, line, remedy. */
enum hcc_status	 config_section(const struct places *, const char *section,
		    const struct knob *, jv *, struct hcc_err *);
/* A file that the configuration names: relative to where config.lua lies. The
 * caller frees. */
char		*config_path(const struct places *, const char *file);

#endif
