/*
 * evidence_internal.h: private to evidence.c and evidence_phase.c.
 */
#ifndef HCC_TASK_EVIDENCE_INTERNAL_H
#define HCC_TASK_EVIDENCE_INTERNAL_H

#include "task/archive.h"
#include "task/evidence.h"

struct phase_files {
	int			 no;
	bool			 archived, seen;
	struct hcc_err		 bad;		/* why nothing of it counts */
	struct archive_manifest	 manifest;
	struct archive_member	*files;		/* names are owned */
	jv			*parsed;	/* of each, invalid until asked
						 * for */
	size_t			 nfiles, cap, parsed_cap, nread;
};

struct evidence {
	const struct task	*t;
	jv			 provenance;
	struct phase_files	*phases;
	size_t			 n, cap;
};

/* A phase; a file of it by its name below l1/NN, which is read with the next
 * evidence_read. Both are made where they are not known yet. */
struct phase_files	*evidence_phase(struct evidence *, int no);
struct archive_member	*evidence_file(struct phase_files *, const char *name);
/* Read what is not read yet. Why nothing of the phase counts is kept in `bad`;
 * what it returns is an error of the machine. */
enum hcc_status	 evidence_read(struct evidence *, struct phase_files *,
		    struct hcc_err *);

#endif
