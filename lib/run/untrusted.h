/*
 * untrusted.h: a directory that a program has written.
 */
#ifndef HCC_RUN_UNTRUSTED_H
#define HCC_RUN_UNTRUSTED_H

#include <stdint.h>

/* Bytes on disk below a directory; an entry counts as 4096 at least. Stops
 * soon after `enough`. UINT64_MAX: nested too deep to be honest. */
uint64_t	 untrusted_bytes(int dir, uint64_t enough);
/* Take the set-user-id and set-group-id bits from the files below it: inside of
 * the sandbox uid 65534 owns them, outside the caller does. */
void		 untrusted_disarm(int dir);

#endif
