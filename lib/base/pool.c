/*
 * pool.c: a small scheduler of forked children.
 *
 * Signals arrive through a descriptor, so that waiting has no races. The
 * write end of the stop pipe lives in the parent alone: closing it, or dying,
 * tells the children; before it closes, a living parent puts a byte into it.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/pool.h"

struct pool_state {
	struct pool	*l;
	pid_t		*pids;		/* a lane's child, 0: none */
	int		 running;
	int		 sigfd;
	int		 stop[2];
	bool		 stopping;
	int		 sig;
	sigset_t	 old;
};

static void
no_op(int sig)
{
	(void)sig;
}

static int
spawn(struct pool_state *p, size_t lane)
{
	pid_t	 pid = fork();

	if (pid == -1)
		return -1;
	if (pid == 0) {
		close(p->stop[1]);
		close(p->sigfd);
		sigprocmask(SIG_SETMASK, &p->old, NULL);
		/* ^C and the like reach the whole group, but the parent tells
		 * us when to stop. Not SIG_IGN: that would pass exec(2). */
		signal(SIGINT, no_op);
		signal(SIGTERM, no_op);
		signal(SIGHUP, no_op);
		_exit(p->l->work(p->l->ctx, lane, p->stop[0]));
	}
	p->pids[lane] = pid;
	p->running++;
	return 0;
}

static enum hcc_status
start_some(struct pool_state *p, struct hcc_err *e)
{
	size_t	 i;

	for (i = 0; i < p->l->nlanes && !p->stopping; i++)
		if (p->pids[i] == 0 && p->running < p->l->slots &&
		    p->l->next(p->l->ctx, i) && spawn(p, i) == -1)
			return err_errno(e, "fork");
	return HCC_OK;
}

static void
stop_all(struct pool_state *p)
{
	p->stopping = true;
	if (p->stop[1] != -1) {
		(void)fs_write(p->stop[1], "", 1);
		close(p->stop[1]);
	}
	p->stop[1] = -1;
}

bool
pool_orphaned(int stop_fd)
{
	struct pollfd	 pf = { .fd = stop_fd, .events = POLLIN };
	int		 n = 0;

	return stop_fd != -1 && poll(&pf, 1, 0) == 1 &&
	    ioctl(stop_fd, FIONREAD, &n) == 0 && n == 0;
}

static void
reap(struct pool_state *p)
{
	int	 status;
	size_t	 i;

	for (i = 0; i < p->l->nlanes; i++) {
		if (p->pids[i] == 0 ||
		    waitpid(p->pids[i], &status, WNOHANG) != p->pids[i])
			continue;
		p->pids[i] = 0;
		p->running--;
		if (!p->l->done(p->l->ctx, i, WIFEXITED(status) ?
		    WEXITSTATUS(status) : 128 + WTERMSIG(status)))
			p->stopping = true;
	}
}

static void
listen_once(struct pool_state *p)
{
	struct signalfd_siginfo	 si;
	struct pollfd		 pf = { .fd = p->sigfd, .events = POLLIN };

	if (poll(&pf, 1, -1) == -1 || read(p->sigfd, &si, sizeof(si)) !=
	    sizeof(si))
		return;
	if (si.ssi_signo != SIGCHLD) {
		p->sig = (int)si.ssi_signo;
		stop_all(p);
	}
}

enum hcc_status
pool_run(struct pool *l, int *sig, struct hcc_err *e)
{
	struct pool_state p = { .l = l, .sigfd = -1, .stop = { -1, -1 } };
	sigset_t	 set;
	enum hcc_status	 st = HCC_OK;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, &p.old);
	p.pids = mem_zero(l->nlanes + 1, sizeof(*p.pids));
	if (pipe2(p.stop, O_CLOEXEC) == -1 ||
	    (p.sigfd = signalfd(-1, &set, SFD_CLOEXEC)) == -1)
		st = err_errno(e, "set up signals");
	while (st == HCC_OK) {
		if ((st = start_some(&p, e)) != HCC_OK || p.running == 0)
			break;
		listen_once(&p);
		reap(&p);
	}
	if (st != HCC_OK)
		stop_all(&p);
	while (p.running > 0) {		/* after a failure: let them end */
		listen_once(&p);
		reap(&p);
	}
	stop_all(&p);
	if (p.stop[0] != -1)
		close(p.stop[0]);
	if (p.sigfd != -1)
		close(p.sigfd);
	sigprocmask(SIG_SETMASK, &p.old, NULL);
	free(p.pids);
	if (sig != NULL)
		*sig = p.sig;
	return st == HCC_OK && p.sig != 0 ?
	    err_set(e, HCC_AGAIN, "stopped by a signal") : st;
}
