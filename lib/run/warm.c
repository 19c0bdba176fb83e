/*
 * warm.c: start a fork server, and have a child of it become a program.
 *
 * Messages are those of a SOCK_SEQPACKET: the server is sent a connection; its
 * child says "pid N" there, is sent one JSON object with descriptors, says
 * "started" and at last "end USER SYSTEM RSS" (microseconds, KiB), or "cannot:
 * WHY" instead of one of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "run/supervisor.h"
#include "run/syscalls.h"
#include "run/warm.h"

#define LOADS		60.0	/* seconds until the server must answer */
#define ENTERS		10.0	/* the same for what takes milliseconds */
#define SCRIPT_MAX	(1u << 20)

/* It outlives SIGTERM, which is for the program. */
const char *const warm_argv[] = { "/bin/sh", "-c", "trap '' HUP INT TERM; "
    "echo; read -r status || status=137; exit \"$status\"", NULL };

/* One message with descriptors. */
static bool
send_message(int fd, const char *text, size_t n, const int *fds, size_t nfds)
{
	union {
		struct cmsghdr	 align;
		char		 room[CMSG_SPACE(WARM_FDS * sizeof(int))];
	} control;
	struct iovec	 part = { (void *)(uintptr_t)text, n };
	struct msghdr	 m = { .msg_iov = &part, .msg_iovlen = 1,
			    .msg_control = control.room,
			    .msg_controllen = CMSG_SPACE(nfds * sizeof(int)) };
	struct cmsghdr	*c;

	memset(&control, 0, sizeof(control));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(nfds * sizeof(int));
	memcpy(CMSG_DATA(c), fds, nfds * sizeof(int));
	return sendmsg(fd, &m, MSG_NOSIGNAL) == (ssize_t)n;
}

/* What comes within `seconds`, as a string; false: nothing, or `stop_fd` (-1:
 * none) was readable first. */
static bool
receive(int fd, int stop_fd, char *text, size_t size, double seconds)
{
	struct pollfd	 p[2] = { { .fd = fd, .events = POLLIN },
			    { .fd = stop_fd, .events = POLLIN } };
	double		 until = clock_steady() + seconds, left;
	ssize_t		 n = -1;

	while ((left = until - clock_steady()) > 0 &&
	    poll(p, 2, (int)(left * 1000) + 1) == -1 && errno == EINTR)
		;
	if (p[0].revents != 0)
		n = read(fd, text, size - 1);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* The script as a file that can be its standard input. */
static int
open_script(const char *path, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	int		 fd = -1;

	if (fs_read(AT_FDCWD, path, SCRIPT_MAX, &b, e) == HCC_OK &&
	    ((fd = memfd_create("hcc", MFD_CLOEXEC)) == -1 ||
	    fs_write(fd, b.p, b.len) == -1 || lseek(fd, 0, SEEK_SET) == -1)) {
		(void)err_errno(e, "copy '%s'", path);
		if (fd != -1)
			close(fd);
		fd = -1;
	}
	buf_release(&b);
	return fd;
}

enum hcc_status
warm_start(struct warm *w, const char *script, const char *interpreter,
    const struct strvec *env, struct hcc_err *e)
{
	const char		*argv[] = { interpreter, "-u", "-", NULL };
	int			 pair[2] = { -1, -1 }, root, null;
	struct supervisor_job	 job = { .path = interpreter,
				    .argv = (char *const *)(uintptr_t)argv,
				    .env = env->v, .nfds = 4,
				    .no_new_privs = true, .dies = true };

	*w = (struct warm)WARM_NONE;
	root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	job.cwd = root;
	job.fds[1] = job.fds[2] = null;
	if ((job.fds[0] = open_script(script, e)) != -1 &&
	    (root == -1 || null == -1 || socketpair(AF_UNIX, SOCK_SEQPACKET |
	    SOCK_CLOEXEC, 0, pair) == -1 || (job.fds[3] = pair[1]) == -1 ||
	    (w->pid = supervisor_spawn(&job)) == -1))
		(void)err_errno(e, "start '%s'", interpreter);
	if (w->pid != -1) {
		w->control = pair[0];
		w->interpreter = mem_dup(interpreter);
	} else if (pair[0] != -1)
		close(pair[0]);
	if (pair[1] != -1)
		close(pair[1]);
	if (job.fds[0] != -1)
		close(job.fds[0]);
	if (root != -1)
		close(root);
	if (null != -1)
		close(null);
	return w->pid == -1 ? e->status : HCC_OK;
}

void
warm_stop(struct warm *w)
{
	if (w->control != -1)
		close(w->control);
	if (w->pid != -1) {
		(void)kill(w->pid, SIGKILL);
		while (waitpid(w->pid, NULL, 0) == -1 && errno == EINTR)
			;
	}
	free(w->interpreter);
	*w = (struct warm)WARM_NONE;
}

static bool
fits(const struct warm *w, const char *const *argv)
{
	return w != NULL && w->control != -1 &&
	    strcmp(argv[0], w->interpreter) == 0 && argv[1] != NULL &&
	    strcmp(argv[1], "-u") == 0 && argv[2] != NULL &&
	    argv[2][0] != '-' && argv[3] == NULL;
}

bool
warm_open(const struct warm *w, const char *const *argv, int stop_fd,
    struct warm_run *r)
{
	int	 pair[2], pipes[2];
	char	 text[256];
	bool	 sent;
	long	 pid;

	*r = (struct warm_run)WARM_RUN_NONE;
	if (!fits(w, argv) || socketpair(AF_UNIX, SOCK_SEQPACKET |
	    SOCK_CLOEXEC, 0, pair) == -1)
		return false;
	r->connection = pair[0];
	sent = send_message(w->control, "", 1, &pair[1], 1);
	close(pair[1]);
	if (!sent || pipe2(pipes, O_CLOEXEC) == -1)
		return false;
	r->in = pipes[0];
	r->status = pipes[1];
	if (pipe2(pipes, O_CLOEXEC) == -1)
		return false;
	r->ready = pipes[0];
	r->out = pipes[1];
	if (!receive(r->connection, stop_fd, text, sizeof(text), LOADS) ||
	    sscanf(text, "pid %ld", &pid) != 1) {
		/* Nobody waits for it again. */
		(void)shutdown(w->control, SHUT_RDWR);
		return false;
	}
	r->pid = (pid_t)pid;
	return true;
}

/* The first process of the sandbox, as bwrap tells it, once it is there. */
static int
open_sandbox(const struct sandbox *b, struct warm_run *r)
{
	char		 text[1024], *p;
	ssize_t		 n;

	if (!receive(r->ready, -1, text, 2, ENTERS) ||
	    (n = pread(b->status, text, sizeof(text) - 1, 0)) <= 0)
		return -1;
	text[n] = '\0';
	p = strstr(text, "\"child-pid\": ");
	return p == NULL ? -1 : (int)syscall(SYS_pidfd_open,
	    atol(p + strlen("\"child-pid\": ")), 0);
}

static jv
limits_json(const struct rlimits *l)
{
	jv	 o = json_put_num(jv_object(), "address", (double)l->address);

	o = json_put_num(o, "file", (double)l->file);
	o = json_put_num(o, "cpu", (double)l->cpu);
	return json_put_num(o, "tasks", (double)l->tasks);
}

static void
write_order(const struct warm_job *j, struct buf *b)
{
	static const char *const names[] = { "sandbox", "filter", "status",
	    "log", "null" };
	jv			 o = jv_object(), argv = jv_array();
	jv			 env = jv_array(), fds = jv_array();
	size_t			 i;

	for (i = 0; i < j->env->n; i++)
		env = jv_array_append(env, jv_string(j->env->v[i]));
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		fds = jv_array_append(fds, jv_string(names[i]));
	argv = jv_array_append(argv, jv_string(j->argv[2]));
	o = json_put(o, "argv", argv);
	o = json_put(o, "env", env);
	o = json_put(o, "fds", fds);
	o = json_put(o, "limits", limits_json(j->limits));
	o = json_put_str(o, "interpreter", j->argv[0]);
	o = json_put_str(o, "cwd", BOX_DIR);
	o = json_put_str(o, "log", BOX_LOG);
	o = json_put_num(o, "keyctl", SYS_keyctl);
	json_dump(b, o);
	jv_free(o);
}

bool
warm_enter(struct warm_run *r, const struct warm_job *j,
    const struct sandbox *box)
{
	int		 fds[WARM_FDS] = { -1, -1, r->status, j->log, j->null };
	size_t		 n = 5, i;
	struct buf	 b = BUF_INIT;
	char		 text[256] = "";
	bool		 good;

	/* Ours are the shell's now. */
	close(r->in);
	close(r->out);
	r->in = r->out = -1;
	fds[0] = open_sandbox(box, r);
	fds[1] = syscalls_filter();
	for (i = 0; i < j->njoin; i++)
		fds[n++] = j->join[i];
	write_order(j, &b);
	good = fds[0] != -1 && fds[1] != -1 &&
	    send_message(r->connection, b.p, b.len, fds, n) &&
	    receive(r->connection, -1, text, sizeof(text), ENTERS) &&
	    strcmp(text, "started") == 0;
	for (i = 0; i < 2; i++)
		if (fds[i] != -1)
			close(fds[i]);
	close(r->status);
	r->status = -1;
	buf_release(&b);
	return good;
}

bool
warm_used(const struct warm_run *r, struct rusage *used)
{
	long long	 user, system;
	long		 rss;
	char		 text[256];

	memset(used, 0, sizeof(*used));
	if (!receive(r->connection, -1, text, sizeof(text), 0.1) ||
	    sscanf(text, "end %lld %lld %ld", &user, &system, &rss) != 3)
		return false;
	used->ru_utime.tv_sec = user / 1000000;
	used->ru_utime.tv_usec = user % 1000000;
	used->ru_stime.tv_sec = system / 1000000;
	used->ru_stime.tv_usec = system % 1000000;
	used->ru_maxrss = rss;
	return true;
}

void
warm_close(struct warm_run *r)
{
	int	*fds[] = { &r->connection, &r->in, &r->out, &r->status,
		    &r->ready };
	size_t	 i;

	for (i = 0; i < sizeof(fds) / sizeof(*fds); i++) {
		if (*fds[i] != -1)
			close(*fds[i]);
		*fds[i] = -1;
	}
}
