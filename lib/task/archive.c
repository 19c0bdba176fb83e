/*
 * archive.c: pack a finished phase (libarchive, zstd).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/archive.h"
#include "task/archive_internal.h"

/* Walk `rel` below the directory `root`, adding {name,size,sha256,kept}. */
static enum hcc_status
survey(int root, const char *rel, size_t max_file, int depth, jv *files,
    struct hcc_err *e)
{
	struct stat	 sb;
	char		**names, path[4096], sum[65];
	size_t		 i, n;
	enum hcc_status	 st;
	jv		 f;

	if (depth > 32)
		return err_set(e, HCC_INPUT, "archive '%s': too deep", rel);
	st = fs_names(root, *rel == '\0' ? "." : rel, &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		if (snprintf(path, sizeof(path), "%s%s%s", rel,
		    *rel == '\0' ? "" : "/", names[i]) >= (int)sizeof(path) ||
		    fstatat(root, path, &sb, AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		if (S_ISDIR(sb.st_mode)) {
			st = survey(root, path, max_file, depth + 1, files, e);
			continue;
		}
		if (!S_ISREG(sb.st_mode))
			continue;
		/* A program may have taken away our right to read it. */
		st = fs_sha256(root, path, sum, e);
		if (st == HCC_PERMISSION && fchmodat(root, path, 0600, 0) == 0)
			st = fs_sha256(root, path, sum, e);
		if (st != HCC_OK)
			break;
		f = json_put_str(jv_object(), "name", path);
		f = json_put_num(f, "size", (double)sb.st_size);
		f = json_put_str(f, "sha256", sum);
		f = json_put(f, "kept", jv_bool(max_file == 0 ||
		    (size_t)sb.st_size <= max_file ||
		    strcmp(names[i], "log") == 0));
		*files = jv_array_append(*files, f);
	}
	fs_names_free(names, n);
	return st;
}

static enum hcc_status
add_header(const struct archive_lib *l, struct archive *a, const char *name,
    la_int64_t size, struct hcc_err *e)
{
	struct archive_entry	*ent = l->archive_entry_new();
	enum hcc_status		 st = HCC_OK;

	if (ent == NULL)
		return err_nomem(e);
	l->archive_entry_set_pathname(ent, name);
	l->archive_entry_set_size(ent, size);
	l->archive_entry_set_filetype(ent, AE_IFREG);
	l->archive_entry_set_perm(ent, 0644);
	if (l->archive_write_header(a, ent) != ARCHIVE_OK)
		st = archive_failed(l, a, name, e);
	l->archive_entry_free(ent);
	return st;
}

static enum hcc_status
add_file(const struct archive_lib *l, struct archive *a, int root,
    const char *name, la_int64_t size, struct hcc_err *e)
{
	char		 chunk[65536];
	ssize_t		 n;
	enum hcc_status	 st;
	int		 fd;

	fd = openat(root, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return err_errno(e, "open '%s'", name);
	st = add_header(l, a, name, size, e);
	while (st == HCC_OK && (n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n == -1)
			st = err_errno(e, "read '%s'", name);
		else if (l->archive_write_data(a, chunk, (size_t)n) < 0)
			st = archive_failed(l, a, name, e);
	}
	close(fd);
	return st;
}

static enum hcc_status
add_all(const struct archive_lib *l, struct archive *a, int root, jv manifest,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 files = json_get(manifest, "files"), f;
	int		 i;

	json_dump_pretty(&b, manifest);
	st = add_header(l, a, "MANIFEST.json", (la_int64_t)b.len, e);
	if (st == HCC_OK &&
	    l->archive_write_data(a, buf_str(&b), b.len) < 0)
		st = archive_failed(l, a, "MANIFEST.json", e);
	buf_release(&b);
	for (i = 0; st == HCC_OK && i < jv_array_length(jv_copy(files)); i++) {
		f = jv_array_get(jv_copy(files), i);
		if (json_bool(f, "kept", false))
			st = add_file(l, a, root, json_str(f, "name", ""),
			    (la_int64_t)json_num(f, "size", 0), e);
		jv_free(f);
	}
	jv_free(files);
	return st;
}

static enum hcc_status
write_archive(int root, int fd, jv manifest, struct hcc_err *e)
{
	struct archive_lib	 lib = { 0 }, *l = &lib;
	struct archive	*a;
	enum hcc_status	 st;

	if ((st = archive_load(l, e)) != HCC_OK)
		return st;
	if ((a = l->archive_write_new()) == NULL)
		return err_nomem(e);
	if (l->archive_write_add_filter_zstd(a) != ARCHIVE_OK ||
	    l->archive_write_set_format_pax_restricted(a) != ARCHIVE_OK ||
	    l->archive_write_open_fd(a, fd) != ARCHIVE_OK)
		st = archive_failed(l, a, "open archive", e);
	if (st == HCC_OK)
		st = add_all(l, a, root, manifest, e);
	if (st == HCC_OK && l->archive_write_close(a) != ARCHIVE_OK)
		st = archive_failed(l, a, "close archive", e);
	l->archive_write_free(a);
	return st;
}

enum hcc_status
archive_pack(const struct task *t, int phase, size_t max_file, jv *manifest,
    char sha256[65], struct hcc_err *e)
{
	char		 from[32], to[64], tmp[64];
	enum hcc_status	 st;
	int		 root, fd = -1;
	jv		 files = jv_array();

	*manifest = jv_invalid();
	snprintf(from, sizeof(from), "l1/%02d", phase);
	snprintf(to, sizeof(to), "archive/%02d.tar.zst", phase);
	snprintf(tmp, sizeof(tmp), "archive/" FS_TMP "%02d", phase);
	root = openat(t->dir, from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root == -1) {
		jv_free(files);
		return err_errno(e, "open '%s/%s'", t->path, from);
	}
	st = survey(root, "", max_file, 0, &files, e);
	*manifest = json_put(json_put_num(jv_object(), "phase", phase), "files",
	    files);
	if (st == HCC_OK)
		st = fs_mkdirs(t->dir, "archive", e);
	if (st == HCC_OK && (fd = openat(t->dir, tmp, O_WRONLY | O_CREAT |
	    O_TRUNC | O_CLOEXEC, 0666)) == -1)
		st = err_errno(e, "create '%s/%s'", t->path, tmp);
	if (st == HCC_OK)
		st = write_archive(root, fd, *manifest, e);
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
