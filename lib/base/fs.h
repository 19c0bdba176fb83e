/*
 * fs.h: publish, append, read and remove files.
 *
 * Publishing: a temporary name in the same directory, fsync, rename, fsync of
 * the directory. Appending: one write(2) of one line with O_APPEND, fsync.
 * A crash leaves either the old content, the new content or a temporary,
 * whose name starts with FS_TMP and which every reader ignores. All paths are
 * relative to `dir` (a descriptor or AT_FDCWD).
 */
#ifndef HCC_BASE_FS_H
#define HCC_BASE_FS_H

#include <sys/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define FS_TMP ".tmp-"

struct stat;

/* The whole file (at most `max` bytes, 0: no limit) appended to `out`. */
enum hcc_status	 fs_read(int dir, const char *path, size_t max, struct buf *,
		    struct hcc_err *);
/* The same for a file that a program may have put there: a link (to what it
 * must not see) or anything but a regular file is HCC_INPUT. */
enum hcc_status	 fs_read_nofollow(int dir, const char *path, size_t max,
		    struct buf *, struct hcc_err *);
/* What is left in descriptor `fd`, appended. `name` is for messages. */
enum hcc_status	 fs_read_fd(int fd, const char *name, size_t max, struct buf *,
		    struct hcc_err *);
/* Replace `path` by these bytes, atomically and durably. */
enum hcc_status	 fs_publish(int dir, const char *path, const void *, size_t,
		    struct hcc_err *);
/* The same without the two fsyncs: atomic, but a power cut may lose it. For
 * what another, durable file repeats. */
enum hcc_status	 fs_replace(int dir, const char *path, const void *, size_t,
		    struct hcc_err *);
/* Append one line (a newline is added) durably; a torn last line left by a
 * crash is closed first with a newline, so that it spoils only itself. */
enum hcc_status	 fs_append_line(int dir, const char *path, const char *line,
		    size_t len, struct hcc_err *);
/* The same for a writer that syncs many lines in one go. */
enum hcc_status	 fs_append_unsynced(int dir, const char *path,
		    const char *line, size_t len, struct hcc_err *);
/* Write all bytes to a descriptor, through short writes and EINTR. */
int		 fs_write(int fd, const void *, size_t);
/* The directory and its parents, mode 0777 less the umask. */
enum hcc_status	 fs_mkdirs(int dir, const char *path, struct hcc_err *);
/* fsync of the directory that holds `path`. */
enum hcc_status	 fs_sync_parent(int dir, const char *path, struct hcc_err *);
/* Remove a file or a tree of any depth, also one whose directories have no
 * rights; nothing there is fine. Never follows links. */
enum hcc_status	 fs_remove(int dir, const char *path, struct hcc_err *);
/* Copy one regular file durably (temporary and rename), also to another file
 * system. Links are refused. */
enum hcc_status	 fs_copy(int fromdir, const char *from, int todir,
		    const char *to, struct hcc_err *);
/* Open a directory, links followed; -1 and errno. */
int		 fs_open_dir(int dir, const char *path);
/* Names in a directory, sorted (strverscmp), without "." entries and
 * temporaries. The caller frees with fs_names_free. */
enum hcc_status	 fs_names(int dir, const char *path, char ***, size_t *,
		    struct hcc_err *);
void		 fs_names_free(char **, size_t);
/* Visit what the directory `path` below `dir` ("": itself) holds, in the order
 * of fs_names, `all`: with "." entries, each with its path below `dir` and
 * what lstat(2) says. The first status but HCC_OK ends it. A visitor goes down
 * by calling it again. */
typedef enum hcc_status fs_visit(void *, const char *path,
		    const struct stat *, struct hcc_err *);
enum hcc_status	 fs_each(int dir, const char *path, bool all, fs_visit *,
		    void *, struct hcc_err *);
/* How many directories a path names before its last part. */
size_t		 fs_depth(const char *path);
/* Remove the temporaries that a killed writer left in a directory; for who
 * holds the lock. What cannot be removed stays. */
void		 fs_clean(int dir, const char *path);
bool		 fs_exists(int dir, const char *path);
/* Lowercase hex SHA-256 of a file (links are refused) or of bytes. */
enum hcc_status	 fs_sha256(int dir, const char *path, char out[65],
		    struct hcc_err *);
void		 fs_sha256_mem(const void *, size_t, char out[65]);

#endif
