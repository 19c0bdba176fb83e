/* embeddings.c: answers with vectors. */
#include "llm/embeddings.h"
#include "tap.h"

static enum llm_error
read_vectors(struct embeddings *v, size_t count, const char *text)
{
	char	 why[64];

	embeddings_release(v);
	return embeddings_read(v, text, strlen(text), count, why, sizeof(why));
}

static void
vectors(void)
{
	struct embeddings	 v = EMBEDDINGS_INIT;

	OK("an index that is none is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"index\":1,\"embedding\":[3]}]}") ==
	    LLM_BAD_ANSWER && read_vectors(&v, 1, "{\"data\":[{\"index\":-1,"
	    "\"embedding\":[3]}]}") == LLM_BAD_ANSWER && read_vectors(&v, 1,
	    "{\"data\":[{\"index\":0.5,\"embedding\":[3]}]}") ==
	    LLM_BAD_ANSWER);
	OK("an answer without vectors is a bad one", read_vectors(&v, 1,
	    "{\"data\":{}}") == LLM_BAD_ANSWER);
	OK("an empty vector is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":[]}]}") == LLM_BAD_ANSWER);
	OK("a vector of strings is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":[\"1\"]}]}") == LLM_BAD_ANSWER);
	OK("base64 of no whole number is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":\"AACAPwA=\"}]}") == LLM_BAD_ANSWER);
	OK("text behind base64 is refused", read_vectors(&v, 1,
	    "{\"data\":[{\"embedding\":\"AACAPw==A\"}]}") ==
	    LLM_BAD_ANSWER);
	OK("an empty answer is an outage", read_vectors(&v, 1, "") ==
	    LLM_UNAVAILABLE);
	OK("vectors may come in any order",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":1,"
	    "\"embedding\":[3,4]},{\"index\":0,\"embedding\":[1,2]}],"
	    "\"usage\":{\"prompt_tokens\":7}}") == LLM_OK && v.dim == 2 &&
	    v.v[0] == 1 && v.v[3] == 4 && v.usage.prompt == 7);
	OK("vectors may be in base64",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AACAPwAAAMA=\"}]}") == LLM_OK && v.dim == 2 &&
	    v.v[0] == 1 && v.v[1] == -2);
	OK("an index that comes twice is refused",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[3]},{\"index\":0,\"embedding\":[1]}]}") ==
	    LLM_BAD_ANSWER);
	OK("too few vectors are refused",
	    read_vectors(&v, 2, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[3]}]}") == LLM_BAD_ANSWER);
	OK("vectors of unequal length are refused",
	    read_vectors(&v, 2, "{\"data\":[{\"embedding\":[3]},"
	    "{\"embedding\":[1,2]}]}") == LLM_BAD_ANSWER);
	OK("a vector that is not finite is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":[1e400]}]}") == LLM_BAD_ANSWER);
	OK("NaN in base64 is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AADAfw==\"}]}") == LLM_BAD_ANSWER);
	OK("a string that is not base64 is refused",
	    read_vectors(&v, 1, "{\"data\":[{\"index\":0,"
	    "\"embedding\":\"AAC!\"}]}") == LLM_BAD_ANSWER);
	OK("a body of vectors that is cut is an outage",
	    read_vectors(&v, 1, "{\"data\":[{") == LLM_UNAVAILABLE);
	OK("an error instead of vectors is classified",
	    read_vectors(&v, 1, "{\"error\":{\"code\":400}}") ==
	    LLM_BAD_REQUEST);
	embeddings_release(&v);
}

int
main(void)
{
	vectors();
	return tap_done();
}
