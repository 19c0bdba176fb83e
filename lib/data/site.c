/*
 * site.c: where a task directory is built.
 *
 * It is built in PARENT/.tmp-NAME, locked by flock(2): one whose lock is free
 * was left by a crash and is removed. It becomes NAME by one rename. Where an
 * empty NAME exists already (and may be the working directory of a process),
 * its parts are moved in, task.md last, which makes the directory a task;
 * MOVING lists them until then, so that what a killed builder has moved can be
 * told from what is another's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "data/site.h"
#include "task/journal.h"

#define MOVING		FS_TMP "init"
#define LAST		FS_TMP "task.md"

/* Has a builder of this directory been killed before it was a task? */
static bool
half_made(const struct site *b)
{
	char	 list[4200], task[4200];

	snprintf(list, sizeof(list), "%s/" MOVING, b->target);
	snprintf(task, sizeof(task), "%s/task.md", b->target);
	return access(list, F_OK) == 0 && access(task, F_OK) == -1;
}

/* An existing directory may be filled when it is empty, or what is in it was
 * left by a killed builder. */
static enum hcc_status
existing(struct site *b, const char *path, struct hcc_err *e)
{
	char		**names;
	size_t		 n;
	enum hcc_status	 st;

	if ((st = fs_names(AT_FDCWD, path, &names, &n, e)) != HCC_OK)
		return err_set(e, HCC_INPUT, "make task '%s': it exists and "
		    "is no directory that can be read; choose another name",
		    path);
	fs_names_free(names, n);
	b->existed = true;
	if ((b->target = realpath(path, NULL)) == NULL)
		return err_errno(e, "make task '%s'", path);
	if (n == 0 || half_made(b))
		return HCC_OK;
	return err_set(e, HCC_INPUT, "make task '%s': the directory exists "
	    "and is not empty; choose another name or remove it", path);
}

/* The absolute path of what is to be, its parent existing. */
static enum hcc_status
absent(struct site *b, const char *path, struct hcc_err *e)
{
	char	*copy = mem_dup(path), *slash, *dir;
	size_t	 n;

	for (n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
		copy[n - 1] = '\0';
	slash = strrchr(copy, '/');
	if (slash != NULL)
		*slash = '\0';
	dir = realpath(slash == NULL ? "." : slash == copy ? "/" : copy, NULL);
	if (dir != NULL)
		b->target = mem_format("%s/%s", strcmp(dir, "/") == 0 ? "" :
		    dir, slash == NULL ? copy : slash + 1);
	free(copy);
	free(dir);
	return b->target != NULL ? HCC_OK : err_errno(e, "make task '%s': open "
	    "the directory it is to lie in", path);
}

static enum hcc_status
place(struct site *b, struct hcc_err *e)
{
	struct stat	 sb;
	const char	*slash;
	enum hcc_status	 st;

	if (*b->path == '\0')
		return err_set(e, HCC_USAGE, "make task '': no name");
	st = lstat(b->path, &sb) == 0 ? existing(b, b->path, e) :
	    absent(b, b->path, e);
	if (st != HCC_OK)
		return st;
	slash = strrchr(b->target, '/');
	if (slash[1] == '\0')
		return err_set(e, HCC_INPUT, "make task '%s': not a place for "
		    "one", b->path);
	b->tmp = mem_format(FS_TMP "%s", slash + 1);
	b->parent = mem_dup_n(b->target, slash == b->target ? 1 :
	    (size_t)(slash - b->target));
	b->parent_fd = fs_open_dir(AT_FDCWD, b->parent);
	return b->parent_fd == -1 ? err_errno(e, "open directory '%s'",
	    b->parent) : HCC_OK;
}

/* Open and lock the construction site; *stale: it was there before. */
static enum hcc_status
lock_site(struct site *b, bool *stale, struct hcc_err *e)
{
	*stale = mkdirat(b->parent_fd, b->tmp, 0777) == -1;
	if (*stale && errno != EEXIST)
		return err_errno(e, "create directory in '%s'", b->parent);
	b->dir = openat(b->parent_fd, b->tmp,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (b->dir == -1)
		return err_errno(e, "open '%s/%s'", b->parent, b->tmp);
	if (flock(b->dir, LOCK_EX | LOCK_NB) == -1)
		return err_set(e, HCC_AGAIN, "make task '%s': another process "
		    "is making it", b->path);
	return HCC_OK;
}

/* Take out again what a killed builder has moved into the directory. It must
 * be empty then. */
static enum hcc_status
take_out(const struct site *b, struct hcc_err *e)
{
	struct buf	 list = BUF_INIT;
	char		*name, *rest, **names;
	size_t		 n = 0;
	enum hcc_status	 st;
	int		 to;

	to = fs_open_dir(AT_FDCWD, b->target);
	if (to == -1)
		return err_errno(e, "open directory '%s'", b->target);
	st = fs_read(to, MOVING, 1u << 16, &list, e);
	for (rest = list.p; st == HCC_OK &&
	    (name = strsep(&rest, "\n")) != NULL;)
		if (*name != '\0' && strchr(name, '/') == NULL &&
		    *name != '.')
			st = fs_remove(to, name, e);
	if (st == HCC_OK && (st = fs_remove(to, LAST, e)) == HCC_OK &&
	    (st = fs_names(to, ".", &names, &n, e)) == HCC_OK) {
		fs_names_free(names, n);
		st = n == 0 ? fs_remove(to, MOVING, e) : err_set(e, HCC_INPUT,
		    "make task '%s': the directory exists and is not empty; "
		    "choose another name or remove it", b->path);
	}
	buf_release(&list);
	close(to);
	return st;
}

enum hcc_status
site_open(struct site *b, const char *path, struct hcc_err *e)
{
	bool		 stale;
	enum hcc_status	 st;

	*b = (struct site){ .path = path, .parent_fd = -1, .dir = -1 };
	if ((st = place(b, e)) == HCC_OK &&
	    (st = lock_site(b, &stale, e)) == HCC_OK && b->existed &&
	    half_made(b))
		st = take_out(b, e);
	if (st != HCC_OK || !stale)
		return st;
	if ((st = fs_remove(b->parent_fd, b->tmp, e)) != HCC_OK)
		return st;
	close(b->dir);
	b->dir = -1;
	return lock_site(b, &stale, e);
}

/* The names of the parts, for take_out(). */
static enum hcc_status
list_parts(int to, char **names, size_t n, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	size_t		 i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], "task.md") != 0)
			buf_addf(&b, "%s\n", names[i]);
	st = fs_publish(to, MOVING, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

static enum hcc_status
move_parts(struct site *b, int to, struct hcc_err *e)
{
	char		**names;
	const char	*name;
	size_t		 n, i;
	enum hcc_status	 st;

	if ((st = fs_names(b->dir, ".", &names, &n, e)) == HCC_OK)
		st = list_parts(to, names, n, e);
	for (i = 0; i < n && st == HCC_OK; i++) {
		name = strcmp(names[i], "task.md") == 0 ? LAST : names[i];
		if (renameat(b->dir, names[i], to, name) == -1)
			st = err_errno(e, "move '%s' to '%s'", names[i],
			    b->target);
	}
	fs_names_free(names, n);
	return st;
}

/* Parts into an empty directory that exists; what makes it a task last, when
 * nothing is left of the construction site. */
static enum hcc_status
move_in(struct site *b, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 to;

	if ((to = fs_open_dir(AT_FDCWD, b->target)) == -1)
		return err_errno(e, "open directory '%s'", b->target);
	if ((st = move_parts(b, to, e)) == HCC_OK)
		st = fs_remove(b->parent_fd, b->tmp, e);
	if (st == HCC_OK && renameat(to, LAST, to, "task.md") == -1)
		st = err_errno(e, "make task '%s'", b->path);
	if (st == HCC_OK)
		st = fs_remove(to, MOVING, e);
	if (st == HCC_OK && fsync(to) == -1 && errno != EINVAL)
		st = err_errno(e, "sync directory '%s'", b->target);
	close(to);
	return st;
}

enum hcc_status
site_publish(struct site *b, struct hcc_err *e)
{
	const char	*name = b->tmp + strlen(FS_TMP);

	if (fsync(b->dir) == -1 && errno != EINVAL)
		return err_errno(e, "sync directory '%s'", b->tmp);
	if (b->existed)
		return move_in(b, e);
	if (renameat2(b->parent_fd, b->tmp, b->parent_fd, name,
	    RENAME_NOREPLACE) == 0)
		return fs_sync_parent(b->parent_fd, name, e);
	if (errno != EINVAL && errno != ENOSYS)
		return err_errno(e, "make task '%s'", b->path);
	if (renameat(b->parent_fd, b->tmp, b->parent_fd, name) == -1)
		return err_errno(e, "make task '%s'", b->path);
	return fs_sync_parent(b->parent_fd, name, e);
}

void
site_close(struct site *b, enum hcc_status st)
{
	/* What another process is building is not ours to remove. */
	if (st != HCC_OK && st != HCC_AGAIN && b->dir != -1)
		(void)fs_remove(b->parent_fd, b->tmp, NULL);
	if (b->dir != -1)
		close(b->dir);
	if (b->parent_fd != -1)
		close(b->parent_fd);
	free(b->target);
	free(b->parent);
	free(b->tmp);
}

enum hcc_status
site_task(struct site *b, jv meta, const char *body, struct hcc_err *e)
{
	static const char *const order[] = { "id", "metric", "goal", "pattern",
	    "submission", "sample", "train", "id_column", "target", "language",
	    "brain",
	    "split", "command", "edit", "environment", "budget", "sealed",
	    NULL };
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;

	yaml_emit(&out, meta, order);
	buf_adds(&out, body);
	if (buf_str(&out)[out.len - 1] != '\n')
		buf_addc(&out, '\n');
	st = fs_publish(b->dir, "task.md", buf_str(&out), out.len, e);
	buf_release(&out);
	return st;
}

enum hcc_status
site_journal(struct site *b, const char *version, jv meta, jv fields,
    struct hcc_err *e)
{
	struct task	 t;
	char		 path[40], sum[65];
	enum hcc_status	 st;

	fields = json_put_str(fields, "hcc", version);
	fields = json_put(fields, "metric", json_get(meta, "metric"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->dir);
	if ((st = task_open(&t, path, NULL, e)) != HCC_OK) {
		jv_free(fields);
		return st;
	}
	/* The checksum, so that an edit by hand is seen. */
	if ((st = fs_sha256(t.dir, "task.md", sum, e)) == HCC_OK)
		st = journal_add(&t, "init", json_put_str(json_put_str(fields,
		    "file", "task.md"), "sha256", sum), e);
	else
		jv_free(fields);
	task_close(&t);
	return st;
}

jv
site_record(const struct site *b, jv meta)
{
	jv	 r = json_put_str(jv_object(), "kind", "task");

	r = json_put_str(r, "task", b->target);
	r = json_put(r, "id", json_get(meta, "id"));
	r = json_put(r, "metric", json_get(meta, "metric"));
	return json_put(r, "goal", json_get(meta, "goal"));
}
