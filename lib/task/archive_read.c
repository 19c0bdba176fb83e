/*
 * archive_read.c: read members of an archive back, and check it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/archive_internal.h"

#define MEMBER_MAX	(256u << 20)	/* bytes; it may be a stranger's */

static enum hcc_status
read_data(struct archive *a, const char *name,
    struct buf *out, struct hcc_err *e)
{
	la_ssize_t	 n;

	for (;;) {
		n = libarchive.archive_read_data(a, buf_reserve(out, 65536),
		    65536);
		if (n < 0)
			return libarchive_failed(a, name, e);
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

	if (libarchive.archive_read_next_header(a, &ent) != ARCHIVE_OK)
		return libarchive_failed(a, ARCHIVE_MANIFEST, e);
	name = libarchive.archive_entry_pathname(ent);
	if (name == NULL || strcmp(name, ARCHIVE_MANIFEST) != 0)
		return err_set(e, HCC_INPUT, "it does not begin with "
		    ARCHIVE_MANIFEST);
	if ((st = read_data(a, ARCHIVE_MANIFEST, &b, e)) == HCC_OK) {
		v = json_parse(buf_str(&b), b.len, ARCHIVE_MANIFEST, 0, e);
		st = jv_is_valid(v) ? HCC_OK : HCC_INPUT;
		record_read(&archive_manifest_record, v, m);
		jv_free(v);
	}
	buf_release(&b);
	return st;
}

/* An archive that is read. */
struct reading {
	struct archive			*a;
	int				 fd;
	locale_t			 was;	/* of the caller */
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

	record_init(&archive_manifest_record, list);
	r->list = list;
	r->fd = -1;
	snprintf(r->path, sizeof(r->path), "archive/%02d.tar.zst", phase);
	if ((st = libarchive_load(e)) != HCC_OK)
		return st;
	r->was = uselocale(libarchive.utf8);
	r->fd = openat(t->dir, r->path, O_RDONLY | O_CLOEXEC);
	if (r->fd == -1)
		return err_errno(e, "open '%s/%s'", t->path, r->path);
	if ((r->a = libarchive.archive_read_new()) == NULL)
		mem_exhausted();
	libarchive.archive_read_support_filter_zstd(r->a);
	libarchive.archive_read_support_format_tar(r->a);
	return libarchive.archive_read_open_fd(r->a, r->fd,
	    65536) != ARCHIVE_OK ? libarchive_failed(r->a, "open", e) :
	    read_manifest(r->a, list, e);
}

static enum hcc_status
close_archive(struct reading *r, const struct task *t, enum hcc_status st,
    struct hcc_err *e)
{
	if (st != HCC_OK && r->a != NULL && e != NULL)
		err_prefix(e, "read '%s/%s'", t->path, r->path);
	if (r->a != NULL)
		libarchive.archive_read_free(r->a);
	if (r->was != (locale_t)0)
		(void)uselocale(r->was);
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

	while (st == HCC_OK && libarchive.archive_read_next_header(r->a,
	    &ent) == ARCHIVE_OK) {
		name = libarchive.archive_entry_pathname(ent);
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
	if (st == HCC_OK)
		st = fs_sha256(t->dir, r.path, sha256, e);
	if (st == HCC_OK)
		st = walk_all(&r, e);
	return close_archive(&r, t, st, e);
}
