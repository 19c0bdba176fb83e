/*
 * model_share.h: what each model of a task planned, and what of it was adopted.
 */
#ifndef HCC_LLM_MODEL_SHARE_H
#define HCC_LLM_MODEL_SHARE_H

#include <stddef.h>

#include "base/err.h"
#include "base/record.h"
#include "task/task.h"

/* A model that planned some phase; its tokens and cost are those of all its
 * calls for the task. */
struct model_share {
	char	*name;
	int	 planned;	/* suggestions that have a result */
	int	 adopted;	/* of these */
	double	 tokens, cost;
};

extern const struct record model_share_record;

/* From the ledger and the journal of a task, in the order of their first
 * calls. The caller frees with model_shares_free in any case. */
enum hcc_status	 model_shares(const struct task *, struct model_share **,
		    size_t *n, struct hcc_err *);
void		 model_shares_free(struct model_share *, size_t n);

#endif
