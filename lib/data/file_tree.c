/*
 * file_tree.c: one walk over a data directory that counts everything and
 * keeps the paths of tables and of some pictures. Nothing is opened but
 * directories.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/file_tree.h"
#include "data/image.h"

#define PACKED	".zip|.gz|.7z|.bz2|.xz|.tar|.tgz|.rar|.zst"

const char *
path_base(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static void
extension(const char *path, char out[12])
{
	const char	*dot = strrchr(path_base(path), '.');
	size_t		 i;

	out[0] = '\0';
	if (dot == NULL || dot == path_base(path) || strlen(dot) > 11)
		return;
	for (i = 0; dot[i] != '\0'; i++)
		out[i] = isalnum((unsigned char)dot[i]) || i == 0 ?
		    (char)tolower((unsigned char)dot[i]) : '_';
	out[i] = '\0';
}

static void
count_ext(struct tree_folder *f, const char *ext)
{
	size_t	 i;

	for (i = 0; i < f->next; i++)
		if (strcmp(f->ext[i].name, ext) == 0) {
			f->ext[i].n++;
			return;
		}
	if (f->next == TREE_EXTS) {
		f->other++;
		return;
	}
	snprintf(f->ext[i].name, sizeof(f->ext[i].name), "%s", ext);
	f->ext[i].n = 1;
	f->next++;
}

static void
keep(struct tree_file **v, size_t *n, size_t *cap, const char *path,
    uint64_t bytes, size_t folder)
{
	grow(v, cap, *n + 1, sizeof(**v));
	(*v)[(*n)++] = (struct tree_file){ mem_dup(path), bytes, folder };
}

static void
add_file(struct tree *t, size_t folder, const char *path, uint64_t bytes)
{
	struct tree_folder	*f = &t->folders[folder];
	char			 ext[12];

	extension(path, ext);
	count_ext(f, ext);
	f->files++;
	f->bytes += bytes;
	t->files++;
	t->bytes += bytes;
	if (text_in(ext, PACKED) && t->packed++ == 0)
		t->packed_name = mem_dup(path);
	if (text_in(ext, ".csv|.tsv"))
		keep(&t->tables, &t->ntables, &t->tables_cap, path, bytes,
		    folder);
	else if (image_name(path)) {
		f->images++;
		t->all_images++;
		if (f->images <= TREE_FOLDER_IMAGES && t->nimages < TREE_IMAGES)
			keep(&t->images, &t->nimages, &t->images_cap, path,
			    bytes, folder);
	} else if (t->nothers < TREE_OTHERS)
		keep(&t->others, &t->nothers, &t->others_cap, path, bytes,
		    folder);
}

/* A walk, in a folder. */
struct walk {
	struct tree	*t;
	int		 dir;
	size_t		 folder;	/* index */
};

static enum hcc_status	walk(struct walk *, const char *, struct hcc_err *);

static enum hcc_status
visit(void *ctx, const char *path, const struct stat *entry,
    struct hcc_err *e)
{
	struct walk	*w = ctx;
	struct tree	*t = w->t;
	struct stat	 sb = *entry;

	if (t->files >= TREE_FILES) {
		t->capped = true;
		return HCC_OK;
	}
	if (S_ISLNK(sb.st_mode)) {
		t->links = true;
		if (fstatat(w->dir, path, &sb, 0) == -1)
			sb.st_mode = 0;	/* it leads nowhere */
	}
	if (S_ISREG(sb.st_mode))
		add_file(t, w->folder, path, (uint64_t)sb.st_size);
	else if (!S_ISDIR(sb.st_mode))
		t->odd++;
	else {
		t->folders[w->folder].folders++;
		if (fs_depth(path) < TREE_DEPTH)
			return walk(w, path, e);
		t->capped = true;
	}
	return HCC_OK;
}

static enum hcc_status
walk(struct walk *in, const char *path, struct hcc_err *e)
{
	struct tree	*t = in->t;
	struct walk	 w = { t, in->dir, t->nfolders };

	grow(&t->folders, &t->folders_cap, t->nfolders + 1,
	    sizeof(*t->folders));
	t->folders[t->nfolders++] = (struct tree_folder){
	    .path = mem_dup(path), .depth = *path == '\0' ? 0 :
	    (unsigned)fs_depth(path) + 1 };
	return fs_each(w.dir, path, false, visit, &w, e);
}

enum hcc_status
tree_scan(struct tree *t, int dir, const char *name, struct hcc_err *e)
{
	enum hcc_status	 st;

	*t = (struct tree){ 0 };
	st = walk(&(struct walk){ t, dir, 0 }, "", e);
	if (st == HCC_OK && t->files == 0)
		st = err_set(e, HCC_MISSING, "read data directory '%s': no "
		    "file in it", name);
	if (st != HCC_OK)
		tree_release(t);
	return st;
}

static void
free_files(struct tree_file *v, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		free(v[i].path);
	free(v);
}

void
tree_release(struct tree *t)
{
	size_t	 i;

	for (i = 0; i < t->nfolders; i++)
		free(t->folders[i].path);
	free(t->folders);
	free_files(t->tables, t->ntables);
	free_files(t->images, t->nimages);
	free_files(t->others, t->nothers);
	free(t->packed_name);
	*t = (struct tree){ 0 };
}
