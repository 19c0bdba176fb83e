/*
 * fs_sha256.c: checksums of files and bytes, by libmd.
 */
#include <fcntl.h>
#include <sha2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

static void
hex(const uint8_t *d, char out[65])
{
	size_t	 i;

	for (i = 0; i < 32; i++)
		snprintf(out + 2 * i, 3, "%02x", d[i]);
}

void
fs_sha256_mem(const void *p, size_t n, char out[65])
{
	SHA2_CTX	 ctx;
	uint8_t		 d[SHA256_DIGEST_LENGTH];

	SHA256Init(&ctx);
	SHA256Update(&ctx, p, n);
	SHA256Final(d, &ctx);
	hex(d, out);
}

enum hcc_status
fs_sha256(int dir, const char *path, char out[65], struct hcc_err *e)
{
	SHA2_CTX	 ctx;
	uint8_t		 d[SHA256_DIGEST_LENGTH];
	char		 chunk[65536];
	struct stat	 sb;
	ssize_t		 n;
	int		 fd;

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
	if (n == -1) {
		(void)err_errno(e, "read '%s'", path);
		close(fd);
		return HCC_IO;
	}
	close(fd);
	SHA256Final(d, &ctx);
	hex(d, out);
	return HCC_OK;
}
