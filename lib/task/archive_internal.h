/*
 * archive_internal.h (private to archive): libarchive, loaded on demand.
 *
 * It brings some twenty shared libraries with it, which would triple the
 * start of a tool.
 */
#ifndef HCC_TASK_ARCHIVE_INTERNAL_H
#define HCC_TASK_ARCHIVE_INTERNAL_H

#include <archive.h>
#include <archive_entry.h>

#include "base/err.h"

/* The functions that are used, by their own names and types. */
#define ARCHIVE_CALLS(X) \
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

#define ARCHIVE_MEMBER(f) __typeof__(f) *f;
struct archive_lib {
	void	*handle;
	ARCHIVE_CALLS(ARCHIVE_MEMBER)
};

/* HCC_UNAVAILABLE when it is not installed. Loaded for good. */
enum hcc_status	 archive_load(struct archive_lib *, struct hcc_err *);
/* What libarchive says went wrong, behind "what: ". */
enum hcc_status	 archive_failed(const struct archive_lib *, struct archive *,
		    const char *what, struct hcc_err *);

#endif
