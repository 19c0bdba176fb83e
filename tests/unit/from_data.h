/*
 * from_data.h: a new task of a unit test.
 */
#ifndef HCC_TESTS_UNIT_FROM_DATA_H
#define HCC_TESTS_UNIT_FROM_DATA_H

#include "base/json.h"
#include "data/new_task.h"

/* Set up a task at `path` that is made of one source; all are borrowed. */
static void
from_data(struct new_task *nt, const char *const *source, const char *path,
    const char *id)
{
	new_task_init(nt);
	nt->sources = source;
	nt->nsources = 1;
	nt->path = path;
	nt->version = "1";
	nt->body = "Predict.\n";
	nt->meta = json_put_str(nt->meta, "id", id);
}

#endif
