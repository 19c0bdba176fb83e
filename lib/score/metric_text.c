/*
 * metric_text.c: which metric does a description ask for?
 *
 * In its sentences about scores (metric_sentences.c) the longest phrases of the
 * metric table are found. What is found is taken only when it stands alone: a
 * word beside it that makes it another metric ("weighted", "partial", "log of
 * the"), a metric that is known by name only ("dice") or a second one make the
 * caller ask.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "score/metric_internal.h"

#define BEFORE 5		/* words that are looked at before a metric .. */
#define AFTER 4			/* .. and after it */

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
    "fuzzy|thresholded|calibrated|balanced|stratified|sum of|time dependent";
/* The same behind it. */
static const char postpositions[] =
    "of the log|of the logarithm|of the logs|of log|on the log|in log|"
    "between log|between the log|log scale|log transformed|log of|"
    "of the cube|of the square root|of the square roots|cube root|"
    "of the roots|not|is not|isn|weighted|with weights|with weight|with sample|"
    "modified|normalized|normalised|divided|multiplied|scaled|relative to|"
    "in percent|as a percentage|above|below|up to|over groups|per group|"
    "per type|for each type|for each group|by group|within each|by type|"
    "at a false|at false|at fpr|at fixed|restricted|at iou|minus|times|plus|"
    "averaged over the samples|averaged over samples|over samples|orders|"
    "orderings|permutations|sequences|curves|masks|boxes|bounding boxes|"
    "skill|ratio|gain|improvement|uplift|with beta|where beta|ignoring|"
    "that ignores|excluding|except|capped|rounded|at the level|per user|"
    "per store|per customer|per patient|per subject|per day|"
    "per region|per series|per session|for each user|for each store|"
    "for each customer|for each patient|for each subject|"
    "for each day|for each region|for each series|for each session|"
    "of the worst|of the best|in degrees";
/* A sentence that names a metric of something else than submissions. */
static const char others[] =
    "last year|last edition|previous edition|earlier edition|baseline|"
    "benchmark|state of the art|our model|our current model|our tests|"
    "our experiments|winner of|winning|winners";
/* Others behind it, but for F, where they say which. */
static const char averages[] = "macro|micro|macro averaged|micro averaged";
/* What follows is there for comparison only. */
static const char comparisons[] =
    "such as|over other|other than|compared to|compared with|for example|"
    "similar to|analogous to|equivalent to|equals|equal to|like";
/* "mean f1" is the mean over rows, or over classes. */
static const char f_means[] = "mean|average|averaged";
#define WEIGHTINGS "weights of|own weight|class weights|different weights"
/* These make any metric of the section a part of another. */
static const char compounds[] =
    "submetric|submetrics|sub metric|sub metrics|combines|combining|"
    "combination of|are combined|is combined|newly developed|custom metric|"
    "custom score|custom scoring|modified version|modified form|"
    "slightly modified|variant of|variation of|two metrics|both metrics|"
    "several metrics|multiple metrics|three metrics|diverges from|"
    "differs from the|deviates from|also report|also reported|"
    "also reports|also measure|additionally|secondary metric|tie breaker|"
    "ties are broken|instead of|rather than|novel metric|own metric|"
    "plus the|divided by the total|normalized by the total|power mean|"
    "generalized mean|weighted average of the|weighted sum of|"
    "weighted mean of the|weighted combination|product of|bonus|penalty|"
    "two measures|three measures|both measures|two components|"
    "three components|two parts|two scores|bounding boxes|true boxes|"
    "predicted boxes|segmentation masks|unseen classes|averaged over the|"
    "averaged across the|average over the|mean over the|circle|modulo|"
    "better of|worse of|larger of|smaller of|minimum of|maximum of|"
    WEIGHTINGS;
/* Of these, the ones that do so in a sentence that names no metric. */
static const char weightings[] = WEIGHTINGS;
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
    "tweedie|fleiss kappa|fleiss|krippendorff|hamming";
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
    "by|on|using|is|are|as|metric|metrics|score|scored|evaluation|use|uses|used|"
    "via|with|evaluated|their|our|called|named|maximize|minimize|"
    "optimize|overall|prediction|performance|criterion|in terms of|based";
/* Words between a cue and the metric it names. */
static const char fillers[] =
    "the|a|an|simple|plain|mean|average|standard|usual|well|known|its|your|"
    "overall|prediction|model|test|total|of|basis|based|categorical|top|"
    "catagorization|following|metric|score|measure|just|simply";

/* A metric found in the text. */
struct hit {
	const struct metric	*m;
	double			 param;
	bool			 primary;	/* "scored by" it */
	bool			 plain;		/* nothing makes it another */
	bool			 strange;	/* but a word before it might */
	char			 words[80];	/* it, with what makes it so */
};

struct found {
	struct hit	*v;
	size_t		 n, cap;
	const char	*other;		/* a metric known by name only .. */
	size_t		 other_len;
	const char	*part;		/* .. or words that make it a part */
	size_t		 part_len;
};

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

/* The first of the phrases in the words from `s` on, at most `max` of them. */
static const char *
among(const char *s, size_t max, const char *phrases, size_t *len)
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
		/* What is beyond another metric belongs to that one. */
		if (metric_phrase(w, "and|or|but|then", NULL) > 0)
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
	/* The whole sentence, or the subject of one. */
	return s[n] == '\0' ? w == NULL : metric_phrase(s + n + 1,
	    "is|will|metric|score|counts|decides", NULL) > 0;
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
keep_words(struct hit *h, const char *from, const char *to)
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

/* Is the sentence nothing but the name of a metric ("RMSE.")? */
bool
metric_is_name(const char *words)
{
	const struct metric	*m = NULL;
	double			 param;
	size_t			 n = match(words, &m, &param);

	return n > 0 && words[n] == '\0';
}

/* Look at the metric at `s` (n bytes) of a sentence. */
static void
add_hit(struct found *f, const char *from, const char *s, size_t n,
    const struct metric *m, double param, bool primary)
{
	const char		*before = qualified(from, s, m), *after, *rest;
	const char		*odd = before == NULL ? strange(from, s) : NULL;
	const struct metric	*next;
	struct hit		*h;
	double			 number;
	size_t			 len = 0;

	/* "Accuracy" is also what people say when they mean quality. */
	if (n == 8 && strncmp(s, "accuracy", 8) == 0 && !cued(from, s, n))
		return;
	if (compared(from, s))
		return;
	grow(&f->v, &f->cap, f->n + 1, sizeof(*f->v));
	rest = s[n] == ' ' ? s + n + 1 : NULL;
	after = among(rest, AFTER, postpositions, &len);
	if (after == NULL && !is_f(m))
		after = among(rest, 1, averages, &len);
	if (after != NULL && match(after, &next, &number) > len)
		after = NULL;		/* it belongs to the next metric */
	h = &f->v[f->n++];
	*h = (struct hit){ m, param, primary, before == NULL && after == NULL,
	    odd != NULL, "" };
	keep_words(h, before != NULL ? before : odd != NULL ? odd : s,
	    after != NULL ? after + len : s + n);
}

/* All metrics of one sentence. */
static void
scan_sentence(struct found *f, const char *sentence)
{
	const struct metric	*m = NULL;
	const char		*s = sentence, *from = sentence, *part = NULL;
	bool			 primary = metric_about_scores(sentence,
				    strlen(sentence));
	double			 param = NAN;
	size_t			 n, k, part_len = 0;

	if (among(s, (size_t)-1, others, &n) != NULL)
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
			add_hit(f, from, s, n, m, param, primary);
		if ((n = n > k ? n : k) > 0) {
			s += n - 1;
			/* The words before one do not speak of the next. */
			from = s + (s[1] == ' ' ? 2 : 1);
		}
	}
	if (part != NULL && f->part == NULL && (primary || from != sentence ||
	    metric_phrase(part, weightings, NULL) > 0)) {
		f->part = part;
		f->part_len = part_len;
	}
}

/* Does one of the phrases stand anywhere in the sentences? */
static bool
mentions(const char *s, const char *phrases)
{
	size_t	 len;

	for (; *s != '\0'; s += strlen(s) + 1)
		if (among(s, (size_t)-1, phrases, &len) != NULL)
			return true;
	return false;
}

/* `from` is what the words say at first sight; `to` is meant when `to` itself
 * or one of the words stands beside it. */
static const struct refine {
	const char	*from, *to, *words;
} refinements[] = {
	{ "auc", "auc_ovr", "one vs rest|one versus rest|one vs the rest|"
	  "one vs all|ovr|multi class|multiclass" },
	{ "f1", "f1_macro", "macro|macro averaged" },
	{ "f1", "f1_micro", "micro|micro averaged" },
	{ "f1", "f1_weighted", "" },
	{ "f1", "f1_samples", "" },
	{ "rmse", "rmsle", "logarithm|logarithms" },
	{ "msle", "rmsle", "" },
	{ "mse", "rmse", "" },
	{ "mse", "brier", "" },
	{ "mape", "smape", "" },
	{ "rmse", "rmspe", "" },
	{ "accuracy", "balanced_accuracy", "" },
	{ "kappa", "qwk", "quadratic|quadratically" },
	{ "average_precision", "map@k", "" },
	{ "jaccard", "word_jaccard", "word level" },
	{ "pearson", "spearman", "" },
};

static struct hit *
find_hit(struct found *f, const char *name)
{
	size_t	 i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->v[i].m->name, name) == 0)
			return &f->v[i];
	return NULL;
}

/* Turn hits into what is meant. The words that go with the first sight (log
 * of, weighted) do not count against what they say. */
static void
refine(struct found *f, const char *text)
{
	const struct refine	*r;
	struct hit		*to, *h;
	size_t			 i, j;

	for (i = 0; i < sizeof(refinements) / sizeof(refinements[0]); i++) {
		r = &refinements[i];
		if (find_hit(f, r->from) == NULL)
			continue;
		to = find_hit(f, r->to);
		if (to == NULL && !mentions(text, r->words))
			continue;
		for (j = 0; j < f->n; j++) {
			h = &f->v[j];
			if (strcmp(h->m->name, r->from) != 0)
				continue;
			h->plain = true;
			h->m = metric_find(r->to);
			h->param = to == NULL ? h->m->param : to->param;
		}
	}
}

/* "NDCG, as NDCG@5": the number that is said once goes for all. */
static void
share_numbers(struct found *f)
{
	size_t	 i, j;

	for (i = 0; i < f->n; i++)
		for (j = 0; j < f->n && isnan(f->v[i].param); j++)
			if (f->v[j].m == f->v[i].m)
				f->v[i].param = f->v[j].param;
}

static bool
same(const struct hit *a, const struct hit *b)
{
	return a->m == b->m && (a->param == b->param ||
	    (isnan(a->param) && isnan(b->param)));
}

/* How many metrics the hits name; primary: those that cues name only. */
static size_t
distinct(const struct found *f, bool primary)
{
	size_t	 i, j, n = 0;

	for (i = 0; i < f->n; i++) {
		if (primary && !f->v[i].primary)
			continue;
		for (j = 0; j < i; j++)
			if ((!primary || f->v[j].primary) &&
			    same(&f->v[j], &f->v[i]))
				break;
		n += j == i;
	}
	return n;
}

/* The names of all metrics, each once. */
static void
list_names(const struct found *f, struct buf *out)
{
	size_t	 i, j;

	for (i = 0; i < f->n; i++) {
		for (j = 0; j < i && !same(&f->v[j], &f->v[i]); j++)
			;
		if (j < i)
			continue;
		buf_adds(out, i == 0 ? "" : ", ");
		metric_name(f->v[i].m, f->v[i].param, out);
	}
}

/* The one metric of the hits, or NULL and why there is none. */
static const struct hit *
decide(struct found *f, struct buf *why)
{
	bool		 primary = distinct(f, false) > 1 &&
			    distinct(f, true) > 0;
	const struct hit *one = NULL, *odd = NULL;
	size_t		 i;

	for (i = 0; i < f->n; i++) {
		if (primary && !f->v[i].primary)
			continue;
		if (one == NULL) {
			one = &f->v[i];
			odd = one->strange ? one : NULL;
		}
		if (!f->v[i].plain && odd == NULL)
			odd = &f->v[i];
	}
	if (one == NULL && f->other == NULL)
		buf_adds(why, "names no metric that is known");
	else if (one == NULL)
		buf_addf(why, "names '%.*s', which is unknown",
		    (int)f->other_len, f->other);
	else if (distinct(f, primary) > 1) {
		buf_adds(why, "names several metrics: ");
		list_names(f, why);
	} else if (odd != NULL)
		buf_addf(why, "has '%s', which may not be %s",
		    odd->words, one->m->name);
	else if (f->other != NULL)
		buf_addf(why, "names %s, but also '%.*s'", one->m->name,
		    (int)f->other_len, f->other);
	else if (f->part != NULL)
		buf_addf(why, "names %s, but says '%.*s'", one->m->name,
		    (int)f->part_len, f->part);
	else if (one->m->arg != NULL && isnan(one->param))
		buf_addf(why, "names %s without its number", one->m->name);
	else
		return one;
	return NULL;
}

bool
metric_recognise(const char *text, struct buf *name, struct buf *why)
{
	struct found		 f = { 0 };
	struct buf		 b = BUF_INIT;
	const struct hit	*hit;
	const char		*s;

	metric_sentences(&b, text);
	for (s = b.p; *s != '\0'; s += strlen(s) + 1)
		scan_sentence(&f, s);
	share_numbers(&f);
	refine(&f, b.p);
	if ((hit = decide(&f, why)) != NULL)
		metric_name(hit->m, hit->param, name);
	free(f.v);
	buf_release(&b);
	return hit != NULL;
}
