/*
 * new_task.c: a task directory, built aside and published in one step.
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
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "data/check_grade.h"
#include "data/new_task_internal.h"
#include "data/preview.h"
#include "score/leaderboard.h"
#include "task/journal.h"
#include "task/task.h"

#define MOVING		FS_TMP "init"
#define LAST		FS_TMP "task.md"

void
new_task_init(struct new_task *nt)
{
	*nt = (struct new_task){ .meta = jv_object(), .problems = jv_array(),
	    .notes = jv_array(), .record = jv_null() };
}

void
new_task_release(struct new_task *nt)
{
	jv_free(nt->meta);
	jv_free(nt->problems);
	jv_free(nt->notes);
	jv_free(nt->record);
	nt->meta = nt->problems = nt->notes = nt->record = jv_null();
}

/* Has a builder of this directory been killed before it was a task? */
static bool
half_made(const struct build *b)
{
	char	 list[4200], task[4200];

	snprintf(list, sizeof(list), "%s/" MOVING, b->target);
	snprintf(task, sizeof(task), "%s/task.md", b->target);
	return access(list, F_OK) == 0 && access(task, F_OK) == -1;
}

/* An existing directory may be filled when it is empty, or what is in it was
 * left by a killed builder. */
static enum hcc_status
existing(struct build *b, const char *path, struct hcc_err *e)
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
absent(struct build *b, const char *path, struct hcc_err *e)
{
	char		*copy, *slash, *dir;
	enum hcc_status	 st = HCC_OK;
	size_t		 n;

	if ((copy = strdup(path)) == NULL)
		return err_nomem(e);
	for (n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
		copy[n - 1] = '\0';
	slash = strrchr(copy, '/');
	if (slash != NULL)
		*slash = '\0';
	dir = realpath(slash == NULL ? "." : slash == copy ? "/" : copy, NULL);
	if (dir == NULL)
		st = err_errno(e, "make task '%s': open the directory it is "
		    "to lie in", path);
	else if (asprintf(&b->target, "%s/%s", strcmp(dir, "/") == 0 ? "" :
	    dir, slash == NULL ? copy : slash + 1) == -1) {
		b->target = NULL;
		st = err_nomem(e);
	}
	free(dir);
	free(copy);
	return st;
}

static enum hcc_status
place(struct build *b, struct hcc_err *e)
{
	struct stat	 sb;
	const char	*path = b->nt->path, *slash;
	enum hcc_status	 st;

	if (*path == '\0')
		return err_set(e, HCC_USAGE, "make task '': no name");
	st = lstat(path, &sb) == 0 ? existing(b, path, e) :
	    absent(b, path, e);
	if (st != HCC_OK)
		return st;
	slash = strrchr(b->target, '/');
	if (slash[1] == '\0' || asprintf(&b->tmp, FS_TMP "%s", slash + 1) ==
	    -1) {
		b->tmp = NULL;
		return err_set(e, HCC_INPUT, "make task '%s': not a place for "
		    "one", path);
	}
	b->parent = strndup(b->target, slash == b->target ? 1 :
	    (size_t)(slash - b->target));
	if (b->parent == NULL)
		return err_nomem(e);
	b->parent_fd = open(b->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return b->parent_fd == -1 ? err_errno(e, "open directory '%s'",
	    b->parent) : HCC_OK;
}

/* Open and lock the construction site; *stale: it was there before. */
static enum hcc_status
lock_site(struct build *b, bool *stale, struct hcc_err *e)
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
		    "is making it", b->nt->path);
	return HCC_OK;
}

/* Take out again what a killed builder has moved into the directory. It must
 * be empty then. */
static enum hcc_status
take_out(const struct build *b, struct hcc_err *e)
{
	struct buf	 list = BUF_INIT;
	char		*name, *rest, **names;
	size_t		 n = 0;
	enum hcc_status	 st;
	int		 to;

	to = open(b->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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
		    "choose another name or remove it", b->nt->path);
	}
	buf_release(&list);
	close(to);
	return st;
}

static enum hcc_status
begin(struct build *b, struct hcc_err *e)
{
	bool		 stale;
	enum hcc_status	 st;

	if ((st = lock_site(b, &stale, e)) == HCC_OK && b->existed &&
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

static bool
seals(const struct new_task *nt)
{
	return nt->fraction > 0 || nt->labels != NULL || nt->board != NULL ||
	    nt->grader != NULL;
}

/* Copy into sealed/, through a descriptor because links may be given. */
static enum hcc_status
seal(struct build *b, const char *from, const char *name, mode_t mode,
    struct hcc_err *e)
{
	char		*real;
	enum hcc_status	 st;

	if (from == NULL)
		return HCC_OK;
	if (mode == 0700 && access(from, X_OK) == -1)
		return err_set(e, HCC_INPUT, "seal program '%s': it is not "
		    "executable; chmod +x it, or give another with -p", from);
	if ((real = realpath(from, NULL)) == NULL)
		return err_errno(e, "open '%s'", from);
	st = fs_copy(AT_FDCWD, real, b->dir, name, e);
	if (st == HCC_OK && fchmodat(b->dir, name, mode, 0) == -1)
		st = err_errno(e, "change the mode of '%s'", name);
	free(real);
	return st;
}

/* As they are, or in the training data's spelling. */
static enum hcc_status
seal_labels(struct build *b, struct hcc_err *e)
{
	static const char	 path[] = "sealed/labels.csv";
	enum hcc_status		 st;

	if (b->labels.len == 0)
		return seal(b, b->nt->labels, path, 0600, e);
	st = buf_ok(&b->labels) ? fs_publish(b->dir, path,
	    buf_str(&b->labels), b->labels.len, e) : err_nomem(e);
	if (st == HCC_OK && fchmodat(b->dir, path, 0600, 0) == -1)
		st = err_errno(e, "change the mode of '%s'", path);
	return st;
}

static enum hcc_status
check_board(const struct new_task *nt, struct hcc_err *e)
{
	struct leaderboard	 board;
	enum hcc_status	 st;
	bool		 min;

	if (nt->board == NULL)
		return HCC_OK;
	min = strcmp(json_str(nt->meta, "goal", ""), "minimize") == 0;
	st = leaderboard_read(AT_FDCWD, nt->board, min ? METRIC_MINIMIZE :
	    METRIC_MAXIMIZE, &board, e);
	if (st == HCC_OK)
		leaderboard_release(&board);
	return st;
}

static jv
targets(const struct profile *p)
{
	jv	 v;
	size_t	 i;

	if (p->ntargets == 1)
		return profile_name(p->targets[0]);
	v = jv_array();
	for (i = 0; i < p->ntargets; i++)
		v = jv_array_append(v, profile_name(p->targets[i]));
	return v;
}

static enum hcc_status
write_task(struct build *b, struct hcc_err *e)
{
	static const char *const	 order[] = { "id", "metric", "goal",
	    "submission", "sample", "train", "id_column", "target", "language",
	    "split", "budget", "sealed", NULL };
	struct buf			 out = BUF_INIT;
	jv				 m = jv_copy(b->nt->meta);
	char				 sample[1024];
	enum hcc_status			 st;

	snprintf(sample, sizeof(sample), "input/%s", b->p.sample.path == NULL ?
	    "sample_submission.csv" : b->p.sample.path);
	m = json_put_str(m, "submission", "submission.csv");
	m = json_put(m, "sample", profile_name(sample));
	if (b->p.train.path != NULL) {
		snprintf(sample, sizeof(sample), "input/%s", b->p.train.path);
		m = json_put(m, "train", profile_name(sample));
	}
	if (b->p.id != NULL)
		m = json_put(m, "id_column", profile_name(b->p.id));
	if (b->p.ntargets > 0)
		m = json_put(m, "target", targets(&b->p));
	if (b->p.split.groups != NULL || b->p.split.time != NULL)
		m = json_put(m, "split", preview_split(&b->p.split));
	m = json_put_str(m, "language", "python");
	if (b->nt->fraction > 0)
		m = json_put_str(m, "sealed", "holdout");
	else if (b->nt->labels != NULL || b->nt->grader != NULL)
		m = json_put_str(m, "sealed", "exam");
	yaml_emit(&out, m, order);
	jv_free(m);
	buf_adds(&out, b->nt->body);
	if (out.len > 0 && buf_str(&out)[out.len - 1] != '\n')
		buf_addc(&out, '\n');
	st = buf_ok(&out) ? fs_publish(b->dir, "task.md", buf_str(&out),
	    out.len, e) : err_nomem(e);
	buf_release(&out);
	return st;
}

static enum hcc_status
write_preview(struct build *b, struct hcc_err *e)
{
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;

	preview_text(&b->p, b->folds, &out);
	if (b->nt->programs != NULL)
		buf_addf(&out, "\n## Programs\n\n%s", b->nt->programs);
	st = buf_ok(&out) ? fs_publish(b->dir, "preview.md", buf_str(&out),
	    out.len, e) : err_nomem(e);
	buf_release(&out);
	return st;
}

/* e_0 of the task: the first line of its journal. */
static enum hcc_status
write_journal(struct build *b, struct hcc_err *e)
{
	struct task	 t;
	char		 path[40], sum[65];
	enum hcc_status	 st;
	jv		 f = jv_object();

	f = json_put_str(f, "hcc", b->nt->version);
	f = json_put(f, "metric", json_get(b->nt->meta, "metric"));
	f = json_put_num(f, "rows", (double)b->p.train.rows);
	if (b->nt->fraction > 0) {
		f = json_put_num(f, "holdout", (double)b->held.rows);
		f = json_put_num(f, "fraction", b->nt->fraction);
		f = json_put_num(f, "seed", (double)b->nt->seed);
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->dir);
	if ((st = task_open(&t, path, NULL, e)) != HCC_OK) {
		jv_free(f);
		return st;
	}
	/* The checksum, so that an edit by hand is seen. */
	if (fs_sha256(t.dir, "task.md", sum, e) == HCC_OK)
		f = json_put_str(json_put_str(f, "file", "task.md"), "sha256",
		    sum);
	st = journal_add(&t, "init", f, e);
	task_close(&t);
	return st;
}

static void
make_record(struct build *b)
{
	jv	 r = json_put_str(jv_object(), "kind", "task");

	r = json_put_str(r, "task", b->target);
	r = json_put(r, "id", json_get(b->nt->meta, "id"));
	r = json_put(r, "metric", json_get(b->nt->meta, "metric"));
	r = json_put(r, "goal", json_get(b->nt->meta, "goal"));
	r = json_put_num(r, "rows", (double)b->p.train.rows);
	r = json_put_str(r, "problem", profile_problem_name(b->p.problem));
	if (b->nt->fraction > 0)
		r = json_put_num(r, "holdout", (double)b->held.rows);
	jv_free(b->nt->record);
	b->nt->record = r;
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
	st = buf_ok(&b) ? fs_publish(to, MOVING, buf_str(&b), b.len, e) :
	    err_nomem(e);
	buf_release(&b);
	return st;
}

static enum hcc_status
move_parts(struct build *b, int to, struct hcc_err *e)
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
move_in(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 to;

	if ((to = open(b->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return err_errno(e, "open directory '%s'", b->target);
	if ((st = move_parts(b, to, e)) == HCC_OK)
		st = fs_remove(b->parent_fd, b->tmp, e);
	if (st == HCC_OK && renameat(to, LAST, to, "task.md") == -1)
		st = err_errno(e, "make task '%s'", b->nt->path);
	if (st == HCC_OK)
		st = fs_remove(to, MOVING, e);
	if (st == HCC_OK && fsync(to) == -1 && errno != EINVAL)
		st = err_errno(e, "sync directory '%s'", b->target);
	close(to);
	return st;
}

static enum hcc_status
publish(struct build *b, struct hcc_err *e)
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
		return err_errno(e, "make task '%s'", b->nt->path);
	if (renameat(b->parent_fd, b->tmp, b->parent_fd, name) == -1)
		return err_errno(e, "make task '%s'", b->nt->path);
	return fs_sync_parent(b->parent_fd, name, e);
}

static enum hcc_status
build(struct build *b, struct hcc_err *e)
{
	const struct new_task	*nt = b->nt;
	enum hcc_status		 st;

	if ((st = begin(b, e)) != HCC_OK || (st = check_board(nt, e)) != HCC_OK)
		return st;
	if (seals(nt) && mkdirat(b->dir, "sealed", 0700) == -1)
		return err_errno(e, "create directory 'sealed'");
	if ((st = build_input(b, e)) != HCC_OK ||
	    (st = seal_labels(b, e)) != HCC_OK ||
	    (st = seal(b, nt->board, "sealed/leaderboard.csv", 0600, e)) !=
	    HCC_OK ||
	    (st = seal(b, nt->grader, "sealed/grade", 0700, e)) != HCC_OK ||
	    (st = write_task(b, e)) != HCC_OK ||
	    (st = check_grade(b, e)) != HCC_OK ||
	    (st = write_preview(b, e)) != HCC_OK ||
	    (st = write_journal(b, e)) != HCC_OK)
		return st;
	make_record(b);
	return publish(b, e);
}

enum hcc_status
new_task_make(struct new_task *nt, struct hcc_err *e)
{
	struct build	 b = { .nt = nt, .parent_fd = -1, .dir = -1,
			    .input = -1 };
	enum hcc_status	 st;

	if ((st = place(&b, e)) == HCC_OK)
		st = build(&b, e);
	/* What another process is building is not ours to remove. */
	if (st != HCC_OK && st != HCC_AGAIN && b.dir != -1)
		(void)fs_remove(b.parent_fd, b.tmp, NULL);
	if (b.opened)
		profile_close(&b.p);
	survey_release(&b.survey);
	free(b.held.taken);
	buf_release(&b.labels);
	pictures_release(&b.made);
	if (b.input != -1)
		close(b.input);
	if (b.dir != -1)
		close(b.dir);
	if (b.parent_fd != -1)
		close(b.parent_fd);
	free(b.target);
	free(b.parent);
	free(b.tmp);
	free(b.data);
	return st;
}
