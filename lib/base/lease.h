/*
 * lease.h: one holder at a time of something on a file system that several
 * machines share, also where their locks do not reach each other.
 *
 * A lease is a directory with one file in it, whose name is its state: "free",
 * or the holder (boot id of the kernel and name space of the process, process,
 * a word of its own, host). It is taken by renaming that file, which of several
 * takers one can do. While it is held the time of modification of the file goes
 * on. A holder whose time stands still for a minute is gone, as is one whose
 * process could be seen and is not there: others take the lease in the same
 * way. A holder that cannot set this time for 40 seconds, or has lost the
 * lease, is killed, so that it does not write any more.
 */
#ifndef HCC_BASE_LEASE_H
#define HCC_BASE_LEASE_H

#include <stdbool.h>

#include "base/err.h"

#define LEASE_STALE	60	/* seconds without a beat: the holder is gone */

struct lease {
	int	 dir;		/* the directory of the lease */
	int	 beater;	/* a socket to the process that beats */
	char	 token[256];	/* our name in it */
	bool	 alone;		/* as it was taken */
};
#define LEASE_NONE { .dir = -1, .beater = -1 }

/* Who holds a lease that is not ours. */
struct lease_holder {
	char	 host[128];
	char	 word[64];
	bool	 here;		/* on this machine, since it started */
	double	 age;		/* seconds since it beat last */
};

/* Should it be taken: is the directory `path` there, or is `dir` on a file
 * system that other machines may share? */
bool		 lease_wanted(int dir, const char *path);
/* Take the lease `path` (below `dir`), which is made where it is absent.
 * `word` (letters and digits) tells holders apart. With `alone`, other
 * processes of this kernel cannot hold it: a lock says so. HCC_AGAIN: another
 * holds it, who is told in `by` (may be NULL). */
enum hcc_status	 lease_take(struct lease *, int dir, const char *path,
		    const char *word, bool alone, struct lease_holder *by,
		    struct hcc_err *);
/* Give it back. A holder that ends without is told by the closing of its
 * descriptors; it is given back then, too. */
void		 lease_release(struct lease *);
/* Has it a holder, alive or not? */
bool		 lease_taken(int dir, const char *path);
/* Is it held by somebody whose time goes on? */
bool		 lease_held(int dir, const char *path,
		    struct lease_holder *by);

#endif
