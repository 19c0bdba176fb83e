/*
 * Leases: one holder, its beats, its end, and what happens to a silent one.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/lease.h"
#include "put.h"
#include "tap.h"

static int	dir;

/* Take it, say so, and wait for the end: a process, and a group. */
static pid_t
holder(bool release)
{
	struct lease	 l;
	int		 said[2];
	char		 c = 0;
	pid_t		 pid;

	if (pipe(said) == -1 || (pid = fork()) == -1)
		return -1;
	if (pid == 0) {
		(void)setpgid(0, 0);
		c = lease_take(&l, dir, "at/lease", "one", false, NULL,
		    NULL) == HCC_OK ? 'y' : 'n';
		(void)!write(said[1], &c, 1);
		if (release) {
			lease_release(&l);
			_exit(0);
		}
		for (;;)
			pause();
	}
	close(said[1]);
	(void)!read(said[0], &c, 1);
	close(said[0]);
	OK("a process takes the lease",
	    c == 'y');
	return pid;
}

static const char *
state(void)
{
	static char	 name[256];
	char		**names;
	size_t		 n;

	if (fs_names(dir, "at/lease", &names, &n, NULL) != HCC_OK)
		return "none";
	snprintf(name, sizeof(name), "%s", n == 1 ? names[0] : "several");
	fs_names_free(names, n);
	return name;
}

static bool
comes_free(void)
{
	struct timespec	 t = { 0, 50000000 };
	int		 i;

	for (i = 0; i < 400 && strcmp(state(), "free") != 0; i++)
		nanosleep(&t, NULL);
	return strcmp(state(), "free") == 0;
}

static void
test_one_holder(void)
{
	struct lease		 l;
	struct lease_holder	 by;
	struct hcc_err		 e = HCC_ERR_INIT;
	pid_t			 pid = holder(false);

	OK("others see who holds it",
	    lease_held(dir, "at/lease", &by) && by.here &&
	    strcmp(by.word, "one") == 0);
	OK("another process does not get it, and is told of the holder",
	    lease_take(&l, dir, "at/lease", "two", false, &by, &e) ==
	    HCC_AGAIN && strstr(e.text, "holds it") != NULL);
	OK("a process that knows by a lock that the holder is gone gets it",
	    lease_take(&l, dir, "at/lease", "two", true, &by, &e) == HCC_OK);
	lease_release(&l);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	OK("a lease is free once it was released",
	    comes_free());
}

static void
test_end(void)
{
	pid_t	 pid = holder(false);

	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	OK("the lease of a killed holder comes free",
	    comes_free());
	pid = holder(false);
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
	OK("so does that of a holder whose whole group was killed",
	    comes_free());
	waitpid(holder(true), NULL, 0);
	OK("a released lease is free at once",
	    strcmp(state(), "free") == 0);
}

static void
test_stale(void)
{
	struct timespec		 old[2];
	struct lease		 l;
	struct lease_holder	 by;
	struct hcc_err		 e = HCC_ERR_INIT;

	put("at/lease/0badb007.17.x.far", "");
	unlinkat(dir, "at/lease/free", 0);
	OK("a lease of another host is held",
	    lease_held(dir, "at/lease", &by) && !by.here &&
	    strcmp(by.host, "far") == 0);
	OK("a lease of another host is not taken while it is young",
	    lease_take(&l, dir, "at/lease", "two", true, &by, &e) ==
	    HCC_AGAIN);
	old[0].tv_sec = old[1].tv_sec = time(NULL) - LEASE_STALE - 5;
	old[0].tv_nsec = old[1].tv_nsec = 0;
	utimensat(dir, "at/lease/0badb007.17.x.far", old, 0);
	OK("a holder that was silent holds no lease",
	    !lease_held(dir, "at/lease", &by));
	OK("the lease of a silent one is taken",
	    lease_take(&l, dir, "at/lease", "two", false, &by, &e) == HCC_OK);
	lease_release(&l);
}

/* The lease is that of this token, and nobody beats for it. */
static void
leave(const char *token, time_t age)
{
	struct timespec	 t[2] = { { time(NULL) - age, 0 },
			    { time(NULL) - age, 0 } };
	char		 path[300];

	snprintf(path, sizeof(path), "at/lease/%s", token);
	(void)fs_remove(dir, "at/lease", NULL);
	put(path, "");
	utimensat(dir, path, t, 0);
}

/* What is known of a holder: by its token alone, and by its file's age. */
static void
test_holders(void)
{
	struct lease		 l;
	struct lease_holder	 by;
	struct hcc_err		 e = HCC_ERR_INIT;
	char			 prefix[64], token[200];
	pid_t			 gone = fork();

	if (gone == 0)
		_exit(0);
	waitpid(gone, NULL, 0);
	OK("nobody holds a lease that is not there",
	    !lease_held(dir, "at/none", &by) && !lease_taken(dir, "at/none") &&
	    by.host[0] == '\0');
	OK("a free lease is taken, and says so", lease_take(&l, dir,
	    "at/lease", "word", false, NULL, &e) == HCC_OK &&
	    lease_taken(dir, "at/lease"));
	snprintf(prefix, sizeof(prefix), "%.*s", (int)strcspn(l.token, "."),
	    l.token);
	snprintf(token, sizeof(token), "%s.%ld.word.", prefix,
	    (long)getpid());
	OK("a token has the process, the word and the host",
	    strncmp(l.token, token, strlen(token)) == 0 &&
	    strcmp(state(), l.token) == 0);
	lease_release(&l);
	lease_release(&l);
	OK("a lease may be released twice, and is free", l.dir == -1 &&
	    strcmp(state(), "free") == 0 && !lease_taken(dir, "at/lease"));
	leave("0badb007-1.17.the_word.far.away.org", 12);
	OK("a holder's host may have dots", lease_held(dir, "at/lease", &by) &&
	    strcmp(by.word, "the_word") == 0 &&
	    strcmp(by.host, "far.away.org") == 0 && !by.here);
	IS_NUM("its age is that of its file", 12, by.age, 3);
	OK("who comes later is told of host and age", lease_take(&l, dir,
	    "at/lease", "two", false, &by, &e) == HCC_AGAIN && l.dir == -1 &&
	    strstr(e.text, "take the lease 'at/lease': host 'far.away.org' "
	    "holds it, and was alive 1") != NULL);
	leave("0badb007-1.17.x.far", -100);
	OK("a file of tomorrow is young", lease_held(dir, "at/lease", &by) &&
	    by.age == 0);
	leave("nonsense", 0);
	OK("a name that is no token is held by nobody known",
	    lease_held(dir, "at/lease", &by) && by.host[0] == '\0' &&
	    !by.here);
	snprintf(token, sizeof(token), "%s.%ld.x.here", prefix, (long)gone);
	leave(token, 0);
	OK("a holder whose process is no more holds nothing",
	    !lease_held(dir, "at/lease", &by) && by.here);
	OK("its lease is taken at once", lease_take(&l, dir, "at/lease", "two",
	    false, NULL, &e) == HCC_OK);
	lease_release(&l);
	snprintf(token, sizeof(token), "%s.%ld.x.here", prefix,
	    (long)getppid());
	leave(token, LEASE_STALE + 5);
	OK("a silent holder holds nothing, though its process lives",
	    !lease_held(dir, "at/lease", &by) && lease_taken(dir, "at/lease"));
	snprintf(token, sizeof(token), "%s9.%ld.x.here", prefix, (long)gone);
	leave(token, 0);
	OK("of processes that are not seen only the age is known",
	    lease_held(dir, "at/lease", &by));
	(void)fs_remove(dir, "at/lease", NULL);
	put("at/lease", "a file");
	OK("a file is no lease", lease_take(&l, dir, "at/lease", "two", false,
	    NULL, &e) != HCC_OK && l.dir == -1 &&
	    !lease_held(dir, "at/lease", &by));
	(void)fs_remove(dir, "at/lease", NULL);
	OK("a lease is wanted where it is", fs_mkdirs(dir, "at/lease", NULL) ==
	    HCC_OK && lease_wanted(dir, "at/lease"));
	OK("an empty one is made", lease_take(&l, dir, "at/lease", "two", false,
	    NULL, &e) == HCC_OK);
	lease_release(&l);
	OK("no temporary is left", fs_exists(dir, "at/lease/free"));
}

int
main(void)
{
	alarm(60);
	if (mkdtemp(tmp) == NULL)
		return 1;
	put("at/here", "");
	dir = open(tmp, O_RDONLY | O_DIRECTORY);
	test_one_holder();
	test_end();
	test_stale();
	test_holders();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
