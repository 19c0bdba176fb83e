/*
 * keep.h: artifacts that runs left behind, TASK/keep/SHA256.
 *
 * A run leaves files in ./keep (predictions, features, checkpoints). They move
 * into TASK/keep under the checksum of their content, so that equal ones are
 * there once; run.json lists them by name. The time of a file is that of its
 * last use. When all are larger than the cap, those not used for longest go.
 */
#ifndef HCC_TASK_KEEP_H
#define HCC_TASK_KEEP_H

#include <stddef.h>

#include "base/err.h"
#include "base/record.h"
#include "task/task.h"

#define KEEP_FILES	1000	/* of one run; the others are dropped */

struct kept {
	char	*name;		/* below ./keep */
	double	 size;		/* bytes */
	char	*sha256;	/* NULL: it was not kept, but dropped */
};
struct kept_list {
	struct kept	*v;
	size_t		 n;
};

extern const struct record kept_record;

/* Move what `dir`/keep holds into the task's keep, at most `cap` bytes, and
 * append it to the list; `dir`/keep is gone then. Links and devices are no
 * artifacts. */
enum hcc_status	 keep_take(const struct task *, int dir, double cap,
		    struct kept_list *, struct hcc_err *);
/* Remove what was not used for longest until `cap` bytes are left. The lists
 * `used` (n of them) stay. */
void		 keep_trim(const struct task *, double cap,
		    const struct kept_list *const *used, size_t n);
/* Put the files of a list that are still there into `todir`/keep, and mark
 * them as used. Hard links; copies where the file system has none. */
enum hcc_status	 keep_put(const struct task *, const struct kept_list *,
		    int todir, struct hcc_err *);

#endif
