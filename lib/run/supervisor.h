/*
 * supervisor.h: a small process between us and a run, which loses no
 * descendant.
 *
 * The supervisor is a fork of the caller that starts one program, adopts
 * whatever the program leaves behind (PR_SET_CHILD_SUBREAPER), and ends only
 * when all of it is dead and reaped. It kills everything when the program
 * ends, when supervisor_end() says so, and when its caller dies.
 */
#ifndef HCC_RUN_SUPERVISOR_H
#define HCC_RUN_SUPERVISOR_H

#include <sys/types.h>
#include <sys/resource.h>
#include <stdbool.h>
#include <stddef.h>

#include "run/rlimits.h"

#define KEEPER_FDS	11
#define KEEPER_JOIN	3

/* What to start. Descriptors stay the caller's. */
struct supervisor_job {
	const char		*path;		/* of the program, no search */
	char *const		*argv;
	char *const		*env;		/* all of its environment */
	int			 cwd;		/* a directory, or -1 */
	int			 fds[KEEPER_FDS];	/* become 0, 1, .. */
	size_t			 nfds;
	int			 join[KEEPER_JOIN];	/* cgroup.procs */
	size_t			 njoin;
	const struct rlimits	*limits;	/* NULL: none */
	bool			 no_new_privs;
	bool			 dies;		/* with who started it */
	bool			 apart;		/* reach no socket outside by an
						   abstract name, where the
						   kernel can hold it off */
	int			 first;		/* depth of the process whose
						   end is that of all below it
					   (1: the program's); 0: none */
};

/* What the program did; `error` is an errno if it could not be started. */
struct supervisor_report {
	int	 error;
	int	 status;	/* as wait(2) gives it */
};

struct supervisor {
	pid_t	 pid;		/* to be waited for by the caller */
	int	 control;	/* a socket; closing it ends the run */
	int	 report;	/* a pipe; hangs up when it ends */
	/* Where the caller is its own: */
	bool	 direct;
	pid_t	 program;	/* 0: it has ended */
	int	 sigfd;		/* readable: look with supervisor_reap */
	struct supervisor_report reported;
	struct rusage used;	/* of what was reaped */
};

/* Fork and start. 0, or -1 with errno. */
int	 supervisor_start(const struct supervisor_job *, struct supervisor *);
/* Kill everything that is left. supervisor->pid exits soon after. */
void	 supervisor_end(struct supervisor *);
/* After supervisor->pid has exited: its report, false if it was killed itself.
 * Releases the descriptors. */
bool	 supervisor_report(struct supervisor *, struct supervisor_report *);

/* The same with the caller in place of the process between, which costs a fork
 * a run: a process that has no other children, makes many runs and may end only
 * when its own caller does. `pid` is its own. */
int	 supervisor_direct(const struct supervisor_job *, struct supervisor *);
/* Reap what is dead. True: the program has ended. */
bool	 supervisor_reap(struct supervisor *);
/* Kill and reap all that is left and release the descriptors, within `seconds`;
 * false: something cannot be killed. */
bool	 supervisor_clear(const struct supervisor_job *, struct supervisor *,
	    double seconds);

/* Start it as a child of the caller, with nobody between. Its pid, or -1 with
 * errno, also when the program could not be started. */
pid_t	 supervisor_spawn(const struct supervisor_job *);

#endif
