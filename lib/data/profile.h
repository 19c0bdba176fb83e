/*
 * profile.h: what a task's data look like: which file is which, what the
 * columns mean, what is wrong with them, and all of it told on two pages
 * (preview.md, hcc-task(5)).
 *
 * Large tables are read up to PREVIEW_HEAD bytes; the number of their rows is
 * then a guess and said to be one.
 */
#ifndef HCC_DATA_PROFILE_H
#define HCC_DATA_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/err.h"
#include "data/column.h"
#include "data/file_tree.h"

#define PREVIEW_HEAD	(64u << 20)

enum profile_kind {
	KIND_TABULAR, KIND_TEXT, KIND_IMAGE, KIND_MIXED, KIND_OTHER
};

enum profile_problem {
	PROBLEM_UNKNOWN, PROBLEM_CLASSIFICATION, PROBLEM_REGRESSION,
	PROBLEM_ORDINAL, PROBLEM_OTHER
};

/* What the caller knows already; zeros and NULL: nothing. Borrowed during
 * profile_open only. */
struct profile_want {
	const char		*shown;	  /* how messages call the directory */
	const char		*id;
	const char		*target;  /* "name" or "name,name" */
	enum profile_problem	 problem; /* what the metric judges */
	bool			 whole;	  /* tables will be rewritten */
};

struct profile_table {
	const char	*path;		/* in the directory; NULL: none */
	struct csv	 csv;
	struct csv_faults faults;
	bool		 mended;	/* csv is not what the file holds */
	double		 rows;		/* a guess if csv.truncated */
	struct column	*columns;	/* csv.ncols */
};

struct profile {
	int			 dir;		/* borrowed */
	char			*shown;
	struct tree		 tree;
	struct profile_table	 train, test, sample;
	char			*id;		/* NULL: none known */
	char			**targets;
	size_t			 ntargets;
	bool			 wide;	/* the sample has a column a class */
	enum profile_kind	 kind;
	enum profile_problem	 problem;
	size_t			 classes;	/* 0: not classes */
	double			 rarest;	/* share of the rarest class */
	double			 missing;	/* share of missing cells */
	char			*images_train;	/* "train/{id}.png" or NULL */
	char			*images_test;
	jv			 problems;	/* strings: reasons to refuse */
	jv			 notes;		/* strings: worth knowing */
	jv			 mends;		/* strings: put right in memory */
};

/* Look at the directory `dir`. Data that hold something wrong are no failure:
 * look at `problems`. What can be put right is (profile_mend.h), in memory;
 * tables that are `mended` should be written anew. Unreadable files are
 * failures (HCC_INPUT, HCC_MISSING ..). */
enum hcc_status	 profile_open(struct profile *, int dir,
		    const struct profile_want *, struct hcc_err *);
void		 profile_close(struct profile *);

/* Does a labels file fit: a row for each id to predict, the target columns
 * filled? Adds to `problems`. *text becomes the labels in the spelling of the
 * training data if theirs differs, else it stays empty. */
enum hcc_status	 profile_labels(struct profile *, const char *path,
		    struct buf *text, struct hcc_err *);
/* Is some table mended? One that was read in part only? */
bool		 profile_any_mended(const struct profile *, bool *in_part);

/* Add the problem that nothing says what a submission looks like. */
void		 profile_no_sample(struct profile *);

bool		 profile_is_target(const struct profile *, const char *column);
/* Index of a column of the table, or -1 (also when there is no table). */
long		 table_column(const struct profile_table *, const char *);
/* A column's name as UTF-8 that may stand in YAML. */
jv		 profile_name(const char *);
const char	*profile_kind_name(enum profile_kind);
const char	*profile_problem_name(enum profile_problem);
/* preview.md: front matter and two pages of Markdown. */
void		 profile_markdown(const struct profile *, struct buf *);

#endif
