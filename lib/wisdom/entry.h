/*
 * entry.h: private to lib/wisdom: an entry as a struct.
 *
 * One reader and one writer for each form: entry_read() and entry_json() for
 * records (export, import, what tools print), entry_from_row() and
 * entry_bind() for a row of the table. Lists that are
 * passed on unread (tags, ranking, evidence, provenance) stay JSON arrays.
 *
 * An entry starts as ENTRY_INIT and is released by entry_release().
 */
#ifndef HCC_WISDOM_ENTRY_H
#define HCC_WISDOM_ENTRY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jv.h>

#include "base/err.h"

#define ENTRY_TIME 21		/* 2026-01-31T08:00:00Z */
#define ENTRY_ID 65

/* In increasing strength: of two decisions in the same second the stronger one
 * counts. */
enum entry_status {
	ENTRY_PROVISIONAL, ENTRY_CONFIRMED, ENTRY_SUPERSEDED, ENTRY_DEMOTED
};
enum entry_by { BY_PERSON, BY_RULE, BY_TASK };
enum entry_goal { GOAL_NONE, GOAL_MINIMIZE, GOAL_MAXIMIZE };

struct decision {
	char			 at[ENTRY_TIME];
	enum entry_by		 by;
	enum entry_status	 status;
	char			 successor[ENTRY_ID];	/* superseded, or "" */
};

struct entry {
	int64_t			 n;		/* row; 0: none yet */
	char			 id[ENTRY_ID];
	/* Content: the id is made of it. */
	char			*task, *descriptor, *text;
	jv			 tags;		/* sorted, each once */
	char			*metric;	/* or NULL */
	enum entry_goal		 goal;
	double			 score;		/* NAN: none */
	/* Changes later: learnt, or joined at an import. */
	jv			 ranking, evidence, provenance;
	char			 created[ENTRY_TIME];
	struct decision		*history;	/* a set, see history.c */
	size_t			 nhistory, history_cap;
	int64_t			 trials, wins, harms;	/* -1: not known */
	/* Local to this base. */
	char			*origin, *place;	/* or NULL */
	/* Derived from the history. */
	enum entry_status	 status;
	char			 decided[ENTRY_TIME];	/* or "" */
	char			 successor[ENTRY_ID];	/* or "" */
};

#define ENTRY_INIT { .tags = jv_null(), .ranking = jv_null(), \
	.evidence = jv_null(), .provenance = jv_null() }

void		 entry_release(struct entry *);
/* Read a record (borrowed): check every member, fill in what may be absent,
 * compute the identity. HCC_INPUT names the member. */
enum hcc_status	 entry_read(struct entry *, jv record, struct hcc_err *);
/* As a record; `local`: with origin and place. */
jv		 entry_json(const struct entry *, bool local);
const char	*entry_status_name(enum entry_status);
bool		 entry_is_active(const struct entry *);

/* The present row of a SELECT of WIS_COLUMNS. HCC_INPUT: it is damaged. */
enum hcc_status	 entry_from_row(struct entry *, sqlite3_stmt *,
		    struct hcc_err *);
/* Bind ?1 to ?19, the members that travel, in the order of WIS_COLUMNS. */
void		 entry_bind(sqlite3_stmt *, const struct entry *);

/* history.c. The fault of a value (borrowed), or NULL. */
const char	*history_check(jv list);
const char	*provenance_check(jv list);
/* Add a decision to the set; false: no memory. */
bool		 history_add(struct entry *, const struct decision *);
bool		 history_read(struct entry *, jv list);	/* a checked one */
jv		 history_json(const struct entry *);
jv		 provenance_tidy(jv list);
/* Set status, decided and successor from the history. */
void		 history_derive(struct entry *);
/* Add the sets of `other`; `history` false: provenance only. */
bool		 entry_join(struct entry *, const struct entry *other,
		    bool history);
/* Remove the ids for which `gone` is true from the sets. */
typedef bool	 entry_is_removed(void *, const char *id);
void		 entry_remove_ids(struct entry *, entry_is_removed *, void *);
/* Turn the entry back to a time; false when it did not exist yet. */
bool		 entry_as_of(struct entry *, const char *time);

/* Checks of values (borrowed): the fault, or NULL. */
const char	*check_time(jv);
const char	*check_id(jv);
const char	*check_json(jv, jv_kind, size_t max);

#endif
