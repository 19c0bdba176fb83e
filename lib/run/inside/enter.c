/*
 * enter.c: the first process of a sandbox, a program of its own.
 *
 *	enter FAILED FILTER PROGRAM [ARG]..
 *
 * bwrap makes the sandbox and becomes this, with the few capabilities that it
 * needs. It starts the program, without them and under the seccomp filter that
 * the descriptor FILTER holds, waits for it and ends with its status, as a
 * shell would. If the program cannot be started, a byte is written to FAILED.
 *
 * The table of mounts (/proc/PID/mountinfo) tells where each directory lies
 * outside. It lists the mounts of a process's mount namespace as far as they
 * are below its root. So the program gets a namespace that it does not use: its
 * root is in the one that bwrap made, and nothing of its own lies below that.
 * The first process has a directory without mounts for its root. What was the
 * log outside is opened again by its name inside, which /proc/PID/fd shows.
 *
 * Where the kernel refuses a step, the run goes on and the table is seen.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/sandbox.h"
#include "run/soon.h"

#define NO_MOUNTS	"/proc/self/fdinfo"

/* Descriptors 0 to 2, as far as they are the log. */
static void
reopen_log(void)
{
	struct stat	 log, sb;
	int		 fd, i;

	fd = open(BOX_LOG, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &log) == -1)
		return;
	for (i = 0; i <= 2; i++)
		if (fstat(i, &sb) == 0 && sb.st_ino == log.st_ino &&
		    sb.st_dev == log.st_dev)
			(void)dup2(fd, i);
}

static void
drop_capabilities(void)
{
	struct __user_cap_header_struct	 head = { _LINUX_CAPABILITY_VERSION_3,
					    0 };
	struct __user_cap_data_struct	 none[2];
	unsigned long			 i;

	for (i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; i++)
		(void)prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	memset(none, 0, sizeof(none));
	if (syscall(SYS_capset, &head, none) == -1)
		_exit(126);
}

/* The root of now, seen from a namespace of our own. */
static void
hide_mounts(void)
{
	int	 root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root != -1 && unshare(CLONE_NEWNS) == 0 && fchdir(root) == 0)
		(void)!chroot(".");
	(void)!chdir(BOX_DIR);
}

static int
set_filter(int fd)
{
	struct stat		 sb;
	struct sock_fprog	 program;
	void			*code;

	if (fstat(fd, &sb) == -1 || sb.st_size == 0)
		return -1;
	code = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (code == MAP_FAILED)
		return -1;
	program.len = (unsigned short)((size_t)sb.st_size /
	    sizeof(struct sock_filter));
	program.filter = code;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* In the child: become the program once `go` ends, which is when the first
 * process has closed all that the program must not find there. */
static _Noreturn void
become(int go, int failed, int filter, char **argv)
{
	char	 c;

	while (read(go, &c, 1) == -1 && errno == EINTR)
		;
	/* Where the kernel shares the processor among sessions first (sched(7),
	 * autogroup), the first process does not wait for thousands of others
	 * before it dies. */
	(void)setsid();
	hide_mounts();
	drop_capabilities();
	if (set_filter(filter) == 0 &&
	    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		(void)execvp(argv[0], argv);
	fprintf(stderr, "execvp %s: %s\n", argv[0], strerror(errno));
	(void)!write(failed, "", 1);
	_exit(127);
}

int
main(int argc, char **argv)
{
	int	 go[2], status = 0;
	pid_t	 pid, one;

	if (argc < 4)
		return 64;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	reopen_log();
	if (pipe2(go, O_CLOEXEC) == -1 || (pid = fork()) == -1) {
		perror("fork");
		(void)!write(atoi(argv[1]), "", 1);
		return 126;
	}
	if (pid == 0) {
		close(go[1]);
		become(go[0], atoi(argv[1]), atoi(argv[2]), argv + 3);
	}
	/* With it all others die. */
	run_soon();
	if (chroot(NO_MOUNTS) == 0)
		(void)!chdir("/");
	drop_capabilities();
	(void)close_range(0, ~0U, 0);
	while ((one = wait(&status)) != pid)
		if (one == -1 && errno != EINTR)
			return 126;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status);
}
