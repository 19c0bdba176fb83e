/*
 * class_folders.h: tables for pictures that come without one.
 */
#ifndef HCC_DATA_CLASS_FOLDERS_H
#define HCC_DATA_CLASS_FOLDERS_H

#include "base/buf.h"
#include "data/profile.h"

/* Tables to be written into input/; empty: not needed. */
struct pictures {
	struct buf	 train;		/* path,label */
	struct buf	 test;		/* the ids to predict */
	struct buf	 note;		/* what was made of what */
};

/* Where there is no training table but a folder of pictures for each class
 * (train/cat, train/dog), make one; and one of the rows to predict, from the
 * sample submission or from the folder that is called test. Pictures that
 * would be left out are a problem of the profile. */
enum hcc_status	 pictures_tables(struct profile *, struct pictures *,
		    struct hcc_err *);
void		 pictures_release(struct pictures *);

#endif
