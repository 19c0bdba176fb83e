/*
 * files.c: what the tree is written and read with: nothing is half there, and
 * what is no file of ours is refused with its reason.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/scratch.h"
#include "base/text.h"
#include "put.h"
#include "tap.h"

static int	 dir;

/* All names below tmp/`sub`, joined; hidden ones too. */
static const char *
names_in(const char *sub)
{
	static struct buf	 b = BUF_INIT;
	char			 line[200], cmd[300];
	FILE			*f;

	buf_reset(&b);
	snprintf(cmd, sizeof(cmd), "ls -A %s/%s", tmp, sub);
	if ((f = popen(cmd, "r")) == NULL)
		return "?";
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		buf_addf(&b, "%s%s", b.len > 0 ? " " : "", line);
	}
	pclose(f);
	return buf_str(&b);
}

static const char *
content(const char *name)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(dir, name, 0, &b, NULL) == HCC_OK ? buf_str(&b) : "?";
}

static void
reading(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;

	put("r/five", "12345");
	buf_adds(&b, "had");
	OK("a file of as many bytes as are allowed is read, behind what was "
	    "there", fs_read(dir, "r/five", 5, &b, &e) == HCC_OK &&
	    strcmp(buf_str(&b), "had12345") == 0);
	OK("a larger one is refused", fs_read(dir, "r/five", 4, &b, &e) ==
	    HCC_INPUT);
	IS_STR("the message has the limit",
	    "read 'r/five': larger than 4 bytes", e.text);
	OK("a directory is refused", fs_read(dir, "r", 0, &b, &e) ==
	    HCC_INPUT);
	IS_STR("the message says that it is one", "read 'r': is a directory",
	    e.text);
	if (symlinkat("five", dir, "r/link") == -1 ||
	    mkfifoat(dir, "r/fifo", 0600) == -1)
		return;
	buf_reset(&b);
	OK("links are followed", fs_read(dir, "r/link", 0, &b, &e) == HCC_OK &&
	    strcmp(buf_str(&b), "12345") == 0);
	OK("but for what a program may have put there",
	    fs_read_nofollow(dir, "r/link", 0, &b, &e) == HCC_INPUT);
	IS_STR("the message says that it is a link", "read 'r/link': is a link",
	    e.text);
	OK("a pipe is refused and not waited for",
	    fs_read_nofollow(dir, "r/fifo", 0, &b, &e) == HCC_INPUT);
	IS_STR("the message says that it is no file",
	    "read 'r/fifo': not a regular file", e.text);
	buf_reset(&b);
	OK("a plain file is read", fs_read_nofollow(dir, "r/five", 0, &b, &e) ==
	    HCC_OK && b.len == 5);
	OK("what is absent is missing", fs_read_nofollow(dir, "r/none", 0, &b,
	    &e) == HCC_MISSING);
	buf_release(&b);
}

static void
writing(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 path[5000], name[300];

	put("w/d/full", "x");
	OK("bytes are written, or not", fs_write(open("/dev/null", O_WRONLY),
	    "x", 1) == 0 && fs_write(open("/dev/full", O_WRONLY), "x", 1) ==
	    -1 && fs_write(-1, "x", 1) == -1);
	OK("a directory is not replaced by a file",
	    fs_publish(dir, "w/d", "new", 3, &e) != HCC_OK &&
	    strstr(e.text, "rename to 'w/d'") != NULL);
	OK("nor by one that need not last",
	    fs_replace(dir, "w/d", "new", 3, NULL) != HCC_OK);
	OK("nor by a copy", fs_copy(dir, "w/d/full", dir, "w/d", &e) != HCC_OK);
	IS_STR("nothing is left of what failed", "d", names_in("w"));
	OK("nothing is published where there is no directory",
	    fs_publish(dir, "w/none/a", "x", 1, &e) == HCC_MISSING);
	IS_STR("the message names the file", "create 'w/none/a': No such file "
	    "or directory", e.text);
	OK("a temporary of another process is not in the way",
	    snprintf(name, sizeof(name), "w/" FS_TMP "a.%ld.0",
	    (long)getpid()) > 0 && fs_replace(dir, name, "old", 3, &e) ==
	    HCC_OK && fs_publish(dir, "w/a", "new", 3, &e) == HCC_OK);
	IS_STR("the new file has its content", "new", content("w/a"));
	IS_STR("the temporary stays as it was", "old", content(name));
	fs_clean(dir, "w");
	IS_STR("temporaries are cleaned away, and nothing else", "a d",
	    names_in("w"));
	fs_clean(dir, "none");
	OK("lines are appended", fs_append_line(dir, "w/log", "1", 1, &e) ==
	    HCC_OK && fs_append_unsynced(dir, "w/log", "2", 1, &e) == HCC_OK);
	IS_STR("each line ends in a newline", "1\n2\n", content("w/log"));
	OK("nothing is appended to a directory",
	    fs_append_line(dir, "w/d", "1", 1, &e) == HCC_IO &&
	    strstr(e.text, "open 'w/d'") != NULL);
	OK("a full disk is an error", fs_append_line(dir, "/dev/full", "1", 1,
	    &e) == HCC_IO && strstr(e.text, "append to '/dev/full'") != NULL);
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	OK("a path that is too long is refused", fs_mkdirs(dir, path, &e) ==
	    HCC_INPUT && text_starts(e.text, "path too long"));
	path[4990] = '/';
	OK("no file is published below one",
	    fs_publish(dir, path, "x", 1, &e) != HCC_OK &&
	    fs_sync_parent(dir, path, &e) == HCC_INPUT);
	OK("no directory is made below a file", fs_mkdirs(dir, "w/a/b/c", &e) ==
	    HCC_MISSING && strstr(e.text, "create directory 'w/a/b'") != NULL);
	OK("a directory that is there is fine",
	    fs_mkdirs(dir, "w/d", &e) == HCC_OK &&
	    fs_mkdirs(dir, "w/d/e/", &e) == HCC_OK &&
	    fs_exists(dir, "w/d/e"));
}

static void
copying(void)
{
	static char	 big[200001];
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	char		 sum[65], other[65];

	memset(big, 'x', sizeof(big) - 1);
	big[100000] = 'y';
	put("c/big", big);
	OK("a large file is copied", fs_copy(dir, "c/big", dir, "c/copy",
	    &e) == HCC_OK && fs_read(dir, "c/copy", 0, &b, &e) == HCC_OK &&
	    b.len == sizeof(big) - 1 && memcmp(b.p, big, b.len) == 0);
	OK("from a file system that copies nothing itself too",
	    fs_copy(dir, "/proc/self/stat", dir, "c/stat", &e) == HCC_OK &&
	    strlen(content("c/stat")) > 10);
	OK("what is absent is not copied", fs_copy(dir, "c/none", dir, "c/x",
	    &e) == HCC_MISSING);
	OK("a directory is not copied", fs_copy(dir, "c", dir, "x", &e) ==
	    HCC_INPUT && strstr(e.text, "copy 'c': not a regular file") !=
	    NULL);
	OK("not to where there is no directory", fs_copy(dir, "c/big", dir,
	    "none/x", &e) == HCC_MISSING && strstr(e.text,
	    "create 'none/x'") != NULL);
	OK("equal files have equal checksums",
	    fs_sha256(dir, "c/big", sum, &e) == HCC_OK &&
	    fs_sha256(dir, "c/copy", other, &e) == HCC_OK &&
	    strcmp(sum, other) == 0);
	fs_sha256_mem(big, sizeof(big) - 1, other);
	IS_STR("their bytes have the same", sum, other);
	OK("an absent file has none", fs_sha256(dir, "c/none", sum, &e) ==
	    HCC_MISSING);
	if (symlinkat("big", dir, "c/link") == 0)
		OK("a link has none", fs_sha256(dir, "c/link", sum, &e) !=
		    HCC_OK);
	buf_release(&b);
}

static enum hcc_status
visit(void *ctx, const char *path, const struct stat *sb, struct hcc_err *e)
{
	struct buf	*b = ctx;

	(void)e;
	buf_addf(b, "%s%s ", path, S_ISDIR(sb->st_mode) ? "/" :
	    S_ISLNK(sb->st_mode) ? "@" : "");
	return text_in(path, "n/stop") ? HCC_NONE : HCC_OK;
}

static void
names(void)
{
	static const char *const all[] = { "n/10", "n/2", "n/.hidden",
	    "n/" FS_TMP "x", "n/stop", "n/zzz" };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	size_t		 i;
	char		**v = NULL;
	size_t		 n = 1;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		put(all[i], "");
	fs_mkdirs(dir, "n/3", &e);
	if (symlinkat("2", dir, "n/4") == -1)
		return;
	OK("what a directory holds is visited in the order of versions, up to "
	    "where the visitor ends it",
	    fs_each(dir, "n", false, visit, &b, &e) == HCC_NONE);
	IS_STR("each with its path and kind",
	    "n/2 n/3/ n/4@ n/10 n/stop ", buf_str(&b));
	buf_reset(&b);
	fs_each(dir, "n", true, visit, &b, &e);
	IS_STR("hidden names too, if that is wanted, but no temporaries",
	    "n/.hidden n/2 n/3/ n/4@ n/10 n/stop ", buf_str(&b));
	buf_reset(&b);
	OK("a directory may be visited itself", fs_each(dir, "", false, visit,
	    &b, &e) == HCC_OK && strstr(buf_str(&b), "n/ ") != NULL &&
	    b.p[0] != '/');
	OK("an absent directory is missing", fs_each(dir, "none", false, visit,
	    &b, &e) == HCC_MISSING && fs_names(dir, "none", &v, &n, &e) ==
	    HCC_MISSING && v == NULL && n == 0);
	IS_NUM("a name alone has no directories", 0, (double)fs_depth("a"), 0);
	IS_NUM("a path has as many as it has slashes", 2,
	    (double)fs_depth("a/b/c"), 0);
	buf_release(&b);
}

static void
removing(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	put("x/a/b/c/file", "");
	put("x/a/.tmp-0/d/e/file", "");
	put("x/a/d/e/file", "");
	put("x/keep", "");
	if (symlinkat("../keep", dir, "x/a/link") == -1 ||
	    fchmodat(dir, "x/a/b", 0, 0) == -1)
		return;
	OK("a tree is removed, whatever its rights and names",
	    fs_remove(dir, "x/a", &e) == HCC_OK);
	IS_STR("what is beside it stays", "keep", names_in("x"));
	OK("what cannot be removed is said", fs_remove(dir, "/proc/self/fd",
	    &e) != HCC_OK && strstr(e.text, "remove '/proc/self/fd'") !=
	    NULL && fs_remove(dir, "/proc/self/fd", NULL) != HCC_OK);
}

static void
scratch(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct scratch	 a, b;
	char		*where = mem_format("%s/s", tmp);
	pid_t		 pid;

	put("s/hcc-other.1/file", "");
	put("s/hcc-x.file", "");
	if ((pid = fork()) == 0) {
		if (scratch_make(&a, where, "x", &e) == HCC_OK &&
		    mkdirat(open(a.path, O_PATH), "inside", 0) == 0)
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	(void)waitpid(pid, NULL, 0);
	OK("a killed process leaves its directory",
	    strlen(names_in("s")) > strlen("hcc-other.1 hcc-x.file"));
	OK("each process makes its own", scratch_make(&a, where, "x", &e) ==
	    HCC_OK && scratch_make(&b, where, "x", &e) == HCC_OK);
	OK("that of a process that lives stays",
	    fs_exists(AT_FDCWD, a.path) && fs_exists(AT_FDCWD, b.path));
	scratch_remove(&b);
	scratch_remove(&a);
	IS_STR("what was left is removed, and nothing else",
	    "hcc-other.1 hcc-x.file", names_in("s"));
	OK("where none can be made, the message names the place",
	    scratch_make(&a, "/proc", "x", &e) != HCC_OK &&
	    strstr(e.text, "'/proc/hcc-x.") != NULL && a.path == NULL);
	free(where);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	dir = open(tmp, O_RDONLY | O_DIRECTORY);
	reading();
	writing();
	copying();
	names();
	removing();
	scratch();
	close(dir);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
