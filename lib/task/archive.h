/*
 * archive.h: evicted L1 of a phase, TASK/archive/NN.tar.zst.
 *
 * The first member is MANIFEST.json: {"files":[{name,kind,size,sha256,kept}]};
 * the others are the kept files under their names relative to l1/NN. Files
 * above the limit, and what is no file, are dropped, but stay in the manifest.
 * Logs are always kept: they are what judgements cite.
 */
#ifndef HCC_TASK_ARCHIVE_H
#define HCC_TASK_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"
#include "task/task.h"

/* A file of the phase; `kept`: it is in the archive. In its name a byte that
 * is not UTF-8, and a backslash, is written as \xff (two hex digits). */
struct archive_file {
	char	*name;
	char	*kind;		/* NULL: a file; else what could not be kept:
				   "link", "fifo", "socket", "device", or
				   "directory", that lies too deep */
	double	 size;		/* bytes */
	char	*sha256;	/* NULL: of no file, or it cannot be read */
	bool	 kept;
};
struct archive_manifest {
	int			 phase;
	struct archive_file	*files;
	size_t			 n;
};

/* Pack TASK/l1/NN, publishing the archive atomically. Nothing that programs
 * have left there makes it fail. sha256 is of the archive. */
enum hcc_status	 archive_pack(const struct task *, int phase,
		    size_t max_file, struct archive_manifest *,
		    char sha256[65], struct hcc_err *);

/* A member that is wanted: `data` is the caller's to release. */
struct archive_member {
	const char	*name;
	struct buf	 data;
	bool		 found;
};
/* Read the manifest and those of n members that it has, in one pass.
 * HCC_MISSING: no archive. HCC_INPUT: it is damaged: a checksum is not that of
 * the manifest. */
enum hcc_status	 archive_read(const struct task *, int phase,
		    struct archive_member *, size_t n,
		    struct archive_manifest *, struct hcc_err *);
/* Check all: `each` gets every kept member (borrowed) once, with data NULL for
 * what is missing or is not what the manifest says. sha256 is of the archive.
 */
typedef enum hcc_status archive_each(void *ctx, const char *name,
		    const struct buf *data, struct hcc_err *);
enum hcc_status	 archive_check(const struct task *, int phase,
		    char sha256[65], archive_each *, void *ctx,
		    struct archive_manifest *, struct hcc_err *);
/* Release what either has filled, also on failure. */
void		 archive_manifest_free(struct archive_manifest *);
/* A file of the manifest, or NULL. */
const struct archive_file *archive_listed(const struct archive_manifest *,
		    const char *name);

#endif
