/*
 * sandbox.h: what a run may see.
 *
 * With the sandbox: the system read-only, its data read-only as ./input, the
 * Python packages of hcc read-only, the attempt directory as /attempt, private
 * /tmp and /dev/shm in memory, no network, no other process, no capability, no
 * system call that leads out (syscalls.h), no key, the user id 65534; what the
 * task's environment opens besides comes as binds. With it or without: an
 * environment that is built from nothing.
 */
#ifndef HCC_RUN_SANDBOX_H
#define HCC_RUN_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define BOX_FDS		8
#define BOX_DIR		"/attempt"
#define BOX_PYTHON	"/hcc/python"
#define BOX_LOG		"/hcc/log"

/* Strings of its own, NULL at the end. */
struct strvec {
	char	**v;
	size_t	  n, cap;
};

/* What is seen inside of what is outside: a file or directory, read-only, or a
 * device. */
struct sandbox_bind {
	char	*from, *to;
	bool	 device;
};
struct sandbox_binds {
	struct sandbox_bind	*v;
	size_t			 n, cap;
};

struct sandbox {
	const char	*path;		/* of bwrap */
	struct strvec	 argv, options;
	struct strvec	 first;		/* before the program's argv */
	int		 fds[BOX_FDS];	/* to become first_fd and up */
	size_t		 nfds;
	int		 status;	/* bwrap's status: how far it came */
	int		 failed;	/* not empty: there was no program */
};

struct sandbox_spec {
	const char		*dirpath;	/* of the attempt, absolute */
	const char		*input;		/* resolved, or NULL */
	const char		*base;		/* the same, as ./base */
	const char		*python;	/* at BOX_PYTHON, or NULL */
	const struct sandbox_binds *binds;	/* more paths, or NULL */
	bool			 network;	/* that of the host */
	const char *const	*argv;
	uint64_t		 tmp_bytes;	/* size of /tmp and /dev/shm */
	int			 first_fd;
};

/* The command that runs want->argv in the sandbox. HCC_UNAVAILABLE without
 * bubblewrap. On failure too, sandbox_release. */
enum hcc_status	 sandbox_open(struct sandbox *, const struct sandbox_spec *,
		    struct hcc_err *);
/* Once bwrap is dead: did it come as far as starting the program and see
 * its end? */
bool		 sandbox_started(const struct sandbox *);
void		 sandbox_release(struct sandbox *);

/* PATH, HOME, LANG and TMPDIR; then `extra` (NAME=VALUE, NULL at the end, or
 * NULL), which wins. HCC_INPUT when one of them is not an assignment. */
enum hcc_status	 sandbox_env(struct strvec *, char *const *extra,
		    struct hcc_err *);
/* The path of program `name` as `env` finds it; the caller frees. NULL: it
 * is not there. */
char		*sandbox_find(const struct strvec *env, const char *name);
/* Append a copy. */
void		 strvec_add(struct strvec *, const char *);
void		 strvec_addf(struct strvec *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
void		 strvec_release(struct strvec *);
void		 sandbox_bind(struct sandbox_binds *, const char *from,
		    const char *to, bool device);
void		 sandbox_binds_release(struct sandbox_binds *);

#endif
