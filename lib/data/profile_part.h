/*
 * profile_part.h: private to preview_*.c. Parts of preview.md; each appends
 * a section of Markdown with its heading, or nothing.
 */
#ifndef HCC_DATA_PROFILE_PART_H
#define HCC_DATA_PROFILE_PART_H

#include "data/profile_internal.h"

void	 part_files(const struct profile *, struct buf *);
void	 part_target(const struct profile *, struct buf *);
void	 part_rows(const struct profile_table *, struct buf *);
void	 part_images(const struct profile *, struct buf *);

void	 text_number(struct buf *, double);
void	 text_percent(struct buf *, double share);

#endif
