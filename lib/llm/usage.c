/*
 * usage.c: tokens, in the words of two dialects.
 */
#include <math.h>

#include "base/json.h"
#include "llm/usage.h"

/* A count of tokens: whole, not negative, not absurd; else -1. */
static double
count(jv obj, const char *key)
{
	double	 d = json_num(obj, key, -1);

	return d >= 0 && d <= 1e8 && d == floor(d) ? d : -1;
}

static double
inner_count(jv obj, const char *key, const char *inner)
{
	return count(json_at(obj, key), inner);
}

/* Chat completions: the last usage replaces what was there, but for
 * nonsense. */
static void
usage_chat(struct llm_usage *u, jv v)
{
	if (count(v, "prompt_tokens") >= 0)
		u->prompt = count(v, "prompt_tokens");
	if (count(v, "completion_tokens") >= 0)
		u->completion = count(v, "completion_tokens");
	u->cached = inner_count(v, "prompt_tokens_details", "cached_tokens");
	if (u->cached < 0)
		u->cached = count(v, "prompt_cache_hit_tokens");
	if (u->cached < 0)
		u->cached = count(v, "cache_read_input_tokens");
	u->reasoning = inner_count(v, "completion_tokens_details",
	    "reasoning_tokens");
}

/* Messages: input at the start, output later, and cached input apart. */
static void
usage_messages(struct llm_usage *u, jv v)
{
	double	 in = count(v, "input_tokens");
	double	 read = count(v, "cache_read_input_tokens");
	double	 made = count(v, "cache_creation_input_tokens");

	if (in >= 0) {
		u->prompt = in + fmax(read, 0) + fmax(made, 0);
		u->cached = read;
	}
	if (count(v, "output_tokens") >= 0)
		u->completion = count(v, "output_tokens");
}

void
llm_usage_read(struct llm_usage *u, jv v)
{
	if (jv_get_kind(v) != JV_KIND_OBJECT)
		return;
	if (jv_object_has(jv_copy(v), jv_string("prompt_tokens")) ||
	    jv_object_has(jv_copy(v), jv_string("completion_tokens")))
		usage_chat(u, v);
	else
		usage_messages(u, v);
	if (u->prompt >= 0 && u->cached > u->prompt)
		u->cached = -1;
	if (u->completion >= 0 && u->reasoning > u->completion)
		u->reasoning = -1;
}
