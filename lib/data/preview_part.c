/*
 * preview_part.c: the sections of preview.md about files, target, rows and
 * pictures.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/mem.h"
#include "data/image.h"
#include "data/markdown.h"
#include "data/preview_part.h"

#define FILES_BYTES	1200
#define ROWS_BYTES	700
#define ROW_BYTES	300
#define IMAGES_LOOKED	200
#define CLASSES_SHOWN	8	/* on a line of their own, with texts */
#define CLASSES_NAMED	40
#define TEXT_BYTES	400	/* of a text */
#define TEXTS_BYTES	3000	/* of all texts */
#define TEXTS_EACH	3	/* texts of a class */
#define TEXTS_LOOKED	20000	/* rows that are looked at for them */

static void
text_size(struct buf *b, uint64_t bytes)
{
	static const char	 units[] = "kMGT";
	double			 d = (double)bytes;
	int			 u = -1;

	while (d >= 1000 && u < 3) {
		d /= 1000;
		u++;
	}
	if (u == -1)
		buf_addf(b, "%.0f B", d);
	else
		buf_addf(b, "%.*f %cB", d < 10, d, units[u]);
}

static void
folder_line(struct buf *b, const struct tree_folder *f)
{
	size_t	 i;

	buf_addf(b, "%*s- `", (int)(2 * f->depth), "");
	md_cut(b, f->depth == 0 ? "input" : path_base(f->path), 60);
	buf_adds(b, "/`");
	if (f->files > 0) {
		buf_addf(b, " %zu file%s, ", f->files,
		    f->files == 1 ? "" : "s");
		text_size(b, f->bytes);
		for (i = 0; i < f->next; i++)
			buf_addf(b, "%s%s %zu", i == 0 ? ": " : ", ",
			    f->ext[i].name[0] == '\0' ? "no ending" :
			    f->ext[i].name, f->ext[i].n);
		if (f->other > 0)
			buf_addf(b, ", others %zu", f->other);
	}
	buf_addc(b, '\n');
}

static void
tables_of(const struct tree *t, size_t folder, struct buf *b, size_t start)
{
	const struct tree_file	*f;
	size_t			 i;

	for (i = 0; i < t->ntables && b->len - start < FILES_BYTES; i++) {
		f = &t->tables[i];
		if (f->folder != folder)
			continue;
		buf_addf(b, "%*s- ", (int)(2 * t->folders[folder].depth + 2),
		    "");
		md_code(b, path_base(f->path), 60);
		buf_addc(b, ' ');
		text_size(b, f->bytes);
		buf_addc(b, '\n');
	}
}

void
part_files(const struct profile *p, struct buf *b)
{
	const struct tree	*t = &p->tree;
	size_t			 i, start;

	buf_addf(b, "\n## Files\n\n%zu files, ", t->files);
	text_size(b, t->bytes);
	buf_adds(b, t->capped ? " and more, which were not counted.\n\n" :
	    ".\n\n");
	start = b->len;
	for (i = 0; i < t->nfolders; i++) {
		if (b->len - start > FILES_BYTES) {
			buf_addf(b, "- and %zu more folders\n",
			    t->nfolders - i);
			return;
		}
		folder_line(b, &t->folders[i]);
		tables_of(t, i, b, start);
	}
}

/* Classes or sets of labels, most frequent first. */
static void
target_classes(const struct column *c, size_t known, const char *what,
    struct buf *b)
{
	size_t	 all = known > 0 ? known : c->unique;
	size_t	 i;

	for (i = 0; i < c->values.n && i < CLASSES_SHOWN; i++) {
		buf_adds(b, "- ");
		md_code(b, c->values.v[i].text, 60);
		buf_addf(b, " %zu rows, ", c->values.v[i].count);
		md_percent(b, (double)c->values.v[i].count /
		    (double)(c->rows - c->missing));
		buf_addc(b, '\n');
	}
	if (all <= CLASSES_SHOWN)
		return;
	buf_addf(b, "- and %s%zu more %s", c->exact ||
	    known > 0 ? "" : "about ", all - CLASSES_SHOWN, what);
	for (; i < c->values.n && i < CLASSES_NAMED; i++) {
		buf_adds(b, i == CLASSES_SHOWN ? ": " : ", ");
		md_code(b, c->values.v[i].text, 60);
		buf_addf(b, " %zu", c->values.v[i].count);
	}
	buf_adds(b, all > i && i > CLASSES_SHOWN ? ", ..\n" : "\n");
}

static void
target_sets(const struct profile *p, const struct column *c, struct buf *b)
{
	buf_addf(b, "A cell is a set of labels, in any order, separated by "
	    "blanks. There are %s%zu labels.", profile_has_all_labels(p) ? "" :
	    "at least ", p->labels);
	if (c->missing > 0)
		buf_addf(b, " The set is empty in %zu rows.", c->missing);
	buf_adds(b, "\n\n");
}

static void
target_numbers(const struct column *c, struct buf *b)
{
	buf_addf(b, "%zu distinct numbers from ", c->unique);
	md_range(b, c->min, c->max);
	buf_adds(b, ", mean ");
	md_number(b, c->mean);
	buf_adds(b, ", median ");
	md_number(b, c->median);
	buf_adds(b, c->min >= 0 && c->mean > 2 * c->median ?
	    ". Skewed to the right.\n" : ".\n");
}

void
part_target(const struct profile *p, struct buf *b)
{
	const struct column	*c;
	size_t			 i;
	long			 at;

	for (i = 0; i < p->ntargets && i < 4; i++) {
		if ((at = table_column(&p->train, p->targets[i])) == -1)
			continue;
		c = &p->train.columns[at];
		buf_adds(b, "\n## Target ");
		md_code(b, c->name, 60);
		buf_adds(b, "\n\n");
		if (p->labels > 0)
			target_sets(p, c, b);
		if (c->type == COLUMN_NUMBER &&
		    p->problem != PROBLEM_CLASSIFICATION &&
		    p->problem != PROBLEM_ORDINAL)
			target_numbers(c, b);
		else
			target_classes(c, p->ntargets == 1 ? p->classes : 0,
			    p->labels > 0 ? "sets" : "classes", b);
	}
}

/* One row as a csv file has it, quotes and all, so that nothing in it can be
 * taken for another field. */
static void
row_line(const struct table *t, bool header, size_t row, struct buf *b)
{
	struct buf	 cut = BUF_INIT;
	size_t		 i, start = b->len;

	for (i = 0; i < t->ncols; i++) {
		if (b->len - start > ROW_BYTES) {
			buf_adds(b, " ..");
			break;
		}
		if (i > 0)
			buf_addc(b, ',');
		buf_reset(&cut);
		md_cut(&cut, header ? t->names[i] : table_head(t, row, i),
		    100);
		csv_quote(b, buf_str(&cut), ',');
	}
	buf_addc(b, '\n');
	buf_release(&cut);
}

void
part_rows(const struct table *t, struct buf *b)
{
	size_t	 i, start;

	if (t->path == NULL)
		return;
	buf_adds(b, "\n## First rows of ");
	md_code(b, t->path, 100);
	buf_adds(b, "\n\n```\n");
	start = b->len;
	row_line(t, true, 0, b);
	for (i = 0; i < t->nhead && b->len - start < ROWS_BYTES; i++)
		row_line(t, false, i, b);
	buf_adds(b, "```\n");
}

/* The column with the longest texts; -1: none has any. */
static long
text_column(const struct table *t)
{
	long	 best = -1;
	size_t	 i;

	for (i = 0; i < t->ncols; i++)
		if (t->columns[i].type == COLUMN_TEXT && (best == -1 ||
		    t->columns[i].length > t->columns[best].length))
			best = (long)i;
	return best;
}

/* The texts of one class so far, each a line. */
struct class_texts {
	const char	*name;
	struct buf	 lines;
	size_t		 n;
};

/* The classes of the target, most frequent first; without classes, one for
 * all. Returns how many. */
static size_t
begin_texts(const struct profile *p, long target, struct class_texts *v)
{
	const struct column	*c;
	size_t			 i, n = 1;

	v[0] = (struct class_texts){ NULL, BUF_INIT, 0 };
	if (target < 0 || !profile_has_classes(p))
		return n;
	c = &p->train.columns[target];
	for (i = 0; i < c->values.n && i < CLASSES_SHOWN; i++, n = i)
		v[i] = (struct class_texts){ c->values.v[i].text, BUF_INIT,
		    0 };
	return n;
}

/* Add the text of a row to its class. True: nothing is missing any more. */
static bool
take_text(struct class_texts *v, size_t n, size_t each, const char *label,
    const char *text)
{
	size_t	 i, full = 0;

	for (i = 0; i < n; i++) {
		if (v[i].n < each && *text != '\0' && (v[i].name == NULL ||
		    strcmp(v[i].name, label) == 0)) {
			buf_adds(&v[i].lines, "- ");
			md_cut(&v[i].lines, text, TEXT_BYTES);
			buf_addc(&v[i].lines, '\n');
			v[i].n++;
		}
		full += v[i].n >= each;
	}
	return full == n;
}

/* How many texts of each class have room: more of short ones. */
static size_t
texts_each(const struct column *c, size_t classes)
{
	double	 each = TEXTS_BYTES / ((double)classes *
		    fmin(TEXT_BYTES, c->length + 1));

	return each < 1 ? 1 : each > TEXTS_EACH ? TEXTS_EACH : (size_t)each;
}

void
part_texts(const struct profile *p, struct buf *b)
{
	struct class_texts	 v[CLASSES_SHOWN];
	struct table_rows	 rows;
	struct hcc_err		 e = HCC_ERR_INIT;
	long			 text = text_column(&p->train);
	long			 target = p->ntargets == 0 ? -1 :
				    profile_target(p, 0);
	size_t			 i, n, each, looked = 0;

	if (p->train.path == NULL || text == -1 ||
	    profile_rows(p, &p->train, &rows, &e) != HCC_OK)
		return;
	n = begin_texts(p, target, v);
	each = texts_each(&p->train.columns[text], n);
	while (looked++ < TEXTS_LOOKED && table_next(&rows, &e) == HCC_OK &&
	    !take_text(v, n, each, target < 0 ? "" : rows.cells[target],
	    rows.cells[text]))
		;
	table_close(&rows);
	for (i = 0; i < n; i++) {
		if (v[i].n > 0) {
			buf_adds(b, "\n## Texts in ");
			md_code(b, p->train.columns[text].name, 60);
			if (v[i].name != NULL) {
				buf_adds(b, ", class ");
				md_code(b, v[i].name, 60);
			}
			buf_addf(b, "\n\n%s", buf_str(&v[i].lines));
		}
		buf_release(&v[i].lines);
	}
}

struct sizes {
	size_t		 looked, bad;
	unsigned	 wmin, wmax, hmin, hmax;
	unsigned	 channels;	/* bit n: seen n channels */
};

static void
look(const struct profile *p, const char *path, unsigned char *head,
    struct sizes *s)
{
	struct image	 im;
	ssize_t		 n = -1;
	int		 fd;

	fd = openat(p->dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd != -1) {
		n = read(fd, head, IMAGE_HEAD);
		close(fd);
	}
	s->looked++;
	if (n <= 0 || !image_size(head, (size_t)n, &im)) {
		s->bad++;
		return;
	}
	if (s->wmin == 0 || im.width < s->wmin)
		s->wmin = im.width;
	if (s->hmin == 0 || im.height < s->hmin)
		s->hmin = im.height;
	s->wmax = im.width > s->wmax ? im.width : s->wmax;
	s->hmax = im.height > s->hmax ? im.height : s->hmax;
	s->channels |= 1u << (im.channels & 7);
}

static void
say_sizes(struct buf *b, const struct sizes *s)
{
	buf_addf(b, " Of %zu looked at,", s->looked);
	if (s->wmin == s->wmax && s->hmin == s->hmax)
		buf_addf(b, " all are %u x %u", s->wmin, s->hmin);
	else
		buf_addf(b, " widths are %u to %u and heights %u to %u",
		    s->wmin, s->wmax, s->hmin, s->hmax);
	if ((s->channels & ~(1u << 1)) == 0)
		buf_adds(b, ", grey");
	else if ((s->channels & ~(1u << 3)) == 0)
		buf_adds(b, ", RGB");
	if (s->bad > 0)
		buf_addf(b, "; %zu have no readable header", s->bad);
	buf_adds(b, ".");
}

/* Folders of pictures beside each other are classes: train/cat, train/dog. */
static void
class_folders(const struct profile *p, struct buf *b)
{
	const struct tree_folder	*f;
	size_t				 i, n = 0;

	for (i = 0; i < p->tree.nfolders; i++) {
		f = &p->tree.folders[i];
		if (f->depth < 2 || f->images == 0)
			continue;
		if (n++ == 0)
			buf_adds(b, "\n\nPictures by folder:");
		if (n > 12)
			continue;
		buf_adds(b, n == 1 ? " " : ", ");
		md_code(b, f->path, 80);
		buf_addf(b, " %zu", f->images);
	}
	if (n > 12)
		buf_addf(b, " and %zu more folders", n - 12);
	buf_adds(b, n > 0 ? "." : "");
}

static void
say_paths(struct buf *b, const char *what, const char *pattern)
{
	if (pattern == NULL)
		return;
	buf_addf(b, " Those %s are ", what);
	md_code(b, pattern, 100);
	buf_adds(b, ".");
}

void
part_images(const struct profile *p, struct buf *b)
{
	struct sizes	 s = { 0 };
	unsigned char	*head;
	size_t		 i, step;

	if (p->tree.nimages == 0)
		return;
	head = mem_zero(1, IMAGE_HEAD);
	step = (p->tree.nimages + IMAGES_LOOKED - 1) / IMAGES_LOOKED;
	for (i = 0; i < p->tree.nimages; i += step)
		look(p, p->tree.images[i].path, head, &s);
	free(head);
	buf_addf(b, "\n## Pictures\n\n%zu pictures.", p->tree.all_images);
	if (s.looked > s.bad)
		say_sizes(b, &s);
	say_paths(b, "to learn from", p->images_train);
	say_paths(b, "to predict", p->images_test);
	class_folders(p, b);
	buf_addc(b, '\n');
}
