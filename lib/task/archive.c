/*
 * archive.c: pack a finished phase (libarchive, zstd), read members back.
 *
 * The manifest comes first and has the checksum of every other member: one pass
 * reads any number of them, and changed bytes are detected.
 */
#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "task/archive.h"

/*
 * libarchive is loaded on demand: it brings some twenty shared libraries with
 * it, which triple the start of a tool.
 */
#define CALLS(X) \
	X(archive_entry_free) \
	X(archive_entry_new) \
	X(archive_entry_pathname) \
	X(archive_entry_set_filetype) \
	X(archive_entry_set_pathname) \
	X(archive_entry_set_perm) \
	X(archive_entry_set_size) \
	X(archive_errno) \
	X(archive_error_string) \
	X(archive_read_data) \
	X(archive_read_free) \
	X(archive_read_new) \
	X(archive_read_next_header) \
	X(archive_read_open_fd) \
	X(archive_read_support_filter_zstd) \
	X(archive_read_support_format_tar) \
	X(archive_write_add_filter_zstd) \
	X(archive_write_close) \
	X(archive_write_data) \
	X(archive_write_free) \
	X(archive_write_header) \
	X(archive_write_new) \
	X(archive_write_open_fd) \
	X(archive_write_set_format_pax_restricted)
#define MEMBER(f) __typeof__(f) *f;
static struct {
	void	*handle;
	CALLS(MEMBER)
} lib;

static enum hcc_status
load(struct hcc_err *e)
{
	if (lib.handle != NULL)
		return HCC_OK;
	if ((lib.handle = dlopen("libarchive.so.13", RTLD_NOW)) == NULL)
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: %s",
		    dlerror());
#define LOAD(f) \
	if ((lib.f = (__typeof__(lib.f))dlsym(lib.handle, #f)) == NULL) \
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: no " #f);
	CALLS(LOAD)
	return HCC_OK;
}

#define MANIFEST	"MANIFEST.json"
#define DEPTH_MAX	64
#define PATH_BYTES	3000	/* a name of 255 more is still a path */
#define MEMBER_MAX	(256u << 20)	/* bytes; it may be a stranger's */

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
static const struct record manifest_record = RECORD(struct archive_manifest,
    manifest_fields);

void
archive_manifest_free(struct archive_manifest *m)
{
	record_free(&manifest_record, m);
}

/* Record the error of libarchive, "what: reason". */
static enum hcc_status
failed(struct archive *a, const char *what, struct hcc_err *e)
{
	const char	*why = lib.archive_error_string(a);
	int		 no = lib.archive_errno(a);
	bool		 format = no <= 0 || no == EILSEQ || no == EINVAL;

	return err_set(e, no == ENOMEM ? HCC_INTERNAL : format ? HCC_INPUT :
	    HCC_IO, "%s: %s", what, why == NULL ? "archive error" : why);
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

/* List what is in the directory `rel` below `root`. A path that would be too
 * long ends the list there, with the directory's name. */
static enum hcc_status
survey(int root, const char *rel, size_t max_file, int depth,
    struct archive_manifest *m, struct hcc_err *e)
{
	struct stat	 sb;
	char		**names, *path;
	size_t		 i, n;
	enum hcc_status	 st;

	st = fs_names_all(root, *rel == '\0' ? "." : rel, &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		path = mem_format("%s%s%s", rel, *rel == '\0' ? "" : "/",
		    names[i]);
		if (fstatat(root, path, &sb, AT_SYMLINK_NOFOLLOW) == 0) {
			if (S_ISDIR(sb.st_mode) && depth < DEPTH_MAX &&
			    strlen(path) < PATH_BYTES)
				st = survey(root, path, max_file, depth + 1,
				    m, e);
			else
				list(root, path, &sb, max_file, m);
		}
		free(path);
	}
	fs_names_free(names, n);
	return st;
}

static enum hcc_status
add_header(struct archive *a, const char *name,
    la_int64_t size, struct hcc_err *e)
{
	struct archive_entry	*ent = lib.archive_entry_new();
	enum hcc_status		 st = HCC_OK;

	if (ent == NULL)
		mem_exhausted();
	lib.archive_entry_set_pathname(ent, name);
	lib.archive_entry_set_size(ent, size);
	lib.archive_entry_set_filetype(ent, AE_IFREG);
	lib.archive_entry_set_perm(ent, 0644);
	if (lib.archive_write_header(a, ent) != ARCHIVE_OK)
		st = failed(a, name, e);
	lib.archive_entry_free(ent);
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
		else if (lib.archive_write_data(a, chunk, (size_t)n) < 0)
			st = failed(a, name, e);
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
	jv		 obj = record_json(&manifest_record, m);

	json_dump_pretty(&b, obj);
	jv_free(obj);
	st = add_header(a, MANIFEST, (la_int64_t)b.len, e);
	if (st == HCC_OK && lib.archive_write_data(a, buf_str(&b), b.len) < 0)
		st = failed(a, MANIFEST, e);
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
	enum hcc_status	 st;

	if ((st = load(e)) != HCC_OK)
		return st;
	if ((a = lib.archive_write_new()) == NULL)
		mem_exhausted();
	if (lib.archive_write_add_filter_zstd(a) != ARCHIVE_OK ||
	    lib.archive_write_set_format_pax_restricted(a) != ARCHIVE_OK ||
	    lib.archive_write_open_fd(a, fd) != ARCHIVE_OK)
		st = failed(a, "open archive", e);
	if (st == HCC_OK)
		st = add_all(a, root, m, e);
	if (st == HCC_OK && lib.archive_write_close(a) != ARCHIVE_OK)
		st = failed(a, "close archive", e);
	lib.archive_write_free(a);
	return st;
}

enum hcc_status
archive_pack(const struct task *t, int phase, size_t max_file,
    struct archive_manifest *m, char sha256[65], struct hcc_err *e)
{
	char		 from[32], to[64], tmp[64];
	enum hcc_status	 st;
	int		 root, fd = -1;

	record_init(&manifest_record, m);
	m->phase = phase;
	snprintf(from, sizeof(from), "l1/%02d", phase);
	snprintf(to, sizeof(to), "archive/%02d.tar.zst", phase);
	snprintf(tmp, sizeof(tmp), "archive/" FS_TMP "%02d", phase);
	root = openat(t->dir, from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root == -1)
		return err_errno(e, "open '%s/%s'", t->path, from);
	st = survey(root, "", max_file, 0, m, e);
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

static enum hcc_status
read_data(struct archive *a, const char *name,
    struct buf *out, struct hcc_err *e)
{
	la_ssize_t	 n;

	for (;;) {
		n = lib.archive_read_data(a, buf_reserve(out, 65536), 65536);
		if (n < 0)
			return failed(a, name, e);
		if (n == 0)
			return HCC_OK;
		if (out->len > MEMBER_MAX)
			return err_set(e, HCC_INPUT, "%s: too large", name);
		out->len += (size_t)n;
		out->p[out->len] = '\0';
	}
}

const struct archive_file *
archive_listed(const struct archive_manifest *m, const char *name)
{
	size_t	 i;

	for (i = 0; i < m->n; i++)
		if (m->files[i].name != NULL &&
		    strcmp(m->files[i].name, name) == 0)
			return &m->files[i];
	return NULL;
}

static enum hcc_status
read_manifest(struct archive *a, struct archive_manifest *m,
    struct hcc_err *e)
{
	struct archive_entry	*ent;
	struct buf		 b = BUF_INIT;
	const char		*name;
	enum hcc_status		 st;
	jv			 v;

	if (lib.archive_read_next_header(a, &ent) != ARCHIVE_OK)
		return failed(a, MANIFEST, e);
	name = lib.archive_entry_pathname(ent);
	if (name == NULL || strcmp(name, MANIFEST) != 0)
		return err_set(e, HCC_INPUT, "it does not begin with "
		    MANIFEST);
	if ((st = read_data(a, MANIFEST, &b, e)) == HCC_OK) {
		v = json_parse(buf_str(&b), b.len, MANIFEST, 0, e);
		st = jv_is_valid(v) ? HCC_OK : HCC_INPUT;
		record_read(&manifest_record, v, m);
		jv_free(v);
	}
	buf_release(&b);
	return st;
}

/* An archive that is read. */
struct reading {
	struct archive			*a;
	int				 fd;
	char				 path[64];
	const struct archive_manifest	*list;
	/* NULL: all members are wanted, and `each` gets them. */
	struct archive_member		*wanted;
	size_t				 nwanted;
	archive_each			*each;
	void				*ctx;
};

/* Open the archive of a phase and read its manifest. */
static enum hcc_status
open_archive(struct reading *r, const struct task *t, int phase,
    struct archive_manifest *list, struct hcc_err *e)
{
	enum hcc_status	 st;

	record_init(&manifest_record, list);
	r->list = list;
	r->fd = -1;
	snprintf(r->path, sizeof(r->path), "archive/%02d.tar.zst", phase);
	if ((st = load(e)) != HCC_OK)
		return st;
	r->fd = openat(t->dir, r->path, O_RDONLY | O_CLOEXEC);
	if (r->fd == -1)
		return err_errno(e, "open '%s/%s'", t->path, r->path);
	if ((r->a = lib.archive_read_new()) == NULL)
		mem_exhausted();
	lib.archive_read_support_filter_zstd(r->a);
	lib.archive_read_support_format_tar(r->a);
	return lib.archive_read_open_fd(r->a, r->fd, 65536) != ARCHIVE_OK ?
	    failed(r->a, "open", e) : read_manifest(r->a, list, e);
}

static enum hcc_status
close_archive(struct reading *r, const struct task *t, enum hcc_status st,
    struct hcc_err *e)
{
	if (st != HCC_OK && r->a != NULL && e != NULL)
		err_prefix(e, "read '%s/%s'", t->path, r->path);
	if (r->a != NULL)
		lib.archive_read_free(r->a);
	if (r->fd != -1)
		close(r->fd);
	return st;
}

/* A member of the manifest; `data` is NULL for one that is missing or whose
 * bytes are not those that were packed. HCC_NONE: no more is wanted. */
static enum hcc_status
take(struct reading *r, const struct archive_file *f, const struct buf *data,
    struct hcc_err *e)
{
	struct archive_member	*m;
	bool			 more = false;

	if (r->wanted == NULL)
		return r->each(r->ctx, f->name, data, e);
	if (data == NULL)
		return err_set(e, HCC_INPUT, "%s: it is missing, or its "
		    "checksum is not that of the manifest: the archive is "
		    "damaged", f->name);
	for (m = r->wanted; m < r->wanted + r->nwanted; m++) {
		if (!m->found && strcmp(m->name, f->name) == 0) {
			buf_add(&m->data, buf_str(data), data->len);
			m->found = true;
		}
		more = more || !m->found;
	}
	return more ? HCC_OK : HCC_NONE;
}

static bool
is_wanted(const struct reading *r, const struct archive_file *f)
{
	size_t	 i;

	for (i = 0; i < r->nwanted; i++)
		if (strcmp(r->wanted[i].name, f->name) == 0)
			return true;
	return r->wanted == NULL;
}

/* Take what the manifest has and is wanted; `left` marks it. */
static enum hcc_status
walk(struct reading *r, bool *left, struct hcc_err *e)
{
	struct archive_entry		*ent;
	const struct archive_file	*f;
	struct buf			 b = BUF_INIT;
	const char			*name;
	char				 sum[65];
	enum hcc_status			 st = HCC_OK;

	while (st == HCC_OK && lib.archive_read_next_header(r->a, &ent) ==
	    ARCHIVE_OK) {
		name = lib.archive_entry_pathname(ent);
		f = name == NULL ? NULL : archive_listed(r->list, name);
		buf_reset(&b);
		if (f == NULL || !left[f - r->list->files])
			continue;
		if (read_data(r->a, f->name, &b, NULL) != HCC_OK)
			break;
		fs_sha256_mem(buf_str(&b), b.len, sum);
		left[f - r->list->files] = false;
		st = take(r, f, f->sha256 != NULL &&
		    strcmp(sum, f->sha256) == 0 ? &b : NULL, e);
	}
	buf_release(&b);
	return st;
}

static enum hcc_status
walk_all(struct reading *r, struct hcc_err *e)
{
	bool		*left = mem_zero(r->list->n, sizeof(*left));
	size_t		 i, n = 0;
	enum hcc_status	 st = HCC_OK;

	for (i = 0; i < r->list->n; i++)
		n += left[i] = r->list->files[i].kept &&
		    r->list->files[i].name != NULL &&
		    is_wanted(r, &r->list->files[i]);
	if (n > 0)
		st = walk(r, left, e);
	for (i = 0; st == HCC_OK && i < r->list->n; i++)
		if (left[i])
			st = take(r, &r->list->files[i], NULL, e);
	free(left);
	return st == HCC_NONE ? HCC_OK : st;
}

enum hcc_status
archive_read(const struct task *t, int phase, struct archive_member *m,
    size_t n, struct archive_manifest *list, struct hcc_err *e)
{
	struct archive_member	 none = { 0 };
	struct reading		 r = { .wanted = m != NULL ? m : &none,
				    .nwanted = n };
	enum hcc_status		 st = open_archive(&r, t, phase, list, e);

	if (st == HCC_OK)
		st = walk_all(&r, e);
	return close_archive(&r, t, st, e);
}

enum hcc_status
archive_check(const struct task *t, int phase, char sha256[65],
    archive_each *each, void *ctx, struct archive_manifest *list,
    struct hcc_err *e)
{
	struct reading	 r = { .each = each, .ctx = ctx };
	enum hcc_status	 st = open_archive(&r, t, phase, list, e);

	*sha256 = '\0';
	if (r.fd != -1)
		(void)fs_sha256(t->dir, r.path, sha256, NULL);
	if (st == HCC_OK)
		st = walk_all(&r, e);
	return close_archive(&r, t, st, e);
}
