/*
 * vec.c: the same vectors and questions as wisdom, answered by
 * the SQLite extension sqlite-vec: exact, cosine, float32.
 *
 *	vec make EXTENSION FILE ENTRIES DIM
 *	vec ask EXTENSION FILE DIM COUNT SEED
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "vectors.h"

static int
fail(sqlite3 *db, char *why)
{
	fprintf(stderr, "vec: %s\n",
	    why != NULL ? why : sqlite3_errmsg(db));
	return 1;
}

static int
make(sqlite3 *db, int n, size_t dim, float *v)
{
	sqlite3_stmt	*s = NULL;
	uint32_t	 seed = 1;
	char		 sql[200];
	int		 i;

	snprintf(sql, sizeof(sql), "CREATE VIRTUAL TABLE v USING vec0("
	    "embedding float[%zu] distance_metric=cosine); BEGIN", dim);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT INTO v (rowid, embedding) "
	    "VALUES (?1, ?2)", -1, &s, NULL) != SQLITE_OK)
		return fail(db, NULL);
	for (i = 0; i < n; i++) {
		vector(v, dim, 0, &seed);
		sqlite3_bind_int(s, 1, i);
		sqlite3_bind_blob(s, 2, v, (int)(dim * sizeof(*v)),
		    SQLITE_STATIC);
		if (sqlite3_step(s) != SQLITE_DONE)
			return fail(db, NULL);
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, NULL);
	return 0;
}

static int
ask(sqlite3 *db, size_t dim, int count, uint32_t seed, float *v)
{
	sqlite3_stmt	*s = NULL;
	int		 r;

	vector(v, dim, 0, &seed);
	if (sqlite3_prepare_v2(db, "SELECT rowid FROM v WHERE embedding MATCH "
	    "?1 AND k = ?2", -1, &s, NULL) != SQLITE_OK)
		return fail(db, NULL);
	sqlite3_bind_blob(s, 1, v, (int)(dim * sizeof(*v)), SQLITE_STATIC);
	sqlite3_bind_int(s, 2, count);
	while ((r = sqlite3_step(s)) == SQLITE_ROW)
		printf("%d\n", sqlite3_column_int(s, 0));
	sqlite3_finalize(s);
	return r == SQLITE_DONE ? 0 : fail(db, NULL);
}

int
main(int argc, char **argv)
{
	sqlite3	*db = NULL;
	char	*why = NULL;
	float	*v;
	size_t	 dim;
	int	 r;

	if (argc < 6)
		return 64;
	dim = (size_t)atoi(argv[strcmp(argv[1], "make") == 0 ? 5 : 4]);
	if (sqlite3_open(argv[3], &db) != SQLITE_OK ||
	    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1,
	    NULL) != SQLITE_OK ||
	    sqlite3_load_extension(db, argv[2], NULL, &why) != SQLITE_OK ||
	    (v = calloc(dim, sizeof(*v))) == NULL)
		return fail(db, why);
	if (strcmp(argv[1], "make") == 0)
		r = make(db, atoi(argv[4]), dim, v);
	else
		r = argc < 7 ? 64 : ask(db, dim, atoi(argv[5]),
		    (uint32_t)atoi(argv[6]), v);
	free(v);
	sqlite3_close(db);
	return r;
}
