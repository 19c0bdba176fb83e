/*
 * entry.h: private to lib/wisdom: an entry as a struct.
 *
 * One table, entry_record, gives both forms: the record (export, import, what
 * tools print) and, in the order of WIS_COLUMNS, the row of the table. Lists
 * that are passed on unread (tags, ranking, evidence, provenance) stay JSON
 * arrays.
 *
 * An entry starts as entry_init() has it and is released by entry_release().
 */
#ifndef HCC_WISDOM_ENTRY_H
#define HCC_WISDOM_ENTRY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jv.h>

#include "base/err.h"
#include "base/record.h"

#define ENTRY_TIME 21		/* 2026-01-31T08:00:00Z */

struct decision {
	char	*at;
	char	*by;			/* person, rule, task */
	char	*status;		/* confirmed, superseded, demoted */
	char	*superseded_by;		/* or NULL */
};

struct entry {
	int64_t	 n;			/* row; 0: none yet */
	char	*id;
	/* Content: the id is made of it. */
	char	*task, *descriptor, *text;
	jv	 tags;			/* sorted, each once */
	char	*metric, *goal;		/* or NULL */
	double	 score;			/* NAN: none */
	/* Changes later: learnt, or joined at an import. */
	jv	 ranking, evidence, provenance;
	char	*created;
	struct decision	*history;	/* a set, see history.c */
	size_t	 nhistory;
	long	 trials, wins, harms;	/* -1: not known */
	jv	 gains;			/* a set, see pooled.h */
	/* Local to this base; or NULL. */
	char	*origin, *place;
	/* Derived from the history; or NULL but for the status. */
	char	*status, *decided, *superseded_by;
};

extern const struct record entry_record, decision_record;

void		 entry_init(struct entry *);
void		 entry_release(struct entry *);
/* Check a record (borrowed), fill in what may be absent, compute the identity.
 * HCC_INPUT names the member. */
enum hcc_status	 entry_read(struct entry *, jv record, struct hcc_err *);
/* As a record; `local`: with origin and place. */
jv		 entry_json(const struct entry *, bool local);
bool		 entry_is_active(const struct entry *);

/* The present row of a SELECT of WIS_COLUMNS. HCC_INPUT: it is damaged. */
enum hcc_status	 entry_from_row(struct entry *, sqlite3_stmt *,
		    struct hcc_err *);

/* entry_check.c. HCC_INPUT names a wrong member of a record (borrowed). */
enum hcc_status	 entry_check(jv record, struct hcc_err *);

/* history.c. Is it a decision (borrowed)? The fault, or NULL. */
const char	*history_check(jv);
/* Put the set in order, and derive status, decided and superseded_by. */
void		 history_tidy(struct entry *);
/* Add a decision to the set. */
void		 history_add(struct entry *, const char *at, const char *by,
		    const char *status, const char *superseded_by);
/* The non-empty objects of a list (consumed) as a set. */
jv		 provenance_tidy(jv list);
/* Add the sets of `other`; `history` false: provenance only. */
void		 entry_join(struct entry *, const struct entry *other,
		    bool history);
/* Remove the ids for which `gone` is true from the sets. */
typedef bool	 entry_is_removed(void *, const char *id);
void		 entry_remove_ids(struct entry *, entry_is_removed *, void *);
/* Turn the entry back to a time; false when it did not exist yet. */
bool		 entry_as_of(struct entry *, const char *time);

/* Checks of values (borrowed): the fault, or NULL. */
const char	*check_time(jv);
const char	*check_id(jv);

#endif
