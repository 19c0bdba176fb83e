/*
 * evidence.h: what a judgement rests on, named, found and compared.
 *
 * A reference names something that a task keeps (hcc-tree(5)):
 *
 *	01/1.2			a suggestion: its result
 *	01/1.2/3		an attempt: its run.json
 *	01/1.2/3:40-96		bytes 40 to 95 of that attempt's log
 *	01/1.2/3/solution.py:0-20	bytes of another of its files
 *	01/1.2/3:solution.py:40		a line of one (or lines, 40-44)
 *
 * It is resolved in l1/NN while that is there, else in archive/NN.tar.zst,
 * whose checksum must be the one that the note (or the wisdom) has noted.
 * What is damaged, or not there, is no evidence.
 */
#ifndef HCC_TASK_EVIDENCE_H
#define HCC_TASK_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/note.h"
#include "task/result.h"
#include "task/state.h"
#include "task/task.h"

#define EVIDENCE_REF	320		/* bytes of a reference as a string */
#define EVIDENCE_BYTES	(1u << 20)	/* the longest passage to cite */

struct evidence_ref {
	int	 phase;
	char	 suggestion[24];	/* "1.2" */
	char	 attempt[16];		/* "3", "seed-1"; "": the suggestion */
	char	 file[208];		/* "log" unless named; "": no bytes */
	size_t	 from, to;		/* bytes of the file, `to` excluded.. */
	bool	 lines;			/* ..or its lines from 1, both */
};

/* The whole of s[n] as a reference. */
bool		 evidence_parse(const char *s, size_t n,
		    struct evidence_ref *);
/* The length of the reference that begins at `s` in `text`, a word of its
 * own; 0: there is none. */
size_t		 evidence_at(const char *text, const char *s);
/* The references inside a text, appended to an array of strings (consumed);
 * returns it. */
jv		 evidence_refs(const char *text, jv refs);

struct evidence;

/* `provenance` (borrowed): that of a wisdom entry, whose checksums of archives
 * are believed before those that the notes have; null: there is none. The
 * task must outlive it. */
struct evidence	*evidence_open(const struct task *, jv provenance);
void		 evidence_close(struct evidence *);	/* NULL is fine */

/* Read what these references (an array, borrowed; what is none is passed
 * over) need, in one pass for each archive. Damage and absence are no error
 * here: the functions below report them, as HCC_INPUT and HCC_MISSING. */
enum hcc_status	 evidence_load(struct evidence *, jv refs, struct hcc_err *);

/* result.json of the suggestion; run.json of the attempt. To be freed in any
 * case. */
enum hcc_status	 evidence_result(struct evidence *,
		    const struct evidence_ref *, struct result *,
		    struct hcc_err *);
enum hcc_status	 evidence_run(struct evidence *, const struct evidence_ref *,
		    struct run *, struct hcc_err *);
/* The whole file of a reference to bytes, which lie inside it; lines become
 * bytes in `ref`. It belongs to the struct evidence. */
enum hcc_status	 evidence_bytes(struct evidence *, struct evidence_ref *,
		    const struct buf **, struct hcc_err *);
/* The suggestions of promoted phases that were run, appended to an array of
 * strings (consumed): what evidence_load() needs for evidence_results(), which
 * puts result.json of the archive in the place of the row of the note, where
 * there is one. */
jv		 evidence_promoted(const struct state *, jv refs);
void		 evidence_results(struct evidence *, struct state *);
/* Is it there? The result, run.json, the bytes. */
enum hcc_status	 evidence_exists(struct evidence *,
		    const struct evidence_ref *, struct hcc_err *);
/* The name of the attempt's program ("solution.py"), false without one. */
bool		 evidence_program(struct evidence *,
		    const struct evidence_ref *, char *out, size_t n);
/* The program of a suggestion's best attempt, or of the attempt; NULL: none. */
const char	*evidence_program_text(struct evidence *,
		    const struct evidence_ref *);
const struct task *evidence_of(const struct evidence *);
/* "l1/01" or "archive/01.tar.zst". */
void		 evidence_place(struct evidence *, int phase, char *out,
		    size_t n);

/* What came of checking a claim. */
enum claim_state {
	CLAIM_UNCHECKED,	/* nothing in it can be checked */
	CLAIM_VERIFIED,		/* all in it was checked, and holds */
	CLAIM_UNVERIFIED	/* something in it does not hold */
};

struct claim_check {
	enum claim_state state;
	char		 why[400];		/* "" when verified */
	char		 bad[EVIDENCE_REF];	/* the reference that is wrong,
						 * "" */
};

/* "unchecked", "verified", "unverified". */
const char	*claim_state_name(enum claim_state);
/* "promising", "dead end", "inconclusive": there are no others. */
bool		 evidence_is_verdict(const char *);
/* Check a claim by what it cites (`refs`, an array, borrowed, and references
 * in the claim itself) and, if there is one, its verdict, as hcc-tree(5) says:
 * every reference exists; the verdict fits the results; each number is found
 * in what is cited, as what the words before it call it, or is a change that
 * is computed; "better", "worse", "failed" are so; names of methods, columns
 * and quotes occur there. A sentence in which nothing was checked, that says
 * more than a run can show, or in words that nothing cited has, makes the
 * claim unchecked. An error is that
 * it could not be looked up. */
enum hcc_status	 evidence_check(struct evidence *, const char *verdict,
		    const char *claim, jv refs, struct claim_check *,
		    struct hcc_err *);
/* The same of a next step: it may name methods that are not there yet. */
enum hcc_status	 evidence_check_step(struct evidence *, const char *step,
		    struct claim_check *, struct hcc_err *);
/* Check the judgements of a note, and set `state` and `why` of each: a mark by
 * a brain or a person is not trusted. */
enum hcc_status	 evidence_verify(struct evidence *, struct note *,
		    struct hcc_err *);

/* All references of judgements (an array, borrowed), in their lists and claims:
 * for evidence_load(). */
jv		 evidence_cited(jv judgements);

/* Open the task of a wisdom entry (borrowed): the directory `given`, else
 * the entry's place on this machine. HCC_MISSING: it is not there, and the
 * message says what to do. HCC_INPUT: it is another task. HCC_NONE: the
 * entry was not measured. */
enum hcc_status	 evidence_task(jv entry, const char *given, struct task *,
		    struct hcc_err *);
/* What an entry (borrowed) rests on: [{claim, verdict, evidence}]. Old entries
 * have ids alone: their claims are empty. */
jv		 evidence_claims(jv entry);

#endif
