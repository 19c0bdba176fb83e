/*
 * project_sources.h: the sources of a project that those which may change use.
 *
 * Who edits a program needs what it calls. Files of data and of settings, which
 * may hold secrets, are none of it.
 */
#ifndef HCC_DATA_PROJECT_SOURCES_H
#define HCC_DATA_PROJECT_SOURCES_H

#include <jv.h>

#include "base/buf.h"
#include "data/new_project.h"

/* Is it a source, by the ending of its name? */
bool	 project_is_source(const char *path);
/* Append, as Markdown, the sources of `all` (an array of paths below the
 * directory `dir`; borrowed) that the command or a file that may change uses,
 * and what these use in turn, as far as some pages have room. A file that
 * cannot be read is left out. */
void	 project_sources(const struct new_project *, int dir, jv all,
	    struct buf *);

#endif
