/*
 * supervisor.c: a small process between us and a run, which loses no
 * descendant.
 *
 * Caller and supervisor share a socket and a pipe. The caller holds the only
 * other end of `control`, so that its death reads as end of file; through
 * `report` comes a struct supervisor_report when the program has ended or did
 * not start.
 * The supervisor waits for children with a signalfd and never sleeps blindly.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/resources.h"
#include "run/supervisor.h"

/* Descriptors at or above this are sources, those below are targets. */
#define HIGH	16

/* Give the descriptors their numbers. All sources are above HIGH and close
 * on exec, the duplicates stay open. */
static bool
place_fds(const struct supervisor_job *j)
{
	size_t	 i;

	for (i = 0; i < j->nfds; i++)
		if (dup2(j->fds[i], (int)i) == -1)
			return false;
	return close_range((unsigned)j->nfds, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

static void
default_signals(void)
{
	struct sigaction	 dfl = { .sa_handler = SIG_DFL };
	sigset_t		 none;
	int			 sig;

	for (sig = 1; sig < NSIG; sig++)
		(void)sigaction(sig, &dfl, NULL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A namespace of the network that is shared has the abstract names of unix
 * sockets too: a session bus, say. Landlock, from its sixth version on, keeps
 * those of others away; it asks for no_new_privs. */
static void
stand_apart(void)
{
	const struct { uint64_t files, network, scope; } rules = { 0, 0, 1 };
	int	 fd;

	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules),
	    0);
	if (fd == -1)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(SYS_landlock_restrict_self, fd, 0);
	(void)close(fd);
}

/* In the child, which may share our memory until exec: no allocation. What
 * goes wrong is the first report; that of the dead child comes behind it. */
static _Noreturn void
become(const struct supervisor_job *j, int report)
{
	struct supervisor_report	 r = { 0, 0 };
	size_t			 i;

	/* Without its groups a run still has the watch over it. */
	for (i = 0; i < j->njoin; i++)
		(void)!write(j->join[i], "0", 1);
	/* No key of the user's session goes along; a kernel without keys has
	 * none. */
	(void)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	if (j->apart)
		stand_apart();
	if (j->dies)
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (setsid() != -1 && (j->cwd == -1 || fchdir(j->cwd) == 0) &&
	    (!j->no_new_privs ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) &&
	    place_fds(j)) {
		if (j->limits != NULL)
			limits_apply(j->limits);
		default_signals();
		(void)execve(j->path, j->argv, j->env);
	}
	r.error = errno;
	(void)!write(report, &r, sizeof(r));
	_exit(127);
}

/* vfork, alone in a function so that no local variable is clobbered. */
static __attribute__((noinline)) pid_t
start(const struct supervisor_job *j, int report)
{
	pid_t	 pid = vfork();

	if (pid == 0)
		become(j, report);
	return pid;
}

/* Reap what is dead and report the program's end (*program becomes 0). True
 * while children are left. */
static bool
reap(pid_t *program, int report)
{
	struct supervisor_report	 r = { 0, 0 };
	pid_t			 pid;

	while ((pid = waitpid(-1, &r.status, WNOHANG)) > 0)
		if (pid == *program) {
			(void)fs_write(report, &r, sizeof(r));
			*program = 0;
		}
	return pid == 0;
}

/* Until a child changes, or `ms` are over. False: the caller has spoken. */
static bool
wait_child(int sigfd, int control, int ms)
{
	struct signalfd_siginfo	 info;
	struct pollfd		 p[2] = {
		{ .fd = sigfd, .events = POLLIN },
		{ .fd = control, .events = POLLIN },
	};

	(void)poll(p, control == -1 ? 1 : 2, ms);
	if (p[0].revents != 0)
		(void)!read(sigfd, &info, sizeof(info));
	return control == -1 || p[1].revents == 0;
}

/* How deep to look again, once all processes down to `most` have been killed:
 * what outlives them is a child of ours. To look at the thousands below would
 * keep them from dying. */
static int
below(int most)
{
	return most == -1 ? -1 : 1;
}

/* Kill until nothing is left. A program that forks faster than we kill is
 * stopped first: what is stopped does not fork. But where the job has a
 * first process whose end is that of all others, the kernel does it. */
static void
kill_all(const struct supervisor_job *j, pid_t *program, int sigfd,
    int report)
{
	unsigned	 n, before = 0;
	int		 round, most = j->first > 0 ? j->first : -1;

	for (round = 0; most == -1 && round < 20; round++) {
		n = resources_signal(getpid(), 1, -1, SIGSTOP);
		if (n < 32 || n <= before)
			break;
		before = n;
	}
	while (reap(program, report)) {
		(void)resources_signal(getpid(), 1, most, SIGKILL);
		most = below(most);
		(void)wait_child(sigfd, -1, 5);
	}
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Close all descriptors but these (-1 entries are ignored). */
static void
close_others(int *keep, size_t n)
{
	size_t		 i;
	unsigned	 from = 0;

	qsort(keep, n, sizeof(*keep), by_number);
	for (i = 0; i < n; i++) {
		if (keep[i] < 0)
			continue;
		if ((unsigned)keep[i] > from)
			(void)close_range(from, (unsigned)keep[i] - 1, 0);
		from = (unsigned)keep[i] + 1;
	}
	(void)close_range(from, ~0U, 0);
}

static _Noreturn void
keep(const struct supervisor_job *j, int control, int report)
{
	struct supervisor_report	 r = { 0, 0 };
	int			 fds[KEEPER_FDS + KEEPER_JOIN + 3];
	size_t			 n = 0, i;
	sigset_t		 chld;
	pid_t			 pid;
	int			 sigfd;

	(void)setsid();
	(void)prctl(PR_SET_NAME, "hcc-supervisor");
	for (i = 0; i < j->nfds; i++)
		fds[n++] = j->fds[i];
	for (i = 0; i < j->njoin; i++)
		fds[n++] = j->join[i];
	fds[n++] = j->cwd;
	fds[n++] = control;
	fds[n++] = report;
	close_others(fds, n);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigfd = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
	if (sigfd == -1 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1 ||
	    (pid = start(j, report)) == -1) {
		r.error = errno;
		(void)fs_write(report, &r, sizeof(r));
		_exit(127);
	}
	limits_first();
	/* Our copies would keep the log and the pipes of the job open. */
	for (i = 0; i < j->nfds; i++)
		(void)close(j->fds[i]);
	while (wait_child(sigfd, control, -1)) {
		(void)reap(&pid, report);
		if (pid == 0)
			break;
	}
	kill_all(j, &pid, sigfd, report);
	_exit(0);
}

static int
high(int fd)
{
	return fd == -1 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, HIGH);
}

/* The job with all descriptors out of the way of their targets. */
static bool
lift(const struct supervisor_job *j, struct supervisor_job *to)
{
	size_t	 i;
	bool	 good;

	*to = *j;
	good = (to->cwd = high(j->cwd)) != -1 || j->cwd == -1;
	for (i = 0; i < j->nfds; i++)
		good &= (to->fds[i] = high(j->fds[i])) != -1;
	for (i = 0; i < j->njoin; i++)
		good &= (to->join[i] = high(j->join[i])) != -1;
	return good;
}

static void
drop(struct supervisor_job *j)
{
	size_t	 i;

	if (j->cwd != -1)
		close(j->cwd);
	for (i = 0; i < j->nfds; i++)
		if (j->fds[i] != -1)
			close(j->fds[i]);
	for (i = 0; i < j->njoin; i++)
		if (j->join[i] != -1)
			close(j->join[i]);
}

static int
fork_supervisor(const struct supervisor_job *j, int control[2], int report[2],
    struct supervisor *k)
{
	sigset_t	 all, old;

	/* The supervisor keeps them blocked: no signal but SIGKILL ends it. */
	sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &old);
	if ((k->pid = fork()) == 0)
		keep(j, control[0], report[1]);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return k->pid == -1 ? -1 : 0;
}

int
supervisor_start(const struct supervisor_job *j, struct supervisor *k)
{
	struct supervisor_job	 job;
	int			 control[2] = { -1, -1 };
	int			 report[2] = { -1, -1 };
	int			 high_report, i, no, r = -1;

	*k = (struct supervisor){ .pid = -1, .control = -1, .report = -1 };
	if (lift(j, &job) && socketpair(AF_UNIX,
	    SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0 &&
	    pipe2(report, O_CLOEXEC | O_NONBLOCK) == 0 &&
	    (high_report = high(report[1])) != -1) {
		close(report[1]);
		report[1] = high_report;
		r = fork_supervisor(&job, control, report, k);
	}
	no = errno;
	if (r == 0) {
		k->control = control[1];
		k->report = report[0];
		control[1] = report[0] = -1;
	}
	for (i = 0; i < 2; i++) {
		if (control[i] != -1)
			close(control[i]);
		if (report[i] != -1)
			close(report[i]);
	}
	drop(&job);
	errno = no;
	return r;
}

void
supervisor_end(struct supervisor *k)
{
	if (k->control == -1)
		return;
	/* The byte speaks even if some fork of ours holds a copy. */
	(void)send(k->control, "", 1, MSG_NOSIGNAL);
	close(k->control);
	k->control = -1;
}

bool
supervisor_report(struct supervisor *k, struct supervisor_report *r)
{
	ssize_t	 n;

	supervisor_end(k);
	memset(r, 0, sizeof(*r));
	n = read(k->report, r, sizeof(*r));
	close(k->report);
	k->report = -1;
	return n == (ssize_t)sizeof(*r);
}

/* Add what a dead child and those that it waited for have used. */
static void
add_usage(struct rusage *to, const struct rusage *of)
{
	timeradd(&to->ru_utime, &of->ru_utime, &to->ru_utime);
	timeradd(&to->ru_stime, &of->ru_stime, &to->ru_stime);
	if (of->ru_maxrss > to->ru_maxrss)
		to->ru_maxrss = of->ru_maxrss;
}

static int
child_signals(void)
{
	sigset_t	 chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	(void)pthread_sigmask(SIG_BLOCK, &chld, NULL);
	return signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
}

pid_t
supervisor_spawn(const struct supervisor_job *j)
{
	struct supervisor_job	 job;
	struct supervisor_report told;
	int			 report[2] = { -1, -1 }, no;
	pid_t			 pid = -1;

	if (lift(j, &job) && pipe2(report, O_CLOEXEC) == 0)
		pid = start(&job, report[1]);
	no = errno;
	drop(&job);
	if (report[1] != -1)
		close(report[1]);
	/* The other end is closed by exec. */
	if (pid > 0 && read(report[0], &told, sizeof(told)) > 0) {
		no = told.error;
		(void)waitpid(pid, NULL, 0);
		pid = -1;
	}
	if (report[0] != -1)
		close(report[0]);
	errno = no;
	return pid;
}

int
supervisor_direct(const struct supervisor_job *j, struct supervisor *k)
{
	struct supervisor_job	 job;
	int			 report[2] = { -1, -1 }, no;

	*k = (struct supervisor){ .pid = getpid(), .control = -1,
	    .report = -1, .direct = true, .sigfd = child_signals() };
	if (k->sigfd != -1 && lift(j, &job)) {
		job.dies = true;
		if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 &&
		    pipe2(report, O_CLOEXEC | O_NONBLOCK) == 0)
			k->program = start(&job, report[1]);
		no = errno;
		drop(&job);
		errno = no;
	}
	/* By now it has become the program, or said why not. */
	if (k->program > 0 && read(report[0], &k->reported,
	    sizeof(k->reported)) != (ssize_t)sizeof(k->reported))
		memset(&k->reported, 0, sizeof(k->reported));
	no = errno;
	if (report[0] != -1) {
		close(report[0]);
		close(report[1]);
	}
	if (k->program <= 0 && k->sigfd != -1)
		close(k->sigfd);
	errno = no;
	return k->program > 0 ? 0 : -1;
}

bool
supervisor_reap(struct supervisor *k)
{
	struct signalfd_siginfo	 info;
	struct rusage		 ru;
	pid_t			 pid;
	int			 status;

	(void)!read(k->sigfd, &info, sizeof(info));
	while ((pid = wait4(-1, &status, WNOHANG, &ru)) > 0) {
		add_usage(&k->used, &ru);
		if (pid == k->program) {
			k->reported.status = status;
			k->program = 0;
		}
	}
	return k->program == 0;
}

bool
supervisor_clear(const struct supervisor_job *j, struct supervisor *k,
    double seconds)
{
	unsigned	 n, before = 0;
	int		 round, most = j->first > 0 ? j->first : -1;
	siginfo_t	 info;
	bool		 left = true;

	/* As kill_all() does. */
	for (round = 0; most == -1 && round < 20; round++) {
		n = resources_signal(k->pid, 1, -1, SIGSTOP);
		if (n < 32 || n <= before)
			break;
		before = n;
	}
	for (round = 0; round < seconds * 200; round++) {
		(void)supervisor_reap(k);
		left = waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) ==
		    0;
		if (!left)
			break;
		(void)resources_signal(k->pid, 1, most, SIGKILL);
		most = below(most);
		(void)wait_child(k->sigfd, -1, 5);
	}
	close(k->sigfd);
	return !left;
}
