/*
 * class_folders.c: tables for pictures that come without one.
 *
 * Classes are the names of folders that lie side by side in one folder and
 * hold pictures, perhaps in further folders.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/text.h"
#include "data/class_folders.h"
#include "data/image.h"

static bool
is_below(const char *path, const char *folder)
{
	size_t	 n = strlen(folder);

	return n == 0 ? *path != '\0' : strncmp(path, folder, n) == 0 &&
	    path[n] == '/';
}

/* The name of the folder of `parent` that this path is or lies in, with its
 * length; NULL: neither. */
static const char *
child_name(const char *path, const char *parent, size_t *n)
{
	if (!is_below(path, parent))
		return NULL;
	path += *parent == '\0' ? 0 : strlen(parent) + 1;
	*n = strcspn(path, "/");
	return path;
}

static bool
is_test(const char *path)
{
	return strncasecmp(path_base(path), "test", 4) == 0;
}

/* Is the folder, or one that it lies in, called test? */
static bool
in_test(const char *path)
{
	for (;; path++) {
		if (strncasecmp(path, "test", 4) == 0)
			return true;
		if ((path = strchr(path, '/')) == NULL)
			return false;
	}
}

static bool
in_sample(const struct profile *p, const char *name, size_t n)
{
	const struct sketch	*v;
	size_t			 i;

	if (p->sample.path == NULL || p->sample.ncols != 2)
		return false;
	v = &p->sample.columns[1].values;
	for (i = 0; i < v->n; i++)
		if (strlen(v->v[i].text) == n &&
		    strncmp(v->v[i].text, name, n) == 0)
			return true;
	return false;
}

/* How many folders of this folder hold pictures, somewhere below; *known: the
 * sample has one of their names as a label. */
static size_t
class_folders(const struct profile *p, const char *parent, bool *known)
{
	const struct tree	*t = &p->tree;
	const char		*name, *last = NULL;
	size_t			 i, n, last_n = 0, count = 0;

	*known = false;
	for (i = 0; i < t->nfolders; i++) {
		if (t->folders[i].images == 0 || in_test(t->folders[i].path) ||
		    (name = child_name(t->folders[i].path, parent, &n)) ==
		    NULL)
			continue;
		*known = *known || in_sample(p, name, n);
		if (last == NULL || n != last_n || strncmp(last, name, n) != 0)
			count++;
		last = name;
		last_n = n;
	}
	return count;
}

/* The folder whose folders are classes; NULL: none. Best is the one whose
 * folders are labels of the sample, then what is called train, then the
 * highest. */
static const char *
class_parent(const struct profile *p)
{
	const struct tree	*t = &p->tree;
	const char		*best = NULL, *path;
	size_t			 i;
	unsigned		 merit, most = 0;
	bool			 known;

	for (i = 0; i < t->nfolders; i++) {
		path = t->folders[i].path;
		if (in_test(path) || class_folders(p, path, &known) < 2)
			continue;
		merit = (known ? 1000 : 0) + 100 - t->folders[i].depth +
		    (strncasecmp(path, "train", 5) == 0 ||
		    strstr(path, "/train") != NULL ? 200 : 0);
		if (merit > most) {
			best = path;
			most = merit;
		}
	}
	return best;
}

/* Pictures that are neither in a class nor to be predicted. */
static size_t
left_out(const struct profile *p, const char *parent)
{
	const struct tree_folder	*f;
	size_t				 i, n = 0;

	for (i = 0; i < p->tree.nfolders; i++) {
		f = &p->tree.folders[i];
		if (!is_below(f->path, parent) && !in_test(f->path) &&
		    (p->images_test == NULL || *f->path == '\0' ||
		    !text_starts(p->images_test, f->path)) &&
		    !(*f->path == '\0' && p->images_test != NULL &&
		    strchr(p->images_test, '/') == NULL))
			n += f->images;
	}
	return n;
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
	return HCC_OK;
}

static enum hcc_status
train_table(struct profile *p, const char *parent, struct pictures *out,
    struct hcc_err *e)
{
	const struct tree_folder *f;
	const char		*name, *last = NULL;
	char			 label[256];
	size_t			 i, n, last_n = 0, rows = 0, classes = 0;
	enum hcc_status		 st = HCC_OK;

	buf_adds(&out->train, "path,");
	csv_quote(&out->train, p->ntargets == 1 ? p->targets[0] :
	    p->sample.ncols == 2 ? p->sample.names[1] : "label", ',');
	buf_addc(&out->train, '\n');
	for (i = 0; i < p->tree.nfolders && st == HCC_OK; i++) {
		f = &p->tree.folders[i];
		if (f->images == 0 || in_test(f->path) ||
		    (name = child_name(f->path, parent, &n)) == NULL)
			continue;
		classes += last == NULL || n != last_n ||
		    strncmp(last, name, n) != 0;
		last = name;
		last_n = n;
		snprintf(label, sizeof(label), "%.*s", (int)n, name);
		st = add_folder(p, f->path, true, label, &out->train, &rows,
		    e);
	}
	if ((n = left_out(p, parent)) > 0)
		profile_refuse(p, "take the folders of '%s/' for classes: %zu "
		    "pictures lie outside of them and would be left out; put "
		    "them into the folder of their class, or give a train.csv "
		    "with a path and a label for each", *parent == '\0' ? "." :
		    parent, n);
	buf_addf(&out->note, "made 'train.csv' of %zu pictures in %zu folders "
	    "of '%s/', their names are the classes", rows, classes,
	    *parent == '\0' ? "." : parent);
	return st;
}

/* The ids of the sample submission, or the pictures in a folder test. */
static enum hcc_status
test_table(const struct profile *p, struct pictures *out, struct hcc_err *e)
{
	struct table_rows	 r;
	size_t			 i, n = 0;
	enum hcc_status		 st = HCC_OK;

	csv_row(&out->test, (char *[]){ p->sample.path != NULL ?
	    p->sample.names[0] : (char [3]){ "id" } }, 1, ',');
	if (p->sample.path != NULL) {
		if ((st = profile_rows(p, &p->sample, &r, e)) != HCC_OK)
			return st;
		for (; (st = table_next(&r, e)) == HCC_OK; n++)
			csv_row(&out->test, r.cells, 1, ',');
		table_close(&r);
		if (st != HCC_NONE)
			return st;
		st = HCC_OK;
	}
	for (i = 0; p->sample.path == NULL && i < p->tree.nfolders &&
	    n == 0 && st == HCC_OK; i++)
		if (is_test(p->tree.folders[i].path) &&
		    p->tree.folders[i].images > 0)
			st = add_folder(p, p->tree.folders[i].path, false,
			    NULL, &out->test, &n, e);
	if (n == 0)
		buf_release(&out->test);
	else
		buf_addf(&out->note, "%smade 'test.csv' of %zu %s",
		    out->note.len > 0 ? "; " : "", n,
		    p->sample.path != NULL ? "ids of the sample submission" :
		    "pictures to predict");
	return st;
}

enum hcc_status
pictures_tables(struct profile *p, struct pictures *out,
    struct hcc_err *e)
{
	const char	*parent = NULL;
	enum hcc_status	 st = HCC_OK;

	*out = (struct pictures){ BUF_INIT, BUF_INIT, BUF_INIT };
	if (p->tree.all_images == 0)
		return HCC_OK;
	if (p->train.path == NULL && (parent = class_parent(p)) == NULL)
		return HCC_OK;
	if (parent != NULL)
		st = train_table(p, parent, out, e);
	if (st == HCC_OK && p->test.path == NULL &&
	    (parent != NULL || p->images_test != NULL))
		st = test_table(p, out, e);
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
