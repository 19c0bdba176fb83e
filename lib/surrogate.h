/*
 * surrogate.h: JSON whose strings hold half a UTF-16 pair.
 *
 * Programs that think in UTF-16 cut texts between the halves and write them
 * as escapes, which libjq refuses or turns into bytes that are no UTF-8.
 */
#ifndef HCC_SURROGATE_H
#define HCC_SURROGATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Append the text with \ufffd for every half that stands alone. false: there
 * is none, and nothing was appended. */
bool	 surrogate_mend(const char *, size_t n, struct buf *);

#endif
