/*
 * profile.h: what a task's data look like: which file is which, what the
 * columns mean, how the rows to predict differ from those to learn from, and
 * what is wrong with all that. profile_pass.h fills it; preview.h prints it.
 */
#ifndef HCC_DATA_PROFILE_H
#define HCC_DATA_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/err.h"
#include "data/file_tree.h"
#include "data/table.h"

enum profile_kind {
	KIND_TABULAR, KIND_TEXT, KIND_IMAGE, KIND_MIXED, KIND_OTHER
};

enum profile_problem {
	PROBLEM_UNKNOWN, PROBLEM_CLASSIFICATION, PROBLEM_REGRESSION,
	PROBLEM_ORDINAL, PROBLEM_OTHER
};

/* What the caller knows already; zeros and NULL: nothing. Borrowed. */
struct profile_want {
	const char		*shown;	  /* how messages call the directory */
	const char		*id;
	const char		*target;  /* "name" or "name,name" */
	const char		*metric;
	enum profile_problem	 problem; /* what the metric judges */
};

/* How test differs from train: columns, NULL where it does not. */
struct split {
	const char	*groups;	/* its values in test are new */
	const char	*time;		/* test begins where train ends */
	bool		 month_first;	/* how its dates are read */
};

struct profile {
	int			 dir;		/* borrowed */
	char			*shown;
	struct tree		 tree;
	struct table		 train, test, sample;
	char			*id;		/* NULL: none known */
	char			**targets;
	size_t			 ntargets;
	bool			 wide;	/* the sample has a column a class */
	enum profile_kind	 kind;
	enum profile_problem	 problem;
	size_t			 classes;	/* 0: not classes */
	size_t			 labels;	/* of which rows have sets; 0 */
	double			 rarest;	/* share of the rarest class */
	double			 missing;	/* share of missing cells */
	char			*images_train;	/* "train/{id}.png" or NULL */
	char			*images_test;
	char			*sounds_train;	/* likewise, of WAV files */
	char			*sounds_test;
	size_t			 broken_images;
	struct split		 split;
	jv			 problems;	/* strings: reasons to refuse */
	jv			 notes;		/* strings: worth knowing */
	jv			 mends;		/* strings: what is put right */
	jv			 suspects;	/* columns, by name */
	jv			 changed;	/* those that test
						 * contradicts */
	jv			 stand_ins;	/* column -> the number that
						 * stands for a missing one */
};

/* The first pass over the directory `dir` (profile_open.c). Data that hold
 * something wrong are no failure: look at `problems`. What can be put right is
 * told in `mends`; tables that are `mended` must be written anew. Unreadable
 * files are failures (HCC_INPUT, HCC_MISSING ..). */
enum hcc_status	 profile_open(struct profile *, int dir,
		    const struct profile_want *, struct hcc_err *);
void		 profile_close(struct profile *);

/* Add a sentence to `problems` or `notes`. */
void		 profile_refuse(struct profile *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
void		 profile_note(struct profile *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
/* Add "mended 'FILE': .." to `mends`; the table is to be written anew. */
void		 profile_mended(struct profile *, struct table *,
		    const char *, ...) __attribute__((format(printf, 3, 4)));
/* Read the rows of one of its tables. */
enum hcc_status	 profile_rows(const struct profile *, const struct table *,
		    struct table_rows *, struct hcc_err *);

bool		 profile_is_target(const struct profile *, const char *column);
/* Is it the id, or what train and test are split by? */
bool		 profile_is_split(const struct profile *, const char *column);
/* Its columns of the training table; -1 for one that is not there. */
long		 profile_target(const struct profile *, size_t i);
/* Are classes predicted, not quantities? */
bool		 profile_has_classes(const struct profile *);
/* Are these all labels? Of more sets than a sketch keeps they may be more. */
bool		 profile_has_all_labels(const struct profile *);
/* Have rows of the target an empty set of labels? */
bool		 profile_has_empty_sets(const struct profile *);
/* A column's name as UTF-8 that may stand in YAML. */
jv		 profile_name(const char *);
const char	*profile_kind_name(enum profile_kind);
const char	*profile_problem_name(enum profile_problem);
#endif
