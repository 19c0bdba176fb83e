/*
 * new_task_input.c: input/ of a new task.
 *
 * A data directory that can stay as it is becomes a symbolic link. When files
 * were given one by one, when something in it must be hidden, changed or
 * added, or when links lead out of it, input/ is a directory of its own:
 * hard links to everything but the files that are written anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "data/mirror.h"
#include "data/new_task_internal.h"

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
	    "tell the labels that are held out", path);
	b->nt->notes = jv_array_append(b->nt->notes, jv_string(note));
	return true;
}

static enum hcc_status
own_input(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (b->mirrored && (st = fs_remove(b->dir, "input", e)) != HCC_OK)
		return st;
	if (mkdirat(b->dir, "input", 0777) == -1)
		return err_errno(e, "create directory 'input'");
	b->mirrored = true;
	return HCC_OK;
}

static int
open_dir(int at, const char *path)
{
	return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static enum hcc_status
write_text(int input, const char *path, const struct buf *b, struct hcc_err *e)
{
	if (b->len == 0)
		return HCC_OK;
	return buf_ok(b) ? fs_publish(input, path, buf_str(b), b->len, e) :
	    err_nomem(e);
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
	from = open_dir(AT_FDCWD, b->data);
	to = open_dir(b->dir, "input");
	if (from == -1 || to == -1)
		st = err_errno(e, "open directory '%s'", b->data);
	else
		st = mirror_tree(from, to, leave, b, e);
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
	if ((to = open_dir(b->dir, "input")) == -1)
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
	if (is_below(b->parent, b->data) || strcmp(b->target, b->data) == 0)
		return err_set(e, HCC_INPUT, "make task '%s': it would lie in "
		    "its own data directory '%s'; choose another place",
		    b->nt->path, path);
	if (is_below(b->data, b->target))
		return err_set(e, HCC_INPUT, "make task '%s': the data lie in "
		    "it; choose another place", b->nt->path);
	return HCC_OK;
}

/* The first input/: a mirror when that is known to be needed by now. */
static enum hcc_status
first_input(struct build *b, struct hcc_err *e)
{
	bool		 inside = false;
	enum hcc_status	 st;

	if ((st = find_data(b, e)) != HCC_OK ||
	    (st = hide(b, b->nt->labels, &inside, e)) != HCC_OK ||
	    (st = hide(b, b->nt->board, &inside, e)) != HCC_OK ||
	    (st = hide(b, b->nt->grader, &inside, e)) != HCC_OK)
		return st;
	if (b->data == NULL)
		return mirror_sources(b, e);
	if (inside)
		return mirror(b, e);
	if (symlinkat(b->data, b->dir, "input") == -1)
		return err_errno(e, "link 'input' to '%s'", b->data);
	return HCC_OK;
}

static enum hcc_status
look(struct build *b, bool whole, struct hcc_err *e)
{
	struct profile_want	 want = b->nt->want;
	enum hcc_status		 st;

	if (b->opened)
		profile_close(&b->p);
	b->opened = false;
	if (b->input != -1)
		close(b->input);
	if ((b->input = open_dir(b->dir, "input")) == -1)
		return err_errno(e, "open directory 'input'");
	want.shown = b->data != NULL ? b->nt->sources[0] : "";
	want.whole = whole;
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

	if ((sealed = open_dir(b->dir, "sealed")) == -1)
		return err_errno(e, "open directory 'sealed'");
	b->held = (struct holdout){ .fraction = b->nt->fraction,
	    .seed = b->nt->seed, .pred = b->nt->pred };
	st = holdout_make(&b->p, &b->held, input, sealed, e);
	if (st == HCC_OK && fchmodat(sealed, "labels.csv", 0600, 0) == -1)
		st = err_errno(e, "change the mode of 'sealed/labels.csv'");
	close(sealed);
	return st;
}

/* Programs read what the preview tells. */
static enum hcc_status
write_mended(struct build *b, int input, struct hcc_err *e)
{
	const struct profile_table	*all[] = { &b->p.train, &b->p.test,
					    &b->p.sample };
	struct buf			 text = BUF_INIT;
	enum hcc_status			 st = HCC_OK;
	size_t				 i;

	for (i = 0; i < 3 && st == HCC_OK; i++) {
		if (!all[i]->mended)
			continue;
		csv_text(&text, &all[i]->csv);
		st = write_text(input, all[i]->path, &text, e);
		buf_release(&text);
	}
	return st;
}

/* Hold out rows, mend tables or make a sample, in an input/ of our own. */
static enum hcc_status
change(struct build *b, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 to;

	st = b->data != NULL ? (b->mirrored ? HCC_OK :
	    fs_remove(b->dir, "input", e)) : drop_leaks(b, e);
	if (st == HCC_OK && b->data != NULL)
		st = mirror(b, e);
	if (st != HCC_OK)
		return st;
	if ((to = open_dir(b->dir, "input")) == -1)
		return err_errno(e, "open directory 'input'");
	if (b->nt->fraction > 0)
		st = hold_out(b, to, e);
	else {
		st = write_mended(b, to, e);
		if (st == HCC_OK && lacks_sample(b))
			st = holdout_sample(&b->p, b->nt->pred, to, e);
	}
	close(to);
	return st;
}

static bool
refused(const struct build *b)
{
	return jv_array_length(jv_copy(b->nt->problems)) > 0 && !b->nt->force;
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
	if (!b->mirrored && (st = fs_remove(b->dir, "input", e)) != HCC_OK)
		return st;
	if ((st = mirror(b, e)) != HCC_OK)
		return st;
	return look(b, b->nt->fraction > 0, e);
}

/* The first look; at all of it when something has to be written anew. */
static enum hcc_status
first_look(struct build *b, bool *mended, struct hcc_err *e)
{
	bool		 part;
	enum hcc_status	 st;

	if ((st = look(b, b->nt->fraction > 0, e)) != HCC_OK ||
	    (st = add_tables(b, e)) != HCC_OK)
		return st;
	*mended = profile_any_mended(&b->p, &part);
	if (part && (st = look(b, true, e)) == HCC_OK)
		*mended = profile_any_mended(&b->p, &part);
	if (st == HCC_OK && b->nt->labels != NULL)
		st = profile_labels(&b->p, b->nt->labels, &b->labels, e);
	return st;
}

/* What was made and mended, to be told. */
static jv
changes(const struct build *b)
{
	jv	 list = jv_array();

	if (b->made.note.len > 0)
		list = jv_array_append(list,
		    jv_string(buf_str(&b->made.note)));
	return jv_array_concat(list, jv_copy(b->p.mends));
}

enum hcc_status
build_input(struct build *b, struct hcc_err *e)
{
	bool		 held = b->nt->fraction > 0, mended = false;
	enum hcc_status	 st;
	jv		 told;

	if ((st = first_input(b, e)) != HCC_OK ||
	    (st = first_look(b, &mended, e)) != HCC_OK)
		return st;
	if (b->p.sample.path == NULL && !held && b->nt->grader == NULL &&
	    !lacks_sample(b))
		profile_no_sample(&b->p);
	b->nt->problems = jv_array_concat(b->nt->problems,
	    jv_copy(b->p.problems));
	told = changes(b);
	b->nt->notes = jv_array_concat(b->nt->notes, jv_copy(told));
	b->nt->notes = jv_array_concat(b->nt->notes, jv_copy(b->p.notes));
	if (refused(b))
		st = err_set(e, HCC_INPUT, "%s", "");
	else if ((held || mended || lacks_sample(b) ||
	    (!b->mirrored && b->p.tree.links)) &&
	    (st = change(b, e)) == HCC_OK)
		st = look(b, false, e);
	/* preview.md tells the input/ that was made, and what was changed. */
	if (st == HCC_OK)
		b->p.notes = jv_array_concat(told, b->p.notes);
	else
		jv_free(told);
	return st;
}
