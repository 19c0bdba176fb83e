/*
 * live.h: the runs that go on now, for people who look.
 *
 *	TASK/l1/NN/I.J/now.json
 *
 * is replaced every few seconds while an attempt of I.J runs or waits in the
 * queue of a cluster, and removed at its end. It is outside of what the program
 * can write. One that has not been replaced for LIVE_STALE seconds was left by
 * a kill.
 */
#ifndef HCC_TASK_LIVE_H
#define HCC_TASK_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/record.h"
#include "task/task.h"

#define LIVE_FILE	"now.json"
#define LIVE_STALE	60

/* NAN and NULL: not known. */
struct live {
	char	*id;		/* "01/1.2/3" */
	bool	 queued;	/* it waits for its machine, since `start` */
	double	 start, at;	/* seconds since the epoch; at: of this look */
	double	 limit;		/* seconds; 0: none */
	int	 cores;		/* that it should use */
	double	 busy;		/* cores that it used since the look before */
	double	 memory;	/* bytes now */
	double	 memory_limit;
	char	*gpu;
	double	 claimed;	/* the last metric that it printed */
	double	 expected;	/* seconds that it will have taken */
};
struct live_list {
	struct live	*v;
	size_t		 n;
};

extern const struct record live_record;

/* Those of a task, by id; live_free in any case. */
void	 live_read(const struct task *, struct live_list *);
void	 live_free(struct live_list *);
/* One line about it at most `width` bytes wide, without a newline, the most
 * important first: "01/1.2/3  3m 10s of 10m 00s (32 %)  ends in 2m 5s ..". */
void	 live_text(const struct live *, double now, size_t width, struct buf *);

#endif
