/*
 * class_folders.c: tables for pictures that come without one.
 *
 * Classes are the names of folders that lie side by side in one folder and
 * hold pictures. What is called train is preferred to what holds the most.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "data/class_folders.h"
#include "data/image.h"

/* Length of the path of the folder that this one lies in. */
static size_t
parent_len(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return slash == NULL ? 0 : (size_t)(slash - path);
}

static bool
is_child(const struct tree_folder *f, const char *parent)
{
	size_t	 n = strlen(parent);

	return *f->path != '\0' && parent_len(f->path) == n &&
	    strncmp(f->path, parent, n) == 0;
}

static bool
is_test(const char *path)
{
	return strncasecmp(path_base(path), "test", 4) == 0;
}

/* Pictures in the folders of this folder; 0 unless two of them hold some. */
static size_t
class_images(const struct tree *t, const char *parent)
{
	size_t	 i, n = 0, images = 0;

	for (i = 0; i < t->nfolders; i++)
		if (is_child(&t->folders[i], parent) &&
		    !is_test(t->folders[i].path) &&
		    t->folders[i].images > 0) {
			n++;
			images += t->folders[i].images;
		}
	return n > 1 ? images : 0;
}

/* The folder whose folders are classes; NULL: none. */
static const char *
class_parent(const struct tree *t)
{
	const char	*best = NULL, *path;
	size_t		 i, n, most = 0;

	for (i = 0; i < t->nfolders; i++) {
		path = t->folders[i].path;
		if (t->folders[i].folders < 2 || is_test(path) ||
		    (n = class_images(t, path)) == 0)
			continue;
		if (strncasecmp(path_base(path), "train", 5) == 0)
			return path;
		if (n > most) {
			best = path;
			most = n;
		}
	}
	return best;
}

/* A row for each picture of a folder: its path, or its name alone; then what
 * follows. Returns how many. */
static enum hcc_status
add_folder(const struct profile *p, const char *folder, bool whole,
    const char *label, struct buf *b, size_t *count, struct hcc_err *e)
{
	struct buf	 path = BUF_INIT;
	char		**names;
	size_t		 n, i;
	enum hcc_status	 st;

	if ((st = fs_names(p->dir, folder, &names, &n, e)) != HCC_OK)
		return st;
	for (i = 0; i < n; i++) {
		if (!image_name(names[i]))
			continue;
		buf_reset(&path);
		if (whole)
			buf_addf(&path, "%s/%s", folder, names[i]);
		else
			buf_adds(&path, names[i]);
		csv_quote(b, buf_str(&path), ',');
		if (label != NULL) {
			buf_addc(b, ',');
			csv_quote(b, label, ',');
		}
		buf_addc(b, '\n');
		++*count;
	}
	fs_names_free(names, n);
	buf_release(&path);
	return buf_ok(b) ? HCC_OK : err_nomem(e);
}

static enum hcc_status
train_table(const struct profile *p, const char *parent, struct pictures *out,
    struct hcc_err *e)
{
	const struct csv	*s = &p->sample.csv;
	const struct tree_folder *f;
	size_t			 i, rows = 0, classes = 0;
	enum hcc_status		 st = HCC_OK;

	buf_adds(&out->train, "path,");
	csv_quote(&out->train, p->ntargets == 1 ? p->targets[0] :
	    s->ncols == 2 ? s->names[1] : "label", ',');
	buf_addc(&out->train, '\n');
	for (i = 0; i < p->tree.nfolders && st == HCC_OK; i++) {
		f = &p->tree.folders[i];
		if (!is_child(f, parent) || is_test(f->path) ||
		    f->images == 0)
			continue;
		classes++;
		st = add_folder(p, f->path, true, path_base(f->path),
		    &out->train, &rows, e);
	}
	buf_addf(&out->note, "made 'train.csv' of %zu pictures in %zu folders "
	    "of '%s/', their names are the classes", rows, classes,
	    *parent == '\0' ? "." : parent);
	return st;
}

/* The ids of the sample submission, or the pictures in a folder test. */
static enum hcc_status
test_table(const struct profile *p, struct pictures *out, struct hcc_err *e)
{
	const struct csv	*s = &p->sample.csv;
	size_t			 i, n = 0;
	enum hcc_status		 st = HCC_OK;

	csv_row(&out->test, (char *[]){ p->sample.path != NULL ? s->names[0] :
	    (char [3]){ "id" } }, 1, ',');
	for (i = 0; p->sample.path != NULL && i < s->nrows; i++, n++)
		csv_row(&out->test, s->cells + i * s->ncols, 1, ',');
	for (i = 0; p->sample.path == NULL && i < p->tree.nfolders &&
	    n == 0 && st == HCC_OK; i++)
		if (is_test(p->tree.folders[i].path) &&
		    p->tree.folders[i].images > 0)
			st = add_folder(p, p->tree.folders[i].path, false,
			    NULL, &out->test, &n, e);
	if (n == 0)
		buf_release(&out->test);
	else
		buf_addf(&out->note, "; made 'test.csv' of %zu %s", n,
		    p->sample.path != NULL ? "ids of the sample submission" :
		    "pictures to predict");
	return st;
}

enum hcc_status
pictures_tables(const struct profile *p, struct pictures *out,
    struct hcc_err *e)
{
	const char	*parent = NULL;
	enum hcc_status	 st = HCC_OK;

	*out = (struct pictures){ BUF_INIT, BUF_INIT, BUF_INIT };
	if (p->tree.all_images == 0)
		return HCC_OK;
	if (p->train.path == NULL && (parent = class_parent(&p->tree)) == NULL)
		return HCC_OK;
	if (parent != NULL)
		st = train_table(p, parent, out, e);
	if (st == HCC_OK && p->test.path == NULL &&
	    (parent != NULL || p->images_test != NULL))
		st = test_table(p, out, e);
	if (st == HCC_OK && (!buf_ok(&out->train) || !buf_ok(&out->test)))
		st = err_nomem(e);
	if (st != HCC_OK)
		pictures_release(out);
	return st;
}

void
pictures_release(struct pictures *out)
{
	buf_release(&out->train);
	buf_release(&out->test);
	buf_release(&out->note);
}
