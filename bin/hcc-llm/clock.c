/*
 * clock.c: time and signals. A signal is read from a descriptor, so that
 * no wait misses it and the ledger is settled before the end.
 */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "hcc-llm/llm.h"

enum hcc_status
signals_block(struct llm_clock *c, struct hcc_err *e)
{
	sigset_t	 set;

	signal(SIGPIPE, SIG_IGN);	/* a server that hangs up */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	c->sigfd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return c->sigfd == -1 ? err_errno(e, "set up signals") : HCC_OK;
}

void
signals_restore(struct llm_clock *c)
{
	struct signalfd_siginfo	 si;
	sigset_t		 set;

	if (c->sigfd == -1)
		return;
	while (read(c->sigfd, &si, sizeof(si)) == sizeof(si))
		;
	close(c->sigfd);
	c->sigfd = -1;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* The signal stays in the descriptor, so that later calls see it too. */
bool
signal_came(const struct llm_clock *c)
{
	struct pollfd	 p = { .fd = c->sigfd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

bool
llm_sleep(const struct llm_clock *c, double seconds)
{
	struct pollfd	 p = { .fd = c->sigfd, .events = POLLIN };
	double		 until = clock_steady() + seconds, left;

	while ((left = until - clock_steady()) > 0)
		if (poll(&p, 1, (int)ceil(fmin(left, 1e5) * 1000)) == 1)
			return false;
	return true;
}

double
llm_random(void)
{
	return arc4random() / 4294967296.0;
}
