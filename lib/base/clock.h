/*
 * clock.h: what time it is, in seconds.
 */
#ifndef HCC_BASE_CLOCK_H
#define HCC_BASE_CLOCK_H

/* Since the epoch. */
double	 clock_now(void);
/* Since this machine was started, but for the time that it slept; never set:
 * for waiting and measuring. */
double	 clock_steady(void);
/* Which start that was: the first eight characters of the kernel's boot id,
 * blanks where there is none. */
void	 clock_boot(char boot[9]);

#endif
