/*
 * fs_sha256.c: checksums of files and bytes, by libmd.
 */
#include <fcntl.h>
#include <sha2.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

void
fs_sha256_mem(const void *p, size_t n, char out[65])
{
	SHA256Data(p, n, out);
}

enum hcc_status
fs_sha256(int dir, const char *path, char out[65], struct hcc_err *e)
{
	SHA2_CTX	 ctx;
	char		 chunk[65536];
	struct stat	 sb;
	ssize_t		 n;
	int		 fd;
	enum hcc_status	 st;

	fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return err_errno(e, "open '%s'", path);
	if (fstat(fd, &sb) == -1 || !S_ISREG(sb.st_mode)) {
		close(fd);
		return err_set(e, HCC_INPUT, "read '%s': not a regular file",
		    path);
	}
	SHA256Init(&ctx);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		SHA256Update(&ctx, (const uint8_t *)chunk, (size_t)n);
	SHA256End(&ctx, out);
	st = n == -1 ? err_errno(e, "read '%s'", path) : HCC_OK;
	close(fd);
	return st;
}
