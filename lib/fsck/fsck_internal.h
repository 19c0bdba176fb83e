/*
 * fsck_internal.h: private to lib/fsck: the task that is looked at, what the
 * journal says about it, and the parts.
 */
#ifndef HCC_FSCK_FSCK_INTERNAL_H
#define HCC_FSCK_FSCK_INTERNAL_H

#include <jv.h>

#include "fsck/fsck.h"
#include "task/result.h"

/* A result without an event. Events of several are written by phase and score:
 * what was adopted later was better. */
struct late {
	int		 phase;
	double		 merit;		/* the score; higher is better */
	jv		 ev;
};

struct fsck {
	const struct task		*t;
	const struct fsck_options	*o;
	jv				 events;	/* of the journal */
	int				 torn;
	bool				 lost;	/* it had no event */
	jv				 seen;	/* "EV ID" or "EV FILE": how
						 * many of them */
	struct late			*late;
	size_t				 nlate, caplate;
	double				 seconds;	/* of such results */
};

/* fsck.c */
void		 fsck_found(struct fsck *, const char *rule, const char *path,
		    bool mended, const char *what, ...)
		    __attribute__((format(printf, 5, 6)));
/* Read the journal; fsck_close in any case. */
enum hcc_status	 fsck_open(struct fsck *, const struct task *,
		    const struct fsck_options *, struct hcc_err *);
void		 fsck_close(struct fsck *);
/* How many events of this kind name this id or file. */
int		 fsck_count(const struct fsck *, const char *ev,
		    const char *name);
/* Report that an event is missing and, with `mend`, append it; `fields` is
 * consumed. */
enum hcc_status	 fsck_event(struct fsck *, const char *ev, const char *name,
		    jv fields, struct hcc_err *);
/* Call `each` for all names of a directory of the task, "." and ".." left
 * out, hidden ones too; a directory that is absent has none. Stops at the
 * first failure. */
typedef enum hcc_status fsck_each(struct fsck *, const char *dir,
		    const char *name, void *ctx, struct hcc_err *);
enum hcc_status	 fsck_names(struct fsck *, const char *dir, fsck_each *,
		    void *ctx, struct hcc_err *);
/* Is it a number, "2"? */
bool		 fsck_is_number(const char *);
/* Walk l1, or from `dir`, whose names are of `level`: `name` is called for
 * every name, whose path is l1/NN, l1/NN/I.J or l1/NN/I.J/K (levels 0 to 2),
 * `done` for each suggestion behind its runs; `id` is the path below l1. Either
 * may be NULL. */
struct fsck_visitor {
	enum hcc_status	 (*name)(struct fsck *, int level, const char *path,
			    const char *name, struct hcc_err *);
	enum hcc_status	 (*done)(struct fsck *, const char *path,
			    const char *id, struct hcc_err *);
};
enum hcc_status	 fsck_walk(struct fsck *, const char *dir, int level,
		    const struct fsck_visitor *, struct hcc_err *);

/* leftovers.c: temporaries, and runs and recordings that were cut off; a
 * recorded run that had ended becomes a result. */
enum hcc_status	 fsck_leftovers(struct fsck *, struct hcc_err *);
/* Has the run of this id ended, or was it cut off? */
bool		 fsck_has_ended(const struct fsck *, const char *id);

/* events.c: events that the files imply and the journal lacks. Results wait for
 * fsck_note_late(). */
enum hcc_status	 fsck_events(struct fsck *, struct hcc_err *);
void		 fsck_late_result(struct fsck *, const struct result *);
enum hcc_status	 fsck_note_late(struct fsck *, struct hcc_err *);

/* Copy a file of the task into TASK/lost before it is replaced. */
enum hcc_status	 fsck_keep_lost(struct fsck *, const char *path,
		    struct hcc_err *);

/* phases.c: a phase that lost its note comes back from the archive; without it
 * all its runs would be made once more. */
enum hcc_status	 fsck_lost_notes(struct fsck *, struct hcc_err *);
/* results.c: a result.json that cannot be read is computed again; without it
 * its suggestion would be done twice. */
enum hcc_status	 fsck_damaged_results(struct fsck *, struct hcc_err *);
/* kinds.c: directories are directories, and files are files. */
enum hcc_status	 fsck_kinds(struct fsck *, struct hcc_err *);
/* journal.c, results.c, phases.c: the rules that only hcc-fsck checks. */
enum hcc_status	 fsck_journal(struct fsck *, struct hcc_err *);
enum hcc_status	 fsck_results(struct fsck *, struct hcc_err *);
enum hcc_status	 fsck_phases(struct fsck *, struct hcc_err *);
/* best.c: best/ is what the journal and run.json say. */
enum hcc_status	 fsck_best_content(struct fsck *, struct hcc_err *);

/* best.c: is best/ there and whole, by its names? Else make it
 * again. */
enum hcc_status	 fsck_best(struct fsck *, struct hcc_err *);

#endif
