/*
 * lease.c: leases by rename(2), and the process that keeps one alive.
 *
 * The beater is no child of the holder, who reaps only children it knows. It
 * reads a socket whose other end the holder and what it forks have: its end
 * says that all of them are gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/lease.h"

#define FREE	"free"
#define BEAT_MS	5000		/* between two beats */
#define FENCE	40.0		/* seconds without one: kill the holder */

/* "BOOT-SPACE": processes with this prefix see each other's numbers. */
static void
make_prefix(char *out, size_t n)
{
	struct stat	 sb = { 0 };
	char		 boot[9];

	clock_boot(boot);
	(void)stat("/proc/self/ns/pid", &sb);
	snprintf(out, n, "%s-%lx", boot, (unsigned long)sb.st_ino);
}

/* "BOOT-SPACE.PID.WORD.HOST"; a host may have dots. */
static void
make_token(struct lease *l, const char *word)
{
	char	 prefix[32], host[128] = "", *p;

	make_prefix(prefix, sizeof(prefix));
	gethostname(host, sizeof(host) - 1);
	for (p = host; *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	snprintf(l->token, sizeof(l->token), "%s.%ld.%.60s.%s", prefix,
	    (long)getpid(), word, host);
}

static bool
same_boot(const char *a, const char *b)
{
	return strncmp(a, b, 8) == 0;
}

static void
read_token(const char *token, struct lease_holder *by)
{
	const char	*p = strchr(token, '.');
	char		 boot[9];

	p = p == NULL ? NULL : strchr(p + 1, '.');
	*by = (struct lease_holder){ .age = 0 };
	if (p == NULL)
		return;
	clock_boot(boot);
	by->here = same_boot(token, boot);
	snprintf(by->word, sizeof(by->word), "%.*s",
	    (int)strcspn(p + 1, "."), p + 1);
	if ((p = strchr(p + 1, '.')) != NULL)
		snprintf(by->host, sizeof(by->host), "%s", p + 1);
}

/* The one file of the directory; false: there is none. */
static bool
find_token(int dir, char *out, size_t n)
{
	char	**names;
	size_t	 count = 0;

	if (fs_names(dir, ".", &names, &count, NULL) != HCC_OK)
		return false;
	if (count > 0)
		snprintf(out, n, "%s", names[0]);
	fs_names_free(names, count);
	return count > 0;
}

/* A holder whose process would be seen, and is not. */
static bool
is_dead(const char *token)
{
	char	 prefix[32];
	size_t	 n;
	long	 pid;

	make_prefix(prefix, sizeof(prefix));
	n = strlen(prefix);
	if (strncmp(token, prefix, n) != 0 || token[n] != '.')
		return false;
	pid = strtol(token + n + 1, NULL, 10);
	return pid > 0 && kill((pid_t)pid, 0) == -1 && errno == ESRCH;
}

/* Seconds since a holder beat, by the clock of the file system alone: that of
 * a file made now. Negative: its file is no more. */
static double
age_of(int dir, const char *token)
{
	struct stat	 was, now;
	char		 name[64];
	int		 fd;

	if (is_dead(token))
		return LEASE_STALE;
	snprintf(name, sizeof(name), FS_TMP "now-%ld", (long)getpid());
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || fs_write(fd, "", 1) == -1 || fstat(fd, &now) == -1)
		now.st_mtime = 0;	/* full, say: it is not stale */
	if (fd != -1) {
		close(fd);
		(void)unlinkat(dir, name, 0);
	}
	if (fstatat(dir, token, &was, 0) == -1)
		return -1;
	return now.st_mtime < was.st_mtime ? 0 :
	    (double)(now.st_mtime - was.st_mtime);
}

/* Make the directory with a file "free" in it, all at once. That another one
 * is faster is fine. */
static enum hcc_status
make(int dir, const char *path, struct hcc_err *e)
{
	char		 tmp[300], file[320];
	const char	*base = strrchr(path, '/');
	enum hcc_status	 st;

	base = base == NULL ? path : base + 1;
	snprintf(tmp, sizeof(tmp), "%.*s" FS_TMP "%.100s-%ld",
	    (int)(base - path), path, base, (long)getpid());
	snprintf(file, sizeof(file), "%s/" FREE, tmp);
	if ((st = fs_mkdirs(dir, tmp, e)) != HCC_OK ||
	    (st = fs_replace(dir, file, "", 0, e)) != HCC_OK)
		return st;
	if (renameat(dir, tmp, dir, path) == -1 && errno != ENOTEMPTY &&
	    errno != EEXIST)
		st = err_errno(e, "make the lease '%s'", path);
	(void)fs_remove(dir, tmp, NULL);
	return st;
}

static enum hcc_status
open_dir(int dir, const char *path, int *fd, struct hcc_err *e)
{
	char		 token[256];
	enum hcc_status	 st;
	int		 i;

	for (i = 0; i < 2; i++) {
		*fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
		    O_NOFOLLOW);
		if (*fd != -1 && find_token(*fd, token, sizeof(token)))
			return HCC_OK;
		if (*fd != -1)
			close(*fd);
		/* Who is faster may remove our temporary. */
		if (i == 0 && (st = make(dir, path, e)) != HCC_OK &&
		    st != HCC_MISSING)
			return st;
	}
	*fd = -1;
	return err_set(e, HCC_AGAIN, "take the lease '%s': another process is "
	    "taking it; try again", path);
}

/* In the beater: is it another's? With `alone` one of this kernel may have it:
 * the lock says that we are done. Nor is it lost when it is no more. */
static bool
lost(const struct lease *l)
{
	char	 token[256];

	return find_token(l->dir, token, sizeof(token)) &&
	    strcmp(token, FREE) != 0 &&
	    !(l->alone && same_boot(token, l->token));
}

static _Noreturn void
beat(const struct lease *l, int sock, int owner)
{
	struct pollfd	 p = { .fd = sock, .events = POLLIN };
	double		 last = clock_steady();
	char		 c;
	bool		 kill_it;

	for (;;) {
		if (poll(&p, 1, BEAT_MS) == 1) {
			if (read(sock, &c, 1) != 1)	/* all are gone */
				(void)renameat(l->dir, l->token, l->dir, FREE);
			_exit(0);
		}
		if (utimensat(l->dir, l->token, NULL, 0) == 0) {
			last = clock_steady();
			continue;
		}
		kill_it = errno == ENOENT ? lost(l) :
		    clock_steady() - last > FENCE;
		if (kill_it)
			(void)syscall(SYS_pidfd_send_signal, owner, SIGKILL,
			    NULL, 0);
		if (kill_it || errno == ENOENT)
			_exit(0);
	}
}

/* Two forks: init reaps it. It has no descriptors but its own, and has left the
 * group of its owner when that goes on: what ends the group frees the lease. */
static _Noreturn void
become_beater(const struct lease *l, int sock, int owner)
{
	struct lease	 own = *l;
	sigset_t	 all;

	(void)setsid();
	if (fork() != 0)
		_exit(0);
	(void)prctl(PR_SET_NAME, "hcc-lease");
	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	if (dup2(sock, 0) == -1 || dup2(l->dir, 1) == -1 ||
	    dup2(owner, 2) == -1)
		_exit(1);
	(void)close_range(3, ~0U, 0);
	own.dir = 1;
	beat(&own, 0, 2);
}

static enum hcc_status
start_beater(struct lease *l, struct hcc_err *e)
{
	int	 sock[2] = { -1, -1 }, owner, high[3], i;
	pid_t	 pid = -1;

	owner = (int)syscall(SYS_pidfd_open, getpid(), 0);
	if (owner != -1 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
	    sock) == 0 && (pid = fork()) == 0) {
		struct lease	 lifted = *l;
		int		 from[3] = { sock[1], l->dir, owner };

		for (i = 0; i < 3; i++)
			if ((high[i] = fcntl(from[i], F_DUPFD_CLOEXEC, 10)) ==
			    -1)
				_exit(1);
		lifted.dir = high[1];
		become_beater(&lifted, high[0], high[2]);
	}
	if (pid == -1)
		err_errno(e, "keep a lease");
	else
		while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
			;
	if (owner != -1)
		close(owner);
	if (sock[1] != -1)
		close(sock[1]);
	l->beater = sock[0];
	return pid == -1 ? HCC_IO : HCC_OK;
}

/* Rename what is there now to our name, if it may be taken. */
static enum hcc_status
take(struct lease *l, const char *path, struct lease_holder *by,
    struct hcc_err *e)
{
	char	 token[256];

	if (!find_token(l->dir, token, sizeof(token)))
		return err_set(e, HCC_AGAIN, "take the lease '%s': another "
		    "process is taking it; try again", path);
	read_token(token, by);
	if (strcmp(token, FREE) != 0 &&
	    !(l->alone && same_boot(token, l->token)) &&
	    (by->age = age_of(l->dir, token)) < LEASE_STALE) {
		by->age = by->age < 0 ? 0 : by->age;
		return err_set(e, HCC_AGAIN, "take the lease '%s': host '%s' "
		    "holds it, and was alive %.0f s ago", path, by->host,
		    by->age);
	}
	(void)renameat(l->dir, token, l->dir, l->token);
	/* Over a network a success may be told as a failure. */
	if (utimensat(l->dir, l->token, NULL, 0) == -1)
		return err_set(e, HCC_AGAIN, "take the lease '%s': another "
		    "process was faster; try again", path);
	return HCC_OK;
}

bool
lease_wanted(int dir, const char *path)
{
	/* ext, xfs, btrfs, f2fs, tmpfs, overlayfs, zfs, bcachefs */
	static const unsigned long local[] = { 0xef53, 0x58465342, 0x9123683e,
	    0xf2f52010, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xca451a4e };
	struct statfs	 fs;
	size_t		 i;

	if (fs_exists(dir, path))
		return true;
	if (fstatfs(dir, &fs) == -1)
		return false;
	for (i = 0; i < sizeof(local) / sizeof(*local); i++)
		if ((unsigned long)fs.f_type == local[i])
			return false;
	return true;
}

enum hcc_status
lease_take(struct lease *l, int dir, const char *path, const char *word,
    bool alone, struct lease_holder *by, struct hcc_err *e)
{
	struct lease_holder	 none;
	enum hcc_status		 st;

	*l = (struct lease)LEASE_NONE;
	l->alone = alone;
	make_token(l, word);
	if ((st = open_dir(dir, path, &l->dir, e)) == HCC_OK &&
	    (st = take(l, path, by == NULL ? &none : by, e)) == HCC_OK &&
	    (st = start_beater(l, e)) != HCC_OK)
		(void)renameat(l->dir, l->token, l->dir, FREE);
	if (st != HCC_OK && l->dir != -1) {
		close(l->dir);
		l->dir = -1;
	}
	return st;
}

void
lease_release(struct lease *l)
{
	char	 c;

	if (l->dir == -1)
		return;
	/* The beater must not take this for a loss; it says when it is gone. */
	(void)send(l->beater, "", 1, MSG_NOSIGNAL);
	while (read(l->beater, &c, 1) == -1 && errno == EINTR)
		;
	(void)renameat(l->dir, l->token, l->dir, FREE);
	close(l->beater);
	close(l->dir);
	*l = (struct lease)LEASE_NONE;
}

/* Open it for a look, with its token; -1: nobody holds it. */
static int
look(int dir, const char *path, char *token, size_t n)
{
	int	 fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
		    O_NOFOLLOW);

	if (fd == -1 || (find_token(fd, token, n) &&
	    strcmp(token, FREE) != 0))
		return fd;
	close(fd);
	return -1;
}

bool
lease_taken(int dir, const char *path)
{
	char	 token[256];
	int	 fd = look(dir, path, token, sizeof(token));

	if (fd != -1)
		close(fd);
	return fd != -1;
}

bool
lease_held(int dir, const char *path, struct lease_holder *by)
{
	char	 token[256];
	int	 fd = look(dir, path, token, sizeof(token));

	*by = (struct lease_holder){ .age = 0 };
	if (fd == -1)
		return false;
	read_token(token, by);
	by->age = age_of(fd, token);
	close(fd);
	return by->age >= 0 && by->age < LEASE_STALE;
}
