/*
 * child.c: start a command of the user.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "hcc-llm/child.h"

extern char	**environ;

enum hcc_status
llm_spawn(const char *command, int in, pid_t *pid, int *out, struct hcc_err *e)
{
	posix_spawn_file_actions_t	 fa;
	posix_spawnattr_t		 at;
	sigset_t			 none, dfl;
	char	*argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	int	 p[2], no;

	if (pipe2(p, O_CLOEXEC) == -1)
		return err_errno(e, "run '%s'", command);
	posix_spawn_file_actions_init(&fa);
	if (in == -1)
		posix_spawn_file_actions_addopen(&fa, STDIN_FILENO,
		    "/dev/null", O_RDONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&fa, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&fa, p[1], STDOUT_FILENO);
	sigemptyset(&none);
	sigemptyset(&dfl);
	sigaddset(&dfl, SIGPIPE);
	posix_spawnattr_init(&at);
	posix_spawnattr_setsigmask(&at, &none);
	posix_spawnattr_setsigdefault(&at, &dfl);
	posix_spawnattr_setpgroup(&at, 0);
	posix_spawnattr_setflags(&at, (short)(POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF | (in == -1 ? 0 : POSIX_SPAWN_SETPGROUP)));
	no = posix_spawn(pid, "/bin/sh", &fa, &at, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&at);
	close(p[1]);
	*out = p[0];
	if (no == 0)
		return HCC_OK;
	close(p[0]);
	errno = no;
	return err_errno(e, "run '%s'", command);
}
