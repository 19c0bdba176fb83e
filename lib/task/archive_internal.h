/*
 * archive_internal.h: private to archive*.c.
 */
#ifndef HCC_TASK_ARCHIVE_INTERNAL_H
#define HCC_TASK_ARCHIVE_INTERNAL_H

#include "base/record.h"
#include "task/archive.h"
#include "task/libarchive.h"

#define ARCHIVE_MANIFEST	"MANIFEST.json"

extern const struct record archive_manifest_record;

#endif
