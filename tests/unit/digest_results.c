/*
 * digest_results.c: results that stand for themselves, one for each setting,
 * model or class, and are no series.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest.h"
#include "digest/line_class.h"
#include "digested.h"

/* Lines that make a log too long to be shown as it is. */
static void
add_steps(struct buf *b, int n)
{
	int	 i;

	for (i = 0; i < n; i++)
		buf_addf(b, "loading shard %d of the store\n", i);
}

static unsigned
class_of(const char *line)
{
	struct line_class	 c;

	classify_line(line, strlen(line), &c);
	return c.flags;
}

static void
acronyms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	OK("capitals with decimals behind them are a metric",
	    class_of("QRZ: 0.51") & CLASS_METRIC &&
	    class_of("part 3 QRZ = -1.5") & CLASS_METRIC);
	OK("without decimals they are none",
	    !(class_of("QRZ: 51") & CLASS_METRIC) &&
	    !(class_of("the QRZ of 0.51") & CLASS_METRIC));
	OK("nor is a known word", !(class_of("GPU: 0.51") & CLASS_METRIC));
	for (i = 0; i < 12; i++) {
		buf_addf(&b, "==== part %d ====\n", i);
		add_steps(&b, 40);
		buf_addf(&b, "sample %d QRZ: 0.5%02d\n", 70 + i, i * 5 % 12);
	}
	d = plain(&b);
	OK("the results of twelve parts are shown one by one",
	    has(d, "sample 73 QRZ: 0.503\n") &&
	    has(d, "sample 76 QRZ: 0.506\n"));
	free(d);
	buf_release(&b);
}

static void
once_a_run(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 5; k++) {
		for (i = 1; i <= 60; i++)
			buf_addf(&b, "Epoch %d loss %.3f\n", i,
			    2.0 / i + k * 0.01);
		buf_addf(&b, "the mean loss of it all is %.3f\n",
		    0.5 + k * 0.1);
	}
	d = plain(&b);
	OK("the ends of a series are shown", has(d, " ends: Epoch 60 loss"));
	OK("what comes once a run has no other ends",
	    has(d, "  .. the mean loss of it all is 0.700\n") &&
	    strstr(d, "ends: the mean loss") == NULL);
	free(d);
	buf_release(&b);
}

static void
numbered_keys(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 60; i++)
		buf_addf(&b, "{\"epoch\": %d, \"cost_0\": %.3f, \"cost_1\": "
		    "%.3f, \"n\": 4}\n", i, 0.5 + i * 37 % 60 * 0.001,
		    1.5 + i * 41 % 60 * 0.001);
	d = plain(&b);
	OK("a number at the end of a key is part of the name",
	    has(d, "cost_0 max: {\"epoch\": 47, \"cost_0\": 0.559,"));
	OK("each such key has extremes of its own",
	    has(d, "cost_1 max: {\"epoch\": 19, \"cost_0\": 0.543, "
	    "\"cost_1\": 1.559,"));
	free(d);
	buf_release(&b);
}

int
main(void)
{
	acronyms();
	once_a_run();
	numbered_keys();
	return tap_done();
}
