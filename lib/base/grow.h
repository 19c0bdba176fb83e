/*
 * grow.h: arrays that grow: see mem.h.
 */
#ifndef HCC_BASE_GROW_H
#define HCC_BASE_GROW_H

#include <stdlib.h>

#include "base/mem.h"

#endif
