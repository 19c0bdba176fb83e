/*
 * row_content.c: what a row says, its id and targets apart, as one number.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/mem.h"
#include "data/image.h"
#include "data/row_content.h"

#define PICTURES_MOST	(4ull << 30)	/* bytes: more are not compared */

void
row_content_begin(struct row_content *k, struct profile *p,
    const struct table *t)
{
	const char	*name;
	size_t		 i;

	*k = (struct row_content){ .p = p, .t = t };
	if (p->train.path == NULL || t == &p->sample)
		return;
	k->features = mem_zero(p->train.ncols, sizeof(*k->features));
	k->salt = mem_zero(p->train.ncols, sizeof(*k->salt));
	for (i = 0; i < p->train.ncols; i++) {
		name = p->train.names[i];
		if (profile_is_target(p, name) || (p->id != NULL &&
		    strcmp(name, p->id) == 0) || (p->test.path != NULL &&
		    table_column(&p->test, name) == -1) ||
		    p->train.columns[i].type == COLUMN_PATH)
			continue;
		k->salt[k->nfeatures] = hash_bytes(name, strlen(name)) | 1;
		k->features[k->nfeatures++] =
		    (size_t)table_column(k->t, name);
	}
}

void
row_content_end(struct row_content *k)
{
	free(k->features);
	free(k->salt);
}

/* The bytes of a row's picture; 0: it cannot be read. */
static uint64_t
picture_key(const struct row_content *k, const struct table_rows *r)
{
	const char	*pattern = k->t == &k->p->train ?
			    k->p->images_train : k->p->images_test;
	const char	*brace = strchr(pattern, '{'), *end;
	char		 name[256];
	struct buf	 path = BUF_INIT, bytes = BUF_INIT;
	uint64_t	 key = 0;
	long		 at;

	if (brace == NULL || (end = strchr(brace, '}')) == NULL ||
	    (size_t)(end - brace) > sizeof(name))
		return 0;
	memcpy(name, brace + 1, (size_t)(end - brace - 1));
	name[end - brace - 1] = '\0';
	if ((at = table_column(k->t, name)) == -1)
		return 0;
	buf_addf(&path, "%.*s%s%s", (int)(brace - pattern), pattern,
	    r->cells[at], end + 1);
	if (fs_read(k->p->dir, buf_str(&path), 64u << 20,
	    &bytes, NULL) == HCC_OK && image_whole(
	    (const unsigned char *)buf_str(&bytes), bytes.len))
		key = hash_bytes(bytes.p, bytes.len);
	else if (k->p->broken_images++ == 0)
		profile_note(k->p, "picture '%.200s' cannot be read: it is "
		    "empty, cut or no picture", buf_str(&path));
	buf_release(&path);
	buf_release(&bytes);
	return key;
}

/* Order of columns does not matter: test may have another. */
uint64_t
row_content_key(const struct row_content *k, const struct table_rows *r)
{
	uint64_t	 key = 0;
	size_t		 i, col;

	if (k->p->tree.bytes <= PICTURES_MOST && (k->t == &k->p->train ?
	    k->p->images_train : k->p->images_test) != NULL &&
	    (key = picture_key(k, r)) == 0)
		return 0;
	for (i = 0; i < k->nfeatures; i++) {
		col = k->features[i];
		key += hash_bytes(r->cells[col], r->lens[col]) *
		    k->salt[i];
	}
	return key == 0 ? 0 : key ^ key >> 29;
}
