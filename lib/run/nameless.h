/*
 * nameless.h: private to resources.c and nameless.c: processes in /proc, and
 * files without a name that they hold.
 */
#ifndef HCC_RUN_NAMELESS_H
#define HCC_RUN_NAMELESS_H

#include <sys/stat.h>

#include "run/resources.h"

struct stat_line {
	char	 state;
	double	 cpu_s;
	long	 threads;
	long	 pages;
};

/* The first bytes of a file in /proc as a string; false if it is gone. */
bool	 resources_read(const char *path, char *to, size_t size);
bool	 resources_stat(pid_t, struct stat_line *);

/* Files without a name, and the devices of the tmpfs. */
struct nameless_file {
	dev_t		 dev;
	ino_t		 ino;
	uint64_t	 bytes;
	bool		 open;		/* bytes are all that it holds */
};
struct nameless {
	struct nameless_file	*v;
	size_t		 n;
	size_t		 cap;
	dev_t		 tmpfs[2];
};

/* Add those that a process has open and, with `flying`, count those in its
 * sockets. False: we may not see them, and it is not on its way out either. */
bool	 nameless_open(struct nameless *, pid_t, unsigned *flying);
/* Add those that a process has mapped. */
void	 nameless_mapped(struct nameless *, pid_t);
/* Sum what they hold, each once; they stay sorted. */
void	 nameless_sum(struct nameless *, const struct resources_query *,
	    struct resources *);
/* Once they are summed: does a line of smaps show one that has been counted? */
bool	 nameless_counted(const struct nameless *, const char *line);

#endif
