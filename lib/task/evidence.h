/*
 * evidence.h: what a judgement rests on, named, found and compared.
 *
 * A reference names something that a task keeps (hcc-tree(5)):
 *
 *	01/1.2			a suggestion: its result
 *	01/1.2/3		an attempt: its run.json
 *	01/1.2/3:40-96		bytes 40 to 95 of that attempt's log
 *	01/1.2/3/solution.py:0-20	bytes of another of its files
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
	size_t	 from, to;		/* of the file; `to` excluded */
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
enum hcc_status	 evidence_open(const struct task *, jv provenance,
		    struct evidence **, struct hcc_err *);
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
/* The whole file of a reference to bytes, which lie inside it. It belongs to
 * the struct evidence. */
enum hcc_status	 evidence_bytes(struct evidence *,
		    const struct evidence_ref *, const struct buf **,
		    struct hcc_err *);
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
/* "l1/01" or "archive/01.tar.zst". */
void		 evidence_place(struct evidence *, int phase, char *out,
		    size_t n);

/* Does the claim hold? Each reference (`refs`, an array, borrowed, and those
 * in the claim itself) must exist, and each number of the claim must be found in
 * one of them, at the digits that the claim gives: as score, delta, seconds
 * or in the title of a result, as claimed or seconds of an attempt, as a
 * number in the bytes cited. HCC_NONE: it does not, *e says why and `bad` (may
 * be NULL) names the reference, "" for a number. Others: it could not be checked. */
enum hcc_status	 evidence_holds(struct evidence *, const char *claim, jv refs,
		    char bad[EVIDENCE_REF], struct hcc_err *);

/* "promising", "dead end", "inconclusive": there are no others. */
bool		 evidence_is_verdict(const char *);
/* Does a judgement hold: its claim by what it cites, its verdict (NULL: as
 * inconclusive) by being one? As evidence_holds(). */
enum hcc_status	 evidence_judged(struct evidence *, const char *verdict,
		    const char *claim, jv refs, char bad[EVIDENCE_REF],
		    struct hcc_err *);
/* Look up what the judgements of a note cite, and set `verified` of each:
 * a mark by a brain or a person is not trusted. */
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
