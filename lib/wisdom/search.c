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
 * upper bounds, until no bound can reach the k-th best cosine found. The tail,
 * which has no codes yet, is computed from its floats at once.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/json.h"
#include "embed/dot.h"
#include "wisdom/store.h"

/* Rounding of the bound itself, far above that of double sums. */
#define SLACK 1e-6

struct hit {
	double		 bound;		/* at least the cosine */
	uint32_t	 v;		/* number of the vector */
	uint32_t	 n;		/* row of the entry */
	bool		 exact;		/* the bound is the cosine */
};

/* The k largest numbers so far as a heap, the least of them on top. */
struct best {
	double	*p;
	size_t	 k, len;
};

struct scan {
	const float		*q;
	double			 norm;		/* of q */
	size_t			 dim;
	int8_t			*code;		/* of q */
	int32_t			*table;		/* the same, for sparse codes */
	float			 scale, residual;
	double			 length8;	/* |q8| */
	double			 delta;
	const struct dot_ops	*ops;
	unsigned char		*dead;		/* bitmap by n */
	size_t			 dead_bits;
	struct best		 best;
	struct hit		*hits;
	size_t			 len, cap;
};

static void
sift(struct best *b, size_t i)
{
	size_t	 least;
	double	 t;

	for (;;) {
		least = 2 * i + 1;
		if (least >= b->len)
			return;
		if (least + 1 < b->len && b->p[least + 1] < b->p[least])
			least++;
		if (b->p[i] <= b->p[least])
			return;
		t = b->p[i];
		b->p[i] = b->p[least];
		b->p[least] = t;
		i = least;
	}
}

static void
best_add(struct best *b, double x)
{
	size_t	 i;
	double	 t;

	if (b->k == 0 || (b->len == b->k && x <= b->p[0]))
		return;
	if (b->len == b->k) {
		b->p[0] = x;
		sift(b, 0);
		return;
	}
	b->p[i = b->len++] = x;
	for (; i > 0 && b->p[(i - 1) / 2] > b->p[i]; i = (i - 1) / 2) {
		t = b->p[i];
		b->p[i] = b->p[(i - 1) / 2];
		b->p[(i - 1) / 2] = t;
	}
}

/* Can a cosine of at most `bound` still be among the matches? */
static inline bool
passes(const struct scan *s, double bound)
{
	return bound > s->delta && (s->best.k == 0 ||
	    s->best.len < s->best.k || bound >= s->best.p[0]);
}

static bool
is_dead(const struct scan *s, uint32_t n)
{
	return n < s->dead_bits && (s->dead[n / 8] >> n % 8 & 1) != 0;
}

static bool
add_hit(struct scan *s, struct hit h)
{
	if (!grow(&s->hits, &s->cap, s->len + 1, sizeof(*s->hits)))
		return false;
	s->hits[s->len++] = h;
	return true;
}

/* The cosine of the query with a vector row. */
static bool
cosine(const struct scan *s, const char *row, size_t bytes, double norm,
    double *cos)
{
	double	 sum = 0;
	float	 x;
	uint16_t at;
	size_t	 nnz, i;
	bool	 sparse;

	*cos = 0;
	if (!wis_vec_form(bytes, s->dim, &sparse, &nnz))
		return false;
	if (!sparse)
		sum = s->ops->dotf(row, s->q, s->dim);
	for (i = 0; sparse && i < nnz; i++) {
		memcpy(&at, row + 2 * i, sizeof(at));
		memcpy(&x, row + 2 * nnz + 4 * i, sizeof(x));
		if (at >= s->dim)
			return false;
		sum += (double)x * (double)s->q[at];
	}
	if (norm > 0 && s->norm > 0)
		*cos = sum / (norm * s->norm);
	return isfinite(*cos);
}

static enum hcc_status
damaged(struct hcc_err *e)
{
	return err_set(e, HCC_INPUT, "vectors of the wisdom base are damaged:"
	    " run hcc-wisdom rebuild");
}

/* Bounds of one code; a code of a zero vector has scale 0 and no cosine. */
static bool
try_code(struct scan *s, const struct code *c, const char *p)
{
	struct hit	 h = { .v = c->v, .n = c->n };
	int32_t		 dot;
	double		 about, off;

	p += sizeof(*c);
	if (c->nnz == DENSE)
		dot = s->ops->dot8(s->code, (const int8_t *)p, s->dim);
	else
		dot = s->ops->sparse8(s->table, p,
		    (const int8_t *)p + 2 * (size_t)c->nnz, c->nnz);
	about = (double)s->scale * c->scale * dot;
	off = s->length8 * c->residual + s->residual + SLACK;
	h.bound = about + off;
	if (!passes(s, h.bound) || c->scale == 0 || is_dead(s, c->n))
		return true;
	best_add(&s->best, about - off);
	return add_hit(s, h);
}

static void
bind_range(sqlite3_stmt *stmt, int64_t s, int64_t from, int64_t to)
{
	sqlite3_bind_int64(stmt, 1, VSET_KEY(s, from));
	sqlite3_bind_int64(stmt, 2, VSET_KEY(s, to));
}

static enum hcc_status
scan_codes(struct wis *w, const struct vset *set, struct scan *s,
    struct hcc_err *e)
{
	sqlite3_stmt	*stmt = wis_stmt(w, Q_CODE_RANGE, e);
	enum hcc_status	 st = HCC_OK;
	const char	*p;
	struct code	 c;
	size_t		 left, k;
	int		 r = SQLITE_DONE;

	if (stmt == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	bind_range(stmt, set->s, 0, UINT32_MAX);
	while (st == HCC_OK && (r = sqlite3_step(stmt)) == SQLITE_ROW) {
		p = wis_blob(stmt, 1, &left);
		for (; left > 0 && st == HCC_OK; p += k, left -= k)
			if ((k = wis_code_size(p, left, s->dim, &c)) == 0)
				st = damaged(e);
			else if (!try_code(s, &c, p))
				st = err_nomem(e);
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(stmt);
	return st;
}

static enum hcc_status
scan_tail(struct wis *w, const struct vset *set, struct scan *s,
    struct hcc_err *e)
{
	sqlite3_stmt	*stmt = wis_stmt(w, Q_VEC_RANGE, e);
	enum hcc_status	 st = HCC_OK;
	struct hit	 h = { .exact = true };
	const char	*p;
	size_t		 n;
	int		 r = SQLITE_DONE;

	if (stmt == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	bind_range(stmt, set->s, set->packed, set->next);
	while (st == HCC_OK && (r = sqlite3_step(stmt)) == SQLITE_ROW) {
		h.v = (uint32_t)sqlite3_column_int64(stmt, 0);
		h.n = (uint32_t)sqlite3_column_int64(stmt, 1);
		p = wis_blob(stmt, 3, &n);
		if (!cosine(s, p, n, sqlite3_column_double(stmt, 2), &h.bound))
			st = damaged(e);
		else if (passes(s, h.bound) && !is_dead(s, h.n) &&
		    sqlite3_column_double(stmt, 2) > 0) {
			best_add(&s->best, h.bound);
			if (!add_hit(s, h))
				st = err_nomem(e);
		}
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(stmt);
	return st;
}

/* Was this entry there at that time, and alive? */
static enum hcc_status
alive(struct wis *w, int64_t n, bool *yes, struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*now;
	jv		 entry;

	if ((st = wis_row_get(w, n, &entry, e)) != HCC_OK)
		return st;
	entry = wis_sets_at(entry, w->as_of);
	now = jv_is_valid(entry) ? json_str(entry, "status", "") : "demoted";
	*yes = strcmp(now, "demoted") != 0 && strcmp(now, "superseded") != 0;
	jv_free(entry);
	return HCC_OK;
}

/* Mark the entries that do not match: those demoted and superseded, by now or
 * at the time that is asked about. */
static enum hcc_status
load_dead(struct wis *w, struct scan *s, struct hcc_err *e)
{
	sqlite3_stmt	*stmt;
	enum hcc_status	 st;
	int64_t		 n, max;
	bool		 past = *w->as_of != '\0', yes = false;
	int		 r = SQLITE_DONE;

	max = wis_number(w, wis_stmt(w, Q_LAST, e), 0, &st, e);
	if (st != HCC_OK)
		return st;
	if (max < 0 || max >= UINT32_MAX)
		return damaged(e);
	s->dead_bits = (size_t)max + 1;
	if ((s->dead = calloc(s->dead_bits / 8 + 1, 1)) == NULL)
		return err_nomem(e);
	if (w->dead_too)
		return HCC_OK;
	if ((stmt = wis_stmt(w, past ? Q_DECIDED : Q_DEAD, e)) == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	if (past)
		wis_bind_str(stmt, 1, w->as_of);
	while (st == HCC_OK && (r = sqlite3_step(stmt)) == SQLITE_ROW) {
		n = sqlite3_column_int64(stmt, 0);
		if (past)
			st = alive(w, n, &yes, e);
		if (n >= 0 && n <= max && !yes)
			s->dead[n / 8] |= (unsigned char)(1u << n % 8);
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(stmt);
	return st;
}

/* Best first; equal ones in the order of their entries. */
static int
by_bound(const void *a, const void *b)
{
	const struct hit	*x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound < y->bound ? 1 : -1;
	return x->n < y->n ? -1 : x->n > y->n;
}

static enum hcc_status
exact(struct wis *w, const struct vset *set, struct scan *s, struct hit *h,
    struct hcc_err *e)
{
	sqlite3_stmt	*stmt = wis_stmt(w, Q_VEC_GET, e);
	enum hcc_status	 st = HCC_OK;
	const char	*p;
	size_t		 n;

	if (stmt == NULL)
		return e == NULL ? HCC_INTERNAL : e->status;
	sqlite3_bind_int64(stmt, 1, VSET_KEY(set->s, h->v));
	if (sqlite3_step(stmt) != SQLITE_ROW)
		st = damaged(e);
	else {
		p = wis_blob(stmt, 1, &n);
		if (!cosine(s, p, n, sqlite3_column_double(stmt, 0), &h->bound))
			st = damaged(e);
	}
	h->exact = true;
	sqlite3_reset(stmt);
	return st;
}

/* Replace bounds by cosines; what is left are the matches, best first. */
static enum hcc_status
settle(struct wis *w, const struct vset *set, struct scan *s,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i, kept = 0;

	if (s->len == 0)
		return HCC_OK;
	qsort(s->hits, s->len, sizeof(*s->hits), by_bound);
	s->best.len = 0;
	for (i = 0; i < s->len && passes(s, s->hits[i].bound); i++) {
		if (!s->hits[i].exact &&
		    (st = exact(w, set, s, &s->hits[i], e)) != HCC_OK)
			return st;
		if (!passes(s, s->hits[i].bound))
			continue;
		best_add(&s->best, s->hits[i].bound);
		s->hits[kept++] = s->hits[i];
	}
	qsort(s->hits, kept, sizeof(*s->hits), by_bound);
	s->len = s->best.k > 0 && kept > s->best.k ? s->best.k : kept;
	return HCC_OK;
}

static enum hcc_status
entries(struct wis *w, const struct scan *s, jv *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 i;
	double		 cos;
	jv		 entry;

	for (i = 0; i < s->len; i++) {
		if ((st = wis_row_get(w, s->hits[i].n, &entry, e)) != HCC_OK)
			return st;
		if (*w->as_of != '\0')
			entry = wis_sets_at(entry, w->as_of);
		cos = s->hits[i].bound > 1 ? 1 : s->hits[i].bound;
		*out = jv_array_append(*out, json_put_num(entry, "similarity",
		    cos));
	}
	return HCC_OK;
}

/* Length and code of the query. */
static enum hcc_status
prepare(struct scan *s, struct hcc_err *e)
{
	size_t	 i;
	double	 sum = 0;

	for (i = 0; i < s->dim; i++)
		s->norm += (double)s->q[i] * s->q[i];
	s->norm = sqrt(s->norm);
	if (!isfinite(s->norm))
		return err_set(e, HCC_INPUT, "the query is not a vector of "
		    "finite components");
	/* Indices of codes have 16 bits: 65536 places cannot be missed. */
	s->code = calloc(s->dim, sizeof(*s->code));
	s->table = calloc(65536, sizeof(*s->table));
	if (s->best.k > 0)
		s->best.p = calloc(s->best.k, sizeof(*s->best.p));
	if (s->code == NULL || s->table == NULL || (s->best.k > 0 && s->best.p == NULL))
		return err_nomem(e);
	if (s->norm > 0)
		vec_code(s->q, s->dim, s->norm, s->code, &s->scale,
		    &s->residual);
	for (i = 0; i < s->dim; i++) {
		s->table[i] = s->code[i];
		sum += s->code[i] * s->code[i];
	}
	s->length8 = s->scale * sqrt(sum);
	s->ops = dot_ops(0);
	return HCC_OK;
}

enum hcc_status
wis_match(struct wis *w, const char *embedder, const float *q, size_t dim,
    double delta, size_t cap, jv *matches, struct hcc_err *e)
{
	struct scan	 s = { .q = q, .dim = dim, .delta = delta };
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	bool		 alone = sqlite3_get_autocommit(w->db) != 0;

	*matches = jv_array();
	/* One snapshot for codes, tail and entries. */
	if (alone && (st = wis_run(w, wis_stmt(w, Q_READ, e), e)) != HCC_OK)
		return st;
	if ((st = wis_set(w, embedder, dim, &set, e)) == HCC_OK) {
		s.best.k = cap < (size_t)set.count ? cap : 0;
		if ((st = prepare(&s, e)) == HCC_OK && s.norm > 0 &&
		    (st = load_dead(w, &s, e)) == HCC_OK &&
		    (st = scan_tail(w, &set, &s, e)) == HCC_OK &&
		    (st = scan_codes(w, &set, &s, e)) == HCC_OK &&
		    (st = settle(w, &set, &s, e)) == HCC_OK)
			st = entries(w, &s, matches, e);
	} else if (st == HCC_NONE)
		st = HCC_OK;	/* nothing was embedded yet: nothing matches */
	if (alone)
		(void)wis_run(w, wis_stmt(w, Q_COMMIT, NULL), NULL);
	free(s.code);
	free(s.table);
	free(s.best.p);
	free(s.dead);
	free(s.hits);
	if (st != HCC_OK) {
		jv_free(*matches);
		*matches = jv_array();
	}
	return st;
}
