/*
 * script_clock.c: the processor time of a call.
 *
 * A hook at every instruction would cost two thirds of a script's speed, so
 * the timer arms it only when the time is up (lua_sethook is the one function
 * of Lua that a signal handler may call); the hook raises an error. Inside a
 * C function such as string.find, or in a finalizer, no hook runs: half the
 * time later the process ends with a message. Any tool may be killed at any
 * instant, so that nothing is lost by it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <lauxlib.h>

#include "base/err.h"
#include "lua/script_internal.h"

static struct script_clock	 now;		/* of the innermost call */
static volatile sig_atomic_t	 expired;	/* how often, this call */
static char			 last_words[1200];
static size_t			 last_words_n;

static void
on_hook(lua_State *L, lua_Debug *ar)
{
	char	 limit[32];

	(void)ar;
	*now.late = true;
	snprintf(limit, sizeof(limit), "%g", now.limit / 1000.0);
	luaL_error(L, "stopped after %s s of processor time", limit);
}

static void
on_timer(int sig)
{
	(void)sig;
	if (expired++ == 0) {
		lua_sethook(now.L, on_hook, LUA_MASKCOUNT, 1);
		return;
	}
	if (write(STDERR_FILENO, last_words, last_words_n) == -1)
		_exit(err_exit_code(HCC_IO));
	_exit(err_exit_code(HCC_CONFIG));
}

void
script_clock_start(const struct script_clock *c)
{
	struct sigaction	 sa = { .sa_handler = on_timer,
				    .sa_flags = SA_RESTART };
	int			 n;

	now = *c;
	expired = 0;
	n = snprintf(last_words, sizeof(last_words), "%s: %.1000s: stopped "
	    "after %g s of processor time inside a library function\n",
	    program_invocation_short_name, c->path, c->limit * 1.5 / 1000);
	last_words_n = (size_t)n < sizeof(last_words) ? (size_t)n :
	    sizeof(last_words) - 1;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGPROF, &sa, NULL);
	setitimer(ITIMER_PROF, &c->left, NULL);
}

struct script_clock
script_clock_stop(void)
{
	static const struct itimerval	 none;
	struct script_clock		 c;

	setitimer(ITIMER_PROF, &none, &now.left);
	c = now;
	return c;
}
