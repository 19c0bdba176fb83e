/*
 * near.c: what is close to an entry, by the vector that the base has.
 */
#include <stdlib.h>
#include <string.h>

#include "wisdom/store.h"

/* A vector row as floats; false when it is neither form. */
static bool
unpack(const char *p, size_t bytes, float *v, size_t dim)
{
	uint16_t at;
	size_t	 nnz, i;
	bool	 sparse;

	if (!wis_vec_form(bytes, dim, &sparse, &nnz))
		return false;
	if (!sparse)
		memcpy(v, p, bytes);
	for (i = 0; sparse && i < nnz; i++) {
		memcpy(&at, p + 2 * i, sizeof(at));
		if (at >= dim)
			return false;
		memcpy(&v[at], p + 2 * nnz + 4 * i, sizeof(*v));
	}
	return true;
}

/* HCC_NONE: it has none. */
static enum hcc_status
vector_of(struct wis *w, int64_t n, const struct vset *set, float *v,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_VEC_DATA, e);
	enum hcc_status	 st = HCC_NONE;
	const char	*p;
	size_t		 bytes;
	int		 r;

	if (s == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	sqlite3_bind_int64(s, 1, n);
	sqlite3_bind_int64(s, 2, VSET_KEY(set->s, 0));
	sqlite3_bind_int64(s, 3, VSET_KEY(set->s + 1, 0));
	if ((r = sqlite3_step(s)) == SQLITE_ROW) {
		p = wis_blob(s, 0, &bytes);
		st = unpack(p, bytes, v, set->dim) ? HCC_OK : err_set(e,
		    HCC_INPUT, "vectors of the wisdom base are damaged: run "
		    "hcc-wisdom rebuild");
	} else if (r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return st;
}

enum hcc_status
wis_near(struct wis *w, const char *id, const char *embedder, double delta,
    jv *matches, struct hcc_err *e)
{
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	float		*v = NULL;
	int64_t		 n;

	*matches = jv_array();
	n = wis_row_of(w, id, &st, e);
	if (st == HCC_OK && (st = wis_set(w, embedder, 0, &set, e)) ==
	    HCC_OK && n != 0) {
		if ((v = calloc(set.dim, sizeof(*v))) == NULL)
			st = err_nomem(e);
		else
			st = vector_of(w, n, &set, v, e);
		if (st == HCC_OK) {
			jv_free(*matches);
			st = wis_match(w, embedder, v, set.dim, delta, 0,
			    matches, e);
		}
	}
	free(v);
	return st == HCC_NONE ? HCC_OK : st;
}
