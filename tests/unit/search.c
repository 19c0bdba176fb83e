/* search.c: L3 finds exactly what a brute force finds. */
#include <fcntl.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "in_base.h"

static uint32_t
draw(uint32_t *s)
{
	*s = *s * 1664525u + 1013904223u;
	return *s >> 8;
}

/* A unit vector around one of 20 centres; sparse ones touch few places. */
static void
vector(float *v, size_t dim, bool sparse, uint32_t *seed)
{
	uint32_t	 centre = draw(seed) % 20 + 1;
	size_t		 i;

	memset(v, 0, dim * sizeof(*v));
	for (i = 0; i < dim; i++) {
		if (sparse && draw(&centre) % 4 != 0)
			continue;
		v[i] = (float)(draw(&centre) / 8388608.0 - 1) +
		    0.7f * (float)(draw(seed) / 8388608.0 - 1);
	}
}

static double
cosine(const float *a, const float *b, size_t dim)
{
	double	 ab = 0, aa = 0, bb = 0;
	size_t	 i;

	for (i = 0; i < dim; i++) {
		ab += (double)a[i] * b[i];
		aa += (double)a[i] * a[i];
		bb += (double)b[i] * b[i];
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : -2;
}

static int
descending(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Similarities of the matches against those of the brute force. */
static bool
same_matches(struct wis *w, const float *all, size_t n, const bool *gone,
    size_t dim, const float *q, double delta, size_t cap)
{
	double	*want = calloc(n, sizeof(*want)), got;
	size_t	 i, k = 0;
	bool	 good;
	jv	 m, one;

	for (i = 0; i < n; i++)
		if (!gone[i] && cosine(all + i * dim, q, dim) > delta)
			want[k++] = cosine(all + i * dim, q, dim);
	qsort(want, k, sizeof(*want), descending);
	if (cap > 0 && k > cap)
		k = cap;
	good = wis_match(w, "test:1", q, dim, delta, cap, &m, &err) == HCC_OK &&
	    (size_t)jv_array_length(jv_copy(m)) == k;
	for (i = 0; good && i < k; i++) {
		one = jv_array_get(jv_copy(m), (int)i);
		got = json_num(one, "similarity", -2);
		good = fabs(got - want[i]) < 1e-12 && got <= 1;
		jv_free(one);
	}
	if (!good)
		printf("# wanted %zu matches above %g, got %d: %s\n", k, delta,
		    jv_array_length(jv_copy(m)), err.text);
	jv_free(m);
	free(want);
	return good;
}

static bool
ask_many(struct wis *w, const float *all, size_t n, const bool *gone,
    size_t dim, bool sparse, uint32_t *seed)
{
	static const double	 deltas[] = { -1, 0, .3, .7, .9, .99 };
	static const size_t	 caps[] = { 0, 1, 10, 100, 100000 };
	float			*q = malloc(dim * sizeof(*q));
	bool			 good = true;
	size_t			 i, k;

	for (i = 0; i < 6; i++)
		for (k = 0; k < 5; k++) {
			if (draw(seed) % 3 == 0)
				memcpy(q, all + draw(seed) % n * dim,
				    dim * sizeof(*q));
			else
				vector(q, dim, sparse, seed);
			good = good && same_matches(w, all, n, gone, dim, q,
			    deltas[i], caps[k]);
		}
	free(q);
	return good;
}

/* A cosine equal to delta is not greater: with the i-th similarity as delta
 * just the i better ones match. */
static bool
strictly(struct wis *w, const float *q, size_t dim)
{
	bool	 good;
	double	 last = 2, delta;
	int	 i, n, found;
	jv	 m, one;

	good = wis_match(w, "test:1", q, dim, -1, 0, &m, &err) == HCC_OK;
	n = jv_array_length(jv_copy(m));
	for (i = 0; good && i < n; i += 1 + n / 20) {
		one = jv_array_get(jv_copy(m), i);
		delta = json_num(one, "similarity", -2);
		jv_free(one);
		if (delta == last)
			continue;
		last = delta;
		wis_match(w, "test:1", q, dim, delta, 0, &one, &err);
		found = jv_array_length(one);
		if (!(good = found == i || delta == 1))
			printf("# %d matches above the %d-th\n", found, i);
	}
	jv_free(m);
	return good && n > 0;
}

static void
exact(const char *name, size_t n, size_t dim, bool sparse)
{
	float		*all = malloc(n * dim * sizeof(*all));
	bool		*gone = calloc(n, 1);
	char		 (*id)[65] = malloc(n * sizeof(*id)), label[99];
	struct wis	*w = NULL;
	uint32_t	 seed = (uint32_t)(n + dim);
	bool		 good;
	size_t		 i;

	unlink("exact.db");
	good = wis_open("exact.db", WIS_CREATE, &w, &err) == HCC_OK &&
	    wis_begin(w, &err) == HCC_OK;
	for (i = 0; good && i < n; i++) {
		vector(all + i * dim, dim, sparse, &seed);
		if (i == 7)	/* the length of a vector says nothing */
			for (size_t j = 0; j < dim; j++)
				all[i * dim + j] *= 1000;
		if (i == 8)
			memset(all + i * dim, 0, dim * sizeof(*all));
		gone[i] = i == 8;
		good = wis_add(w, numbered((int)i), "test:1", all + i * dim,
		    dim, NULL, id[i], &err) == HCC_OK;
	}
	good = good && wis_commit(w, &err) == HCC_OK;
	OK(name, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	snprintf(label, sizeof(label), "%s, strictly above delta", name);
	OK(label, strictly(w, all, dim));
	for (i = 0; good && i < n; i += 1 + draw(&seed) % 60) {
		gone[i] = true;
		good = i % 3 == 0 ? wis_forget(w, id[i], &err) == HCC_OK :
		    wis_decide(w, id[i], "demoted", "person",
		    &err) == HCC_OK;
	}
	snprintf(label, sizeof(label), "%s, some forgotten or demoted", name);
	OK(label, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	good = good && wis_purge(w, &err) == HCC_OK;
	snprintf(label, sizeof(label), "%s, after the purge", name);
	OK(label, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	wis_close(w);
	free(all);
	free(gone);
	free(id);
}

static void
bases(void)
{
	exact("matches are exact in a small base", 50, 384, false);
	exact("matches are exact in several rows of codes", 400, 384, false);
	exact("matches are exact in an odd dimension", 450, 301, false);
	exact("matches are exact for sparse vectors", 200, 1000, true);
	exact("matches are exact in the largest dimension",
	    12, WIS_MAX_DIM, false);
}

int
main(void)
{
	static void (*const tests[])(void) = { bases };

	return in_directory(tests, sizeof(tests) / sizeof(tests[0]));
}
