/*
 * sandbox.c: what bwrap is told to show; who has started; what is found on a
 * PATH; files that lose their rights. Nothing is run here.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "put.h"
#include "run/sandbox.h"
#include "run/untrusted.h"
#include "tap.h"

static struct hcc_err	 err;

/* The options from one word to another. */
static const char *
options(const struct sandbox *b, const char *from, const char *to)
{
	static struct buf	 out = BUF_INIT;
	const struct strvec	*l = &b->options;
	size_t			 i = 0;

	buf_reset(&out);
	while (i < l->n && strcmp(l->v[i], from) != 0)
		i++;
	for (; i < l->n && strcmp(l->v[i], to) != 0; i++)
		buf_addf(&out, "%s ", l->v[i]);
	return buf_str(&out);
}

/* The content of the file that an option names by its descriptor. */
static const char *
file(const struct sandbox *b, const char *path, int first)
{
	static char	 text[200];
	size_t		 i;
	ssize_t		 n;

	for (i = 2; i < b->options.n; i++)
		if (strcmp(b->options.v[i], path) == 0 &&
		    strcmp(b->options.v[i - 2], "--file") == 0) {
			n = pread(b->fds[atoi(b->options.v[i - 1]) - first],
			    text, sizeof(text) - 1, 0);
			text[n > 0 ? n : 0] = '\0';
			return text;
		}
	return "(none)";
}

static void
command(void)
{
	static const char *const	 argv[] = { "sh", "-c", "exit", NULL };
	struct sandbox_binds		 binds = { NULL, 0, 0 };
	struct sandbox_spec		 w = { .dirpath = "/t/l1", .argv = argv,
	    .tmp_bytes = 4096, .first_fd = 7 };
	struct sandbox			 b;
	enum hcc_status			 st = sandbox_open(&b, &w, &err);

	if (st == HCC_UNAVAILABLE) {
		printf("ok %d - the sandbox # SKIP %s\n", ++tap_n, err.text);
		return;
	}
	if (!OK("a command is made", st == HCC_OK))
		return;
	IS_STR("nothing is shared, and nobody has a right",
	    "--unshare-all --unshare-user --die-with-parent --new-session "
	    "--uid 65534 --gid 65534 --cap-drop ALL --hostname hcc ",
	    options(&b, "--unshare-all", "--json-status-fd"));
	IS_STR("what can be written is bounded, the rest read-only",
	    "--proc /proc --dev /dev --size 4096 --tmpfs /dev/shm "
	    "--size 4096 --tmpfs /tmp --bind /t/l1 " BOX_DIR " --ro-bind-try "
	    "/t/l1/log " BOX_DIR "/log --bind-try /t/l1/log " BOX_LOG
	    " --ro-bind /dev/null " BOX_DIR "/run.json --ro-bind /dev/null "
	    "/proc/keys --remount-ro /proc --remount-ro /dev --remount-ro / "
	    "--chdir " BOX_DIR " ", options(&b, "--proc", ""));
	IS_STR("the user has a name", "nobody:x:65534:65534::/tmp:/bin/sh\n",
	    file(&b, "/etc/passwd", w.first_fd));
	IS_STR("so has the group", "nogroup:x:65534:\n", file(&b, "/etc/group",
	    w.first_fd));
	IS_STR("so has the machine", "127.0.0.1 localhost hcc\n"
	    "::1 localhost\n", file(&b, "/etc/hosts", w.first_fd));
	OK("bwrap reads its options from a file, then starts the program",
	    b.argv.n >= 7 && strcmp(b.argv.v[0], "bwrap") == 0 &&
	    strcmp(b.argv.v[1], "--args") == 0 &&
	    strcmp(b.argv.v[3], "--") == 0 &&
	    strcmp(b.argv.v[b.argv.n - 3], "sh") == 0 &&
	    strcmp(b.argv.v[b.argv.n - 1], "exit") == 0);
	OK("no path of the host is in its command line",
	    strstr(b.argv.v[2], "/") == NULL);
	sandbox_release(&b);
	sandbox_bind(&binds, "/host/model", "/models", false);
	sandbox_bind(&binds, "/dev/gpu", "/dev/gpu", true);
	sandbox_bind(&binds, "/t/project/a", BOX_DIR "/a", false);
	w.binds = &binds;
	w.network = true;
	w.input = "/t/input";
	w.base = "/t/base";
	w.python = "/share/python";
	OK("a command with all that a task may open is made",
	    sandbox_open(&b, &w, &err) == HCC_OK);
	IS_STR("the network is that of the host", "--unshare-all --share-net "
	    "--unshare-user ", options(&b, "--unshare-all",
	    "--die-with-parent"));
	IS_STR("names are looked up as on the host", "--ro-bind-try "
	    "/etc/resolv.conf /etc/resolv.conf --ro-bind-try "
	    "/etc/nsswitch.conf /etc/nsswitch.conf --ro-bind-try /etc/gai.conf "
	    "/etc/gai.conf --ro-bind-try /etc/services /etc/services "
	    "--ro-bind-try /etc/ssl/certs /etc/ssl/certs --ro-bind-try "
	    "/etc/ssl/openssl.cnf /etc/ssl/openssl.cnf --ro-bind-try "
	    "/etc/ca-certificates /etc/ca-certificates --ro-bind-try "
	    "/etc/hosts /etc/hosts --ro-bind /host/model /models --dev-bind "
	    "/dev/gpu /dev/gpu ", options(&b, "--tmpfs", "--bind") +
	    strlen("--tmpfs /dev/shm --size 4096 --tmpfs /tmp "));
	IS_STR("data, base and packages are read-only, what lies in the "
	    "attempt behind it", "--bind /t/l1 " BOX_DIR " --ro-bind /t/input "
	    BOX_DIR "/input --ro-bind /t/base " BOX_DIR "/base --ro-bind "
	    "/t/project/a " BOX_DIR "/a --ro-bind /share/python " BOX_PYTHON
	    " ", options(&b, "--bind", "--ro-bind-try"));
	sandbox_release(&b);
	sandbox_binds_release(&binds);
	w.dirpath = "/usr/t";
	OK("no attempt lies where every program looks",
	    sandbox_open(&b, &w, &err) == HCC_INPUT);
}

static bool
started(const char *status, const char *failed)
{
	struct sandbox	 b = { .status = memfd_create("s", 0),
			    .failed = failed == NULL ? -1 :
			    memfd_create("f", 0) };
	bool		 is;

	(void)fs_write(b.status, status, strlen(status));
	if (failed != NULL)
		(void)fs_write(b.failed, failed, strlen(failed));
	is = sandbox_started(&b);
	close(b.status);
	if (failed != NULL)
		close(b.failed);
	return is;
}

static void
starts(void)
{
	static const char	 end[] = "{\"child-pid\": 2}\n"
				    "{\"exit-code\": 1}\n";

	OK("a program whose end was seen has started",
	    started(end, NULL) && started(end, ""));
	OK("one whose end was not has not", !started("{\"child-pid\": 2}\n",
	    NULL) && !started("", ""));
	OK("nor one of which it is said", !started(end, "execve"));
}

static void
paths(void)
{
	char		 one[200];
	char		*extra[] = { one, NULL };
	char		*bad[] = { (char[]){ "1A=x" }, NULL };
	char		*longer[] = { (char[]){ "HOMES=/x" }, NULL };
	struct strvec	 l;
	char		*found, want[300];

	put("bin/tool", "");
	put("bin/text", "");
	put("more/tool", "");
	put("bin/dir/x", "");
	snprintf(want, sizeof(want), "%s/bin/tool", tmp);
	(void)chmod(want, 0755);
	snprintf(one, sizeof(one), "PATH=/nosuch:%s/bin:%s/more", tmp, tmp);
	OK("an environment has its PATH", sandbox_env(&l, extra, &err) ==
	    HCC_OK && l.n == 4);
	IS_STR("the first program on it is found", want,
	    (found = sandbox_find(&l, "tool")));
	free(found);
	OK("what cannot be run is none", sandbox_find(&l, "text") == NULL &&
	    sandbox_find(&l, "dir") == NULL);
	IS_STR("a name with a slash is taken as it is", "./a",
	    (found = sandbox_find(&l, "./a")));
	free(found);
	strvec_release(&l);
	OK("no name of a variable begins with a digit",
	    sandbox_env(&l, bad, &err) == HCC_INPUT);
	strvec_release(&l);
	OK("a longer name is another variable", sandbox_env(&l, longer,
	    &err) == HCC_OK && l.n == 5);
	strvec_release(&l);
}

static mode_t
mode(const char *name)
{
	char		 path[300];
	struct stat	 sb;

	snprintf(path, sizeof(path), "%s/set/%s", tmp, name);
	return lstat(path, &sb) == -1 ? 0 : sb.st_mode & 07777;
}

static void
rights(void)
{
	static const struct {
		const char	*name;
		mode_t		 before, after;
	} files[] = {
		{ "a", 04755, 0755 }, { "b", 02750, 0750 },
		{ "c", 0644, 0644 }, { "d/e/f", 06711, 0711 },
		{ "d/e", 0, 0700 }, { "d", 0100, 0700 },
		{ "g", 01777, 01777 },
	};
	char	 path[300];
	size_t	 i;
	int	 dir;

	put("set/a", "");
	put("set/b", "");
	put("set/c", "");
	put("set/d/e/f", "");
	put("set/g/h", "");
	snprintf(path, sizeof(path), "%s/set/link", tmp);
	OK("a link is made", symlink("../suid", path) == 0);
	put("suid", "");
	snprintf(path, sizeof(path), "%s/suid", tmp);
	(void)chmod(path, 04755);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/set/%s", tmp, files[i].name);
		(void)chmod(path, files[i].before);
	}
	snprintf(path, sizeof(path), "%s/set", tmp);
	dir = fs_open_dir(AT_FDCWD, path);
	untrusted_disarm(dir);
	close(dir);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		IS_NUM("a file of a run gives nobody's rights away, and a "
		    "directory can be entered", files[i].after,
		    mode(files[i].name), 0);
	IS_NUM("no link is followed", 04755, mode("../suid"), 0);
}

int
main(void)
{
	umask(022);
	if (mkdtemp(tmp) == NULL)
		return 1;
	command();
	starts();
	paths();
	rights();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
