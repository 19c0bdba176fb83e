/*
 * search.c: prefetch (paper 3.4), { w : cos(q, h) > delta }, exactly.
 *
 * First the codes: with q = q8 + rq and x = x8 + rx, of unit length,
 *
 *	|q.x - q8.x8| <= |q8| |rx| + |rq|,
 *
 * so every code gives an upper and a lower bound of the true cosine. What
 * cannot pass delta is dropped; with a cap k, so is what cannot reach the k-th
 * best lower bound. The rest is computed from the float rows, in order of the
 * upper bounds, until no bound can reach the k-th best cosine found.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "embed/dot.h"
#include "wisdom/store.h"

/* Rounding of the bound itself, far above that of double sums. */
#define SLACK 1e-6

struct candidate {
	double		 bound;		/* upper bound of the cosine; the
					 * cosine after rescore() */
	uint32_t	 n;		/* row of the entry */
};

struct query {
	const float	*q;
	double		 norm;		/* of q */
	size_t		 dim;
	int16_t		*code;		/* of q */
	float		 scale, residual;
	double		 length8;	/* |q8| */
	double		 delta;
	dot8		*dot;
	unsigned char	*inactive;	/* bitmap by row */
	size_t		 bits;
	double		*best;		/* the k largest so far, descending */
	size_t		 k, nbest;
	struct candidate	*hits;
	size_t		 len, cap;
};

static void
best_add(struct query *s, double x)
{
	size_t	 i;

	if (s->k == 0 || (s->nbest == s->k && x <= s->best[s->k - 1]))
		return;
	if (s->nbest < s->k)
		s->nbest++;
	for (i = s->nbest - 1; i > 0 && s->best[i - 1] < x; i--)
		s->best[i] = s->best[i - 1];
	s->best[i] = x;
}

/* Can a cosine of at most `bound` still be among the matches? */
static inline bool
may_match(const struct query *s, double bound)
{
	return bound > s->delta && (s->k == 0 || s->nbest < s->k ||
	    bound >= s->best[s->k - 1]);
}

static bool
is_inactive(const struct query *s, uint32_t n)
{
	return n < s->bits && (s->inactive[n / 8] >> n % 8 & 1) != 0;
}

static enum hcc_status
damaged(struct hcc_err *e)
{
	return err_set(e, HCC_INPUT, "vectors of the wisdom base are damaged; "
	    "run hcc-wisdom rebuild");
}

/* Compare one code; unused ones and zero vectors have no cosine. */
static void
check_code(struct query *s, const char *p)
{
	struct code	 c;
	struct candidate	 h;
	double		 about, off;

	memcpy(&c, p, sizeof(c));
	if (c.n == 0 || !(c.scale > 0))
		return;
	about = (double)s->scale * c.scale *
	    s->dot(s->code, (const int8_t *)p + sizeof(c), s->dim);
	off = s->length8 * c.residual + s->residual + SLACK;
	h.bound = about + off;
	h.n = c.n;
	if (!may_match(s, h.bound) || is_inactive(s, c.n))
		return;
	best_add(s, about - off);
	grow(&s->hits, &s->cap, s->len + 1, sizeof(*s->hits));
	s->hits[s->len++] = h;
}

static enum hcc_status
scan_codes(struct wis *w, const struct vset *set, struct query *s,
    struct hcc_err *e)
{
	sqlite3_stmt	*stmt = wis_bind(w, e, Q_CODE_RANGE, "ii",
			    VSET_KEY(set->s, 0), VSET_KEY(set->s + 1, 0));
	enum hcc_status	 st = HCC_OK;
	const char	*p;
	size_t		 left, size = wis_code_size(s->dim);

	while (wis_step(w, stmt, &st, e)) {
		p = wis_blob(stmt, 1, &left);
		if (left % size != 0)
			st = damaged(e);
		for (; left > 0 && st == HCC_OK; p += size, left -= size)
			check_code(s, p);
	}
	return st;
}

/* Did this entry exist at w->as_of, and was it active? */
static enum hcc_status
was_active(struct wis *w, int64_t n, bool *yes, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct entry	 x;

	if ((st = wis_row_get(w, n, &x, e)) != HCC_OK)
		return st;
	*yes = entry_as_of(&x, w->as_of) && entry_is_active(&x);
	entry_release(&x);
	return HCC_OK;
}

/* Mark the entries that must not match: those demoted or superseded, as of
 * w->as_of or now. */
static enum hcc_status
load_inactive(struct wis *w, struct query *s, struct hcc_err *e)
{
	sqlite3_stmt	*stmt;
	enum hcc_status	 st;
	int64_t		 n, max;
	bool		 past = *w->as_of != '\0', yes = false;

	max = wis_query_int(w, wis_stmt(w, Q_LAST, e), &st, e);
	if (st != HCC_OK)
		return st;
	if (max < 0 || max >= UINT32_MAX)
		return damaged(e);
	s->bits = (size_t)max + 1;
	s->inactive = mem_zero(s->bits / 8 + 1, 1);
	if (w->include_inactive)
		return HCC_OK;
	stmt = past ? wis_bind(w, e, Q_DECIDED, "t", w->as_of) :
	    wis_stmt(w, Q_INACTIVE, e);
	while (wis_step(w, stmt, &st, e)) {
		n = sqlite3_column_int64(stmt, 0);
		if (past)
			st = was_active(w, n, &yes, e);
		if (n >= 0 && n <= max && !yes)
			s->inactive[n / 8] |= (unsigned char)(1u << n % 8);
	}
	return st;
}

/* Best first; ties in the order of rows. */
static int
by_bound(const void *a, const void *b)
{
	const struct candidate	*x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound < y->bound ? 1 : -1;
	return x->n < y->n ? -1 : x->n > y->n;
}

/* The vector of an entry; HCC_NONE: it has none. */
static enum hcc_status
vector_of(struct wis *w, const struct vset *set, int64_t n, float *v,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_VEC_GET, "i", VSET_KEY(set->s,
			    n));
	enum hcc_status	 st = HCC_OK;
	const char	*p;
	size_t		 len;

	if (!wis_step(w, s, &st, e))
		return st == HCC_OK ? HCC_NONE : st;
	p = wis_blob(s, 0, &len);
	if (len == set->dim * sizeof(*v))
		memcpy(v, p, len);
	else
		st = damaged(e);
	sqlite3_reset(s);
	return st;
}

/* Replace the bound by the cosine, summed in a fixed order. */
static enum hcc_status
exact_cosine(struct wis *w, const struct vset *set, const struct query *s,
    float *v, struct candidate *h, struct hcc_err *e)
{
	enum hcc_status	 st = vector_of(w, set, h->n, v, e);
	double		 sum = 0, norm = 0;
	size_t		 i;

	if (st != HCC_OK)
		return st == HCC_NONE ? damaged(e) : st;
	for (i = 0; i < s->dim; i++) {
		sum += (double)v[i] * (double)s->q[i];
		norm += (double)v[i] * (double)v[i];
	}
	h->bound = sum / (sqrt(norm) * s->norm);
	return isfinite(h->bound) ? HCC_OK : damaged(e);
}

/* Replace bounds by cosines and keep the matches, best first. */
static enum hcc_status
rescore(struct wis *w, const struct vset *set, struct query *s,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	float		*v = mem_zero(s->dim, sizeof(*v));
	size_t		 i, kept = 0;

	if (s->len > 0)
		qsort(s->hits, s->len, sizeof(*s->hits), by_bound);
	s->nbest = 0;
	for (i = 0; st == HCC_OK && i < s->len &&
	    may_match(s, s->hits[i].bound); i++) {
		st = exact_cosine(w, set, s, v, &s->hits[i], e);
		if (st != HCC_OK || !may_match(s, s->hits[i].bound))
			continue;
		best_add(s, s->hits[i].bound);
		s->hits[kept++] = s->hits[i];
	}
	if (kept > 0)
		qsort(s->hits, kept, sizeof(*s->hits), by_bound);
	s->len = s->k > 0 && kept > s->k ? s->k : kept;
	free(v);
	return st;
}

static enum hcc_status
append_records(struct wis *w, const struct query *s, jv *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct entry	 x;
	size_t		 i;

	for (i = 0; i < s->len; i++) {
		if ((st = wis_row_get(w, s->hits[i].n, &x, e)) != HCC_OK)
			return st;
		if (*w->as_of != '\0')
			entry_as_of(&x, w->as_of);
		*out = jv_array_append(*out, json_put_num(entry_json(&x,
		    true), "similarity", fmin(s->hits[i].bound, 1)));
		entry_release(&x);
	}
	return HCC_OK;
}

/* Length and code of the query. */
static enum hcc_status
prepare_query(struct query *s, struct hcc_err *e)
{
	int8_t	*code = mem_room(s->dim);
	size_t	 i;
	double	 sum = 0;

	for (i = 0; i < s->dim; i++)
		s->norm += (double)s->q[i] * s->q[i];
	s->norm = sqrt(s->norm);
	s->dot = dot8_best();
	s->code = mem_zero(s->dim, sizeof(*s->code));
	s->best = mem_zero(s->k + 1, sizeof(*s->best));
	if (s->norm > 0 && isfinite(s->norm))
		dot_code(s->q, s->dim, s->norm, code, &s->scale,
		    &s->residual);
	for (i = 0; s->scale > 0 && i < s->dim; i++) {
		s->code[i] = code[i];
		sum += code[i] * code[i];
	}
	s->length8 = s->scale * sqrt(sum);
	free(code);
	return isfinite(s->norm) ? HCC_OK : err_set(e, HCC_INPUT, "the query "
	    "is not a vector of finite components");
}

enum hcc_status
wis_match(struct wis *w, const char *embedder, const float *q, size_t dim,
    double delta, size_t cap, jv *matches, struct hcc_err *e)
{
	struct query	 s = { .q = q, .dim = dim, .delta = delta };
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	bool		 alone = sqlite3_get_autocommit(w->db) != 0;

	*matches = jv_array();
	/* One snapshot for codes, vectors and entries. */
	if (alone && (st = wis_run(w, wis_stmt(w, Q_READ, e), e)) != HCC_OK)
		return st;
	if ((st = wis_set(w, embedder, dim, &set, e)) == HCC_OK) {
		s.k = cap < (size_t)set.count ? cap : 0;
		if ((st = prepare_query(&s, e)) == HCC_OK && s.norm > 0 &&
		    (st = load_inactive(w, &s, e)) == HCC_OK &&
		    (st = scan_codes(w, &set, &s, e)) == HCC_OK &&
		    (st = rescore(w, &set, &s, e)) == HCC_OK)
			st = append_records(w, &s, matches, e);
	} else if (st == HCC_NONE)
		st = HCC_OK;	/* no vectors: nothing matches */
	if (alone)
		(void)wis_run(w, wis_stmt(w, Q_COMMIT, NULL), NULL);
	free(s.code);
	free(s.best);
	free(s.inactive);
	free(s.hits);
	if (st != HCC_OK) {
		jv_free(*matches);
		*matches = jv_array();
	}
	return st;
}

enum hcc_status
wis_match_entry(struct wis *w, const char *id, const char *embedder,
    double delta, jv *matches, struct hcc_err *e)
{
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	float		*v = NULL;
	int64_t		 n;

	*matches = jv_array();
	n = wis_find_row(w, id, &st, e);
	if (st == HCC_OK && (st = wis_set(w, embedder, 0, &set, e)) ==
	    HCC_OK && n != 0) {
		v = mem_zero(set.dim, sizeof(*v));
		st = vector_of(w, &set, n, v, e);
		if (st == HCC_OK) {
			jv_free(*matches);
			st = wis_match(w, embedder, v, set.dim, delta, 0,
			    matches, e);
		}
	}
	free(v);
	return st == HCC_NONE ? HCC_OK : st;
}
