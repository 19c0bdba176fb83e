/*
 * exchange.c: record requests and answers, and look them up.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "llm/exchange.h"

#define LOOK_AT	500	/* recorded requests, when one is missing */

void
exchange_key(jv request, char key[65])
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, request);
	fs_sha256_mem(buf_str(&b), b.len, key);
	buf_release(&b);
}

/* The record in a file, invalid when it is not there or none. */
static enum hcc_status
read_file(const char *path, jv *rec, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	*rec = jv_invalid();
	if ((st = fs_read(AT_FDCWD, path, 0, &b, e)) == HCC_OK) {
		*rec = json_parse(buf_str(&b), b.len, path, 0, e);
		if (!jv_is_valid(*rec))
			st = HCC_INPUT;
	}
	buf_release(&b);
	return st;
}

static void
path_of(const char *dir, const char *name, struct buf *out)
{
	buf_reset(out);
	buf_addf(out, "%s/%s", dir, name);
}

enum hcc_status
exchange_add(const char *dir, jv request, jv answer, struct hcc_err *e)
{
	struct buf	 path = BUF_INIT;
	enum hcc_status	 st;
	jv		 rec = jv_invalid(), all;
	char		 name[80];
	int		 lock = -1;

	exchange_key(request, name);
	strcat(name, ".json");
	if ((st = fs_mkdirs(AT_FDCWD, dir, e)) == HCC_OK) {
		lock = fs_open_dir(AT_FDCWD, dir);
		if (lock == -1 || flock(lock, LOCK_EX) == -1)
			st = err_errno(e, "lock '%s'", dir);
	}
	path_of(dir, name, &path);
	if (st == HCC_OK && fs_exists(AT_FDCWD, buf_str(&path)))
		st = read_file(buf_str(&path), &rec, e);
	if (st == HCC_OK) {
		all = json_get(rec, "answers");
		all = jv_array_append(jv_get_kind(all) == JV_KIND_ARRAY ?
		    all : jv_array(), jv_copy(answer));
		jv_free(rec);
		rec = json_put(json_put(jv_object(), "request",
		    jv_copy(request)), "answers", all);
		st = json_publish(AT_FDCWD, buf_str(&path), rec, e);
	}
	if (lock != -1)
		close(lock);
	jv_free(rec);
	jv_free(request);
	jv_free(answer);
	buf_release(&path);
	return st;
}

static size_t
common_prefix(const struct buf *a, const struct buf *b)
{
	size_t	 i;

	for (i = 0; i < a->len && i < b->len && a->p[i] == b->p[i]; i++)
		;
	return i;
}

/* The request that shares most bytes at its start, and where it differs. */
static void
find_nearest(const char *dir, jv request, struct buf *out)
{
	struct buf	 path = BUF_INIT, want = BUF_INIT, have = BUF_INIT;
	char		**names = NULL;
	size_t		 i, n = 0, k, best = 0, at;
	jv		 rec, other;

	json_dump(&want, request);
	(void)fs_names(AT_FDCWD, dir, &names, &n, NULL);
	for (i = 0; i < n && i < LOOK_AT; i++) {
		path_of(dir, names[i], &path);
		if (read_file(buf_str(&path), &rec, NULL) != HCC_OK)
			continue;
		other = json_get(rec, "request");
		buf_reset(&have);
		if (jv_is_valid(other))
			json_dump(&have, other);
		if ((k = common_prefix(&want, &have)) > best) {
			best = k;
			at = k < 20 ? 0 : k - 20;
			buf_reset(out);
			buf_addf(out, "; nearest is %s, which differs at byte "
			    "%zu: '%.60s' is recorded, '%.60s' is asked",
			    names[i], k, buf_str(&have) + at,
			    buf_str(&want) + at);
		}
		jv_free(other);
		jv_free(rec);
	}
	fs_names_free(names, n);
	buf_release(&path);
	buf_release(&want);
	buf_release(&have);
}

enum hcc_status
exchange_get(const char *dir, jv request, int n, jv *answer, struct hcc_err *e)
{
	struct buf	 path = BUF_INIT, near = BUF_INIT;
	enum hcc_status	 st;
	jv		 rec, all = jv_invalid();
	char		 name[80];
	int		 len = 0;

	*answer = jv_invalid();
	exchange_key(request, name);
	strcat(name, ".json");
	path_of(dir, name, &path);
	st = read_file(buf_str(&path), &rec, e);
	if (st == HCC_OK)
		all = json_get(rec, "answers");
	if ((len = json_len(all)) > 0)
		*answer = jv_array_get(jv_copy(all), n < len ? n : len - 1);
	else if (st == HCC_OK || st == HCC_MISSING) {
		find_nearest(dir, request, &near);
		st = err_set(e, HCC_UNAVAILABLE, "replay from '%s': request "
		    "%.16s is not recorded%s", dir, name, buf_str(&near));
	}
	jv_free(all);
	jv_free(rec);
	buf_release(&near);
	buf_release(&path);
	return st;
}
