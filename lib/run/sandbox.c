/*
 * sandbox.c: the bubblewrap command of one run, and the environment of any run.
 *
 * Nothing is written here but the mount points for ./input and ./run.json,
 * which bwrap makes in the attempt directory and run.c removes. bwrap maps the
 * caller to uid 65534 of a new user namespace: outside, files in the attempt
 * directory belong to the caller, who can delete them.
 */
#include <ctype.h>
#include <glob.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "run/sandbox.h"
#include "run/syscalls.h"

#ifndef MFD_EXEC	/* Linux 6.3 */
#define MFD_EXEC	0x10U
#endif

void
strvec_add(struct strvec *l, const char *s)
{
	grow(&l->v, &l->cap, l->n + 2, sizeof(*l->v));
	l->v[l->n++] = mem_dup(s);
	l->v[l->n] = NULL;
}

void
strvec_addf(struct strvec *l, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	strvec_add(l, buf_str(&b));
	buf_release(&b);
}

/* Several strings, the last argument is NULL. */
static void
add_all(struct strvec *l, ...)
{
	const char	*s;
	va_list		 ap;

	va_start(ap, l);
	while ((s = va_arg(ap, const char *)) != NULL)
		strvec_add(l, s);
	va_end(ap);
}

void
strvec_release(struct strvec *l)
{
	size_t	 i;

	for (i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	*l = (struct strvec){ NULL, 0, 0 };
}

void
sandbox_bind(struct sandbox_binds *b, const char *from, const char *to,
    bool device)
{
	grow(&b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n++] = (struct sandbox_bind){ mem_dup(from), mem_dup(to),
	    device };
}

void
sandbox_binds_release(struct sandbox_binds *b)
{
	while (b->n > 0) {
		free(b->v[--b->n].from);
		free(b->v[b->n].to);
	}
	free(b->v);
	*b = (struct sandbox_binds){ NULL, 0, 0 };
}

/* Those inside of the attempt directory, or all others. */
static void
add_binds(struct strvec *l, const struct sandbox_binds *b, bool attempt)
{
	size_t	 i;

	for (i = 0; b != NULL && i < b->n; i++)
		if ((strncmp(b->v[i].to, BOX_DIR "/", sizeof(BOX_DIR)) == 0) ==
		    attempt)
			add_all(l, b->v[i].device ? "--dev-bind" : "--ro-bind",
			    b->v[i].from, b->v[i].to, NULL);
}

/* What names and certificates on the network are looked up in. */
static void
add_network(struct strvec *l)
{
	static const char *const paths[] = { "/etc/resolv.conf",
	    "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
	    "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/ca-certificates",
	    "/etc/hosts" };
	size_t	 i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		add_all(l, "--ro-bind-try", paths[i], paths[i], NULL);
}

/* One path of the system, read-only; a link stays a link. */
static void
add_system(struct strvec *l, const char *path)
{
	struct stat	 sb;
	char		 target[4096];
	ssize_t		 n;

	if (lstat(path, &sb) == -1)
		return;
	if (!S_ISLNK(sb.st_mode)) {
		add_all(l, "--ro-bind-try", path, path, NULL);
		return;
	}
	if ((n = readlink(path, target, sizeof(target) - 1)) <= 0)
		return;
	target[n] = '\0';
	add_all(l, "--symlink", target, path, NULL);
}

/* What programs and libraries need of the system. /sys tells the number of
 * cores, /etc/alternatives is the way to BLAS. */
static void
add_systems(struct strvec *l)
{
	static const char *const paths[] = {
		"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
		"/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime",
		"/etc/R", "/etc/fonts", "/sys/devices/system/cpu",
	};
	glob_t	 g;
	size_t	 i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		add_system(l, paths[i]);
	if (glob("/etc/python3.*", 0, NULL, &g) == 0) {
		for (i = 0; i < g.gl_pathc; i++)
			add_system(l, g.gl_pathv[i]);
		globfree(&g);
	}
}

/* A descriptor is ours from now on: its number inside. */
static size_t
keep_fd(struct sandbox *b, int fd, int first_fd)
{
	b->fds[b->nfds] = fd;
	return (size_t)first_fd + b->nfds++;
}

/* An argument, or an option and its value, that is a descriptor. False for
 * -1. */
static bool
add_fd(struct sandbox *b, struct strvec *l, const char *option, int fd,
    int first_fd)
{
	if (fd == -1)
		return false;
	if (option != NULL)
		strvec_add(l, option);
	strvec_addf(l, "%zu", keep_fd(b, fd, first_fd));
	return true;
}

/* A small file that exists only inside. */
static bool
add_file(struct sandbox *b, const char *path, const char *text, int first_fd)
{
	int	 fd = memfd_create("hcc", MFD_CLOEXEC);

	if (!add_fd(b, &b->options, "--file", fd, first_fd))
		return false;
	strvec_add(&b->options, path);
	return fs_write(fd, text, strlen(text)) == 0 &&
	    lseek(fd, 0, SEEK_SET) == 0;
}

/* Libraries ask who the user is and where localhost is. */
static bool
add_files(struct sandbox *b, int first_fd)
{
	return add_file(b, "/etc/passwd",
	    "nobody:x:65534:65534::/tmp:/bin/sh\n", first_fd) &&
	    add_file(b, "/etc/group", "nogroup:x:65534:\n", first_fd) &&
	    add_file(b, "/etc/hosts",
	    "127.0.0.1 localhost hcc\n::1 localhost\n", first_fd);
}

static bool
add_status(struct sandbox *b, int first_fd)
{
	b->status = memfd_create("hcc", MFD_CLOEXEC);
	return add_fd(b, &b->options, "--json-status-fd", b->status,
	    first_fd);
}

/* The options, which tell where things lie outside, reach bwrap as a file:
 * everybody inside can read its command line. */
static bool
pass_options(struct sandbox *b, int first_fd)
{
	int		 fd = memfd_create("hcc", MFD_CLOEXEC);
	struct buf	 text = BUF_INIT;
	size_t		 i;
	bool		 ok;

	if (!add_fd(b, &b->argv, "--args", fd, first_fd))
		return false;
	for (i = 0; i < b->options.n; i++)
		buf_add(&text, b->options.v[i], strlen(b->options.v[i]) + 1);
	ok = fs_write(fd, buf_str(&text), text.len) == 0 &&
	    lseek(fd, 0, SEEK_SET) == 0;
	buf_release(&text);
	return ok;
}

/*
 * Everything that is writable is bounded: /tmp and /dev/shm by their size,
 * the attempt directory by the watch. The file systems under /, /dev and
 * /proc are made read-only last: / and /dev are memory without a limit, and
 * a caller who is root would still own /proc/sys.
 */
static void
add_mounts(struct strvec *l, const struct sandbox_spec *w)
{
	char	 log[4096];

	add_systems(l);
	add_all(l, "--proc", "/proc", "--dev", "/dev", "--size", NULL);
	strvec_addf(l, "%" PRIu64, w->tmp_bytes);
	add_all(l, "--tmpfs", "/dev/shm", "--size", NULL);
	strvec_addf(l, "%" PRIu64, w->tmp_bytes);
	add_all(l, "--tmpfs", "/tmp", NULL);
	if (w->network)
		add_network(l);
	add_binds(l, w->binds, false);
	add_all(l, "--bind", w->dirpath, BOX_DIR, NULL);
	if (w->input != NULL)
		add_all(l, "--ro-bind", w->input, BOX_DIR "/input", NULL);
	if (w->base != NULL)
		add_all(l, "--ro-bind", w->base, BOX_DIR "/base", NULL);
	add_binds(l, w->binds, true);
	if (w->python != NULL)
		add_all(l, "--ro-bind", w->python, BOX_PYTHON, NULL);
	/* The log is written through descriptors, its name stays; no program
	 * makes the record that says that it has ended. */
	snprintf(log, sizeof(log), "%s/log", w->dirpath);
	add_all(l, "--ro-bind-try", log, BOX_DIR "/log",
	    "--bind-try", log, BOX_LOG,
	    "--ro-bind", "/dev/null", BOX_DIR "/run.json",
	    "--ro-bind", "/dev/null", "/proc/keys",
	    "--remount-ro", "/proc", "--remount-ro", "/dev",
	    "--remount-ro", "/", "--chdir", BOX_DIR, NULL);
}

/* enter.c, compiled. */
__asm__(".pushsection .rodata\n"
	".globl hcc_enter, hcc_enter_bytes\n"
	".hidden hcc_enter, hcc_enter_bytes\n"
	".balign 8\n"
	"hcc_enter_bytes: .quad 1f - hcc_enter\n"
	"hcc_enter: .incbin \"" HCC_ENTER "\"\n"
	"1:\n"
	".popsection\n");
extern const unsigned char hcc_enter[];
extern const uint64_t hcc_enter_bytes;

/* It as a file that can be executed. */
static int
enter_file(void)
{
	int	 fd = memfd_create("hcc", MFD_CLOEXEC | MFD_EXEC);

	if (fd == -1)
		fd = memfd_create("hcc", MFD_CLOEXEC);
	if (fd != -1 && fs_write(fd, hcc_enter, hcc_enter_bytes) == -1) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* A bwrap that is set-user-id gives capabilities to nobody but root. */
static bool
gives_capabilities(const char *bwrap)
{
	struct stat	 sb;

	return getuid() == 0 || (stat(bwrap, &sb) == 0 &&
	    (sb.st_mode & S_ISUID) == 0);
}

/* Who starts the program: enter.c or, where that cannot be, bwrap. */
static bool
add_first(struct sandbox *b, int first_fd)
{
	struct strvec	*l = &b->options;
	int		 fd, filter = syscalls_filter();

	fd = gives_capabilities(b->path) ? enter_file() : -1;
	if (fd == -1)
		return add_fd(b, l, "--seccomp", filter, first_fd);
	add_all(l, "--as-pid-1", "--cap-add", "CAP_SYS_ADMIN", "--cap-add",
	    "CAP_SYS_CHROOT", "--cap-add", "CAP_SETPCAP", NULL);
	strvec_addf(&b->first, "/proc/self/fd/%zu", keep_fd(b, fd, first_fd));
	b->failed = memfd_create("hcc", MFD_CLOEXEC);
	return add_fd(b, &b->first, NULL, b->failed, first_fd) &&
	    add_fd(b, &b->first, NULL, filter, first_fd);
}

static const char *
find_bwrap(void)
{
	static const char *const paths[] = {
		"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap",
	};
	size_t	 i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (access(paths[i], X_OK) == 0)
			return paths[i];
	return NULL;
}

enum hcc_status
sandbox_open(struct sandbox *b, const struct sandbox_spec *w, struct hcc_err *e)
{
	struct strvec		*l = &b->options;
	const char *const	*p;
	size_t			 i;

	*b = (struct sandbox){ .status = -1, .failed = -1 };
	if (strncmp(w->dirpath, "/usr/", 5) == 0)
		return err_set(e, HCC_INPUT, "open a sandbox in '%s': every "
		    "program sees /usr; move the task elsewhere", w->dirpath);
	if ((b->path = find_bwrap()) == NULL)
		return err_set(e, HCC_UNAVAILABLE, "start the sandbox: bwrap "
		    "is not there; install bubblewrap, or run without a "
		    "sandbox (-S none)");
	/* --unshare-all alone would do without a user namespace. */
	strvec_add(l, "--unshare-all");
	if (w->network)
		strvec_add(l, "--share-net");
	add_all(l, "--unshare-user",
	    "--die-with-parent", "--new-session", "--uid", "65534", "--gid",
	    "65534", "--cap-drop", "ALL", "--hostname", "hcc", NULL);
	if (!add_status(b, w->first_fd) || !add_files(b, w->first_fd) ||
	    !add_first(b, w->first_fd))
		return err_errno(e, "prepare the sandbox");
	add_mounts(l, w);
	strvec_add(&b->argv, "bwrap");
	if (!pass_options(b, w->first_fd))
		return err_errno(e, "prepare the sandbox");
	strvec_add(&b->argv, "--");
	for (i = 0; i < b->first.n; i++)
		strvec_add(&b->argv, b->first.v[i]);
	for (p = w->argv; *p != NULL; p++)
		strvec_add(&b->argv, *p);
	return HCC_OK;
}

/* bwrap writes an exit code only if what it starts had been started. */
bool
sandbox_started(const struct sandbox *b)
{
	char	 text[1024];
	ssize_t	 n;

	if (b->failed != -1 && pread(b->failed, text, 1, 0) != 0)
		return false;
	n = pread(b->status, text, sizeof(text) - 1, 0);
	if (n <= 0)
		return false;
	text[n] = '\0';
	return strstr(text, "\"exit-code\"") != NULL;
}

void
sandbox_release(struct sandbox *b)
{
	size_t	 i;

	for (i = 0; i < b->nfds; i++)
		if (b->fds[i] != -1)
			close(b->fds[i]);
	b->nfds = 0;
	strvec_release(&b->options);
	strvec_release(&b->first);
	strvec_release(&b->argv);
}

/* The length of the name in NAME=VALUE, 0 if it is not one. */
static size_t
name_length(const char *s)
{
	size_t	 n = 0;

	if (isdigit((unsigned char)s[0]))
		return 0;
	while (text_word_char(s[n]))
		n++;
	return s[n] == '=' ? n : 0;
}

static void
assign(struct strvec *l, const char *s)
{
	size_t	 i, n = name_length(s);

	for (i = 0; i < l->n; i++)
		if (strncmp(l->v[i], s, n + 1) == 0) {
			free(l->v[i]);
			l->v[i] = mem_dup(s);
			return;
		}
	strvec_add(l, s);
}

enum hcc_status
sandbox_env(struct strvec *l, char *const *extra, struct hcc_err *e)
{
	*l = (struct strvec){ NULL, 0, 0 };
	add_all(l, "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp",
	    "LANG=C.UTF-8", "TMPDIR=/tmp", NULL);
	for (; extra != NULL && *extra != NULL; extra++) {
		if (name_length(*extra) == 0)
			return err_set(e, HCC_INPUT, "set the environment: "
			    "'%.40s' is not NAME=VALUE", *extra);
		assign(l, *extra);
	}
	return HCC_OK;
}

static bool
runnable(const char *path)
{
	struct stat	 sb;

	return stat(path, &sb) == 0 && S_ISREG(sb.st_mode) &&
	    access(path, X_OK) == 0;
}

char *
sandbox_find(const struct strvec *env, const char *name)
{
	const char	*p = "", *end;
	struct buf	 b = BUF_INIT;
	size_t		 i;

	if (strchr(name, '/') != NULL)
		return mem_dup(name);
	for (i = 0; i < env->n; i++)
		if (strncmp(env->v[i], "PATH=", 5) == 0)
			p = env->v[i] + 5;
	for (; *p != '\0'; p = *end == '\0' ? end : end + 1) {
		end = strchrnul(p, ':');
		buf_reset(&b);
		buf_add(&b, p, (size_t)(end - p));
		buf_addc(&b, '/');
		buf_adds(&b, name);
		if (runnable(buf_str(&b)))
			return buf_detach(&b);
	}
	buf_release(&b);
	return NULL;
}
