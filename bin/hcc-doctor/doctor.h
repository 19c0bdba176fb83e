/*
 * doctor.h: what is checked, and how it is said.
 */
#ifndef HCC_BIN_DOCTOR_DOCTOR_H
#define HCC_BIN_DOCTOR_DOCTOR_H

#include "common/tool.h"
#include "task/task.h"

struct doctor {
	struct tool		 tool;
	bool			 json;		/* -j */
	bool			 ask;		/* -m */
	bool			 knobs;		/* -p */
	const struct task	*t;		/* NULL: none */
};

enum doctor_state { DOCTOR_OK, DOCTOR_NONE, DOCTOR_BAD };

/* One finding: "ok    sandbox   says". Further lines of it are indented. */
void	 doctor_say(const struct doctor *, enum doctor_state, const char *name,
	    const char *, ...) __attribute__((format(printf, 4, 5)));
/* What failed, with its reason; the tool ends with its status. */
void	 doctor_fail(struct doctor *, const char *name, const struct hcc_err *);

/* The checks: each says at least one thing. */
void	 doctor_versions(struct doctor *);
void	 doctor_machine(struct doctor *);
void	 doctor_programs(struct doctor *);
void	 doctor_gpus(struct doctor *);
void	 doctor_disk(struct doctor *);
void	 doctor_model(struct doctor *);
void	 doctor_embedder(struct doctor *);
void	 doctor_wisdom(struct doctor *);
void	 doctor_policies(struct doctor *);

#endif
