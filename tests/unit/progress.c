/* progress.c: what is seen of a run. */
#include "run/progress.h"
#include "with_task.h"

static void
look(struct progress *p, double seconds, double cpu, double bytes,
    double claimed)
{
	p->seconds = seconds;
	p->cpu = cpu;
	p->log_bytes = bytes;
	p->claimed = claimed;
	progress_note(p);
}

static void
observed(void)
{
	struct progress	 p = { .id = "x" };
	int		 i;

	look(&p, 10, 5, 0, NAN);
	IS_NUM("a run that uses cores is busy", 0.5, p.busy, 1e-12);
	OK("a run that computes is not idle", p.idle == 0 && p.npoints == 0);
	look(&p, 20, 5.05, 0, NAN);
	IS_NUM("a run that does next to nothing is idle", 10, p.idle, 0);
	IS_NUM("idleness is of the last look", 0.005, p.busy, 1e-12);
	look(&p, 30, 5.1, 0, 0.5);
	IS_NUM("idleness adds up", 20, p.idle, 0);
	look(&p, 40, 5.1, 7, 0.5);
	IS_NUM("output ends it", 0, p.idle, 0);
	look(&p, 50, 5.3, 7, 0.75);
	IS_NUM("so does more than a hundredth of a core", 0, p.idle, 0);
	OK("a metric that stays is one point of the curve", p.npoints == 2 &&
	    p.curve[0].seconds == 30 && p.curve[0].value == 0.5 &&
	    p.curve[1].seconds == 50 && p.curve[1].value == 0.75);
	look(&p, 50, 5.3, 7, 0.75);
	IS_NUM("two looks at one time tell no more", 0.02, p.busy, 1e-12);
	look(&p, 60, 1, 7, 0.75);
	IS_NUM("processor time that is lost is no negative time", 0, p.busy,
	    0);
	for (i = 0; i < 62; i++)
		look(&p, 100 + i, 10, 8 + i, i + 1);
	IS_NUM("a curve of 64 points is full", 64, (double)p.npoints, 0);
	look(&p, 200, 10, 100, 100);
	IS_NUM("then every second point goes", 33, (double)p.npoints, 0);
	OK("the later of two points stays", p.curve[0].value == 0.75 &&
	    p.curve[1].value == 2 && p.curve[31].value == 62 &&
	    p.curve[32].value == 100);
	snprintf(p.tail, sizeof(p.tail), "step 3/10\n");
	look(&p, 210, 10, 101, 100);
	IS_NUM("the log tells the share of the work", 0.3, p.share, 1e-12);
}

int
main(void)
{
	static void (*const tests[])(void) = { observed };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
