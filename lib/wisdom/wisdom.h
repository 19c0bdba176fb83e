/*
 * wisdom.h: L3, the wisdom of past tasks, in one SQLite file.
 *
 * An entry is a JSON object (kind "wisdom", hcc-wisdom(5)). Its identity is
 * the SHA-256 of its content: task, descriptor, text, tags, metric, goal and
 * score. Content never changes; history, provenance, trials, wins, harms and
 * gains do. Vectors are stored per embedder id, so that one base can hold the
 * vectors of several embedders.
 *
 * Ownership: jv arguments are consumed, strings and vectors are borrowed. Every
 * writing function is one durable transaction, unless the caller opened one
 * with wis_begin(). HCC_AGAIN: another process has been writing for longer than
 * ten seconds. HCC_NONE: no such entry.
 */
#ifndef HCC_WISDOM_WISDOM_H
#define HCC_WISDOM_WISDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <jv.h>

#include "base/err.h"

struct wis;

enum wis_flags {
	WIS_READ = 0,		/* must exist; nothing is written */
	WIS_WRITE = 1,		/* must exist */
	WIS_CREATE = 2,		/* write; made with its directories if absent */
	WIS_TRY = 4		/* WIS_WRITE; HCC_AGAIN when others write */
};

#define WIS_MAX_DIM	16384
#define WIS_MAX_RANKED	64
#define WIS_MAX_TEXT	(1 << 20)	/* bytes of a wisdom text */

/* Called for each entry (consumed); any status but HCC_OK stops the loop. */
typedef enum hcc_status wis_each(void *, jv entry, struct hcc_err *);
/* The embeddings of `count` descriptors: *out gets count * *dim floats, which
 * are freed by the caller (embedder_texts() is one). */
typedef enum hcc_status wis_embedder(void *, const char *const *texts,
	    size_t count, float **out, size_t *dim, struct hcc_err *);

/* HCC_MISSING: no base there. On failure *w is NULL. */
enum hcc_status	 wis_open(const char *path, enum wis_flags, struct wis **w,
		    struct hcc_err *);
void		 wis_close(struct wis *);	/* rolls an open transaction
						 * back */
/* Several changes in one transaction. */
enum hcc_status	 wis_begin(struct wis *, struct hcc_err *);
enum hcc_status	 wis_commit(struct wis *, struct hcc_err *);

/* Add an entry made here (id and created may be absent; `place` is its task
 * directory) with the vector of its descriptor; `embedder` NULL: no vector yet.
 * *added (may be NULL) is false if the entry existed, and was joined, or has
 * been forgotten. `id` (may be NULL) gets the identity. */
enum hcc_status	 wis_add(struct wis *, jv entry, const char *embedder,
		    const float *v, size_t dim, bool *added, char id[65],
		    struct hcc_err *);
/* Add an exported entry (a record, or a line of JSON), or join it with the
 * existing one: the result does not depend on the order or number of imports.
 * HCC_INPUT: refused; the message gives the reason. */
enum hcc_status	 wis_import(struct wis *, jv record, bool *added, char id[65],
		    struct hcc_err *);
enum hcc_status	 wis_import_line(struct wis *, const char *, size_t n,
		    bool *added, char id[65], struct hcc_err *);
/* Make wis_import_file() embed what it imports, batch by batch, so that readers
 * find new entries early. If embedding fails, the rest is left to
 * wis_rebuild(). The name is borrowed. */
void		 wis_embed_with(struct wis *, const char *embedder,
		    wis_embedder *, void *);
/* Import every line of a file. Refused lines are passed to `bad`, with file and
 * line in the message; the other lines are imported. */
typedef void	 wis_report_refused(void *, const struct hcc_err *);
enum hcc_status	 wis_import_file(struct wis *, FILE *, const char *name,
		    wis_report_refused *bad, void *, size_t *added,
		    struct hcc_err *);
/* Check a ranking, the model families that a task tried, best first: a list of
 * {family, score, settings} (consumed). Returns the checked list; *why is the
 * fault, or NULL. */
jv		 wis_ranking(jv list, const char **why);

/* One entry by its id or an unambiguous prefix of four or more digits. */
enum hcc_status	 wis_get(struct wis *, const char *prefix, jv *entry,
		    struct hcc_err *);
/* Every entry, sorted by id, without what is local to this base (origin,
 * place). */
enum hcc_status	 wis_export(struct wis *, wis_each *, void *,
		    struct hcc_err *);
/* Every entry, newest first, as stored. */
enum hcc_status	 wis_list(struct wis *, wis_each *, void *,
		    struct hcc_err *);
/* Entries with all these words (stemmed; any order), best first. */
enum hcc_status	 wis_search(struct wis *, const char *words, wis_each *,
		    void *, struct hcc_err *);
/* Prefetch (paper 3.4): all entries whose descriptor has a cosine strictly
 * greater than `delta` with `q`, best first, at most `cap` (0: all); each has
 * "similarity". Demoted and superseded entries never match. Exact. */
enum hcc_status	 wis_match(struct wis *, const char *embedder, const float *q,
		    size_t dim, double delta, size_t cap, jv *matches,
		    struct hcc_err *);

/* A decision about an entry, now: status "confirmed" or "demoted", by
 * "person" or "rule". */
enum hcc_status	 wis_decide(struct wis *, const char *prefix,
		    const char *status, const char *by, struct hcc_err *);
/* Has a person decided about the entry of this record (borrowed)? Rules must
 * not override that. */
bool		 wis_by_person(jv record);
/* Supersede an entry by the entry `by`, which gets its provenance too. */
enum hcc_status	 wis_supersede(struct wis *, const char *prefix,
		    const char *by, struct hcc_err *);

/* wis_match for the descriptor of an entry, by its id; the entry itself is
 * among the matches. No matches if it has no vector of this embedder. */
enum hcc_status	 wis_match_entry(struct wis *, const char *id,
		    const char *embedder, double delta, jv *matches,
		    struct hcc_err *);

/*
 * The tasks to which entries were shown. `use` is an object {uid, task, place,
 * at}; the uid of a task never changes. wis_record_shown (ids: array of ids or
 * their first digits, borrowed) makes a row for each entry, once, and deletes
 * the open rows of this task for other entries. wis_credit closes a row with
 * the outcome ({attempts, seconds, score, rank, control, outcome: "win", "harm"
 * or "neutral", gain, comparison (control.h)}) and counts it, its win or harm
 * once for a comparison; *counted is false when the row was closed before, or
 * does not exist.
 */
enum hcc_status	 wis_record_shown(struct wis *, jv use, jv ids,
		    struct hcc_err *);
enum hcc_status	 wis_credit(struct wis *, const char *id, const char *uid,
		    jv outcome, bool *counted, struct hcc_err *);
/* The uses of an entry by its id, oldest first: the members above with shown_at
 * and ended_at. */
enum hcc_status	 wis_uses(struct wis *, const char *id, jv *uses,
		    struct hcc_err *);

/* Make every reading function answer as of this time (2026-01-31T08:00:00Z):
 * only entries that existed and were neither demoted nor superseded, with their
 * status at that time and without counts. wis_get returns any entry that
 * existed. */
void		 wis_as_of(struct wis *, const char *time);
/* Make wis_match find demoted and superseded entries as well. */
void		 wis_include_inactive(struct wis *);

/* Forget an entry: delete its row, vectors, index terms and uses, and its id
 * from other entries. The id stays as a tombstone, so that an import does not
 * bring the entry back; forgetting it again is no error. Call wis_purge() after
 * the last one, outside a transaction: it rewrites the file so that no page
 * holds the deleted data. */
enum hcc_status	 wis_forget(struct wis *, const char *prefix,
		    struct hcc_err *);
/* The tasks whose prefetch.md may still hold forgotten entries: [{id, place}];
 * and the removal of one from that list. */
enum hcc_status	 wis_leftovers(struct wis *, jv *list, struct hcc_err *);
enum hcc_status	 wis_leftover_remove(struct wis *, const char *id,
		    const char *place, struct hcc_err *);
enum hcc_status	 wis_purge(struct wis *, struct hcc_err *);

/* Count the entries that have no vector of this embedder. */
enum hcc_status	 wis_vectors_missing(struct wis *, const char *embedder,
		    size_t *n, struct hcc_err *);
/* Embed the entries that have no vector. With `all`, first delete the vectors
 * of this embedder and of its older versions (same name up to the colon) and
 * rebuild the word index; nothing changes if the embedder fails. *n (may be
 * NULL): the number of entries embedded. */
enum hcc_status	 wis_rebuild(struct wis *, const char *embedder, bool all,
		    wis_embedder *, void *, size_t *n, struct hcc_err *);

#endif
