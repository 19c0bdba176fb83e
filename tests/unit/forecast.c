/*
 * forecast.c: which counters in a log tell how far a program is.
 */
#include <math.h>

#include "run/forecast.h"
#include "tap.h"

static const struct row {
	const char	*name;
	const char	*log;
	double		 share;		/* NAN: none is told */
} rows[] = {
	{ "an empty log tells nothing", "", NAN },
	{ "a log without counters tells nothing", "loss 0.3\nok\n", NAN },
	{ "an epoch is a share", "Epoch 3/10 loss 0.4\n", 0.3 },
	{ "brackets and colons may stand between", "[epoch: [3/10]]\n", 0.3 },
	{ "\"of\" is a slash", "step 50 of 200: loss 1\n", 0.25 },
	{ "blanks may stand around a slash", "step 50 / 200\n", 0.25 },
	{ "the last line that tells it counts",
	    "epoch 1/10\nepoch 2/10\nsaved\n", 0.2 },
	{ "an inner counter divides an epoch",
	    "epoch 3/10 step 40/80 loss 1\n", 0.25 },
	{ "a progress bar tells per cent",
	    "train:  45%|####      | 45/100 [00:10<00:12]\n", 0.45 },
	{ "a carriage return ends a line", " 10%|#  |\r 20%|## |", 0.2 },
	{ "a ratio without a word before it is none", "0.3 1/2 3/4\n", NAN },
	{ "a date is no counter", "step 12/10/2026 begins\n", NAN },
	{ "more than all is none", "step 12/10\n", NAN },
	{ "one of one is none", "fold 1/1\n", NAN },
	{ "a score in per cent is no progress", "accuracy 93%\n", NAN },
	{ "a number that does not end is read", "epoch 1/", NAN },
};

int
main(void)
{
	size_t	 i;
	double	 d;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		d = forecast_share(rows[i].log);
		if (isnan(rows[i].share))
			OK(rows[i].name, isnan(d));
		else
			IS_NUM(rows[i].name, rows[i].share, d, 1e-9);
	}
	return tap_done();
}
