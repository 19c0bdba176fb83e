/*
 * wisdom.c: L3 as a program of its own, for race.
 *
 *	wisdom make FILE ENTRIES DIM [share of components that are 0]
 *	wisdom ask FILE DIM CAP SEED [share]
 *	wisdom			nothing: what starting costs
 *
 * `ask` prints the numbers of the CAP nearest entries, best first.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "vectors.h"
#include "wisdom/wisdom.h"

static struct hcc_err	 err;

static int
make(const char *path, int n, size_t dim, double zeros)
{
	struct wis	*w = NULL;
	uint32_t	 seed = 1;
	float		*v = calloc(dim, sizeof(*v));
	char		 s[300];
	int		 i, r = HCC_OK;

	if (v == NULL || wis_open(path, WIS_CREATE, &w, &err) != HCC_OK)
		return 1;
	for (i = 0; i < n && r == HCC_OK; i++) {
		if (i % 1000 == 0)
			r = wis_begin(w, &err);
		vector(v, dim, zeros, &seed);
		snprintf(s, sizeof(s), "{\"task\":\"%d\",\"descriptor\":"
		    "\"about %d\",\"text\":\"what helped with %d\"}", i, i, i);
		if (r == HCC_OK)
			r = wis_add(w, jv_parse(s), "bench", v, dim, NULL,
			    NULL, &err);
		if (r == HCC_OK && (i % 1000 == 999 || i == n - 1))
			r = wis_commit(w, &err);
	}
	wis_close(w);
	free(v);
	return r != HCC_OK;
}

static int
ask(const char *path, size_t dim, size_t cap, uint32_t seed, double zeros)
{
	struct wis	*w = NULL;
	float		*v = calloc(dim, sizeof(*v));
	int		 i, r = 1;
	jv		 m, one;

	if (v == NULL || wis_open(path, WIS_READ, &w, &err) != HCC_OK)
		return 1;
	vector(v, dim, zeros, &seed);
	if (wis_match(w, "bench", v, dim, -1, cap, &m, &err) == HCC_OK) {
		for (i = 0; i < jv_array_length(jv_copy(m)); i++) {
			one = jv_array_get(jv_copy(m), i);
			puts(json_str(one, "task", ""));
			jv_free(one);
		}
		jv_free(m);
		r = 0;
	}
	wis_close(w);
	free(v);
	return r;
}

int
main(int argc, char **argv)
{
	int	 r = 64;

	if (argc == 1)
		return 0;
	if (argc >= 5 && strcmp(argv[1], "make") == 0)
		r = make(argv[2], atoi(argv[3]), (size_t)atoi(argv[4]),
		    argc > 5 ? atof(argv[5]) : 0);
	else if (argc >= 6 && strcmp(argv[1], "ask") == 0)
		r = ask(argv[2], (size_t)atoi(argv[3]), (size_t)atoi(argv[4]),
		    (uint32_t)atoi(argv[5]), argc > 6 ? atof(argv[6]) : 0);
	if (r != 0)
		fprintf(stderr, "wisdom: %s\n", err.text);
	return r;
}
