/*
 * archived.h: a phase of a unit test whose files are in its archive alone.
 */
#ifndef HCC_TESTS_UNIT_ARCHIVED_H
#define HCC_TESTS_UNIT_ARCHIVED_H

#include <stdio.h>

#include "base/fs.h"
#include "task/archive.h"
#include "task/note.h"

/* Pack phase `n` of the task, write a note that has the checksum, and remove
 * the phase from l1. False: that failed. */
static bool
archived(const struct task *t, int n)
{
	struct hcc_err		 e = HCC_ERR_INIT;
	struct archive_manifest	 m;
	struct note		 k;
	char			 sum[65], path[40];
	bool			 good;

	good = archive_pack(t, n, 0, &m, sum, &e) == HCC_OK;
	archive_manifest_free(&m);
	note_init(&k, n);
	k.source = record_new(&note_source_record);
	snprintf(path, sizeof(path), "archive/%02d.tar.zst", n);
	record_set(&k.source->archive, path);
	record_set(&k.source->sha256, sum);
	snprintf(path, sizeof(path), "l1/%02d", n);
	good = good && fs_mkdirs(t->dir, "l2", &e) == HCC_OK &&
	    note_write(t, &k, &e) == HCC_OK &&
	    fs_remove(t->dir, path, &e) == HCC_OK;
	note_free(&k);
	return good;
}

#endif
