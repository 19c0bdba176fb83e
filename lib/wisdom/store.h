/*
 * store.h: private to lib/wisdom: the open base, its statements and
 * transactions, and functions shared by its files.
 */
#ifndef HCC_WISDOM_STORE_H
#define HCC_WISDOM_STORE_H

#include <sqlite3.h>
#include <stdint.h>

#include "base/buf.h"
#include "wisdom/entry.h"
#include "wisdom/wisdom.h"

/* Statements are prepared once, at their first use. */
enum wis_sql {
	Q_BEGIN, Q_READ, Q_COMMIT, Q_ROLLBACK, Q_SAVE, Q_RELEASE, Q_UNDO,
	Q_BY_ID, Q_BY_N, Q_BY_PREFIX, Q_EXPORT, Q_LIST, Q_SEARCH, Q_INSERT,
	Q_JOIN, Q_OWN, Q_MENTIONS, Q_WORDS_ADD, Q_WORDS_DROP, Q_TOTAL_ADD,
	Q_IS_FORGOTTEN, Q_FORGET, Q_DELETE, Q_UNPURGED, Q_IS_UNPURGED, Q_CREDIT,
	Q_INACTIVE, Q_DECIDED, Q_SHOWN, Q_SHOWN_OPEN, Q_SHOWN_DROP, Q_ENDED,
	    Q_USES,
	Q_USES_FORGET, Q_TOMBSTONE, Q_LEFT, Q_LEFT_ADD, Q_LEFT_DROP, Q_LAST,
	Q_TOTAL, Q_SET, Q_SET_ADD, Q_SET_STEP, Q_SET_COUNT, Q_SET_DROP,
	Q_SET_AFTER, Q_VEC_ADD, Q_VEC_GET, Q_VEC_HAS, Q_VEC_DROP, Q_VEC_CLEAR,
	Q_CODE_ADD, Q_CODE_RANGE, Q_CODE_CLEAR, Q_MISSING, Q_TEXT, Q_COUNT
};

struct wis {
	sqlite3		*db;
	bool		 write;
	int		 wait_ms;	/* for other writers */
	bool		 open;		/* inside wis_begin() .. wis_commit() */
	bool		 include_inactive; /* demoted and superseded match */
	char		 as_of[32];	/* time to read as of, or "" */
	const char	*embedder;	/* wis_embed_with(), or NULL */
	wis_embedder	*embed;
	void		*embed_ctx;
	int64_t		 embedded;	/* rows up to here are embedded */
	sqlite3_stmt	*st[Q_COUNT];
};

/* The statement, reset and without values; NULL after an error. */
sqlite3_stmt	*wis_stmt(struct wis *, enum wis_sql, struct hcc_err *);
/* The statement with values bound: 'i' an int64_t, 't' a string (NULL: null),
 * 'b' bytes and their number, borrowed until the statement ends. */
sqlite3_stmt	*wis_bind(struct wis *, struct hcc_err *, enum wis_sql,
		    const char *types, ...);
/* Bind values and run a statement that returns no rows. */
#define wis_run_bound(w, e, ...) wis_run(w, wis_bind(w, e, __VA_ARGS__), e)
/* The status of the recorded error. */
static inline enum hcc_status
wis_status(const struct hcc_err *e)
{
	return e == NULL ? HCC_INTERNAL : e->status;
}
/* Record the error of SQLite, "WHAT the wisdom base 'PATH': reason". */
enum hcc_status	 wis_fail(struct wis *, const char *what, struct hcc_err *);
/* Run a statement that returns no rows and unbind its values. NULL returns
 * the recorded error. */
enum hcc_status	 wis_run(struct wis *, sqlite3_stmt *, struct hcc_err *);
/* The next row of a query; false at its end and after an error, which is in *st
 * (HCC_OK before the first call; a NULL statement is the recorded error). The
 * statement is reset then. */
bool		 wis_step(struct wis *, sqlite3_stmt *, enum hcc_status *st,
		    struct hcc_err *);
/* The first column of the first row, or 0; *st: whether it failed. */
int64_t		 wis_query_int(struct wis *, sqlite3_stmt *,
		    enum hcc_status *st, struct hcc_err *);
enum hcc_status	 wis_exec(struct wis *, const char *sql, struct hcc_err *);
/* A blob of the current row; never NULL. */
const char	*wis_blob(sqlite3_stmt *, int column, size_t *n);

/* Begin and end one writing operation: a transaction, or a savepoint inside the
 * caller's. wis_op_end() commits if the status is HCC_OK, else rolls back. */
enum hcc_status	 wis_op_begin(struct wis *, struct hcc_err *);
enum hcc_status	 wis_op_end(struct wis *, enum hcc_status, struct hcc_err *);

/* entry_check.c: remove from the texts and tags of a record (consumed) what
 * entry_read() would refuse, so that a control character does not lose the
 * result of a task. */
jv		 entry_sanitize(jv record);

/* wisdom.c. Find the row of an entry by its id (0: none); by a prefix. */
void		 wis_now(char out[ENTRY_TIME]);
int64_t		 wis_find_row(struct wis *, const char *id, enum hcc_status *,
		    struct hcc_err *);
enum hcc_status	 wis_find(struct wis *, const char *prefix,
		    struct entry *, struct hcc_err *);

/* embed.c: embed the entries of the last batch of an import. */
void		 wis_embed_batch(struct wis *);

/* forget.c */
bool		 wis_is_forgotten(struct wis *, const char *id,
		    enum hcc_status *, struct hcc_err *);
/* Remove forgotten ids from the history and provenance of an entry. */
enum hcc_status	 wis_drop_forgotten(struct wis *, struct entry *,
		    struct hcc_err *);

/* row.c: entries as rows. The SELECTs of entries name WIS_COLUMNS. */
#define WIS_COLUMNS "e.n, e.id, e.task, e.descriptor, e.text, e.tags, " \
	"e.metric, e.goal, e.score, e.ranking, e.evidence, e.provenance, " \
	"e.created, " \
	"e.decided, e.status, e.trials, e.wins, e.harms, e.gains, " \
	"e.superseded_by, e.history, e.origin, e.place"
enum hcc_status	 wis_row_get(struct wis *, int64_t n, struct entry *,
		    struct hcc_err *);
/* Insert an entry and set its row number. */
enum hcc_status	 wis_row_insert(struct wis *, struct entry *,
		    struct hcc_err *);
/* Update the row of the same id: sets and what is derived from them as they
 * are, of the other members the greater value. */
enum hcc_status	 wis_row_update(struct wis *, const struct entry *,
		    struct hcc_err *);

/* vectors.c: a set holds the vectors of one embedder. The vector of entry n in
 * set s has the key s << 32 | n, row i of its codes s << 32 | i. */
struct vset {
	int64_t	 s;
	size_t	 dim;
	int64_t	 next;		/* index of the next code */
	int64_t	 count;		/* vectors */
};
#define VSET_KEY(s, i) ((int64_t)((uint64_t)(s) << 32 | (uint64_t)(i)))
/* Read the set of an embedder. HCC_NONE: the base has none. HCC_INPUT: `dim`
 * (0: any) is not its dimension. */
enum hcc_status	 wis_set(struct wis *, const char *embedder, size_t dim,
		    struct vset *, struct hcc_err *);
/* Delete a set; add the vector of entry `n`; delete it from all sets. */
enum hcc_status	 wis_set_drop(struct wis *, int64_t s, struct hcc_err *);
enum hcc_status	 wis_vec_add(struct wis *, const char *embedder,
		    const float *v, size_t dim, int64_t n, struct hcc_err *);
enum hcc_status	 wis_vec_remove(struct wis *, int64_t n, struct hcc_err *);

/* Header of a code; one byte for each component follows. */
struct code {
	uint32_t	 n;		/* row of the entry; 0: unused */
	float		 scale;		/* 0: a zero vector */
	float		 residual;
};
size_t		 wis_code_size(size_t dim);

#endif
