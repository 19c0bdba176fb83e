/*
 * mirror.h: a directory tree once more, by hard links.
 *
 * Programs in the sandbox see input/ and nothing around it, so that links out
 * of it lead nowhere: files are linked hard, and copied where that cannot be
 * (another filesystem, another user's file). Symbolic links are followed,
 * names that begin with a dot passed over.
 */
#ifndef HCC_DATA_MIRROR_H
#define HCC_DATA_MIRROR_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/err.h"

/* Mirror the directory `from` into the existing directory `to`. `leave` is
 * asked for each file whether to leave it out (path relative to `from`); NULL:
 * all are taken. */
enum hcc_status	 mirror_tree(int from, int to,
		    bool (*leave)(void *, const char *path,
		    const struct stat *), void *ctx, struct hcc_err *);
/* One file, under the same rules. */
enum hcc_status	 mirror_file(int from, const char *path, int to,
		    const char *name, struct hcc_err *);

#endif
