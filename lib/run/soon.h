/*
 * soon.h: a process that gets the processor soon, also without privileges.
 *
 * A fork bomb starves whoever is to end it: each of thousands of new processes
 * has its turn first. One that asks for short slices has its own soon after it
 * wakes (EEVDF, Linux 6.12; those before let who has slept go first).
 */
#ifndef HCC_RUN_SOON_H
#define HCC_RUN_SOON_H

#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Ask for the shortest slices. Children do not inherit that. */
static inline void
run_soon(void)
{
	/* struct sched_attr of sched_setattr(2), which glibc lacks. */
	struct {
		uint32_t	 size, policy;
		uint64_t	 flags;
		int32_t		 nice;
		uint32_t	 priority;
		uint64_t	 runtime, deadline, period;
	} a = { .flags = 1 /* SCHED_FLAG_RESET_ON_FORK */,
	    .runtime = 100000 /* nanoseconds */ };

	a.size = sizeof(a);
	a.nice = getpriority(PRIO_PROCESS, 0);
	(void)syscall(SYS_sched_setattr, 0, &a, 0);
}

#endif
