/*
 * model_config.h: the table `llm` of config.lua (hcc-config(5)): which models
 * there are, which role asks which, and what may be spent.
 */
#ifndef HCC_LLM_MODEL_CONFIG_H
#define HCC_LLM_MODEL_CONFIG_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "lua/policy.h"
#include "task/task.h"

enum llm_api { LLM_OPENAI, LLM_ANTHROPIC };
enum llm_auth { LLM_BEARER, LLM_API_KEY, LLM_X_API_KEY, LLM_NO_AUTH };

/* A model as it will be asked. Strings are borrowed from `spec` or from what
 * was given to llm_model_pick. */
struct llm_model {
	jv		 spec;		/* its entry; an empty object: none */
	const char	*name;		/* of the entry, else as `model` */
	const char	*model;		/* as its server calls it */
	const char	*url;		/* NULL: it is a command */
	const char	*command;
	const char	*key_file, *key_cmd;
	enum llm_api	 api;
	enum llm_auth	 auth;
	const char	*max_field;	/* max_tokens, or as the server wants */
	double		 max_tokens;	/* NAN: the server's default */
	double		 temperature;	/* NAN: likewise */
	const char	*effort;	/* of its reasoning; NULL: likewise */
	double		 context;	/* tokens, NAN: not known */
	double		 input, cached, output;	/* a million tokens; 0: free */
	bool		 stream;
};

/* What options and the environment say; NULL: nothing. */
struct llm_choice {
	const char	*role;
	int		 phase;		/* whose turn it is; 0: the draft */
	const char	*model;		/* an entry, or a server's own name */
	const char	*url;
	const char	*api;		/* "openai", "anthropic" */
	const char	*command;
	bool		 replay;	/* a record answers, no server */
};

/* Read the section and check every field of it. *llm is the caller's, and
 * invalid on failure. HCC_CONFIG: file, field, remedy. */
enum hcc_status	 llm_config_read(const struct places *, jv *llm,
		    struct hcc_err *);
/* Does the section name a model? */
bool		 llm_configured(jv llm);
/* The model for a choice; HCC_CONFIG: none; the message says what to set.
 * The key of an entry goes only to the entry's own URL. */
enum hcc_status	 llm_model_pick(jv llm, const char *file,
		    const struct llm_choice *, struct llm_model *,
		    struct hcc_err *);
void		 llm_model_release(struct llm_model *);
/* Do two choices come to the same model? */
bool		 llm_same_model(jv llm, const struct llm_choice *,
		    const struct llm_choice *);

/* The most of "tokens", "cost" or "calls" that a "task", "day" or "run" may
 * spend; INFINITY: no limit. */
double		 llm_limit(jv llm, const char *scope, const char *what);
/* The same of one task (TASK_NONE: none): its task.md may allow less. */
double		 llm_task_limit(jv llm, const struct task *, const char *what);
/* How many answers a role is asked for side by side, each of another kind. */
int		 llm_samples(jv llm, const char *role);
/* How many requests of this user may be under way at once. */
int		 llm_parallel(jv llm);
/* The tokens of a prompt for which the model `given` (of the environment), or
 * if that is NULL the models that a role asks, have room, beside an answer;
 * INFINITY: no context is configured. */
double		 llm_room(jv llm, const char *given, const char *role);
/* What usage costs, in the unit of the prices. Negative counts are 0. */
double		 llm_cost(const struct llm_model *, double prompt,
		    double cached, double completion);

#endif
