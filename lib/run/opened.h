/*
 * opened.h: which files of its input a run has opened.
 *
 * inotify tells of files by the directory through which they are opened, not by
 * the process. So a run gets a directory of its own for ./input, with hard
 * links to the same files: what is opened there is opened by this run. Where
 * that cannot be had (another file system, many files, files of others, no
 * inotify left) the run gets the input itself, and it is not known.
 */
#ifndef HCC_RUN_OPENED_H
#define HCC_RUN_OPENED_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

struct opened {
	int	 inotify;	/* -1: not known */
	char	*dir;		/* what the run has as its input; NULL: input */
	char	**paths;	/* of directories below it, by watch
				 * descriptor */
	size_t	 npaths, cap;
	size_t	 files;
	jv	 names;		/* object: the files */
};
#define OPENED_NONE { .inotify = -1 }

/* Lay out the links to `input` as the directory `dir`, both absolute. */
void	 opened_open(struct opened *, const char *input, const char *dir);
/* Take down what has been opened since. Before the kernel's queue is full. */
void	 opened_look(struct opened *);
/* The sorted names below the input; null: not known. Removes `dir`. */
jv	 opened_close(struct opened *);

#endif
