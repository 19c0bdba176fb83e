/*
 * with_task.h: tests of a task of which no program is run. Run from the root of
 * the tree.
 */
#ifndef HCC_TESTS_UNIT_WITH_TASK_H
#define HCC_TESTS_UNIT_WITH_TASK_H

#include <stdlib.h>

#include "lua/policy.h"
#include "put.h"
#include "tap.h"
#include "task/task.h"

static struct hcc_err	 err;
static struct task	 t;
static char		 config[300];
static struct places	 places = { .share = "share/hcc", .config = config,
			    .file = "none" };

/* A policy with these members of the user's. */
static inline struct script *
policy_with(const char *name, const char *members)
{
	struct script	*s = NULL;
	char		 text[900], path[100];

	snprintf(path, sizeof(path), "config/policy/%s.lua", name);
	snprintf(text, sizeof(text), "return { %s }", members);
	put(path, text);
	if (policy_open(NULL, &places, name, &s, &err) != HCC_OK)
		OK(err.text, false);
	return s;
}

/* What a file holds. */
static inline const char *
content(int dir, const char *path)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(dir, path, 0, &b, NULL) == HCC_OK ? buf_str(&b) :
	    "(absent)";
}

/* Make the task, call the tests, remove it. */
static int
with_task(void (*const tests[])(void), size_t n)
{
	size_t	 i;

	if (mkdtemp(tmp) == NULL)
		return 1;
	snprintf(config, sizeof(config), "%s/config", tmp);
	put("task.md", "---\nid: demo\nmetric: auc\n---\nDescription.\n");
	if (task_open(&t, tmp, "s1", &err) != HCC_OK)
		return 1;
	for (i = 0; i < n; i++)
		tests[i]();
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}

#endif
