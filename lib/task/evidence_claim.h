/*
 * evidence_claim.h: a claim while it is checked.
 */
#ifndef HCC_TASK_EVIDENCE_CLAIM_H
#define HCC_TASK_EVIDENCE_CLAIM_H

#include "task/change.h"
#include "task/evidence.h"

#define CITED_MAX 16

struct cited {
	struct evidence_ref	 ref;		/* the suggestion */
	char			 id[40];
	struct result		 result;
	bool			 known;		/* it has a result */
	bool			 named;		/* by a sentence */
};

struct claim {
	struct evidence	*ev;
	bool		 is_step;	/* names what is not there yet */
	jv		 refs;		/* what is cited, in order */
	struct cited	 cited[CITED_MAX];
	size_t		 n;
	const struct cited *about;	/* the sentence before; NULL: none */
	struct buf	 prose;		/* titles and texts */
	struct buf	 own;		/* programs of what is cited */
	struct buf	 program;	/* the same, bases too */
	struct buf	 bytes;		/* what is cited of files */
	struct buf	 around;	/* task and preview; read when asked */
};

/* A sentence of it. */
struct sentence {
	struct claim	*c;
	const char	*text;		/* as it is */
	char		*plain;		/* quotes and titles are blanks */
	const char	*metric;
	const struct cited *of[CITED_MAX]; /* what it is about comes first */
	size_t		 n;
	size_t		 facts;		/* checks that were passed */
	struct claim_check *out;
};

/* The suggestion that a reference is of, or NULL. */
struct cited	*claim_cited(struct claim *, const struct evidence_ref *);
/* Does the first reference of a claim only name what is compared with, as in
 * "+0.1 against 00/1.1"? */
bool		 claim_compares_first(const char *);
/* Check one sentence, which may be changed: *out says why if it is not
 * verified. */
enum claim_state claim_sentence(struct claim *, char *, struct claim_check *);
/* Does advice fit what it cites? It is not for what failed or was worse, nor
 * against what was better or adopted; for what showed nothing it is an
 * opinion. A step may take up again what failed. */
void		 claim_advice(const struct claim *, const char *,
		    struct claim_check *);

/* Say why it does not hold; returns false. */
bool		 sentence_refuse(struct sentence *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
/* Has it a score? The difference between two that have. */
bool		 cited_scored(const struct cited *);
struct change	 cited_change(const struct sentence *, const struct cited *,
		    const struct cited *);
/* Each of these checks one kind of statement, counts what holds in `facts`, and
 * is false, with the reason, where one does not hold. Quotes that are found are
 * blanked. */
/* Does the word stand before `p` in the text? */
bool		 sentence_follows(const struct sentence *, const char *p,
		    const char *word);
bool		 sentence_numbers(struct sentence *);
bool		 sentence_quotes(struct sentence *);
bool		 sentence_comparison(struct sentence *);
bool		 sentence_order(struct sentence *);
bool		 sentence_failure(struct sentence *);
bool		 sentence_adoption(struct sentence *);
bool		 sentence_names(struct sentence *);

#endif
