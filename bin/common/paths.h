/*
 * paths.h: find programs, shipped files and the user's files, for the library,
 * which reads no environment.
 */
#ifndef HCC_BIN_COMMON_PATHS_H
#define HCC_BIN_COMMON_PATHS_H

#include "lua/places.h"

/* "0.2": VERSION of the Makefile. */
const char *tool_version(void);
/* Where the shipped files are: $HCC_SHARE, else share/hcc beside the program
 * (uninstalled tree), else PREFIX/share/hcc. Static storage. */
const char *tool_share(void);
/* The packages that programs may import, in there; NULL: they are not
 * installed. Static storage. */
const char *tool_python(void);
/* The same and the user's configuration ($XDG_CONFIG_HOME/hcc, else
 * ~/.config/hcc), for policies, brains and the embedder; config.lua is there,
 * or is the file of $HCC_CONFIG. Static storage. */
const struct places *tool_places(void);
/* The wisdom base: `given` when not NULL, else $HCC_WISDOM, else
 * $XDG_DATA_HOME/hcc/wisdom.db (~/.local/share). Static storage. */
const char *tool_wisdom(const char *given);
/* Where ledgers and locks of this user are: $XDG_STATE_HOME/hcc
 * (~/.local/state). Static storage. */
const char *tool_state(void);
/* Directory that holds the running program (for exec of sibling tools). */
const char *tool_bindir(void);

#endif
