/*
 * word_vectors.c: the compiled table of word vectors (word_vectors.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "embed/dot.h"
#include "embed/word_vectors.h"
#include "embed/words.h"

#define MAGIC	0x31636576636368ULL	/* "hccvec1", also the byte order */

struct source {			/* which text a table was made of */
	uint64_t	 size;
	int64_t		 sec, nsec;
};

struct head {
	uint64_t	 magic;
	struct source	 source;
	uint64_t	 dim, slots;
	char		 sum[72];	/* SHA-256 of the text */
	uint64_t	 check;		/* of the members above */
};

struct slot {			/* dim codes follow */
	uint64_t	 key;		/* 0: empty */
	float		 scale;
	uint32_t	 check;		/* of key, scale and codes */
};

struct word_vectors {
	char		*path;		/* of the table */
	char		*map;
	size_t		 bytes;
	const struct head *head;
	size_t		 step;		/* bytes of a slot */
};

static size_t
slot_bytes(size_t dim)
{
	return sizeof(struct slot) + (dim + 7) / 8 * 8;
}

static uint64_t
head_check(const struct head *h)
{
	return scan_hash((const char *)h, offsetof(struct head, check));
}

static uint32_t
slot_check(const struct slot *s, size_t dim)
{
	uint64_t	 h;

	if (s->key == 0)
		return 0;
	h = scan_chain(s->key, scan_hash((const char *)(s + 1), dim));
	return (uint32_t)scan_chain(h, scan_hash((const char *)&s->scale,
	    sizeof(s->scale)));
}

/* Find the slot of a key, or the empty slot for it; false: damaged. */
static bool
find(char *slots, size_t n, size_t step, size_t dim, uint64_t key,
    bool verify, struct slot **out)
{
	struct slot	*s;
	size_t		 i = key % n, k;

	for (k = 0; k < n; k++) {
		s = (struct slot *)(slots + (i + k) % n * step);
		if (verify && s->check != slot_check(s, dim))
			return false;
		*out = s;
		if (s->key == key || s->key == 0)
			return true;
	}
	return false;
}

static struct source
source_of(const struct stat *sb)
{
	return (struct source){ (uint64_t)sb->st_size, sb->st_mtim.tv_sec,
	    sb->st_mtim.tv_nsec };
}

/* What the making of a table needs. */
struct making {
	const char	*file;		/* as it was given */
	char		*real;		/* without links */
	struct stems	*stems;
	FILE		*f;
	struct stat	 sb;
	char		*map;
	size_t		 slots, step, dim, words;
};

/* The hash of a word's stem, as the scanner sees it; 0: not one word. */
static uint64_t
stem_of(struct stems *stems, const char *word, size_t n)
{
	struct scan	 s;

	scan_start(&s, stems, word, n);
	if (!scan_next(&s) || s.n != 1 || !s.tokens[0].word)
		return 0;
	return s.tokens[0].stem;
}

/* The first word of a stem stays: files begin with what is frequent. */
static void
put(struct making *m, const struct vtext *t)
{
	uint64_t	 key = stem_of(m->stems, t->word, t->len);
	struct slot	*s;
	float		 residual;

	if (key == 0 || !find(m->map + sizeof(struct head), m->slots, m->step,
	    m->dim, key, false, &s) || s->key == key)
		return;
	s->key = key;
	dot_code(t->v, m->dim, 1, (int8_t *)(s + 1), &s->scale, &residual);
	s->check = slot_check(s, m->dim);
	m->words++;
}

/* How long vectors are, and how many there can be: no more than lines, and
 * no more than there is room for (blank lines cost one byte). */
static enum hcc_status
count(struct making *m, size_t *most, struct hcc_err *e)
{
	struct vtext	 t;
	enum hcc_status	 st;
	char		*p;
	size_t		 n, lines = 2;	/* this one, and one without an end */

	vtext_open(&t, m->f, m->file);
	if ((st = vtext_next(&t, e)) == HCC_OK)
		while ((n = fread(t.line, 1, VTEXT_LINE, m->f)) > 0)
			for (p = t.line; (p = memchr(p, '\n', n - (size_t)(p -
			    t.line))) != NULL; p++)
				lines++;
	m->dim = t.dim;
	vtext_close(&t);
	if (st == HCC_NONE)
		return err_set(e, HCC_CONFIG, "read word vectors '%s': the "
		    "file has no vector", m->file);
	if (st != HCC_OK)
		return st;
	*most = (size_t)m->sb.st_size / (2 * m->dim + 2) + 1;
	if (lines < *most)
		*most = lines;
	return HCC_OK;
}

static enum hcc_status
fill(struct making *m, struct hcc_err *e)
{
	struct vtext	 t;
	enum hcc_status	 st;

	rewind(m->f);
	vtext_open(&t, m->f, m->file);
	while ((st = vtext_next(&t, e)) == HCC_OK && t.dim == m->dim)
		put(m, &t);
	vtext_close(&t);
	if (st != HCC_NONE)
		return st == HCC_OK ? err_set(e, HCC_AGAIN, "read word "
		    "vectors '%s': it changed; try again", m->file) : st;
	return m->words > 0 ? HCC_OK : err_set(e, HCC_CONFIG, "read word "
	    "vectors '%s': no line begins with a word", m->file);
}

/* Head last: until then the table is none. */
static enum hcc_status
finish(struct making *m, struct hcc_err *e)
{
	struct head	*h = (struct head *)m->map;
	struct stat	 sb;
	char		 sum[65];
	enum hcc_status	 st;

	if ((st = fs_sha256(AT_FDCWD, m->real, sum, e)) != HCC_OK)
		return st;
	if (fstat(fileno(m->f), &sb) != 0 || sb.st_size != m->sb.st_size ||
	    sb.st_mtim.tv_sec != m->sb.st_mtim.tv_sec ||
	    sb.st_mtim.tv_nsec != m->sb.st_mtim.tv_nsec)
		return err_set(e, HCC_AGAIN, "read word vectors '%s': it "
		    "changes", m->file);
	h->magic = MAGIC;
	h->source = source_of(&m->sb);
	h->dim = m->dim;
	h->slots = m->slots;
	memcpy(h->sum, sum, sizeof(sum));
	h->check = head_check(h);
	return HCC_OK;
}

/* Make the table in the open file `fd`. The room is reserved first: a full
 * disk is then an error and not a signal. */
static enum hcc_status
make(struct making *m, int fd, const char *path, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 most = 0, bytes;

	if ((st = count(m, &most, e)) != HCC_OK)
		return st;
	m->slots = most + most / 2 + 1;
	m->step = slot_bytes(m->dim);
	bytes = sizeof(struct head) + m->slots * m->step;
	if ((errno = posix_fallocate(fd, 0, (off_t)bytes)) != 0)
		return err_errno(e, "make '%s'", path);
	m->map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (m->map == MAP_FAILED)
		return err_errno(e, "make '%s'", path);
	if ((st = fill(m, e)) == HCC_OK)
		st = finish(m, e);
	if (munmap(m->map, bytes) != 0 || fsync(fd) != 0)
		return err_errno(e, "make '%s'", path);
	return st;
}

/* Make the table under a temporary name and publish it. */
static enum hcc_status
publish(struct making *m, const char *cache, const char *path,
    struct hcc_err *e)
{
	struct buf	 tmp = BUF_INIT;
	enum hcc_status	 st;
	int		 fd;

	buf_addf(&tmp, "%s/" FS_TMP "XXXXXX", cache);
	if ((fd = mkostemp(tmp.p, O_CLOEXEC)) == -1)
		st = err_errno(e, "make '%s'", tmp.p);
	else {
		if ((st = make(m, fd, path, e)) == HCC_OK &&
		    rename(tmp.p, path) != 0)
			st = err_errno(e, "rename '%s'", tmp.p);
		if (st != HCC_OK)
			unlink(tmp.p);
		else
			st = fs_sync_parent(AT_FDCWD, path, e);
		close(fd);
	}
	buf_release(&tmp);
	return st;
}

/* Map the table and look whether it is whole and of this source. */
static enum hcc_status
map(const char *path, const struct source *source, struct word_vectors *v)
{
	const struct head	*h;
	struct stat		 sb;
	int			 fd = open(path, O_RDONLY | O_CLOEXEC);

	v->map = MAP_FAILED;
	if (fd == -1)
		return HCC_MISSING;
	if (fstat(fd, &sb) == 0 && (size_t)sb.st_size > sizeof(*h))
		v->map = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_SHARED,
		    fd, 0);
	close(fd);
	if (v->map == MAP_FAILED)
		return HCC_AGAIN;
	v->bytes = (size_t)sb.st_size;
	h = v->head = (const struct head *)v->map;
	v->step = slot_bytes(h->dim);
	if (h->magic == MAGIC && h->check == head_check(h) &&
	    h->dim <= VECTORS_DIM && h->slots > 0 && h->slots < v->bytes &&
	    memcmp(&h->source, source, sizeof(*source)) == 0 &&
	    v->bytes == sizeof(*h) + h->slots * v->step)
		return HCC_OK;
	munmap(v->map, v->bytes);
	v->map = MAP_FAILED;
	return HCC_AGAIN;
}

/* Make the table under a lock; remove temporaries of killed processes. */
static enum hcc_status
make_locked(struct making *m, const char *cache, const char *path,
    struct word_vectors *v, struct hcc_err *e)
{
	const struct source	 source = source_of(&m->sb);
	enum hcc_status		 st;
	int			 lock;

	if ((st = fs_mkdirs(AT_FDCWD, cache, e)) != HCC_OK)
		return st;
	lock = fs_open_dir(AT_FDCWD, cache);
	if (lock == -1 || flock(lock, LOCK_EX) != 0)
		st = err_errno(e, "lock '%s'", cache);
	else if (map(path, &source, v) != HCC_OK) {
		fs_clean(AT_FDCWD, cache);
		if ((st = publish(m, cache, path, e)) == HCC_OK &&
		    map(path, &source, v) != HCC_OK)
			st = err_set(e, HCC_IO, "map '%s': it is not what was "
			    "written", path);
	}
	if (lock != -1)
		close(lock);
	return st;
}

/* Open the source; a pipe or a directory can be none. */
static enum hcc_status
open_source(struct making *m, struct hcc_err *e)
{
	if (stat(m->file, &m->sb) == 0 && !S_ISREG(m->sb.st_mode))
		return err_set(e, HCC_CONFIG, "open word vectors '%s': not a "
		    "regular file", m->file);
	if ((m->real = realpath(m->file, NULL)) == NULL ||
	    (m->f = fopen(m->real, "re")) == NULL ||
	    fstat(fileno(m->f), &m->sb) != 0)
		return err_errno(e, "open word vectors '%s'", m->file);
	return HCC_OK;
}

/* The table's name is that of the source's path: a new version of the file
 * takes the place of the old one. */
static enum hcc_status
open_table(struct making *m, const char *cache, struct word_vectors *v,
    struct hcc_err *e)
{
	const struct source	 source = source_of(&m->sb);
	struct buf		 b = BUF_INIT;

	buf_addf(&b, "%s/%016" PRIx64 ".vectors", cache,
	    scan_hash(m->real, strlen(m->real)));
	v->path = buf_detach(&b);
	return map(v->path, &source, v) == HCC_OK ? HCC_OK :
	    make_locked(m, cache, v->path, v, e);
}

enum hcc_status
vectors_open(const char *file, const char *cache, struct stems *stems,
    struct word_vectors **out, struct hcc_err *e)
{
	struct making	 m = { .file = file, .stems = stems };
	struct word_vectors	*v = mem_zero(1, sizeof(*v));
	enum hcc_status	 st;

	*out = NULL;
	v->map = MAP_FAILED;
	if ((st = open_source(&m, e)) == HCC_OK)
		st = open_table(&m, cache, v, e);
	if (m.f != NULL)
		fclose(m.f);
	free(m.real);
	if (st == HCC_OK)
		*out = v;
	else
		vectors_close(v);
	return st;
}

void
vectors_close(struct word_vectors *v)
{
	if (v == NULL)
		return;
	if (v->map != MAP_FAILED)
		munmap(v->map, v->bytes);
	free(v->path);
	free(v);
}

void
vectors_discard(struct word_vectors *v)
{
	(void)unlink(v->path);
	vectors_close(v);
}

size_t
vectors_dim(const struct word_vectors *v)
{
	return v->head->dim;
}

const char *
vectors_sum(const struct word_vectors *v)
{
	return v->head->sum;
}

enum hcc_status
vectors_add(const struct word_vectors *v, uint64_t stem, double weight,
    float *sum, struct hcc_err *e)
{
	const int8_t	*code;
	struct slot	*s;
	size_t		 i, dim = v->head->dim;

	if (!find(v->map + sizeof(*v->head), v->head->slots, v->step, dim,
	    stem, true, &s))
		return err_set(e, HCC_AGAIN, "read '%s': it is damaged",
		    v->path);
	if (s->key == 0)
		return HCC_OK;
	code = (const int8_t *)(s + 1);
	for (i = 0; i < dim; i++)
		sum[i] += (float)(weight * s->scale * code[i]);
	return HCC_OK;
}
