/*
 * prefetch.h: find the wisdom of past tasks that matches a task, and publish it
 * as prefetch.md (paper, 3.4).
 */
#ifndef HCC_WISDOM_PREFETCH_H
#define HCC_WISDOM_PREFETCH_H

#include <jv.h>

#include "base/err.h"
#include "lua/places.h"
#include "lua/script.h"
#include "task/task.h"

struct prefetch {
	const char	*base;		/* path of the wisdom base */
	const char	*as_of;		/* the time asked about, or "" */
	double		 delta;		/* NAN: the policy's, the embedder's */
	size_t		 cap;		/* at most so many; 0: all */
	/* Results. */
	jv		 about;		/* {embedder, delta}; the caller's */
	size_t		 unembedded;	/* entries without a vector, at most */
	bool		 busy;		/* ..because another process writes */
};

/* All entries that match `text`, best first (wis_match), an array that is the
 * caller's. Entries that this embedder has not seen get their vectors first,
 * unless others are writing: a reader never waits. HCC_MISSING: there is no
 * base (the array is empty then). */
enum hcc_status	 prefetch_match(struct prefetch *, const struct places *,
		    struct script *policy, const char *text, jv *matches,
		    struct hcc_err *);

/* Publish prefetch.md of a locked task with what prefetch.lua chooses of the
 * matches (borrowed), and its event. *n: how many entries are in it. */
enum hcc_status	 prefetch_publish(const struct prefetch *,
		    const struct task *, struct script *policy, jv matches,
		    int *n, struct hcc_err *);

/* Remove the sections of an entry from PLACE/prefetch.md, under the lock of
 * that task. *changed: there were some. HCC_MISSING: the task no longer exists;
 * HCC_AGAIN: another process is writing to it. */
enum hcc_status	 prefetch_remove(const char *place, const char *id,
		    bool *changed, struct hcc_err *);

#endif
