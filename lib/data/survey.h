/*
 * survey.h: the second pass over train and test, when it is known what the
 * columns mean: ids, rows that are the same, and what folds and hold-outs are
 * drawn by. Keeps some twenty bytes a training row.
 */
#ifndef HCC_DATA_SURVEY_H
#define HCC_DATA_SURVEY_H

#include "base/buf.h"
#include "data/profile.h"
#include "data/row_set.h"

#define SURVEY_NONE	UINT32_MAX	/* stratum of a row without target */

struct survey {
	size_t		 rows;		/* of the training table */
	uint64_t	*unit;		/* rows that must not be parted */
	uint32_t	*stratum;	/* class, or tenth of a quantity */
	size_t		 strata;
	double		*time;		/* NULL unless p->split.time */
	bool		 grouped;	/* some unit has several rows */
	bool		 both;		/* groups and time hold */
	struct buf	 ids;		/* of the rows, each with its NUL; */
	bool		 has_ids;	/* there, and different */
	struct row_set	 taken;		/* ids of test and sample */
	size_t		 twice;		/* rows of train that came before */
	size_t		 shared;	/* rows of test that train has */
};

/* Look at the rows. Ids that do not fit are problems of the profile, repeated
 * rows notes. */
enum hcc_status	 survey_rows(struct profile *, struct survey *,
		    struct hcc_err *);
void		 survey_release(struct survey *);
/* The key of an id: 1, 001 and 1.0 have one when `plain`. */
uint64_t	 survey_id(const char *id, bool plain);

#endif
