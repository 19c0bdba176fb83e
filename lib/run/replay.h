/*
 * replay.h: the clock of a recorded run.
 *
 * Notes, archives and prompts tell when and how long a program ran, and no two
 * runs take the same time. While a run is recorded (HCC_LLM_RECORD, see
 * hcc-llm(1)) what the machine gave to each attempt is kept beside the
 * exchanges, one line an attempt in DIR/runs.jsonl; when it is replayed, the
 * same program with the same outcome gets what it had then, so that requests,
 * notes and archives are the same bytes again. What the program did and what
 * it reached is never replayed.
 */
#ifndef HCC_RUN_REPLAY_H
#define HCC_RUN_REPLAY_H

#include "base/err.h"
#include "task/result.h"

/* Keep the machine's part of a run. Makes the directory. */
enum hcc_status	 replay_keep(const char *dir, const struct run *,
		    struct hcc_err *);
/* Put the kept part into it, if there is one for this program and outcome. */
enum hcc_status	 replay_put(const char *dir, struct run *, struct hcc_err *);

#endif
