/*
 * exchange.h: exchanges with models, kept so that a run can be repeated
 * without them.
 *
 * DIR/KEY.json is one request and its answers in the order in which they
 * came: {"request":{..},"answers":[{..}, ..]}. KEY is the SHA-256 of the
 * request, as sorted JSON, without what only concerns its transport.
 */
#ifndef HCC_LLM_EXCHANGE_H
#define HCC_LLM_EXCHANGE_H

#include <jv.h>

#include "base/err.h"

/* The key of a request (borrowed). */
void		 exchange_key(jv request, char key[65]);
/* One more answer (both consumed) to the request. Makes the directory. */
enum hcc_status	 exchange_add(const char *dir, jv request, jv answer,
		    struct hcc_err *);
/* Answer number `n` (from 0; after the last, the last one) to the request
 * (borrowed). HCC_UNAVAILABLE: there is none; the message says which
 * recorded request is nearest and where it differs. */
enum hcc_status	 exchange_get(const char *dir, jv request, int n, jv *answer,
		    struct hcc_err *);

#endif
