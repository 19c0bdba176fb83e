/*
 * process.c: programs as filters, jobs in forked children, and how two texts
 * differ.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diff.h"
#include "base/fs.h"
#include "base/pool.h"
#include "base/subprocess.h"
#include "tap.h"

/* Run a line of sh(1); what it printed is in `out`. */
static enum hcc_status
sh(const char *line, struct subprocess *s, struct buf *out, int *status,
    struct hcc_err *e)
{
	const char	*argv[] = { "/bin/sh", "-c", line, NULL };

	s->argv = argv;
	buf_reset(out);
	return subprocess_run(s, out, status, e);
}

static void
filters(void)
{
	struct buf		 in = BUF_INIT, out = BUF_INIT;
	struct subprocess	 s = { .in = &in, .max = 10, .stop_fd = -1 };
	const char		*none[] = { "/nonexistent", NULL };
	struct hcc_err		 e = HCC_ERR_INIT;
	int			 status = -1, stop[2];
	double			 start;

	buf_adds(&in, "bytes");
	OK("a program reads what it is given, and its status comes back",
	    sh("tr b B; exit 3", &s, &out, &status, &e) == HCC_OK &&
	    status == 3 && strcmp(buf_str(&out), "Bytes") == 0);
	OK("the program that was killed has 128 and the signal",
	    sh("kill -9 $$", &s, &out, &status, &e) == HCC_OK &&
	    status == 137);
	OK("as much as is allowed may be answered",
	    sh("printf 0123456789", &s, &out, &status, &e) == HCC_OK &&
	    out.len == 10);
	OK("more is refused, and said", sh("printf 0123456789a", &s, &out,
	    &status, &e) == HCC_UNAVAILABLE && strstr(e.text,
	    "'/bin/sh' answered more than 10 bytes") != NULL);
	buf_reset(&out);
	buf_adds(&out, "0123456789");
	s.argv = none;
	OK("a program that is not there has status 127", subprocess_run(&s,
	    &out, &status, &e) == HCC_OK && status == 127);
	OK("what was in the buffer stays and does not count",
	    strcmp(buf_str(&out), "0123456789") == 0);
	start = clock_steady();
	s.deadline = start + 0.05;
	OK("a program is stopped at its deadline", sh("exec sleep 60", &s,
	    &out, &status, &e) == HCC_AGAIN && clock_steady() - start < 30 &&
	    status == 128 + SIGTERM);
	s.group = true;
	s.deadline = clock_steady() + 0.05;
	OK("a group is stopped with all that it started",
	    sh("sleep 60 & wait", &s, &out, &status, &e) == HCC_AGAIN &&
	    status == 128 + SIGKILL);
	s.group = false;
	s.deadline = 0;
	if (pipe(stop) == 0) {
		(void)!write(stop[1], "", 1);
		s.stop_fd = stop[0];
		OK("a program is stopped when that is asked for",
		    sh("exec sleep 60", &s, &out, &status, &e) == HCC_AGAIN);
		close(stop[0]);
		close(stop[1]);
	}
	buf_release(&in);
	buf_release(&out);
}

static void
differences(void)
{
	struct buf	 a = BUF_INIT, b = BUF_INIT, out = BUF_INIT;
	struct hcc_err	 e = HCC_ERR_INIT;

	buf_adds(&a, "one\ntwo\n");
	buf_adds(&b, "one\n2\n");
	OK("two texts are compared", diff_texts("old", &a, "new", &b, &out,
	    &e) == HCC_OK);
	IS_STR("their difference is a unified one, from the first to the "
	    "second", "--- old\n+++ new\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n",
	    buf_str(&out));
	buf_reset(&out);
	OK("equal texts have no difference", diff_texts("old", &a, "new", &a,
	    &out, &e) == HCC_OK && out.len == 0);
	buf_release(&a);
	buf_release(&b);
	buf_release(&out);
}

/* Lanes of jobs, and what came of them. */
struct lanes {
	int	 left[3];	/* jobs of each lane */
	int	 running, most, done[3], status;
	bool	 stop;		/* at the first that fails */
	int	 answer;	/* a descriptor */
};

static bool
next(void *ctx, size_t lane)
{
	struct lanes	*l = ctx;

	if (l->left[lane] == 0)
		return false;
	l->left[lane]--;
	if (++l->running > l->most)
		l->most = l->running;
	return true;
}

static bool
done(void *ctx, size_t lane, int status)
{
	struct lanes	*l = ctx;

	l->running--;
	l->done[lane]++;
	l->status = status;
	return !(l->stop && status != 0);
}

static int
work(void *ctx, size_t lane, int stop_fd)
{
	struct lanes	*l = ctx;
	sigset_t	 set;

	(void)stop_fd;
	sigprocmask(SIG_SETMASK, NULL, &set);
	if (sigismember(&set, SIGTERM) || sigismember(&set, SIGCHLD))
		return 99;
	if (lane == 2)
		raise(SIGKILL);
	return l->left[lane];
}

/* A job that stops the parent, and waits until it is told to. */
static int
interrupt(void *ctx, size_t lane, int stop_fd)
{
	struct pollfd	 pf = { .fd = stop_fd, .events = POLLIN };

	(void)ctx;
	if (lane == 0)
		kill(getppid(), SIGTERM);
	while (poll(&pf, 1, -1) == -1)
		continue;
	return pool_orphaned(stop_fd) ? 8 : 7;
}

/* Wait until the parent is gone: is that known? */
static int
orphan(void *ctx, size_t lane, int stop_fd)
{
	char	 c;

	(void)lane;
	if (pool_orphaned(stop_fd))
		_exit(1);		/* it is not gone yet */
	kill(getppid(), SIGKILL);
	while (read(stop_fd, &c, 1) == -1)
		continue;
	c = pool_orphaned(stop_fd) && !pool_orphaned(-1) ? 'y' : 'n';
	(void)!write(((struct lanes *)ctx)->answer, &c, 1);
	return 0;
}

static void
jobs(void)
{
	struct lanes	 l = { .left = { 3, 2, 0 } };
	struct pool	 p = { 2, 3, next, work, done, &l };
	struct hcc_err	 e = HCC_ERR_INIT;
	sigset_t	 set;
	int		 sig = 0, fd[2];
	char		 c = '-';
	pid_t		 pid;

	OK("all jobs of all lanes are done", pool_run(&p, &sig, &e) == HCC_OK &&
	    l.done[0] == 3 && l.done[1] == 2 && sig == 0);
	IS_NUM("as many run at once as there are slots", 2, l.most, 0);
	IS_NUM("a job has the signals of its parent, and its status comes back",
	    0, l.status, 0);
	l = (struct lanes){ .left = { 0, 0, 1 } };
	OK("a job that was killed has 128 and the signal",
	    pool_run(&p, NULL, &e) == HCC_OK && l.status == 137);
	l = (struct lanes){ .left = { 3, 0, 0 }, .stop = true };
	OK("nothing more starts when a job says so", pool_run(&p, &sig, &e) ==
	    HCC_OK && l.done[0] == 1 && l.left[0] == 2 && l.status == 2);
	l = (struct lanes){ .left = { 2, 2, 0 } };
	p.work = interrupt;
	OK("a signal stops everything, and is told", pool_run(&p, &sig, &e) ==
	    HCC_AGAIN && sig == SIGTERM && l.left[0] + l.left[1] >= 2);
	IS_NUM("the children are told to stop, by a parent that lives", 7,
	    l.status, 0);
	sigprocmask(SIG_SETMASK, NULL, &set);
	OK("signals are as before", !sigismember(&set, SIGTERM) &&
	    !sigismember(&set, SIGCHLD));
	fflush(stdout);
	if (pipe(fd) == -1)
		return;
	if ((pid = fork()) == 0) {
		l = (struct lanes){ .left = { 1, 0, 0 }, .answer = fd[1] };
		p.work = orphan;
		(void)pool_run(&p, NULL, NULL);
		_exit(0);
	}
	close(fd[1]);
	(void)!read(fd[0], &c, 1);
	close(fd[0]);
	waitpid(pid, NULL, 0);
	OK("a child whose parent was killed knows it", c == 'y');
}

int
main(void)
{
	alarm(60);
	filters();
	differences();
	jobs();
	return tap_done();
}
