/*
 * preview_part.h: private to preview*.c. Parts of preview.md; each appends
 * a section of Markdown with its heading, or nothing.
 */
#ifndef HCC_DATA_PREVIEW_PART_H
#define HCC_DATA_PREVIEW_PART_H

#include "base/buf.h"
#include "data/profile.h"

/* The front matter. */
void	 part_front(const struct profile *, size_t folds, struct buf *);
/* How many columns from `at` on are numbers that differ by a trailing number
 * in their names: pixel0, pixel1, .. */
size_t	 part_run(const struct table *, size_t at);
void	 part_files(const struct profile *, struct buf *);
void	 part_target(const struct profile *, struct buf *);
/* What differs in the values of the rows to predict. */
void	 part_differing(const struct profile *, struct buf *);
void	 part_rows(const struct table *, struct buf *);
/* Whole texts of each class, where there is a column of prose. */
void	 part_texts(const struct profile *, struct buf *);
void	 part_images(const struct profile *, struct buf *);

#endif
