/*
 * metric_defined.c: metrics that a description defines and does not name: "the
 * average of the absolute differences between prices and predictions".
 *
 * A definition is a sentence that holds one of each list of its words and none
 * of those that make it another one. It counts where no metric is named.
 */
#include <string.h>

#include "score/metric_internal.h"

#define LISTS 3
#define MEAN "mean|average|averaged|averages|averaging"

static const struct definition {
	const char	*name, *words[LISTS], *none;
} definitions[] = {
	{ "mae", { MEAN, "absolute difference|absolute differences|"
	  "absolute errors|absolute deviations|absolute distance" },
	  "square|squared|squares" },
	{ "rmse", { MEAN, "square root|root", "squared difference|"
	  "squared differences|squared error|squared errors|"
	  "squared deviation|squared deviations|squared residuals" },
	  "absolute" },
	{ "balanced_accuracy", { MEAN, "recall|recalls",
	  "each|every|all|per class|classes" }, "precision|micro" },
};
/* These make all of them others. */
static const char spoils[] =
    "weighted|weights|log|logs|logarithm|logarithms|log1p|relative|relation|"
    "share|shares|percent|percentage|percentages|divided|ratio|median|"
    "largest|maximum|highest|minimum|worst|normalized|normalised|scaled|"
    "trimmed|clipped|capped|not|without|except|excluding|only|times|minus|"
    "plus|harmonic|geometric|baseline|top|quantile|threshold|roots|cube";

/* Does the sentence tell of this metric, of all rows alike? */
static bool
tells(const char *s, const struct definition *d)
{
	size_t	 i, len;

	for (i = 0; i < LISTS && d->words[i] != NULL; i++)
		if (metric_among(s, (size_t)-1, d->words[i], &len) == NULL)
			return false;
	return metric_among(s, (size_t)-1, d->none, &len) == NULL &&
	    metric_among(s, (size_t)-1, spoils, &len) == NULL;
}

/* Scores of parts of the rows are no recalls of classes. */
static bool
of_parts(const char *s, const struct definition *d)
{
	size_t	 len;

	return strcmp(d->name, "balanced_accuracy") != 0 &&
	    metric_split(s, (size_t)-1, &len) != NULL;
}

const struct metric *
metric_defined(const char *s)
{
	const char	*found = NULL;
	size_t		 i;

	for (; *s != '\0'; s += strlen(s) + 1)
		for (i = 0; i < sizeof(definitions) / sizeof(definitions[0]);
		    i++) {
			if (!tells(s, &definitions[i]))
				continue;
			if (found != NULL || of_parts(s, &definitions[i]))
				return NULL;
			found = definitions[i].name;
		}
	return found == NULL ? NULL : metric_find(found);
}
