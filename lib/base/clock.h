/*
 * clock.h: what time it is, in seconds.
 */
#ifndef HCC_BASE_CLOCK_H
#define HCC_BASE_CLOCK_H

/* Since the epoch. */
double	 clock_now(void);
/* Since some moment; never set back: for waiting and measuring. */
double	 clock_steady(void);

#endif
