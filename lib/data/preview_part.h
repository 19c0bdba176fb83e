/*
 * preview_part.h: private to preview*.c. Parts of preview.md; each appends
 * a section of Markdown with its heading, or nothing.
 */
#ifndef HCC_DATA_PREVIEW_PART_H
#define HCC_DATA_PREVIEW_PART_H

#include "base/buf.h"
#include "data/profile.h"

void	 part_files(const struct profile *, struct buf *);
void	 part_target(const struct profile *, struct buf *);
void	 part_rows(const struct table *, struct buf *);
/* Whole texts of each class, where there is a column of prose. */
void	 part_texts(const struct profile *, struct buf *);
void	 part_images(const struct profile *, struct buf *);

#endif
