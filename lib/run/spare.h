/*
 * spare.h: what a run has left empty, for the next one.
 *
 * A run finds an empty ./keep and a way to ./input, which are gone when it has
 * ended. ext4 searches past what was removed in the last minute for each file
 * that it makes, so that a thousand short runs that make and remove two or
 * three take twice as long as if they hand them on. They lie in a temporary
 * directory of the task meanwhile, which whoever locks the task next removes
 * after a crash.
 */
#ifndef HCC_RUN_SPARE_H
#define HCC_RUN_SPARE_H

#include <sys/types.h>
#include <stdbool.h>

#include "task/task.h"

#define SPARES	3

struct spare {
	int		 dir;		/* -1: nothing is handed on */
	int		 task;		/* borrowed */
	char		 name[40];
	struct spare_file {
		char	 name[16];	/* in the run; "": none */
		char	 to[1024];	/* where a link leads */
		dev_t	 dev;
		ino_t	 ino;
		mode_t	 mode;
		bool	 here;		/* in `dir` now */
	}		 files[SPARES];
};
#define SPARE_NONE { .dir = -1, .task = -1 }

void	 spare_open(struct spare *, const struct task *);
void	 spare_close(struct spare *);
/* Move it into a run. False: there is none (or no `spare`). */
bool	 spare_take(struct spare *, int dir, const char *name);
/* The run's `name` was made just now. */
void	 spare_made(struct spare *, int dir, const char *name);
/* Take it back from a run. False: it is not what the run was given, or holds
 * something: the caller removes it. */
bool	 spare_give(struct spare *, int dir, const char *name);

#endif
