/*
 * vectors.c: vectors on disk: one float32 row an entry and embedder, and
 * rows of eight-bit codes that a query scans in their stead.
 *
 * A vector row holds all components, or pairs (uint16 indices, then the
 * floats) when that is shorter: word vectors are mostly zeros. New vectors
 * stay a "tail" that is scanned as floats; when the tail exceeds TAIL bytes
 * its vectors are packed into code rows, which are written once and changed
 * only when an entry is forgotten. Codes are a cache of the vector rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "embed/dot.h"
#include "wisdom/store.h"

/* 2,000 vectors of 384 components: so long a scan of floats is as fast. */
#define TAIL 3072000

static void
bind_range(sqlite3_stmt *s, int i, const struct vset *set, int64_t from,
    int64_t to)
{
	sqlite3_bind_int64(s, i, VSET_KEY(set->s, from));
	sqlite3_bind_int64(s, i + 1, VSET_KEY(set->s, to));
}

enum hcc_status
wis_set(struct wis *w, const char *embedder, size_t dim, struct vset *set,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_SET, e);
	enum hcc_status	 st = HCC_NONE;
	int		 r;

	if (s == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	wis_bind_str(s, 1, embedder);
	if ((r = sqlite3_step(s)) == SQLITE_ROW) {
		set->s = sqlite3_column_int64(s, 0);
		set->dim = (size_t)sqlite3_column_int64(s, 1);
		set->next = sqlite3_column_int64(s, 2);
		set->packed = sqlite3_column_int64(s, 3);
		set->tail = sqlite3_column_int64(s, 4);
		set->count = sqlite3_column_int64(s, 5);
		st = HCC_OK;
	} else if (r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	if (st == HCC_OK && dim != 0 && set->dim != dim)
		return err_set(e, HCC_INPUT, "embedder '%s': vectors of %zu "
		    "components, the base holds %zu", embedder, dim, set->dim);
	if (st == HCC_NONE)
		err_set(e, HCC_NONE, "no vectors of embedder '%s'", embedder);
	return st;
}

static enum hcc_status
make_set(struct wis *w, const char *embedder, size_t dim, struct vset *set,
    struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st = wis_set(w, embedder, dim, set, e);

	if (st != HCC_NONE)
		return st;
	if ((s = wis_stmt(w, Q_SET_ADD, e)) != NULL) {
		wis_bind_str(s, 1, embedder);
		sqlite3_bind_int64(s, 2, (int64_t)dim);
	}
	st = wis_run(w, s, e);
	return st == HCC_OK ? wis_set(w, embedder, dim, set, e) : st;
}

bool
wis_vec_form(size_t bytes, size_t dim, bool *sparse, size_t *nnz)
{
	*sparse = bytes != dim * sizeof(float);
	*nnz = *sparse ? bytes / 6 : dim;
	return !*sparse || (bytes % 6 == 0 && bytes < dim * sizeof(float));
}

/* The row of a vector: dense or pairs, whichever is shorter. */
static bool
to_row(struct buf *b, const float *v, size_t dim)
{
	size_t		 i, nnz = 0;
	uint16_t	 at;

	for (i = 0; i < dim; i++)
		nnz += v[i] != 0;
	if (nnz * 6 >= dim * sizeof(float)) {
		buf_add(b, v, dim * sizeof(float));
		return buf_ok(b);
	}
	for (i = 0; i < dim; i++)
		if (v[i] != 0) {
			at = (uint16_t)i;
			buf_add(b, &at, sizeof(at));
		}
	for (i = 0; i < dim; i++)
		if (v[i] != 0)
			buf_add(b, &v[i], sizeof(v[i]));
	return buf_ok(b);
}

size_t
wis_code_size(const char *p, size_t left, size_t dim, struct code *c)
{
	size_t	 n;

	if (left < sizeof(*c))
		return 0;
	memcpy(c, p, sizeof(*c));
	if (c->nnz != DENSE && c->nnz > dim)
		return 0;
	n = sizeof(*c) + (c->nnz == DENSE ? dim : 3 * (size_t)c->nnz);
	return n <= left ? n : 0;
}

/* Append the code of a vector row. */
static bool
to_code(struct buf *b, uint32_t v, uint32_t n, double norm, const char *row,
    size_t bytes, size_t dim)
{
	struct code	 c = { .v = v, .n = n };
	bool		 sparse, good = false;
	size_t		 nnz, skip;
	float		*f;
	int8_t		*code;

	if (!wis_vec_form(bytes, dim, &sparse, &nnz))
		return false;
	skip = sparse ? nnz * 2 : 0;
	f = malloc((nnz + 1) * sizeof(*f));
	code = malloc(nnz + 1);
	if (f != NULL && code != NULL) {
		memcpy(f, row + skip, nnz * sizeof(*f));
		vec_code(f, nnz, norm > 0 ? norm : 1, code, &c.scale,
		    &c.residual);
		c.nnz = sparse ? (uint32_t)nnz : DENSE;
		buf_add(b, &c, sizeof(c));
		buf_add(b, row, skip);
		buf_add(b, code, nnz);
		good = buf_ok(b);
	}
	free(f);
	free(code);
	return good;
}

static enum hcc_status
write_codes(struct wis *w, const struct vset *set, const void *p, size_t n,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_CODE_ADD, e);

	if (s != NULL) {
		bind_range(s, 1, set, 0, UINT32_MAX);
		sqlite3_bind_blob(s, 3, p, (int)n, SQLITE_STATIC);
	}
	return wis_run(w, s, e);
}

/* Pack the tail into full code rows; what does not fill one stays tail. */
static enum hcc_status
pack(struct wis *w, struct vset *set, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	sqlite3_stmt	*s;
	enum hcc_status	 st = HCC_OK;
	const char	*row;
	int64_t		 done = set->packed, tail = 0, v;
	size_t		 before, n;
	int		 r = SQLITE_DONE;

	if ((s = wis_stmt(w, Q_VEC_RANGE, e)) == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	bind_range(s, 1, set, set->packed, set->next);
	while (st == HCC_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
		v = sqlite3_column_int64(s, 0) & UINT32_MAX;
		row = wis_blob(s, 3, &n);
		before = b.len;
		if (!to_code(&b, (uint32_t)v,
		    (uint32_t)sqlite3_column_int64(s, 1),
		    sqlite3_column_double(s, 2), row, n, set->dim))
			st = err_set(e, HCC_INPUT, "a vector in the wisdom "
			    "base is damaged: run hcc-wisdom rebuild");
		else if (b.len > CODE_ROW) {
			st = write_codes(w, set, b.p, before, e);
			memmove(b.p, b.p + before, b.len - before);
			b.len -= before;
			done = v;
			tail = 0;
		}
		tail += (int64_t)n;
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	buf_release(&b);
	if (st != HCC_OK || done == set->packed)
		return st;
	if ((s = wis_stmt(w, Q_SET_PACKED, e)) != NULL) {
		sqlite3_bind_int64(s, 1, set->s);
		sqlite3_bind_int64(s, 2, done);
		sqlite3_bind_int64(s, 3, tail);
	}
	return wis_run(w, s, e);
}

/* Euclidean length; false when a component is not finite. */
static bool
length_of(const float *v, size_t dim, double *norm)
{
	size_t	 i;

	for (i = 0, *norm = 0; i < dim; i++) {
		if (!isfinite(v[i]))
			return false;
		*norm += (double)v[i] * v[i];
	}
	*norm = sqrt(*norm);
	return true;
}

static enum hcc_status
has_vector(struct wis *w, const struct vset *set, int64_t n, bool *has,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_VEC_HAS, e);
	enum hcc_status	 st;

	if (s != NULL) {
		sqlite3_bind_int64(s, 1, n);
		bind_range(s, 2, set, 0, set->next);
	}
	*has = wis_number(w, s, 0, &st, e) == 1;
	return st;
}

/* Write the row and count it. */
static enum hcc_status
add_row(struct wis *w, const struct vset *set, int64_t n, double norm,
    const void *p, size_t bytes, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_VEC_ADD, e);
	enum hcc_status	 st;

	if (s != NULL) {
		sqlite3_bind_int64(s, 1, VSET_KEY(set->s, set->next));
		sqlite3_bind_int64(s, 2, n);
		sqlite3_bind_double(s, 3, norm);
		sqlite3_bind_blob(s, 4, p, (int)bytes, SQLITE_STATIC);
	}
	if ((st = wis_run(w, s, e)) != HCC_OK)
		return st;
	if ((s = wis_stmt(w, Q_SET_STEP, e)) != NULL) {
		sqlite3_bind_int64(s, 1, set->s);
		sqlite3_bind_int64(s, 2, (int64_t)bytes);
	}
	return wis_run(w, s, e);
}

enum hcc_status
wis_vec_add(struct wis *w, const char *embedder, const float *v, size_t dim,
    int64_t n, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	double		 norm;
	bool		 has;

	if (dim == 0 || dim > WIS_MAX_DIM || !length_of(v, dim, &norm))
		return err_set(e, HCC_INPUT, "embedder '%s': a vector must "
		    "have 1 to %d finite components", embedder, WIS_MAX_DIM);
	if ((st = make_set(w, embedder, dim, &set, e)) != HCC_OK ||
	    (st = has_vector(w, &set, n, &has, e)) != HCC_OK || has)
		return st;
	if (set.next >= UINT32_MAX || n >= UINT32_MAX)
		return err_set(e, HCC_INPUT, "the wisdom base is full");
	if (!to_row(&b, v, dim))
		st = err_nomem(e);
	else
		st = add_row(w, &set, n, norm, buf_str(&b), b.len, e);
	if (st == HCC_OK && set.tail + (int64_t)b.len > TAIL) {
		set.next++;
		st = pack(w, &set, e);
	}
	buf_release(&b);
	return st;
}

/* Rewrite the code row at `c` without entry `n`. */
static enum hcc_status
cut_code(struct wis *w, int64_t c, const char *p, size_t len, size_t dim,
    int64_t n, bool *found, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct code	 head;
	sqlite3_stmt	*s;
	enum hcc_status	 st = HCC_OK;
	size_t		 i, k;

	for (i = 0; (k = wis_code_size(p + i, len - i, dim, &head)) > 0;
	    i += k)
		if (head.n == n)
			*found = true;
		else
			buf_add(&b, p + i, k);
	if (!buf_ok(&b))
		st = err_nomem(e);
	else if (*found) {
		if ((s = wis_stmt(w, Q_CODE_PUT, e)) != NULL) {
			sqlite3_bind_int64(s, 1, c);
			sqlite3_bind_blob(s, 2, buf_str(&b), (int)b.len,
			    SQLITE_STATIC);
		}
		st = wis_run(w, s, e);
	}
	buf_release(&b);
	return st;
}

static enum hcc_status
forget_code(struct wis *w, const struct vset *set, int64_t n,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_CODE_RANGE, e);
	enum hcc_status	 st = HCC_OK;
	const char	*p;
	size_t		 len;
	bool		 found = false;

	if (s == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	bind_range(s, 1, set, 0, UINT32_MAX);
	while (st == HCC_OK && !found && sqlite3_step(s) == SQLITE_ROW) {
		p = wis_blob(s, 1, &len);
		st = cut_code(w, sqlite3_column_int64(s, 0), p, len, set->dim,
		    n, &found, e);
	}
	sqlite3_reset(s);
	return st;
}

/* One vector of the forgotten entry: its code, its row, its place in the
 * counts. */
static enum hcc_status
forget_vector(struct wis *w, int64_t v, int64_t bytes, int64_t n,
    struct hcc_err *e)
{
	struct vset	 set = { .s = v >> 32 };
	sqlite3_stmt	*s;
	enum hcc_status	 st;

	if ((s = wis_stmt(w, Q_SET_BY, e)) != NULL)
		sqlite3_bind_int64(s, 1, set.s);
	set.dim = (size_t)wis_number(w, s, 0, &st, e);
	if (st != HCC_OK || (st = forget_code(w, &set, n, e)) != HCC_OK)
		return st;
	if ((s = wis_stmt(w, Q_SET_COUNT, e)) != NULL) {
		sqlite3_bind_int64(s, 1, set.s);
		sqlite3_bind_int64(s, 2, v & UINT32_MAX);
		sqlite3_bind_int64(s, 3, bytes);
	}
	if ((st = wis_run(w, s, e)) != HCC_OK)
		return st;
	if ((s = wis_stmt(w, Q_VEC_DROP, e)) != NULL)
		sqlite3_bind_int64(s, 1, v);
	return wis_run(w, s, e);
}

enum hcc_status
wis_vec_forget(struct wis *w, int64_t n, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st = HCC_OK;
	int64_t		 v, bytes;
	int		 r;

	/* One at a time: the statement must not look at what it changes. */
	while (st == HCC_OK) {
		if ((s = wis_stmt(w, Q_VEC_OF, e)) == NULL)
			return e == NULL ? HCC_INTERNAL : e->status;
		sqlite3_bind_int64(s, 1, n);
		r = sqlite3_step(s);
		v = sqlite3_column_int64(s, 0);
		bytes = sqlite3_column_int64(s, 1);
		sqlite3_reset(s);
		if (r == SQLITE_DONE)
			return HCC_OK;
		st = r == SQLITE_ROW ? forget_vector(w, v, bytes, n, e) :
		    wis_fail(w, "read", e);
	}
	return st;
}
