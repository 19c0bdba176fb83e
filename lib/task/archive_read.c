/*
 * archive_read.c: members of an archive, read back and checked.
 *
 * The manifest comes first and tells the checksum of every other member, so
 * one pass yields any number of them, and bytes that are not what was packed
 * are damage, not content.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/archive.h"
#include "task/archive_internal.h"

#define MEMBER_MAX (256u << 20)	/* bytes; an archive may be a stranger's */

enum hcc_status
archive_load(struct archive_lib *l, struct hcc_err *e)
{
	l->handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
#define FIND(f) \
	if (l->handle != NULL) \
		*(void **)&l->f = dlsym(l->handle, #f); \
	if (l->handle == NULL || l->f == NULL) \
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: %s " \
		    "(install the package libarchive13)", dlerror());
	ARCHIVE_CALLS(FIND)
	return HCC_OK;
}

enum hcc_status
archive_failed(const struct archive_lib *l, struct archive *a,
    const char *what, struct hcc_err *e)
{
	const char	*why = l->archive_error_string(a);
	int		 no = l->archive_errno(a);
	bool		 format = no <= 0 || no == EILSEQ || no == EINVAL;

	return err_set(e, no == ENOMEM ? HCC_INTERNAL : format ? HCC_INPUT :
	    HCC_IO, "%s: %s", what, why == NULL ? "archive error" : why);
}

static enum hcc_status
read_data(const struct archive_lib *l, struct archive *a, const char *name,
    struct buf *out, struct hcc_err *e)
{
	la_ssize_t	 n;
	char		*to;

	for (;;) {
		if ((to = buf_room(out, 65536)) == NULL)
			return err_nomem(e);
		if ((n = l->archive_read_data(a, to, 65536)) < 0)
			return archive_failed(l, a, name, e);
		if (n == 0)
			return HCC_OK;
		if (out->len > MEMBER_MAX)
			return err_set(e, HCC_INPUT, "%s: too large", name);
		out->len += (size_t)n;
		out->p[out->len] = '\0';
	}
}

jv
archive_listed(jv manifest, const char *name)
{
	jv	 files = json_get(manifest, "files"), f = jv_invalid();
	int	 i, n = jv_get_kind(files) == JV_KIND_ARRAY ?
		    jv_array_length(jv_copy(files)) : 0;

	for (i = 0; i < n; i++) {
		jv_free(f);
		f = jv_array_get(jv_copy(files), i);
		if (strcmp(json_str(f, "name", ""), name) == 0)
			break;
	}
	jv_free(files);
	if (i < n)
		return f;
	jv_free(f);
	return jv_invalid();
}

/* How many of the members are still to come, by the manifest. */
static size_t
count_wanted(jv manifest, const struct archive_member *m, size_t n)
{
	size_t	 i, count = 0;
	jv	 f;

	for (i = 0; i < n; i++) {
		f = archive_listed(manifest, m[i].name);
		count += json_bool(f, "kept", false);
		jv_free(f);
	}
	return count;
}

/* The bytes must be those that were packed. */
static enum hcc_status
check_sum(jv manifest, struct archive_member *m, struct hcc_err *e)
{
	char	 sum[65];
	jv	 f = archive_listed(manifest, m->name);
	bool	 good;

	fs_sha256_mem(buf_str(&m->data), m->data.len, sum);
	good = strcmp(json_str(f, "sha256", ""), sum) == 0;
	jv_free(f);
	if (!good)
		return err_set(e, HCC_INPUT, "%s: its checksum is not that of "
		    "the manifest: the archive is damaged", m->name);
	m->found = true;
	return HCC_OK;
}

static struct archive_member *
find(struct archive_member *m, size_t n, const char *name)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		if (!m[i].found && name != NULL &&
		    strcmp(m[i].name, name) == 0)
			return &m[i];
	return NULL;
}

static enum hcc_status
read_manifest(const struct archive_lib *l, struct archive *a, jv *manifest,
    struct hcc_err *e)
{
	struct archive_entry	*ent;
	struct buf		 b = BUF_INIT;
	const char		*name;
	enum hcc_status		 st;

	if (l->archive_read_next_header(a, &ent) != ARCHIVE_OK)
		return archive_failed(l, a, "MANIFEST.json", e);
	name = l->archive_entry_pathname(ent);
	if (name == NULL || strcmp(name, "MANIFEST.json") != 0)
		return err_set(e, HCC_INPUT, "it does not begin with "
		    "MANIFEST.json");
	if ((st = read_data(l, a, "MANIFEST.json", &b, e)) == HCC_OK) {
		*manifest = json_parse(buf_str(&b), b.len, "MANIFEST.json", 0,
		    e);
		st = jv_is_valid(*manifest) ? HCC_OK : HCC_INPUT;
	}
	buf_release(&b);
	return st;
}

static enum hcc_status
read_members(const struct archive_lib *l, struct archive *a, jv manifest,
    struct archive_member *m, size_t n, struct hcc_err *e)
{
	size_t			 left = count_wanted(manifest, m, n);
	struct archive_entry	*ent;
	struct archive_member	*one;
	enum hcc_status		 st = HCC_OK;
	int			 r;

	while (st == HCC_OK && left > 0) {
		r = l->archive_read_next_header(a, &ent);
		if (r == ARCHIVE_EOF)
			return err_set(e, HCC_INPUT, "a member is missing: "
			    "the archive is damaged");
		if (r != ARCHIVE_OK)
			return archive_failed(l, a, "next member", e);
		one = find(m, n, l->archive_entry_pathname(ent));
		if (one == NULL)
			continue;
		if ((st = read_data(l, a, one->name, &one->data, e)) == HCC_OK)
			st = check_sum(manifest, one, e);
		left--;
	}
	return st;
}

enum hcc_status
archive_read(const struct task *t, int phase, struct archive_member *m,
    size_t n, jv *manifest, struct hcc_err *e)
{
	struct archive_lib	 lib = { 0 }, *l = &lib;
	struct archive		*a;
	char			 path[64];
	enum hcc_status		 st;
	int			 fd;

	*manifest = jv_invalid();
	if ((st = archive_load(l, e)) != HCC_OK)
		return st;
	snprintf(path, sizeof(path), "archive/%02d.tar.zst", phase);
	if ((fd = openat(t->dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "open '%s/%s'", t->path, path);
	if ((a = l->archive_read_new()) == NULL) {
		close(fd);
		return err_nomem(e);
	}
	l->archive_read_support_filter_zstd(a);
	l->archive_read_support_format_tar(a);
	if (l->archive_read_open_fd(a, fd, 65536) != ARCHIVE_OK)
		st = archive_failed(l, a, "open", e);
	else if ((st = read_manifest(l, a, manifest, e)) == HCC_OK)
		st = read_members(l, a, *manifest, m, n, e);
	l->archive_read_free(a);
	close(fd);
	if (st != HCC_OK && e != NULL)
		err_prefix(e, "read '%s/%s'", t->path, path);
	return st;
}
