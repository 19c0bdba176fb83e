/*
 * resources.c: what processes hold, counted from their tree in /proc; and what
 * lies below a directory.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "put.h"
#include "run/resources.h"
#include "run/untrusted.h"
#include "tap.h"

#define MIB	((size_t)1 << 20)

static int	said[2];	/* a byte from each that is ready */

static _Noreturn void
wait_for_the_end(void)
{
	(void)!write(said[1], "r", 1);
	for (;;)
		pause();
}

static void *
touch(size_t bytes)
{
	char	*p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p != MAP_FAILED)
		memset(p, 1, bytes);
	return p;
}

/* The grandchild: a file in memory, one without a name on the disk. */
static _Noreturn void
grandchild(void)
{
	char	 path[100];
	int	 a = memfd_create("a", 0), b;

	snprintf(path, sizeof(path), "%s/gone", tmp);
	b = open(path, O_RDWR | O_CREAT, 0600);
	unlink(path);
	if (posix_fallocate(a, 0, 3 * MIB) != 0 ||
	    posix_fallocate(b, 0, 5 * MIB) != 0)
		_exit(1);
	wait_for_the_end();
}

static void *
second_thread(void *arg)
{
	clock_t	 end;

	(void)arg;
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			grandchild();
		}
		for (end = clock() + CLOCKS_PER_SEC / 5; clock() < end; )
			;
		wait_for_the_end();
	}
	for (;;)
		pause();
}

/* A process with 16 MiB, one child that has ended, and one that its second
 * thread has made, which has a child in turn. */
static pid_t
family(void)
{
	pthread_t	 t;
	pid_t		 pid;
	char		 c;
	int		 i;

	if (pipe(said) == -1 || (pid = fork()) == -1)
		return -1;
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		touch(16 * MIB);
		if (fork() == 0)
			_exit(0);
		pthread_create(&t, NULL, second_thread, NULL);
		wait_for_the_end();
	}
	for (i = 0; i < 3; i++)
		if (read(said[0], &c, 1) != 1)
			return -1;
	return pid;
}

static struct resources
look(struct resources_query q)
{
	struct resources	 u;

	q.tmpfs[0] = q.tmpfs[1] = -1;
	resources_tree(&q, &u);
	return u;
}

static void
trees(void)
{
	pid_t			 root = family(), deep;
	struct resources	 u, part;
	struct stat		 sb;
	int			 i;

	if (!OK("a family is there", root > 0))
		return;
	u = look((struct resources_query){ .root = root });
	IS_NUM("children of every thread count, and not what has ended", 3,
	    u.processes, 0);
	OK("the memory of all is counted", u.memory > 16 * MIB &&
	    u.first == root);
	OK("files are not, unless that is asked for", u.held == 0 &&
	    u.disk == 0);
	part = look((struct resources_query){ .root = root, .from = 1 });
	OK("processes count from a depth on", part.processes == 2 &&
	    part.first != root && part.memory + 15 * MIB < u.memory);
	part = look((struct resources_query){ .root = root, .from = 2 });
	OK("the time of all counts, whatever the depth", part.processes == 1 &&
	    part.cpu_s >= 0.15 && part.cpu_s < 100);
	deep = part.first;
	part = look((struct resources_query){ .root = root,
	    .cpu_before = u.cpu_s + 100 });
	IS_NUM("but not the time of before", 0, part.cpu_s, 0);
	part = look((struct resources_query){ .root = deep,
	    .grafted = root, .from = 1 });
	IS_NUM("the children of another process count where it is told", 2,
	    part.processes, 0);
	part = look((struct resources_query){ .root = root, .most = 1 });
	OK("more than are allowed are told", part.processes > 1);
	part = look((struct resources_query){ .root = root, .exact = true });
	OK("pages that are shared have parts", part.memory > 16 * MIB &&
	    part.memory < u.memory);
	part = look((struct resources_query){ .root = root, .files = true,
	    .mapped = true, .disk = stat(tmp, &sb) == 0 ? sb.st_dev : 0 });
	IS_NUM("files that lie in memory count by their bytes", 3 * (double)MIB,
	    (double)part.held, 65536);
	IS_NUM("those without a name on the disk as part of it",
	    5 * (double)MIB, (double)part.disk, 65536);
	OK("nothing of them is hidden", !part.hidden && part.in_flight == 0);
	IS_NUM("a signal reaches the depths that are named", 1,
	    resources_signal(root, 2, -1, SIGKILL), 0);
	for (i = 0; i < 500 && look((struct resources_query){ .root = root })
	    .processes > 2; i++)
		usleep(10000);
	IS_NUM("and no others", 2, look((struct resources_query){
	    .root = root }).processes, 0);
	IS_NUM("nor those that are too deep", 1, resources_signal(root, 0, 0,
	    SIGKILL), 0);
	waitpid(root, NULL, 0);
	IS_NUM("a tree that is gone has nothing", 0, look((struct
	    resources_query){ .root = root }).processes, 0);
	close(said[0]);
	close(said[1]);
}

static void
directories(void)
{
	static char	 text[200000];
	char		 path[100];
	double		 all;
	int		 dir, i;

	memset(text, 'x', sizeof(text) - 1);
	put("d/large", text);
	put("d/small", "x");
	put("d/sub/large", text);
	put("d/sub/empty/x", "");
	snprintf(path, sizeof(path), "%s/d/link", tmp);
	if (symlink("large", path) == -1)
		return;
	snprintf(path, sizeof(path), "%s/d/sub", tmp);
	(void)chmod(path, 0);
	snprintf(path, sizeof(path), "%s/d", tmp);
	dir = fs_open_dir(AT_FDCWD, path);
	all = (double)untrusted_bytes(dir, UINT64_MAX);
	/* Two large files; a small one, an empty one, a link, two directories,
	 * each a block at least. */
	IS_NUM("all below a directory counts, whatever its rights", 2 * 200704 +
	    5 * 4096, all, 16384);
	OK("no more is counted than is needed to see that it is enough",
	    (double)untrusted_bytes(dir, 4096) < all);
	close(dir);
	memset(text, 0, sizeof(text));
	for (i = 0; i < 70; i++)
		strcat(text, "d/");
	strcat(text, "x");
	put(text, "x");
	for (i = 0; i < 20; i++) {	/* some of them behind it */
		snprintf(text, sizeof(text), "d/%d", i);
		put(text, "x");
	}
	dir = fs_open_dir(AT_FDCWD, path);
	OK("what is nested too deep is too large whatever is enough",
	    untrusted_bytes(dir, UINT64_MAX) == UINT64_MAX);
	close(dir);
	OK("what is no directory has nothing", untrusted_bytes(-1, 1) == 0);
	OK("the machine tells how much its files in memory hold",
	    resources_shared() < (uint64_t)1 << 50);
}

/* Swap two names of a directory until told to stop. */
static pid_t
swap(const char *one, const char *other)
{
	pid_t	 pid = fork();

	while (pid == 0)
		(void)renameat2(AT_FDCWD, one, AT_FDCWD, other,
		    RENAME_EXCHANGE);
	return pid;
}

/* A program changes what is looked at meanwhile. */
static void
hostile(void)
{
	char		 top[100], closed[100], other[100], outside[100];
	struct stat	 sb;
	pid_t		 pid;
	int		 i, dir;

	put("outside", "x");
	put("e/closed/x", "x");
	snprintf(top, sizeof(top), "%s/e", tmp);
	snprintf(closed, sizeof(closed), "%s/e/closed", tmp);
	snprintf(other, sizeof(other), "%s/e/other", tmp);
	snprintf(outside, sizeof(outside), "%s/outside", tmp);
	if (symlink(outside, other) == -1 || chmod(outside, 0604) == -1)
		return;
	dir = fs_open_dir(AT_FDCWD, top);
	pid = swap(closed, other);
	for (i = 0; i < 3000; i++) {
		if (fchmodat(dir, i % 2 == 0 ? "closed" : "other", 0,
		    AT_SYMLINK_NOFOLLOW) == -1 && errno == ENOENT)
			break;
		(void)untrusted_bytes(dir, UINT64_MAX);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	IS_NUM("a directory that becomes a link opens nothing elsewhere", 0604,
	    stat(outside, &sb) == 0 ? sb.st_mode & 0777 : 0, 0);
	(void)fchmod(dir, 0);
	OK("a directory that its owner has closed is no smaller",
	    untrusted_bytes(dir, UINT64_MAX) >= 3 * 4096);
	IS_NUM("it is open then", 0500, fstat(dir, &sb) == 0 ?
	    sb.st_mode & 0777 : 0, 0);
	close(dir);
}

int
main(void)
{
	alarm(60);
	if (mkdtemp(tmp) == NULL)
		return 1;
	trees();
	directories();
	hostile();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
