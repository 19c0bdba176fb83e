/*
 * note.h: L2, the refined knowledge of one finished phase, TASK/l2/NN.md
 * (paper, sections 3.3 and 3.4: kappa_p).
 *
 * The file is Markdown with four sections in the order of the struct. Results
 * are written by program; a person may edit everything, and what the file says
 * is then what a brain reads.
 */
#ifndef HCC_TASK_NOTE_H
#define HCC_TASK_NOTE_H

#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"
#include "task/result.h"
#include "task/task.h"

/* A row of the table of results. */
struct note_row {
	char	*id;		/* "01/1.2" */
	char	*status;	/* as of a result, or "not run" */
	double	 score;
	char	*base;		/* what it was built on: an id, or "" */
	double	 change, interval;	/* as of a result */
	double	 seconds;
	char	*title;
	char	*cause;		/* "class: message at frame", or "" */
};

struct judgement {
	char	*verdict;	/* "promising", "dead end", "inconclusive" */
	char	*claim;
	jv	 evidence;	/* references (evidence.h), strings */
	char	*state;		/* "verified", "unverified", "unchecked" */
	char	*why;		/* it is not verified, or NULL */
	int	 line;		/* of the file */
};

/* The archive of the phase. */
struct note_source {
	char	*archive, *sha256;
};

struct note {
	int			 phase;
	char			*brain, *model;
	char			*reason;	/* why not the task's brain */
	struct note_source	*source;
	double			 tokens_before, tokens_after;
	struct note_row		*results;
	size_t			 nresults;
	struct judgement	*judgements;
	size_t			 njudgements;
	jv			 rules, next;	/* arrays of strings */
	char			*text;		/* all that is behind the front
						 * matter, as it was read.. */
	int			 line;		/* ..and its first line */
};

/* As brains and records see them. */
extern const struct record note_row_record, judgement_record,
    note_source_record, note_record;

void		 note_init(struct note *, int phase);
void		 note_free(struct note *);

void		 note_format(struct buf *, const struct note *);
/* Parse text[n] into a note that was initialised. Tolerant: sections that are
 * missing are empty, lines that are not understood are kept in `text`.
 * HCC_INPUT: its front matter is not understood; `name` is for the message. */
enum hcc_status	 note_parse(const char *text, size_t n, const char *name,
		    int phase, struct note *, struct hcc_err *);
/* Read l2/NN.md as note_parse does. note_free in any case. */
enum hcc_status	 note_read(const struct task *, int phase, struct note *,
		    struct hcc_err *);
enum hcc_status	 note_write(const struct task *, const struct note *,
		    struct hcc_err *);

/* What came of a suggestion, as a row; `r` NULL: it was not run. */
void		 note_add_result(struct note *, const char *id,
		    const char *title, const struct result *r);
/* The row of a suggestion, or NULL; and as the result that it was. */
const struct note_row *note_find_row(const struct note *, const char *id);
void		 note_row_result(const struct note_row *, struct result *);

#endif
