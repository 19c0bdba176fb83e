/*
 * subprocess.c: the input is a file without a name, so that no order of reading
 * and writing can block.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/subprocess.h"

/* In the child. Status 127: it could not be started. */
static void
become(const struct subprocess *f, int in, int out, pid_t parent)
{
	sigset_t	 none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (f->group)
		setpgid(0, 0);
	/* Else a request goes on, and costs, when we are killed. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == parent && dup2(in, STDIN_FILENO) != -1 &&
	    dup2(out, STDOUT_FILENO) != -1)
		execv(f->argv[0], (char *const *)(uintptr_t)f->argv);
	_exit(127);
}

static enum hcc_status
start(const struct subprocess *f, pid_t *pid, int *out, struct hcc_err *e)
{
	int	 in = memfd_create("filter", MFD_CLOEXEC), p[2];
	pid_t	 parent = getpid();

	if (in == -1 || fs_write(in, buf_str(f->in), f->in->len) == -1 ||
	    lseek(in, 0, SEEK_SET) == -1 || pipe2(p, O_CLOEXEC) == -1) {
		err_errno(e, "run '%s'", f->argv[0]);
		if (in != -1)
			close(in);
		return HCC_IO;
	}
	if ((*pid = fork()) == 0)
		become(f, in, p[1], parent);
	close(in);
	close(p[1]);
	*out = p[0];
	if (*pid != -1)
		return HCC_OK;
	close(p[0]);
	return err_errno(e, "run '%s'", f->argv[0]);
}

static enum hcc_status
collect(const struct subprocess *f, int fd, struct buf *out, struct hcc_err *e)
{
	struct pollfd	 p[2] = { { fd, POLLIN, 0 },
			    { f->stop_fd, POLLIN, 0 } };
	size_t		 had = out->len;
	double		 left;
	char		*to;
	ssize_t		 n;

	for (;;) {
		left = f->deadline > 0 ? fmax(0, f->deadline -
		    clock_steady()) : 1e5;
		n = poll(p, 2, (int)ceil(fmin(left, 1e5) * 1000));
		if (n == -1 && errno != EINTR)
			return err_errno(e, "run '%s'", f->argv[0]);
		if ((n > 0 && p[1].revents != 0) || (n == 0 && left < 1e5))
			return err_set(e, HCC_AGAIN, "stopped");
		if (n <= 0 || p[0].revents == 0)
			continue;
		to = buf_reserve(out, 65536);
		if ((n = read(fd, to, 65536)) == 0)
			return HCC_OK;
		if (n > 0) {
			out->len += (size_t)n;
			out->p[out->len] = '\0';
		} else if (errno != EINTR)
			return err_errno(e, "read from '%s'", f->argv[0]);
		if (out->len - had > f->max)
			return err_set(e, HCC_UNAVAILABLE, "'%s' answered more "
			    "than %zu bytes", f->argv[0], f->max);
	}
}

enum hcc_status
subprocess_run(const struct subprocess *f, struct buf *out, int *status,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	pid_t		 pid;
	int		 fd, ws = 0;

	if ((st = start(f, &pid, &fd, e)) != HCC_OK)
		return st;
	st = collect(f, fd, out, e);
	close(fd);
	if (st != HCC_OK)
		kill(f->group ? -pid : pid, f->group ? SIGKILL : SIGTERM);
	while (waitpid(pid, &ws, 0) == -1 && errno == EINTR)
		;
	*status = WIFEXITED(ws) ? WEXITSTATUS(ws) : 128 + WTERMSIG(ws);
	return st;
}
