/*
 * new_task_input.c: input/ of a new task.
 *
 * A data directory that can stay as it is becomes a symbolic link. When files
 * were given one by one, when something in it must be hidden, changed or
 * added, or when links lead out of it, input/ is a directory of its own:
 * hard links to everything but the files that are written anew.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "data/folds.h"
#include "data/mirror.h"
#include "data/new_task_internal.h"
#include "data/profile_pass.h"
#include "data/sample_file.h"
#include "data/table_file.h"

#define OLD_INPUT	FS_TMP "input"

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Files that get sealed, and copies of labels that are held out, must not
 * be seen. */
static bool
leave(void *ctx, const char *path, const struct stat *sb)
{
	struct build	*b = ctx;
	char		 note[600];
	size_t		 i;

	for (i = 0; i < b->nhidden; i++)
		if (same_file(sb, &b->hidden[i]))
			return true;
	if (!b->opened || b->nt->fraction == 0 || !holdout_leaks(&b->p, path))
		return false;
	snprintf(note, sizeof(note), "left '%.400s' out of input/: it may "
	    "hold the labels that are held out", path);
	b->nt->notes = jv_array_append(b->nt->notes, jv_string(note));
	return true;
}

static enum hcc_status
own_input(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (b->mirrored && (st = fs_remove(b->site.dir, "input", e)) != HCC_OK)
		return st;
	if (mkdirat(b->site.dir, "input", 0777) == -1)
		return err_errno(e, "create directory 'input'");
	b->mirrored = true;
	return HCC_OK;
}

static enum hcc_status
write_text(int input, const char *path, const struct buf *b, struct hcc_err *e)
{
	if (b->len == 0)
		return HCC_OK;
	return fs_publish(input, path, buf_str(b), b->len, e);
}

/* Tables that were made of other files. */
static enum hcc_status
add_converted(struct build *b, int to, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 from;

	if (b->nt->tables == NULL)
		return HCC_OK;
	if ((from = fs_open_dir(AT_FDCWD, b->nt->tables)) == -1)
		return err_errno(e, "open directory '%s'", b->nt->tables);
	st = mirror_tree(from, to, NULL, NULL, e);
	close(from);
	return st;
}

/* Fill input/ from the data directory or, for files given one by one, take
 * out of it again what must not stay. */
static enum hcc_status
mirror(struct build *b, struct hcc_err *e)
{
	int		 from, to;
	enum hcc_status	 st;

	if ((st = own_input(b, e)) != HCC_OK)
		return st;
	from = fs_open_dir(AT_FDCWD, b->data);
	to = fs_open_dir(b->site.dir, "input");
	if (from == -1 || to == -1)
		st = err_errno(e, "open directory '%s'", b->data);
	else
		st = mirror_tree(from, to, leave, b, e);
	if (st == HCC_OK)
		st = add_converted(b, to, e);
	if (st == HCC_OK)
		st = write_text(to, "train.csv", &b->made.train, e);
	if (st == HCC_OK)
		st = write_text(to, "test.csv", &b->made.test, e);
	if (from != -1)
		close(from);
	if (to != -1)
		close(to);
	return st;
}

static enum hcc_status
mirror_sources(struct build *b, struct hcc_err *e)
{
	const char	*path;
	struct stat	 sb;
	enum hcc_status	 st;
	size_t		 i;
	int		 to;

	if ((st = own_input(b, e)) != HCC_OK)
		return st;
	if ((to = fs_open_dir(b->site.dir, "input")) == -1)
		return err_errno(e, "open directory 'input'");
	for (i = 0; i < b->nt->nsources && st == HCC_OK; i++) {
		path = b->nt->sources[i];
		if (stat(path, &sb) == -1)
			st = err_errno(e, "open data '%s'", path);
		else if (!S_ISREG(sb.st_mode))
			st = err_set(e, HCC_INPUT, "take data '%s': give one "
			    "directory or any number of files", path);
		else if (!leave(b, path_base(path), &sb))
			st = mirror_file(AT_FDCWD, path, to, path_base(path),
			    e);
	}
	if (st == HCC_OK)
		st = add_converted(b, to, e);
	close(to);
	return st;
}

/* Is the file in the directory or below? Both exist. */
static bool
is_below(const char *file, const char *dir)
{
	char	*real = realpath(file, NULL);
	size_t	 n = strlen(dir);
	bool	 yes;

	yes = real != NULL && strncmp(real, dir, n) == 0 &&
	    (n == 1 || real[n] == '/' || real[n] == '\0');
	free(real);
	return yes;
}

/* Remember a file to be sealed; *inside is set when the data hold it. */
static enum hcc_status
hide(struct build *b, const char *path, bool *inside, struct hcc_err *e)
{
	if (path == NULL)
		return HCC_OK;
	grow(&b->hidden, &b->hidden_cap, b->nhidden + 1, sizeof(*b->hidden));
	if (stat(path, &b->hidden[b->nhidden]) == -1)
		return err_errno(e, "open '%s'", path);
	b->nhidden++;
	*inside = *inside || (b->data != NULL && is_below(path, b->data));
	return HCC_OK;
}

static enum hcc_status
find_data(struct build *b, struct hcc_err *e)
{
	const char	*path = b->nt->sources[0];
	struct stat	 sb;

	if (stat(path, &sb) == -1)
		return err_errno(e, "open data '%s'", path);
	if (b->nt->nsources > 1 || !S_ISDIR(sb.st_mode))
		return HCC_OK;
	if ((b->data = realpath(path, NULL)) == NULL)
		return err_errno(e, "open data directory '%s'", path);
	if (is_below(b->site.parent, b->data) ||
	    strcmp(b->site.target, b->data) == 0)
		return err_set(e, HCC_INPUT, "make task '%s': it would lie in "
		    "its own data directory '%s'; choose another place",
		    b->nt->path, path);
	if (is_below(b->data, b->site.target))
		return err_set(e, HCC_INPUT, "make task '%s': the data lie in "
		    "it; choose another place", b->nt->path);
	return HCC_OK;
}

/* The first input/: a mirror when that is known to be needed by now. */
static enum hcc_status
first_input(struct build *b, struct hcc_err *e)
{
	bool		 inside = false;
	size_t		 i;
	enum hcc_status	 st;

	if ((st = find_data(b, e)) != HCC_OK ||
	    (st = hide(b, b->nt->labels, &inside, e)) != HCC_OK ||
	    (st = hide(b, b->nt->board, &inside, e)) != HCC_OK ||
	    (st = hide(b, b->nt->grader, &inside, e)) != HCC_OK)
		return st;
	for (i = 0; i < b->nt->nbeside; i++)
		if ((st = hide(b, b->nt->beside[i], &inside, e)) != HCC_OK)
			return st;
	for (i = 0; i < b->nt->nconverted; i++)
		if ((st = hide(b, b->nt->converted[i], &inside, e)) != HCC_OK)
			return st;
	inside = inside || b->nt->tables != NULL;
	if (b->data == NULL)
		return mirror_sources(b, e);
	if (inside)
		return mirror(b, e);
	if (symlinkat(b->data, b->site.dir, "input") == -1)
		return err_errno(e, "link 'input' to '%s'", b->data);
	return HCC_OK;
}

/* What is read of input/ is that of the one that is there now. */
static enum hcc_status
reopen(struct build *b, struct hcc_err *e)
{
	int	 dir = fs_open_dir(b->site.dir, "input");

	if (dir == -1)
		return err_errno(e, "open directory 'input'");
	if (b->input != -1)
		close(b->input);
	b->input = b->p.dir = dir;
	return HCC_OK;
}

static enum hcc_status
look(struct build *b, struct hcc_err *e)
{
	struct profile_want	 want = b->nt->want;
	enum hcc_status		 st;

	if ((st = reopen(b, e)) != HCC_OK)
		return st;
	if (b->opened)
		profile_close(&b->p);
	want.shown = b->data != NULL ? b->nt->sources[0] : "";
	want.metric = json_str(b->nt->meta, "metric", NULL);
	st = profile_open(&b->p, b->input, &want, e);
	b->opened = st == HCC_OK;
	return st;
}

/* Is there nothing that says what a submission looks like? */
static bool
lacks_sample(const struct build *b)
{
	return b->p.sample.path == NULL && b->p.test.path != NULL &&
	    b->p.ntargets > 0;
}

/* Labels of a hold-out in files given one by one: no second walk, the few
 * files are looked at again. */
static enum hcc_status
drop_leaks(struct build *b, struct hcc_err *e)
{
	struct stat	 sb;
	char		**names;
	size_t		 n, i;
	enum hcc_status	 st;

	st = fs_names(b->input, ".", &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++)
		if (fstatat(b->input, names[i], &sb, 0) == 0 &&
		    leave(b, names[i], &sb))
			st = fs_remove(b->input, names[i], e);
	fs_names_free(names, n);
	return st;
}

static enum hcc_status
hold_out(struct build *b, int input, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 sealed;

	if ((sealed = fs_open_dir(b->site.dir, "sealed")) == -1)
		return err_errno(e, "open directory 'sealed'");
	b->held = (struct holdout){ .fraction = b->nt->fraction,
	    .seed = b->nt->seed, .pred = b->nt->pred };
	st = holdout_make(&b->p, &b->survey, &b->held, input, sealed, e);
	if (st == HCC_OK && fchmodat(sealed, "labels.csv", 0600, 0) == -1)
		st = err_errno(e, "change the mode of 'sealed/labels.csv'");
	if (b->held.aside > 0)
		b->nt->notes = jv_array_append(b->nt->notes, jv_string_fmt(
		    "the hold-out has %zu rows, of other groups and later "
		    "than all that is learnt from; %zu more training rows are "
		    "on neither side and are left out", b->held.rows,
		    b->held.aside));
	close(sealed);
	return st;
}

static bool
any_mended(const struct profile *p)
{
	return p->train.mended || p->test.mended || p->sample.mended;
}

/* The input that programs read is what the preview describes. */
static enum hcc_status
write_mended(struct build *b, int input, struct hcc_err *e)
{
	const struct table	*all[] = { &b->p.train, &b->p.test,
				    &b->p.sample };
	enum hcc_status		 st = HCC_OK;
	size_t			 i;

	for (i = 0; i < 3 && st == HCC_OK; i++)
		if (all[i]->path != NULL && all[i]->mended)
			st = table_copy(all[i], b->p.dir, input, NULL, NULL,
			    e);
	return st;
}

/* An input/ of our own. The profile goes on reading the one before, which is
 * moved aside when it was made here. */
static enum hcc_status
replace_input(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (b->data == NULL)
		return drop_leaks(b, e);
	if (!b->mirrored) {
		if ((st = fs_remove(b->site.dir, "input", e)) != HCC_OK)
			return st;
	} else if (renameat(b->site.dir, "input", b->site.dir, OLD_INPUT) == -1)
		return err_errno(e, "move directory 'input'");
	b->mirrored = false;
	return mirror(b, e);
}

/* Hold out rows, mend tables or make a sample; then the folds. */
static enum hcc_status
change(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 to;

	if ((st = replace_input(b, e)) != HCC_OK)
		return st;
	if ((to = fs_open_dir(b->site.dir, "input")) == -1)
		return err_errno(e, "open directory 'input'");
	if (b->nt->fraction > 0)
		st = hold_out(b, to, e);
	else {
		st = write_mended(b, to, e);
		if (st == HCC_OK && lacks_sample(b))
			st = sample_file_make(&b->p, b->nt->pred, to, e);
	}
	if (st == HCC_OK && b->p.train.path != NULL)
		st = folds_write(&b->p, &b->survey, b->held.taken, to,
		    &b->folds, e);
	close(to);
	return st == HCC_OK ? fs_remove(b->site.dir, OLD_INPUT, e) : st;
}

static bool
refused(const struct build *b)
{
	return json_len(b->nt->problems) > 0 && !b->nt->force;
}

/* Pictures without a table get one. */
static enum hcc_status
add_tables(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (b->data == NULL)
		return HCC_OK;
	if ((st = pictures_tables(&b->p, &b->made, e)) != HCC_OK)
		return st;
	if (b->made.train.len + b->made.test.len == 0)
		return HCC_OK;
	b->nt->problems = jv_array_concat(b->nt->problems,
	    jv_copy(b->p.problems));
	if (!b->mirrored && (st = fs_remove(b->site.dir, "input", e)) != HCC_OK)
		return st;
	if ((st = mirror(b, e)) != HCC_OK)
		return st;
	return look(b, e);
}

/* What was made and repaired, for the message and preview.md. */
static jv
changes(const struct build *b)
{
	jv	 list = jv_copy(b->nt->conversions);

	if (b->made.note.len > 0)
		list = jv_array_append(list,
		    jv_string(buf_str(&b->made.note)));
	return jv_array_concat(list, jv_copy(b->p.mends));
}

/* Examine the data as they came: *told has the changes, *found what the rows
 * show. */
static enum hcc_status
examine(struct build *b, jv *told, jv *found, struct hcc_err *e)
{
	const struct new_task	*nt = b->nt;
	int			 before;
	enum hcc_status		 st;

	if ((st = look(b, e)) != HCC_OK || (st = add_tables(b, e)) != HCC_OK)
		return st;
	before = json_len(b->p.notes);
	if ((st = survey_rows(&b->p, &b->survey, e)) != HCC_OK)
		return st;
	find_suspects(&b->p);
	if (nt->labels != NULL)
		st = check_labels(&b->p, nt->labels, &b->labels, e);
	if (b->p.sample.path == NULL && nt->fraction == 0 && !lacks_sample(b))
		check_no_sample(&b->p);
	*found = jv_array_slice(jv_copy(b->p.notes), before,
	    json_len(b->p.notes));
	*told = changes(b);
	b->nt->problems = jv_array_concat(b->nt->problems,
	    jv_copy(b->p.problems));
	b->nt->notes = jv_array_concat(b->nt->notes, jv_copy(*told));
	b->nt->notes = jv_array_concat(b->nt->notes, jv_copy(b->p.notes));
	return st;
}

/* Profile what was written, with what the rows showed before. */
static enum hcc_status
look_again(struct build *b, jv found, struct hcc_err *e)
{
	char		*groups = b->p.split.groups == NULL ? NULL :
			    mem_dup(b->p.split.groups);
	char		*time = b->p.split.time == NULL ? NULL :
			    mem_dup(b->p.split.time);
	jv		 suspects = jv_copy(b->p.suspects);
	jv		 changed = jv_copy(b->p.changed);
	size_t		 classes = b->p.classes;
	enum hcc_status	 st;

	if ((st = look(b, e)) == HCC_OK) {
		b->p.notes = jv_array_concat(jv_copy(found), b->p.notes);
		jv_free(b->p.suspects);
		b->p.suspects = jv_copy(suspects);
		jv_free(b->p.changed);
		b->p.changed = jv_copy(changed);
		st = set_split(&b->p, groups, time, e);
		if (b->p.classes > classes)	/* an estimate */
			b->p.classes = classes;
	}
	jv_free(suspects);
	jv_free(changed);
	free(groups);
	free(time);
	return st;
}

enum hcc_status
build_input(struct build *b, struct hcc_err *e)
{
	jv		 told = jv_invalid(), found = jv_invalid();
	bool		 written;
	enum hcc_status	 st;

	if ((st = first_input(b, e)) == HCC_OK)
		st = examine(b, &told, &found, e);
	if (st == HCC_OK && refused(b))
		st = err_set(e, HCC_INPUT, "%s", "");
	if (st == HCC_OK) {
		written = b->nt->fraction > 0 || any_mended(&b->p) ||
		    lacks_sample(b);
		if (written || b->p.train.path != NULL ||
		    (!b->mirrored && b->p.tree.links))
			st = change(b, e);
		if (st == HCC_OK)
			st = written ? look_again(b, found, e) : reopen(b, e);
	}
	/* preview.md describes the input/ that was made, and the changes. */
	if (st == HCC_OK)
		b->p.notes = jv_array_concat(told, b->p.notes);
	else
		jv_free(told);
	jv_free(found);
	return st;
}
