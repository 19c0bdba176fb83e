/*
 * put.h: files of a unit test, below a directory that it makes and removes.
 */
#ifndef HCC_TESTS_UNIT_PUT_H
#define HCC_TESTS_UNIT_PUT_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"

static char	tmp[] = "/tmp/hcc-unit.XXXXXX";

/* Write a file below it, and make the directories on the way. */
static void
put(const char *name, const char *text)
{
	char	 path[300], *slash;

	snprintf(path, sizeof(path), "%s/%s", tmp, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	fs_mkdirs(AT_FDCWD, path, NULL);
	*slash = '/';
	fs_publish(AT_FDCWD, path, text, strlen(text), NULL);
}

/* A text in which that directory is called TMP. */
static inline const char *
without_tmp(struct buf *b)
{
	char	*at;

	while ((at = strstr(buf_str(b), tmp)) != NULL) {
		memcpy(at, "TMP", 3);
		memmove(at + 3, at + strlen(tmp), strlen(at + strlen(tmp)) + 1);
	}
	return buf_str(b);
}

#endif
