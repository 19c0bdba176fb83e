/*
 * turns.h: children that do other things too, such as waiting for a model, take
 * turns at the slots for runs.
 *
 * A pipe holds one byte for each free slot. Who holds one is noted in memory
 * that all share, so that the parent gives back what a killed child had.
 */
#ifndef HCC_RUN_TURNS_H
#define HCC_RUN_TURNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct turns {
	int	 fds[2];
	bool	*held;		/* by lane */
	size_t	 n;
};

#define TURNS_NONE { .fds = { -1, -1 } }

/* Before the children are forked. turns_close in any case. */
enum hcc_status	 turns_open(struct turns *, int slots, size_t lanes,
		    struct hcc_err *);
void		 turns_close(struct turns *);
/* Wait for a slot. HCC_AGAIN: stop_fd (-1: none) became readable. */
enum hcc_status	 turns_take(struct turns *, size_t lane, int stop_fd,
		    struct hcc_err *);
/* Give it back, if the lane holds one: by the child, and by the parent when
 * the child is dead. */
void		 turns_give(struct turns *, size_t lane);

#endif
