/*
 * finding.h: a rule that is broken, as hcc-fsck(1) reports it.
 */
#ifndef HCC_BASE_FINDING_H
#define HCC_BASE_FINDING_H

#include <stdbool.h>

struct finding {
	const char	*rule;		/* "journal", "best", ..
					 * (hcc-fsck(1)) */
	const char	*path;		/* in the task; "" for all of it */
	const char	*what;		/* a sentence without a full stop */
	bool		 mended;
};
typedef void	 finding_report(void *ctx, const struct finding *);

#endif
