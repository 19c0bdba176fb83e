/*
 * syscalls.h: the system calls that a run in the sandbox may not make.
 *
 * Refused are those that lead out of the sandbox, look into other processes,
 * change the system, or hold memory that cannot be counted. All else is
 * allowed: interpreters and numeric libraries must not notice.
 */
#ifndef HCC_RUN_SYSCALLS_H
#define HCC_RUN_SYSCALLS_H

/* A filter for seccomp(2), as a file for bwrap --seccomp: a descriptor that
 * the caller closes, or -1 with errno. */
int	 syscalls_filter(void);

#endif
