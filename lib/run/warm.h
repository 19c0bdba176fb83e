/*
 * warm.h: a Python that has imported what programs import, and forks a child
 * for each run of one: imports take two seconds, the fork some milliseconds.
 *
 * The server (share/hcc/warm/server.py) runs outside of any sandbox what the
 * caller's own interpreter and its packages are, and no program: it hands each
 * connection to a child. For a run the sandbox is made as for any other, around
 * a shell that waits (`warm_argv`); the child joins its namespaces, gives up
 * the rest as bwrap does, and has a child of its own become the program. When
 * that has ended the shell ends with its status. So the run's processes are
 * those below the supervisor and those below the server's child.
 *
 * Whatever is missing, the caller runs the program without a server.
 */
#ifndef HCC_RUN_WARM_H
#define HCC_RUN_WARM_H

#include <sys/resource.h>
#include <sys/types.h>
#include <stdbool.h>

#include "base/err.h"
#include "run/rlimits.h"
#include "run/sandbox.h"

#define WARM_FDS	16

struct warm {
	int	 control;	/* a socket; closing it ends the server */
	pid_t	 pid;		/* to be waited for by who started it */
	char	*interpreter;
};
#define WARM_NONE { .control = -1, .pid = -1 }

/* Start a server of `interpreter`, in `env` (NAME=VALUE: what libraries read
 * when they are loaded), whose text is the file `script`. */
enum hcc_status	 warm_start(struct warm *, const char *script,
		    const char *interpreter, const struct strvec *env,
		    struct hcc_err *);
void		 warm_stop(struct warm *);

/* One run of it. */
struct warm_run {
	int	 connection;
	pid_t	 pid;		/* the server's child; the program is below */
	int	 in, out;	/* of the shell */
	int	 status;	/* what the shell reads ends here */
	int	 ready;		/* what it prints is read here */
};
#define WARM_RUN_NONE { .connection = -1, .pid = -1, .in = -1, .out = -1, \
	.status = -1, .ready = -1 }

/* What waits in the sandbox, as in and out (0 and 1) those of the run. */
extern const char *const warm_argv[];

/* What becomes the program. */
struct warm_job {
	const char *const	*argv;		/* interpreter, -u, file */
	const struct strvec	*env;
	const struct rlimits	*limits;
	int			 log, null;
	int			 join[4];	/* cgroup.procs */
	size_t			 njoin;
};

/* A child of the server for this command (interpreter, -u, file), and its
 * pipes; false: there is none, or it cannot run this one, or `stop_fd` became
 * readable while it was loading. */
bool		 warm_open(const struct warm *, const char *const *argv,
		    int stop_fd, struct warm_run *);
/* Once bwrap has been started: become the program. False: it did not. */
bool		 warm_enter(struct warm_run *, const struct warm_job *,
		    const struct sandbox *);
/* What the program has used; false: that is not known. */
bool		 warm_used(const struct warm_run *, struct rusage *);
void		 warm_close(struct warm_run *);

#endif
