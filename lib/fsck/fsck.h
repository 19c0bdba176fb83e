/*
 * fsck.h: does a task keep the rules of hcc-tree(5), and what can be mended?
 *
 * The files are what counts: a result.json that is there is a finished result,
 * whatever the journal says. Events that are missing are derived from the
 * files, best/ is made again from L1 or an archive; only what nothing depends
 * on (temporaries, runs that were cut off) is removed. What is replaced
 * because it cannot be read is kept in TASK/lost.
 */
#ifndef HCC_FSCK_FSCK_H
#define HCC_FSCK_FSCK_H

#include <jv.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/finding.h"
#include "task/task.h"

struct fsck_options {
	bool		 mend;
	bool		 busy;		/* others work in it: pass over what
					 * they may be about to write */
	const char	*python;	/* see best_adopt() */
	finding_report	*report;	/* called once for each finding */
	void		*ctx;
};

/* Take the lock of a task exclusively (task_lock) and do what every writer does
 * before it works: remove what a killed one has left, append the events that
 * its files lack, make a result.json or a best/ that cannot be read again,
 * bring back a phase whose note is lost, record edits by hand
 * (journal_record_edits). A task without damage costs a look at each directory
 * of l1 and one read of the journal and of each planned result.json. Who closes
 * *lock releases it; it is -1 on failure. */
enum hcc_status	 fsck_lock(const struct task *, const char *python,
		    finding_report *, void *ctx, int *lock, struct hcc_err *);
/* Finish or remove one directory l1/NN/0.J of a recorder that was killed. */
enum hcc_status	 fsck_recording(const struct task *, const char *dir,
		    struct hcc_err *);
/* Before the lock is taken: is it a file? What is none holds nobody off, and is
 * put away with `mend`. */
enum hcc_status	 fsck_lock_kind(const struct task *,
		    const struct fsck_options *, struct hcc_err *);
/* Before the lock is taken, which removes them: the paths of temporaries in
 * task_cleaned. The caller frees the list in any case. Then, in a task that
 * nobody works in: report those that are there, and with `mend` those that are
 * not any more. */
enum hcc_status	 fsck_temporaries(const struct task *, jv *paths,
		    struct hcc_err *);
void		 fsck_temporaries_found(const struct task *,
		    const struct fsck_options *, jv paths);
/* Check all rules. With `mend`, which needs the exclusive lock, mend what can
 * be mended. Findings are no errors: an error means that the check could not
 * go on. */
enum hcc_status	 fsck_check(const struct task *, const struct fsck_options *,
		    struct hcc_err *);

#endif
