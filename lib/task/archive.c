/*
 * archive.c: pack a finished phase (tar, zstd).
 *
 * The manifest comes first and has the checksum of every other member: one pass
 * reads any number of them (archive_read.c), and changed bytes are detected.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "task/archive_internal.h"

#define DEPTH_MAX	64
#define PATH_BYTES	3000	/* a name of 255 more is still a path */

static const struct record_field file_fields[] = {
	RECORD_STR(struct archive_file, name, 0),
	RECORD_STR(struct archive_file, kind, RECORD_OPTIONAL),
	RECORD_NUM(struct archive_file, size, 0),
	RECORD_STR(struct archive_file, sha256, 0),
	RECORD_BOOL(struct archive_file, kept, 0),
};

static const struct record file_record = RECORD(struct archive_file,
    file_fields);

static const struct record_field manifest_fields[] = {
	RECORD_INT(struct archive_manifest, phase, 0, 0),
	RECORD_LIST(struct archive_manifest, files, n, struct archive_file,
	    &file_record, 0),
};

const struct record archive_manifest_record = RECORD(struct archive_manifest,
    manifest_fields);

void
archive_manifest_free(struct archive_manifest *m)
{
	record_free(&archive_manifest_record, m);
}

/* The name of a path in manifest and archive. */
static void
put_name(char **to, const char *path)
{
	struct buf	 b = BUF_INIT;

	utf8_escape(&b, path);
	record_set(to, buf_str(&b));
	buf_release(&b);
}

static const char *
kind_of(mode_t mode)
{
	return S_ISREG(mode) ? NULL : S_ISDIR(mode) ? "directory" :
	    S_ISLNK(mode) ? "link" : S_ISFIFO(mode) ? "fifo" :
	    S_ISSOCK(mode) ? "socket" : "device";
}

/* A program may have taken away our right to read it. */
static bool
checksum(int root, const char *path, char sum[65])
{
	return fs_sha256(root, path, sum, NULL) == HCC_OK ||
	    (fchmodat(root, path, 0600, 0) == 0 &&
	    fs_sha256(root, path, sum, NULL) == HCC_OK);
}

/* One entry of the manifest. What cannot be read is reported and left out. */
static void
list(int root, const char *path, const struct stat *sb, size_t max_file,
    struct archive_manifest *m)
{
	struct archive_file	*f;
	const char		*base = strrchr(path, '/');
	char			 sum[65];

	f = record_append(&file_record, &m->files, &m->n);
	put_name(&f->name, path);
	record_set(&f->kind, kind_of(sb->st_mode));
	if (f->kind != NULL)
		return;
	f->size = (double)sb->st_size;
	if (!checksum(root, path, sum))
		return;
	record_set(&f->sha256, sum);
	f->kept = max_file == 0 || (size_t)sb->st_size <= max_file ||
	    strcmp(base == NULL ? path : base + 1, "log") == 0;
}

/* What is to be packed, relative to `root`. */
struct survey {
	int			 root;
	size_t			 max_file;
	struct archive_manifest	*m;
};

/* List what is there. A path that would be too long ends the list there, with
 * the directory's name. */
static enum hcc_status
survey(void *ctx, const char *path, const struct stat *sb, struct hcc_err *e)
{
	struct survey	*s = ctx;

	if (S_ISDIR(sb->st_mode) && fs_depth(path) < DEPTH_MAX &&
	    strlen(path) < PATH_BYTES)
		return fs_each(s->root, path, true, survey, s, e);
	list(s->root, path, sb, s->max_file, s->m);
	return HCC_OK;
}

static enum hcc_status
add_header(struct archive *a, const char *name,
    la_int64_t size, struct hcc_err *e)
{
	struct archive_entry	*ent = libarchive.archive_entry_new();
	enum hcc_status		 st = HCC_OK;

	if (ent == NULL)
		mem_exhausted();
	libarchive.archive_entry_set_pathname(ent, name);
	libarchive.archive_entry_set_size(ent, size);
	libarchive.archive_entry_set_filetype(ent, AE_IFREG);
	libarchive.archive_entry_set_perm(ent, 0644);
	if (libarchive.archive_write_header(a, ent) != ARCHIVE_OK)
		st = libarchive_failed(a, name, e);
	libarchive.archive_entry_free(ent);
	return st;
}

static enum hcc_status
add_file(struct archive *a, int root,
    const char *name, la_int64_t size, struct hcc_err *e)
{
	char		 chunk[65536], path[PATH_MAX];
	ssize_t		 n;
	enum hcc_status	 st;
	int		 fd;

	utf8_unescape(path, name);
	fd = openat(root, path,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return err_errno(e, "open '%s'", name);
	st = add_header(a, name, size, e);
	while (st == HCC_OK && (n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n == -1)
			st = err_errno(e, "read '%s'", name);
		else if (libarchive.archive_write_data(a, chunk, (size_t)n) < 0)
			st = libarchive_failed(a, name, e);
	}
	close(fd);
	return st;
}

static enum hcc_status
add_all(struct archive *a, int root, const struct archive_manifest *m,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;
	enum hcc_status	 st;
	jv		 obj = record_json(&archive_manifest_record, m);

	json_dump_pretty(&b, obj);
	jv_free(obj);
	st = add_header(a, ARCHIVE_MANIFEST, (la_int64_t)b.len, e);
	if (st == HCC_OK && libarchive.archive_write_data(a, buf_str(&b),
	    b.len) < 0)
		st = libarchive_failed(a, ARCHIVE_MANIFEST, e);
	buf_release(&b);
	for (i = 0; st == HCC_OK && i < m->n; i++)
		if (m->files[i].kept)
			st = add_file(a, root, m->files[i].name,
			    (la_int64_t)m->files[i].size, e);
	return st;
}

static enum hcc_status
write_archive(int root, int fd, const struct archive_manifest *m,
    struct hcc_err *e)
{
	struct archive	*a;
	locale_t	 was;
	enum hcc_status	 st;

	if ((st = libarchive_load(e)) != HCC_OK)
		return st;
	was = uselocale(libarchive.utf8);
	if ((a = libarchive.archive_write_new()) == NULL)
		mem_exhausted();
	if (libarchive.archive_write_add_filter_zstd(a) != ARCHIVE_OK ||
	    libarchive.archive_write_set_format_pax_restricted(a) !=
	    ARCHIVE_OK || libarchive.archive_write_open_fd(a, fd) != ARCHIVE_OK)
		st = libarchive_failed(a, "open archive", e);
	if (st == HCC_OK)
		st = add_all(a, root, m, e);
	if (st == HCC_OK && libarchive.archive_write_close(a) != ARCHIVE_OK)
		st = libarchive_failed(a, "close archive", e);
	libarchive.archive_write_free(a);
	(void)uselocale(was);
	return st;
}

enum hcc_status
archive_pack(const struct task *t, int phase, size_t max_file,
    struct archive_manifest *m, char sha256[65], struct hcc_err *e)
{
	char		 from[32], to[64], tmp[64];
	enum hcc_status	 st;
	int		 root, fd = -1;

	record_init(&archive_manifest_record, m);
	m->phase = phase;
	snprintf(from, sizeof(from), "l1/%02d", phase);
	snprintf(to, sizeof(to), "archive/%02d.tar.zst", phase);
	snprintf(tmp, sizeof(tmp), "archive/" FS_TMP "%02d", phase);
	root = fs_open_dir(t->dir, from);
	if (root == -1)
		return err_errno(e, "open '%s/%s'", t->path, from);
	st = fs_each(root, "", true, survey, &(struct survey){ root, max_file,
	    m }, e);
	if (st == HCC_OK)
		st = fs_mkdirs(t->dir, "archive", e);
	if (st == HCC_OK && (fd = openat(t->dir, tmp, O_WRONLY | O_CREAT |
	    O_TRUNC | O_CLOEXEC, 0666)) == -1)
		st = err_errno(e, "create '%s/%s'", t->path, tmp);
	if (st == HCC_OK)
		st = write_archive(root, fd, m, e);
	if (st == HCC_OK && fsync(fd) == -1)
		st = err_errno(e, "sync '%s/%s'", t->path, tmp);
	if (fd != -1)
		close(fd);
	if (st == HCC_OK)
		st = fs_sha256(t->dir, tmp, sha256, e);
	if (st == HCC_OK && renameat(t->dir, tmp, t->dir, to) == -1)
		st = err_errno(e, "rename to '%s/%s'", t->path, to);
	if (st == HCC_OK)
		st = fs_sync_parent(t->dir, to, e);
	else
		unlinkat(t->dir, tmp, 0);
	close(root);
	return st;
}
