/*
 * doubt.h: what makes an entry doubtful that was right when it was made: its
 * age, and libraries that have changed since.
 */
#ifndef HCC_WISDOM_DOUBT_H
#define HCC_WISDOM_DOUBT_H

#include <jv.h>

#include "task/task.h"

/* The libraries that programs of a task find, as preview.md tells them:
 * {"numpy": "1.24.2", "Python": "3.11.2"}; {} when it tells none. */
jv	 doubt_libraries(const struct task *);
/* Seconds from the making of an entry (borrowed) to `now`; NAN: not known. */
double	 doubt_age(jv entry, double now);
/* The libraries of the entry whose major version is another one here, or their
 * minor version as long as the major one is 0: ["torch 1.13.1 then, 2.5.0
 * now"]. Both are borrowed. */
jv	 doubt_changed(jv entry, jv libraries);

#endif
