/*
 * preview.h: preview.md (hcc-task(5)): the profile of the data, for people
 * and to models on two pages.
 */
#ifndef HCC_DATA_PREVIEW_H
#define HCC_DATA_PREVIEW_H

#include "base/buf.h"
#include "data/profile.h"

/* Front matter and two pages of Markdown. `folds`: how many folds.csv has. */
void		 preview_text(const struct profile *, size_t folds,
		    struct buf *);
/* {"groups":"patient","time":"day"}, as task.md and the preview have it. */
jv		 preview_split(const struct split *);
/* {"kind":"grouped","file":"input/folds.csv","count":5} */
jv		 preview_folds(const struct split *, size_t folds);

#endif
