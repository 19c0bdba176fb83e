/*
 * frame.h: one line of a Python stack trace.
 */
#ifndef HCC_BASE_FRAME_H
#define HCC_BASE_FRAME_H

#include <stdbool.h>
#include <stddef.h>

struct frame {
	const char	*path;		/* inside the line, not terminated */
	size_t		 path_len;
	long		 line;
	size_t		 at;		/* offset of `File "` in the line */
};

/* `  File "PATH", line N, in f` (anything may stand before `File`). */
bool	 frame_parse(const char *, size_t, struct frame *);
/* Is the path part of an installed package, not the user's own code? */
bool	 frame_library(const char *path, size_t);

#endif
