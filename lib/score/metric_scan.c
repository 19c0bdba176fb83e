/*
 * metric_scan.c: the metrics that a sentence names, and the words beside them
 * that make them others.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "score/metric_internal.h"

#define BEFORE 5		/* words looked at before a metric .. */
#define AFTER 6			/* .. and after it */

/* Words that make the metric after them another one, or deny it. */
static const char qualifiers[] =
    "weighted|modified|modification|partial|pr|precision recall|probabilistic|"
    "generalized|generalised|adjusted|normalized|normalised|scaled|rescaled|"
    "smoothed|smooth|soft|custom|variant|adapted|log|logs|logarithm|ln|cube|"
    "cubic|not|instead|rather|neither|never|isn|aren|unlike|no longer|than|"
    "macro|micro|macro averaged|micro averaged|relative|symmetric|trimmed|"
    "truncated|clipped|penalized|penalised|inverse|inverted|negated|minus|"
    "grouped|group|hierarchical|exponential|asymmetric|linear|"
    "linearly|cost sensitive|streaming|bounded|robust|corrected|"
    "square root of|root of the|median|maximum|minimum|worst|harmonic|"
    "geometric|standard deviation of|variance of|discounted|differentiable|"
    "fuzzy|thresholded|calibrated|balanced|stratified|sum of|time dependent|"
    "max|min|100|sqrt|a version of|row wise|rowwise|sample wise|"
    "instance wise|user wise|pixel wise|token wise|group wise|base 10";
/* The same behind it. */
static const char postpositions[] =
    "of the log|of the logarithm|of the logs|of log|on the log|in log|"
    "between log|between the log|log scale|log transformed|log of|"
    "of the cube|of the square root|of the square roots|cube root|"
    "of the roots|not|is not|isn|weighted|with weights|with weight|with sample|"
    "modified|normalized|normalised|divided|multiplied|scaled|relative to|"
    "in percent|as a percentage|above|below|up to|over groups|by group|"
    "by type|within|among|only|skips|skipping|ignores|of the top|of top|"
    "root mean|squared difference|squared differences|"
    "with linear|with linearly|log10|log2|log1p|ln|"
    "at a false|at false|at fpr|at fixed|restricted|at iou|minus|times|plus|"
    "averaged over the samples|averaged over samples|over samples|orders|"
    "orderings|permutations|sequences|curves|masks|boxes|bounding boxes|"
    "skill|ratio|gain|improvement|uplift|with beta|where beta|ignoring|"
    "excluding|except|capped|rounded|at the level|of the worst|of the best|"
    "in degrees";
/* A sentence that names a metric of something else than submissions. */
static const char others[] =
    "last year|last edition|previous edition|earlier edition|baseline|"
    "benchmark|state of the art|our model|our current model|our tests|"
    "our experiments|random guessing|winner of|winning|winners";
/* Others behind it, but for F, where they say which. */
static const char averages[] = "macro|micro|macro averaged|micro averaged";
/* What follows is there for comparison only. */
static const char comparisons[] =
    "such as|over other|other than|compared to|compared with|for example|"
    "similar to|analogous to|equivalent to|equals|equal to|like";
/* "mean f1" is the mean over rows, or over classes. */
static const char f_means[] = "mean|average|averaged";
#define ALONE "weights of|own weight|class weights|different weights|" \
    "character spans|token spans|text spans|predicted spans|true spans|" \
    "ground truth spans|entity spans|values are clipped|clipped into|" \
    "targets are clipped|base 10|has weight|have weight|counts twice|" \
    "count twice|counts double|count double|double weight"
/* These make any metric of the section a part of another. */
static const char compounds[] =
    "submetric|submetrics|sub metric|sub metrics|combines|combining|"
    "combination of|are combined|is combined|newly developed|custom metric|"
    "custom score|custom scoring|modified version|modified form|"
    "slightly modified|variant of|variation of|two metrics|both metrics|"
    "several metrics|multiple metrics|three metrics|different metrics|"
    "for information|for reference|diverges from|"
    "differs from the|deviates from|also report|also reported|"
    "also reports|also measure|additionally|secondary metric|tie breaker|"
    "ties are broken|instead of|rather than|novel metric|own metric|"
    "plus the|divided by the total|normalized by the total|power mean|"
    "generalized mean|weighted average of the|weighted sum of|"
    "weighted mean of the|weighted combination|product of|bonus|penalty|"
    "two measures|three measures|both measures|two components|"
    "three components|two parts|two scores|bounding boxes|true boxes|"
    "predicted boxes|segmentation masks|unseen classes|circle|modulo|"
    "minority classes|classes only|labels only|after dropping|"
    "after removing|"
    "better of|worse of|larger of|smaller of|minimum of|maximum of|"
    ALONE;
/* Of these, the ones that do so in a sentence that names no metric. */
static const char alone[] = ALONE;
/* Words that may stand right before a metric and leave it what it is. Behind
 * any other one the first mention is not taken: "token level F1", "negative
 * RMSE", "1 - AUC", "Anna Mae". */
static const char harmless[] =
    "the|a|an|this|that|its|their|our|your|these|which|on|by|using|use|"
    "uses|used|with|via|in|to|for|is|are|be|as|under|and|or|namely|called|"
    "named|mean|average|averaged|wise|columnwise|overall|total|final|"
    "standard|usual|common|popular|simple|plain|regular|traditional|"
    "ordinary|following|well known|known|metric|metrics|measure|score|"
    "scores|scored|evaluated|judged|ranked|graded|assessed|measured|"
    "compared|evaluation|evaluate|evaluating|criterion|criteria|objective|"
    "loss|function|error|maximize|maximise|minimize|minimise|optimize|"
    "optimise|compute|calculate|report|low|lower|lowest|high|higher|"
    "highest|best|better|smaller|prediction|predictive|model|test|"
    "classification|regression|categorical|binary|ranking|label|class|"
    "multiclass|multilabel|column|columns|curve|individual|single|"
    "separate|sklearn|scikit learn|learn|kaggle|public|private|text|"
    "textrm|textbf|mathrm|operatorname|quad|small|large|of|it|recall";
/* What a metric may be said to be of: "the mean of", not "the log of". */
static const char measures[] =
    "mean|average|means|value|values|basis|terms|metric|measure|score|"
    "use|form|kind|calculation|computation|definition|version|"
    "similarity|sense|advantage|formula|function";
/* Metrics that are known by name only. */
static const char foreign[] =
    "dice|dice coefficient|hausdorff|hausdorff distance|"
    "intersection over union|iou|log likelihood|laplace|lwlrap|lrap|"
    "label ranking|label weighted|bleu|rouge|meteor|perplexity|"
    "word error rate|character error rate|crps|continuous ranked probability|"
    "continuous ranked probability score|concordance index|c index|"
    "hamming loss|hamming distance|mean reciprocal rank|mrr|psnr|ssim|"
    "haversine|precision recall curve|pr auc|prauc|auc pr|aucpr|auprc|"
    "pr curve|area under the pr|wrmsse|rmsse|mase|wmae|wrmse|wape|wmape|"
    "nash sutcliffe|calibration error|"
    "mean ap|map @ iou|sharpe|sharpe ratio|g mean|gmean|panoptic quality|"
    "probabilistic f1|pf1|lb score|expected improvement|cindex|"
    "earth mover s distance|wasserstein|lddt|tm score|"
    "nrmse|nmae|rae|rse|partial auc|"
    "pauc|gauc|group auc|bias auc|subgroup auc|weighted auc|log mae|"
    "weighted kappa|linear weighted kappa|explained variance|"
    "minimum detection cost|equal error rate|eer|cosine similarity|"
    "huber|huber loss|log cosh|focal loss|poisson deviance|deviance|"
    "cost matrix|mean cost|expected cost|total cost|exact match|"
    "largest absolute error|maximum absolute error|max error|"
    "maximum error|largest error|tweedie|fleiss kappa|fleiss|krippendorff|"
    "hamming";
/* Metrics that want a number, when it is said elsewhere or not at all. */
static const struct open_form {
	const char	*name, *phrases;
} open_forms[] = {
	{ "map@k", "mean average precision|mean average precision at k" },
	{ "ndcg@k", "ndcg|normalized discounted cumulative gain|"
	  "normalised discounted cumulative gain" },
	{ "pinball@q", "pinball loss|quantile loss" },
	{ "fbeta", "fbeta|f beta|f beta score|fbeta score" },
	{ "top@k", "top k accuracy" },
};
/* Cues that a sentence says how solutions are judged, and by what. */
static const char cues[] =
    "by|on|using|is|are|as|metric|metrics|score|scored|evaluation|use|uses|"
    "used|"
    "via|with|evaluated|their|our|called|named|maximize|minimize|"
    "optimize|overall|prediction|performance|criterion|in terms of|based";
/* Words between a cue and the metric it names. */
static const char fillers[] =
    "the|a|an|simple|plain|mean|average|standard|usual|well|known|its|your|"
    "overall|prediction|model|test|total|of|basis|based|categorical|top|"
    "catagorization|following|metric|score|measure|just|simply";

/* The word before `s` in the sentence that begins at `from`. */
static const char *
word_before(const char *from, const char *s)
{
	if (s <= from)
		return NULL;
	for (s--; s > from && s[-1] != ' '; s--)
		;
	return s;
}

static const char *
word_after(const char *s)
{
	s += strcspn(s, " ");
	return *s == ' ' ? s + 1 : NULL;
}

const char *
metric_among(const char *s, size_t max, const char *phrases, size_t *len)
{
	for (; s != NULL && *s != '\0' && max > 0; s = word_after(s), max--)
		if ((*len = metric_phrase(s, phrases, NULL)) > 0)
			return s;
	return NULL;
}

static bool
is_f(const struct metric *m)
{
	return strncmp(m->name, "f1", 2) == 0 ||
	    strncmp(m->name, "fbeta", 5) == 0;
}

/* Where the words begin that make the metric at `s` (n bytes) another one;
 * NULL: there are none before it. */
static const char *
qualified(const char *from, const char *s, const struct metric *m)
{
	const char	*w = s, *first = NULL;
	size_t		 i;

	for (i = 0; i < BEFORE && (w = word_before(from, w)) != NULL; i++) {
		if (metric_phrase(w, qualifiers, NULL) > 0 ||
		    (i == 0 && is_f(m) && metric_phrase(w, f_means, NULL) > 0))
			first = w;
		/* What is beyond another metric belongs to that one, and
		 * "a variant called" says that the name is what is meant. */
		if (metric_phrase(w, "and|or|but|then|called|named",
		    NULL) > 0)
			break;
	}
	return first;
}

/* The word right before the metric at `s` when it is none of the harmless
 * ones, nor what it is the mean of; NULL: nothing odd is before it. */
static const char *
strange(const char *from, const char *s)
{
	const char	*w = word_before(from, s);

	if (w == NULL)
		return NULL;
	if (metric_phrase(w, harmless, NULL) == 0 &&
	    (metric_phrase(w, fillers, NULL) == 0 ||
	    metric_phrase(w, "based", NULL) > 0))
		return w;
	while (w != NULL && metric_phrase(w, "the|a|an|its", NULL) > 0)
		w = word_before(from, w);
	if (w == NULL || metric_phrase(w, "of", NULL) == 0)
		return NULL;
	w = word_before(from, w);
	return w == NULL || metric_phrase(w, measures, NULL) > 0 ? NULL : w;
}

/* Does a cue name the metric at `s` ("scored by the mean accuracy")? */
static bool
cued(const char *from, const char *s, size_t n)
{
	const char	*w = s;

	while ((w = word_before(from, w)) != NULL) {
		if (metric_phrase(w, cues, NULL) > 0)
			return true;
		if (metric_phrase(w, fillers, NULL) == 0)
			break;
	}
	/* The whole sentence, or the subject of one, unless that goes on to
	 * say by what: "accuracy is measured with". */
	if (s[n] == ' ' && metric_phrase(s + n + 1, "is evaluated|is measured|"
	    "is judged|is assessed|is scored|will be evaluated|"
	    "will be measured|will be assessed", NULL) > 0)
		return false;
	if (s[n] == '\0')
		return w == NULL;
	/* "Accuracy: the share of" says what it is, too. */
	return metric_phrase(s + n + 1, "is|will|metric|score|counts|decides",
	    NULL) > 0 || (w == NULL && metric_phrase(s + n + 1,
	    "the share of|the percentage of|the fraction of|"
	    "the proportion of", NULL) > 0);
}

static bool
compared(const char *from, const char *s)
{
	size_t	 i;

	for (i = 0; i < BEFORE && (s = word_before(from, s)) != NULL; i++)
		if (metric_phrase(s, comparisons, NULL) > 0)
			return true;
	return false;
}

static void
keep_words(struct metric_hit *h, const char *from, const char *to)
{
	snprintf(h->words, sizeof(h->words), "%.*s", (int)(to - from), from);
}

/* The longest metric at `s`, one that lacks its number included. */
static size_t
match(const char *s, const struct metric **m, double *param)
{
	size_t	 i, k, n = metric_match(s, m, param);

	for (i = 0; i < sizeof(open_forms) / sizeof(open_forms[0]); i++)
		if ((k = metric_phrase(s, open_forms[i].phrases, NULL)) > n) {
			n = k;
			*m = metric_find(open_forms[i].name);
			*param = NAN;
		}
	return n;
}

bool
metric_is_name(const char *words)
{
	const struct metric	*m = NULL, *first = NULL;
	double			 param;
	size_t			 n;

	for (; words != NULL; words += n, words = word_after(words)) {
		n = match(words, &m, &param);
		if (n == 0 || (first != NULL && m != first))
			return false;
		first = m;
	}
	return first != NULL;
}

/* The word behind a metric that makes another noun of both: "Gini stability
 * metric"; NULL: there is none. */
static const char *
compound_noun(const char *rest, size_t *len)
{
	const char	*next = word_after(rest);

	if (next == NULL || metric_phrase(rest, harmless, NULL) > 0 ||
	    metric_phrase(rest, fillers, NULL) > 0 ||
	    metric_phrase(rest, "value|values", NULL) > 0 ||
	    metric_phrase(next, "metric|score|index|measure|statistic",
	    NULL) == 0)
		return NULL;
	*len = (size_t)(next - rest) - 1;
	return rest;
}

/* Do the words only say again what the metric is? */
static bool
says_again(const struct metric *m, const char *words)
{
	if (strcmp(m->name, "log_loss") == 0)
		return metric_phrase(words, "of the log likelihood", NULL) > 0;
	return strstr(m->name, "weighted") != NULL &&
	    metric_phrase(words, "weighted", NULL) > 0;
}

/* Look at the metric at `s` (n bytes) of a sentence. */
static void
add_hit(struct metric_hits *f, const char *from, const char *s, size_t n,
    const struct metric *m, double param, bool primary)
{
	const char		*before = qualified(from, s, m), *after, *rest;
	const char		*odd = before == NULL ? strange(from, s) : NULL;
	const struct metric	*next;
	struct metric_hit		*h;
	double			 number;
	size_t			 len = 0;

	/* "Accuracy" is also what people say when they mean quality. */
	if (n == 8 && strncmp(s, "accuracy", 8) == 0 && !cued(from, s, n))
		return;
	if (compared(from, s))
		return;
	grow(&f->v, &f->cap, f->n + 1, sizeof(*f->v));
	rest = s[n] == ' ' ? s + n + 1 : NULL;
	after = metric_among(rest, AFTER, postpositions, &len);
	if (after == NULL && rest != NULL)
		after = compound_noun(rest, &len);
	if (after == NULL && !is_f(m))
		after = metric_among(rest, 1, averages, &len);
	if (after != NULL && (match(after, &next, &number) > len ||
	    says_again(m, after)))
		after = NULL;		/* it belongs to the next metric */
	h = &f->v[f->n++];
	*h = (struct metric_hit){ .m = m, .param = param, .primary = primary,
	    .plain = before == NULL && after == NULL, .strange = odd != NULL };
	keep_words(h, before != NULL ? before : odd != NULL ? odd : s,
	    after != NULL ? after + len : s + n);
}

/* Is there nothing between the two metrics but "and"? */
static bool
joined(const char *end, const char *s)
{
	bool	 any = false;

	if (end == NULL || *end != ' ')
		return false;
	for (end++; end < s; end = word_after(end)) {
		if (metric_phrase(end, "the|a|its|then|also", NULL) > 0)
			continue;
		if (metric_phrase(end, "and|or|plus|versus|vs", NULL) == 0)
			return false;
		any = true;
	}
	return any;
}

/* Compare the last two hits, the first of which ends at `end`: "MSE and RMSE"
 * are two, "F1 for A and the F1 for B" is a mean of two. */
static void
pair(struct metric_hits *f, const char *end, const char *s, size_t n)
{
	struct metric_hit	*h;
	size_t			 len;

	if (f->n < 2)
		return;
	h = &f->v[f->n - 2];
	if (h[0].m != h[1].m)
		h[0].joined = h[1].joined = joined(end, s);
	else if (f->part == NULL && end != NULL && *end == ' ' &&
	    s[n] == ' ' && metric_phrase(end + 1, "for|on", NULL) > 0 &&
	    metric_phrase(s + n + 1, "for|on", NULL) > 0 &&
	    metric_among(end, 12, "and", &len) != NULL) {
		f->part = end + 1;
		f->part_len = (size_t)(s - end - 1) + n;
	}
}

static size_t
words_between(const char *from, const char *s)
{
	size_t	 n = 0;

	for (; from < s; from++)
		n += *from == ' ';
	return n;
}

/* Add the metric at `s`, and what splits the rows beside it. */
static void
add(struct metric_hits *f, const char *from, const char *s, size_t n,
    const struct metric *m, double param, bool primary, const char **end)
{
	size_t	 before = f->n;

	add_hit(f, from, s, n, m, param, primary);
	if (f->n == before)
		return;
	pair(f, *end, s, n);
	*end = s + n;
	if (f->split == NULL && s[n] == ' ')
		f->split = metric_split(s + n + 1, AFTER, &f->split_len);
	if (f->split == NULL)
		f->split = metric_split(from, words_between(from, s),
		    &f->split_len);
	if (f->split == NULL && (m->flags & METRIC_EVEN))
		f->split = metric_among(from, words_between(from, s),
		    "for each row|for every row|per row", &f->split_len);
}

void
metric_scan(struct metric_hits *f, const char *sentence)
{
	const char		*end = NULL;
	const struct metric	*m = NULL;
	const char		*s = sentence, *from = sentence, *part = NULL;
	bool			 primary = metric_about_scores(sentence,
				    strlen(sentence));
	double			 param = NAN;
	size_t			 n, k, part_len = 0;

	if (metric_among(s, (size_t)-1, others, &n) != NULL)
		return;
	for (; s != NULL && *s != '\0'; s = word_after(s)) {
		if (part == NULL &&
		    (part_len = metric_phrase(s, compounds, NULL)) > 0)
			part = s;
		n = match(s, &m, &param);
		k = metric_phrase(s, foreign, NULL);
		if (k > n && f->other == NULL) {
			f->other = s;
			f->other_len = k;
		}
		if (n > 0 && n >= k)
			add(f, from, s, n, m, param, primary, &end);
		else if (f->split == NULL)
			f->split = metric_split_verb(s, &f->split_len);
		if ((n = n > k ? n : k) > 0) {
			s += n - 1;
			/* The words before one do not speak of the next. */
			from = s + (s[1] == ' ' ? 2 : 1);
		}
	}
	if (part != NULL && f->part == NULL && (primary || from != sentence ||
	    metric_phrase(part, alone, NULL) > 0)) {
		f->part = part;
		f->part_len = part_len;
	}
}
