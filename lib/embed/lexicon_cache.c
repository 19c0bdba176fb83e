/*
 * lexicon_cache.c: the compiled lexicon, kept in the user's cache.
 *
 * Compiling takes 4 ms, longer than all else that a short process does, so
 * the tables are mapped from CACHE/HASH.lexicon: a head, the struct and its
 * two arrays, under one checksum. They are valid as long as nothing in the
 * lexicon's directory changes (it may require the files beside it), nor the
 * stemmer. What is damaged or stale is compiled again and replaced; a cache
 * that cannot be written is done without.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "embed/lexicon.h"

#define MAGIC	0x3378656c636368ULL	/* "hcclex3", also the byte order */
#define FILES	64	/* in a directory whose lexicon is kept */

struct head {
	uint64_t	 magic;
	uint64_t	 layout;	/* sizes of the structs */
	uint64_t	 stamp;
	uint64_t	 check;		/* of all that follows */
};

/* Eight bytes a step: a checksum of all tables in 0.1 ms. */
static uint64_t
checksum(const char *p, size_t n)
{
	uint64_t	 h = n, w;

	for (; n >= sizeof(w); n -= sizeof(w), p += sizeof(w)) {
		memcpy(&w, p, sizeof(w));
		h = (h ^ w) * 0x9e3779b97f4a7c15ULL;
		h ^= h >> 32;
	}
	return scan_chain(h, scan_hash(p, n));
}

static uint64_t
layout(void)
{
	return sizeof(struct lex) << 40 | sizeof(struct lex_node) << 20 |
	    sizeof(struct lex_phrase);
}

/* Identity of a file's content, by stat(2). */
static uint64_t
stat_hash(const char *name, const struct stat *sb)
{
	const uint64_t	 part[] = { (uint64_t)sb->st_size, sb->st_ino,
			    (uint64_t)sb->st_mtim.tv_sec,
			    (uint64_t)sb->st_mtim.tv_nsec,
			    (uint64_t)sb->st_ctim.tv_sec,
			    (uint64_t)sb->st_ctim.tv_nsec };

	return scan_chain(scan_hash(name, strlen(name)),
	    scan_hash((const char *)part, sizeof(part)));
}

/* A sum over the files of a directory; false: there is a directory among
 * them. */
static bool
stamp_directory(const char *path, uint64_t *stamp)
{
	struct dirent	*d;
	struct stat	 sb;
	DIR		*dp = opendir(path);
	int		 n = 0;
	bool		 good = dp != NULL;

	while (good && (d = readdir(dp)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		good = n++ < FILES && fstatat(dirfd(dp), d->d_name, &sb, 0)
		    == 0 && S_ISREG(sb.st_mode);
		if (good)
			*stamp += stat_hash(d->d_name, &sb);
	}
	if (dp != NULL)
		closedir(dp);
	return good;
}

bool
lex_cache_stamp(const char *dir, uint64_t *stamp)
{
	struct stat	 sb;
	Dl_info		 stemmer;

	*stamp = 0;
	if (!stamp_directory(dir, stamp))
		return false;
	if (dladdr((void *)(uintptr_t)sb_stemmer_new, &stemmer) == 0 ||
	    stemmer.dli_fname == NULL || stat(stemmer.dli_fname, &sb) != 0)
		return false;
	*stamp += stat_hash("stemmer", &sb);
	return true;
}

static bool
name_of(struct buf *b, const char *cache, const char *path)
{
	char	*real = realpath(path, NULL);

	if (real == NULL)
		return false;
	buf_addf(b, "%s/%016" PRIx64 ".lexicon", cache,
	    scan_hash(real, strlen(real)));
	free(real);
	return true;
}

/* Take the tables out of a mapped file, if they are whole and valid. */
static bool
adopt(struct lex *x, char *map, size_t n, uint64_t stamp)
{
	struct head	 h;
	size_t		 at = sizeof(h) + sizeof(*x), nodes;

	memcpy(&h, map, sizeof(h));
	if (h.magic != MAGIC || h.layout != layout() || h.stamp != stamp ||
	    h.check != checksum(map + sizeof(h), n - sizeof(h)))
		return false;
	memcpy(x, map + sizeof(h), sizeof(*x));
	nodes = x->cap * sizeof(*x->nodes);
	if (n != at + nodes + x->nphrases * sizeof(*x->phrases)) {
		memset(x, 0, sizeof(*x));
		return false;
	}
	x->nodes = (struct lex_node *)(map + at);
	x->phrases = (struct lex_phrase *)(map + at + nodes);
	x->map = map;
	x->map_size = n;
	return true;
}

bool
lex_cache_read(struct lex *x, const char *path, const char *cache,
    uint64_t stamp)
{
	struct buf	 name = BUF_INIT;
	struct stat	 sb;
	char		*map = MAP_FAILED;
	int		 fd = -1;
	bool		 good = false;

	if (name_of(&name, cache, path))
		fd = open(name.p, O_RDONLY | O_CLOEXEC);
	buf_release(&name);
	if (fd == -1)
		return false;
	if (fstat(fd, &sb) == 0 && (size_t)sb.st_size > sizeof(struct head) +
	    sizeof(*x))
		map = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE,
		    fd, 0);
	close(fd);
	if (map != MAP_FAILED) {
		good = adopt(x, map, (size_t)sb.st_size, stamp);
		if (!good)
			munmap(map, (size_t)sb.st_size);
	}
	return good;
}

void
lex_cache_write(const struct lex *x, const char *path, const char *cache,
    uint64_t stamp)
{
	struct head	 h = { MAGIC, layout(), stamp, 0 };
	struct lex	 bare = *x;
	struct buf	 b = BUF_INIT, name = BUF_INIT;

	/* Pointers mean nothing in a file. */
	bare.nodes = NULL;
	bare.phrases = NULL;
	bare.map = NULL;
	buf_add(&b, &h, sizeof(h));
	buf_add(&b, &bare, sizeof(bare));
	buf_add(&b, x->nodes, x->cap * sizeof(*x->nodes));
	buf_add(&b, x->phrases, x->nphrases * sizeof(*x->phrases));
	if (name_of(&name, cache, path) &&
	    fs_mkdirs(AT_FDCWD, cache, NULL) == HCC_OK) {
		h.check = checksum(b.p + sizeof(h), b.len - sizeof(h));
		memcpy(b.p, &h, sizeof(h));
		(void)fs_replace(AT_FDCWD, name.p, b.p, b.len, NULL);
	}
	buf_release(&name);
	buf_release(&b);
}
