/*
 * vectors.c: vectors on disk. The set of an embedder holds for each entry a
 * row of float32 components and a code of eight bits a component, by which a
 * query scans (search.c).
 *
 * Codes have one size and are stored in rows of at most CODE_ROW bytes, so that
 * a row fits its page. A row is created full of zeros and filled in place;
 * forgetting an entry zeroes its code. Codes are a cache of the vector rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "embed/dot.h"
#include "wisdom/store.h"

#define CODE_ROW 64000

size_t
wis_code_size(size_t dim)
{
	return sizeof(struct code) + (dim + 3) / 4 * 4;
}

/* Codes in a row. */
static int64_t
codes_a_row(size_t dim)
{
	size_t	 n = CODE_ROW / wis_code_size(dim);

	return n == 0 ? 1 : (int64_t)n;
}

enum hcc_status
wis_set(struct wis *w, const char *embedder, size_t dim, struct vset *set,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_SET, "t", embedder);
	enum hcc_status	 st = HCC_OK;

	if (!wis_step(w, s, &st, e))
		return st == HCC_OK ? err_set(e, HCC_NONE, "no vectors of "
		    "embedder '%s'", embedder) : st;
	set->s = sqlite3_column_int64(s, 0);
	set->dim = (size_t)sqlite3_column_int64(s, 1);
	set->next = sqlite3_column_int64(s, 2);
	set->count = sqlite3_column_int64(s, 3);
	sqlite3_reset(s);
	if (dim != 0 && set->dim != dim)
		return err_set(e, HCC_INPUT, "embedder '%s': vectors of %zu "
		    "components, the base holds %zu", embedder, dim, set->dim);
	return HCC_OK;
}

static enum hcc_status
make_set(struct wis *w, const char *embedder, size_t dim, struct vset *set,
    struct hcc_err *e)
{
	enum hcc_status	 st = wis_set(w, embedder, dim, set, e);

	if (st != HCC_NONE)
		return st;
	st = wis_run_bound(w, e, Q_SET_ADD, "ti", embedder, (int64_t)dim);
	return st == HCC_OK ? wis_set(w, embedder, dim, set, e) : st;
}

/* Euclidean length; false when a component is not finite. */
static bool
norm_of(const float *v, size_t dim, double *norm)
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

/* Write a record of codes in place. */
static enum hcc_status
write_code(struct wis *w, int64_t key, int64_t at, const void *p, size_t n,
    struct hcc_err *e)
{
	sqlite3_blob	*b = NULL;
	enum hcc_status	 st = HCC_OK;

	if (sqlite3_blob_open(w->db, "main", "codes", "data", key, 1, &b) !=
	    SQLITE_OK || sqlite3_blob_write(b, p, (int)n, (int)at) != SQLITE_OK)
		st = wis_fail(w, "write", e);
	if (sqlite3_blob_close(b) != SQLITE_OK && st == HCC_OK)
		st = wis_fail(w, "write", e);
	return st;
}

static enum hcc_status
add_code(struct wis *w, const struct vset *set, int64_t n, const float *v,
    double norm, struct hcc_err *e)
{
	size_t		 size = wis_code_size(set->dim);
	int64_t		 most = codes_a_row(set->dim);
	int64_t		 key = VSET_KEY(set->s, set->next / most);
	struct code	 head = { .n = (uint32_t)n };
	enum hcc_status	 st = HCC_OK;
	char		*p = mem_zero(1, size);

	if (norm > 0)
		dot_code(v, set->dim, norm, (int8_t *)p + sizeof(head),
		    &head.scale, &head.residual);
	memcpy(p, &head, sizeof(head));
	if (set->next % most == 0)
		st = wis_run_bound(w, e, Q_CODE_ADD, "ii", key,
		    most * (int64_t)size);
	if (st == HCC_OK)
		st = write_code(w, key, set->next % most * (int64_t)size, p,
		    size, e);
	free(p);
	return st;
}

enum hcc_status
wis_vec_add(struct wis *w, const char *embedder, const float *v, size_t dim,
    int64_t n, struct hcc_err *e)
{
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	double		 norm;
	bool		 has;

	if (dim == 0 || dim > WIS_MAX_DIM || !norm_of(v, dim, &norm))
		return err_set(e, HCC_INPUT, "embedder '%s': a vector must "
		    "have 1 to %d finite components", embedder, WIS_MAX_DIM);
	if ((st = make_set(w, embedder, dim, &set, e)) != HCC_OK)
		return st;
	has = wis_query_int(w, wis_bind(w, e, Q_VEC_HAS, "i",
	    VSET_KEY(set.s, n)), &st, e) == 1;
	if (st != HCC_OK || has)
		return st;
	if (set.next >= UINT32_MAX || n >= UINT32_MAX)
		return err_set(e, HCC_INPUT, "the wisdom base is full");
	if ((st = wis_run_bound(w, e, Q_VEC_ADD, "ib", VSET_KEY(set.s, n), v,
	    dim * sizeof(*v))) == HCC_OK &&
	    (st = add_code(w, &set, n, v, norm, e)) == HCC_OK)
		st = wis_run_bound(w, e, Q_SET_STEP, "i", set.s);
	return st;
}

/* Find the code of entry `n`: its row, and its offset there; -1: none. */
static enum hcc_status
find_code(struct wis *w, const struct vset *set, int64_t n, int64_t *key,
    int64_t *at, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_CODE_RANGE, "ii", VSET_KEY(set->s,
			    0), VSET_KEY(set->s + 1, 0));
	size_t		 size = wis_code_size(set->dim), len, i;
	enum hcc_status	 st = HCC_OK;
	struct code	 head;
	const char	*p;

	*at = -1;
	while (*at < 0 && wis_step(w, s, &st, e)) {
		*key = sqlite3_column_int64(s, 0);
		p = wis_blob(s, 1, &len);
		for (i = 0; *at < 0 && i + size <= len; i += size) {
			memcpy(&head, p + i, sizeof(head));
			if (head.n == n)
				*at = (int64_t)i;
		}
	}
	sqlite3_reset(s);
	return st;
}

/* Delete the vector and code of an entry from one set, if it has any. */
static enum hcc_status
remove_from_set(struct wis *w, const struct vset *set, int64_t n,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 key = 0, at;
	char		*zeros;

	st = wis_run_bound(w, e, Q_VEC_DROP, "i", VSET_KEY(set->s, n));
	if (st != HCC_OK || sqlite3_changes(w->db) == 0)
		return st;
	zeros = mem_zero(1, wis_code_size(set->dim));
	if ((st = find_code(w, set, n, &key, &at, e)) == HCC_OK && at >= 0)
		st = write_code(w, key, at, zeros, wis_code_size(set->dim), e);
	free(zeros);
	return st == HCC_OK ? wis_run_bound(w, e, Q_SET_COUNT, "i", set->s) :
	    st;
}

enum hcc_status
wis_vec_remove(struct wis *w, int64_t n, struct hcc_err *e)
{
	struct vset	 set = { .s = -1 };
	sqlite3_stmt	*s;
	enum hcc_status	 st = HCC_OK;

	/* One query for each set: the loop changes the table that it reads. */
	while (s = wis_bind(w, e, Q_SET_AFTER, "i", set.s),
	    wis_step(w, s, &st, e)) {
		set.s = sqlite3_column_int64(s, 0);
		set.dim = (size_t)sqlite3_column_int64(s, 1);
		sqlite3_reset(s);
		st = remove_from_set(w, &set, n, e);
	}
	return st;
}

enum hcc_status
wis_set_drop(struct wis *w, int64_t s, struct hcc_err *e)
{
	enum hcc_status	 st;

	if ((st = wis_run_bound(w, e, Q_CODE_CLEAR, "ii", VSET_KEY(s, 0),
	    VSET_KEY(s + 1, 0))) != HCC_OK ||
	    (st = wis_run_bound(w, e, Q_VEC_CLEAR, "ii", VSET_KEY(s, 0),
	    VSET_KEY(s + 1, 0))) != HCC_OK)
		return st;
	return wis_run_bound(w, e, Q_SET_DROP, "i", s);
}
