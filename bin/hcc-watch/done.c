/*
 * done.c: run the command `done` of watch.lua when a task has ended.
 *
 * The user's own watch.lua names it; a task's does not count, since a task may
 * come from a stranger.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "hcc-watch/watch.h"
#include "lua/policy.h"
#include "task/state.h"

#define PATIENCE	60	/* seconds that the command may take */

extern char **environ;

/* What watch.lua is told. */
static jv
told(const struct watched *j, const char *how, const char *summary)
{
	struct state	 s;
	jv		 v = json_put_str(jv_object(), "how", how);

	v = json_put_str(v, "summary", summary);
	v = json_put_path(v, "task", j->t.path);
	v = json_put_str(v, "id", j->t.id);
	v = json_put_str(v, "metric", j->t.metric);
	if (state_read(&j->t, &s, NULL) == HCC_OK) {
		v = json_put_num(v, "spent", s.spent);
		v = json_put_num(v, "score", s.best == NULL ? NAN :
		    s.best->score);
		v = json_put_str(v, "best", s.best == NULL ? NULL :
		    s.best->id);
	}
	state_free(&s);
	return v;
}

static enum hcc_status
to_args(jv list, char *argv[WATCH_ARGS], struct hcc_err *e)
{
	int	 i, n = json_len(list);
	jv	 v;

	for (i = 0; i < WATCH_ARGS - 1 && json_item(list, i, &v); i++) {
		if (jv_get_kind(v) != JV_KIND_STRING)
			break;
		argv[i] = mem_dup(jv_string_value(v));
	}
	return i == n && n > 0 ? HCC_OK : err_set(e, HCC_CONFIG, "watch.lua: "
	    "done must return nil, or a list of at most %d strings: a command "
	    "and its arguments", WATCH_ARGS - 1);
}

/* Its output goes where messages go; its group is its own, to be killed. */
static int
start(const struct watched *j, char **argv, pid_t *pid)
{
	posix_spawn_file_actions_t	 fa;
	posix_spawnattr_t		 at;
	sigset_t			 none;
	int				 r;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&fa, 2, 1);
	posix_spawnattr_init(&at);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setsigmask(&at, &none);
	setenv("HCC_TASK", j->t.path, 1);
	r = posix_spawnp(pid, argv[0], &fa, &at, argv, environ);
	unsetenv("HCC_TASK");
	posix_spawnattr_destroy(&at);
	posix_spawn_file_actions_destroy(&fa);
	return r;
}

/* Its exit status; -1: it took too long and was killed. */
static int
await(pid_t pid)
{
	double	 until = clock_steady() + PATIENCE;
	int	 status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_steady() > until) {
			kill(-pid, SIGKILL);
			while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
				;
			return -1;
		}
		nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 +
	    WTERMSIG(status);
}

static void
run(const struct tool *t, const struct watched *j, char **argv)
{
	pid_t	 pid;
	int	 r = start(j, argv, &pid);

	if (r != 0)
		tool_warn(t, "task '%s': start '%s' of watch.lua: %s",
		    j->t.path, argv[0], strerror(r));
	else if ((r = await(pid)) == -1)
		tool_warn(t, "task '%s': '%s' of watch.lua took more than %d "
		    "seconds and was killed", j->t.path, argv[0], PATIENCE);
	else if (r != 0)
		tool_warn(t, "task '%s': '%s' of watch.lua ended with status "
		    "%d", j->t.path, argv[0], r);
}

void
watch_done(const struct tool *t, const struct watched *j, const char *how,
    const char *summary)
{
	struct script	*policy = NULL;
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*argv[WATCH_ARGS] = { NULL };
	jv		 r = jv_invalid();

	if (policy_open(NULL, tool_places(), "watch", &policy, &e) == HCC_OK &&
	    script_method(policy, "done", jv_array_append(jv_array(), told(j,
	    how, summary)), &r, &e) == HCC_OK &&
	    jv_get_kind(r) != JV_KIND_NULL && to_args(r, argv, &e) == HCC_OK)
		run(t, j, argv);
	if (e.status != HCC_OK)
		tool_warn(t, "%s", e.text);
	watch_free_args(argv);
	jv_free(r);
	script_close(policy);
}
