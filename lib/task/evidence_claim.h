/*
 * evidence_claim.h: a claim while it is checked.
 */
#ifndef HCC_TASK_EVIDENCE_CLAIM_H
#define HCC_TASK_EVIDENCE_CLAIM_H

#include "task/evidence.h"

#define CITED_MAX 16

struct cited {
	struct evidence_ref	 ref;		/* the suggestion */
	char			 id[40];
	struct result		 result;
	bool			 known;		/* it has a result */
};

struct claim {
	struct evidence	*ev;
	jv		 refs;		/* what is cited, in order */
	struct cited	 cited[CITED_MAX];
	size_t		 n;
	struct buf	 prose;		/* titles and texts */
	struct buf	 program;	/* programs, bases too */
	struct buf	 bytes;		/* what is cited of files */
	struct buf	 around;	/* task and preview; read when asked */
};

/* The suggestion that a reference is of, or NULL. */
struct cited	*claim_cited(struct claim *, const struct evidence_ref *);
/* Check one sentence, which may be changed: *out says why if it is not
 * verified. */
enum claim_state claim_sentence(struct claim *, char *, struct claim_check *);

#endif
