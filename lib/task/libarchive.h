/*
 * libarchive.h: the functions of libarchive that are used. It is loaded on
 * demand: it brings some twenty shared libraries with it, which triple the
 * start of a tool.
 */
#ifndef HCC_TASK_LIBARCHIVE_H
#define HCC_TASK_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdbool.h>

#include "base/err.h"

#define LIBARCHIVE_CALLS(X) \
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
#define LIBARCHIVE_MEMBER(f)	__typeof__(f) *f;
extern struct libarchive {
	bool		 loaded;
	locale_t	 utf8;	/* names are UTF-8 while it is in use */
	LIBARCHIVE_CALLS(LIBARCHIVE_MEMBER)
} libarchive;

/* Before the first call. HCC_UNAVAILABLE: it is not installed. */
enum hcc_status	 libarchive_load(struct hcc_err *);
/* Record the error of the last call, "what: reason". */
enum hcc_status	 libarchive_failed(struct archive *, const char *what,
		    struct hcc_err *);

#endif
