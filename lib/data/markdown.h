/*
 * markdown.h: foreign strings and numbers in Markdown that a model reads.
 */
#ifndef HCC_DATA_MARKDOWN_H
#define HCC_DATA_MARKDOWN_H

#include "base/buf.h"

/* Append at most `max` bytes of a foreign string: characters that mislead
 * become `?', line ends blanks, and backquotes lose their meaning. */
void	 md_cut(struct buf *, const char *, size_t max);
/* The same with its backquotes, for YAML. */
void	 md_plain(struct buf *, const char *, size_t max);
/* md_cut() as code, between backquotes. */
void	 md_code(struct buf *, const char *, size_t max);
/* End the last line. */
void	 md_end_line(struct buf *);
/* Fence the text after the first `from` bytes of `b`. */
void	 md_fence(struct buf *b, size_t from);
void	 md_number(struct buf *, double);
/* "1 to 5" */
void	 md_range(struct buf *, double from, double to);
void	 md_percent(struct buf *, double share);

#endif
