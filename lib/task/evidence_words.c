/*
 * evidence_words.c: the words of claims.
 *
 * Lists of English stems, not a grammar: what they miss makes a claim
 * unchecked or unverified, never verified by itself.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "task/evidence_words.h"

/* The next alternative of a list: its length; *list moves behind it. */
static size_t
next_choice(const char **list, const char **word, bool *stem)
{
	size_t	 n = strcspn(*list, "|");

	*word = *list;
	*list += n + ((*list)[n] == '|');
	*stem = n > 0 && (*word)[n - 1] == '*';
	return n - *stem;
}

const char *
words_find(const char *s, const char *list)
{
	const char	*w, *p;
	size_t		 n;
	bool		 stem;

	while ((n = next_choice(&list, &w, &stem)) > 0)
		for (p = s; *p != '\0'; p++)
			if (strncasecmp(p, w, n) == 0 &&
			    (p == s || !text_word_char(p[-1])) &&
			    (stem || !text_word_char(p[n])))
				return p;
	return NULL;
}

/* Is a word before `at` in the same sentence a "not", at most four back? */
static bool
negated(const char *s, const char *at)
{
	char		 before[80];
	const char	*p = at;
	int		 words;

	for (words = 0; p > s && at - p < 70; p--)
		if (strchr(",;:", p[-1]) != NULL ||
		    (p[-1] == ' ' && p < at && *p != ' ' && ++words == 5))
			break;
	snprintf(before, sizeof(before), "%.*s", (int)(at - p), p);
	return words_find(before, "not|no|never|nothing|none|without|nor|"
	    "didn't|doesn't|don't|cannot|can't|hardly|neither") != NULL;
}

enum said
words_comparison(const char *s)
{
	const char	*at;

	if (words_find(s, "within the noise|within noise|within its noise|"
	    "within the interval|no difference|makes no difference|"
	    "made no difference|equal to|equals|the same|similar to|"
	    "close to|unchanged|no change|identical*") != NULL)
		return SAID_NOISE;
	if ((at = words_find(s, "better|improv*|beat|beats|outperform*|"
	    "gain*|helped|helps|superior|surpass*|exceed*")) != NULL)
		return negated(s, at) ? SAID_NOT_BETTER : SAID_BETTER;
	if ((at = words_find(s, "worse|worsen*|hurt|hurts|harm*|degrad*|"
	    "inferior|deteriorat*")) != NULL)
		return negated(s, at) ? SAID_NOT_WORSE : SAID_WORSE;
	if ((at = words_find(s, "beyond the noise|beyond its noise|"
	    "beyond the interval|beyond its interval|outside the noise|"
	    "outside the interval|significant*")) != NULL)
		return negated(s, at) ? SAID_NOISE : SAID_BEYOND;
	return SAID_NOTHING;
}

bool
words_failure(const char *s)
{
	const char	*at = words_find(s, "failed|fails|crash*|"
			    "did not finish|did not run|ended with|"
			    "ended without|timed out|timeout|"
			    "out of memory|raised an error");

	return at != NULL && !negated(s, at);
}

enum advice
words_advice(const char *s)
{
	static const char	 against[] = "avoid|drop|skip|abandon|stop|"
				    "do not|don't|never";
	static const char	 use[] = "prefer|use|repeat|extend|combine|"
				    "build on|stay with|go on with|continue|"
				    "keep|adopt";

	/* "Keep C 1 instead of 8" is of two settings that one run compares. */
	if (words_find(s, "instead of") != NULL)
		return ADVICE_NONE;
	return words_find(s, against) == s ? ADVICE_AGAINST :
	    words_find(s, use) == s ? ADVICE_FOR : ADVICE_NONE;
}

bool
words_verb(const char *s)
{
	s += strspn(s, " ");
	return words_find(s, "was|is|did|had|took|made|ran|ended|printed|"
	    "reached|scored|achieved|got|gave|lost|gained|improved|hurt|beat|"
	    "failed|crashed|changed") == s;
}

const char *
words_general(const char *s)
{
	static const char *const lists[] = {
		"always|never|every|everything|nobody|nothing else|impossible|"
		"guaranteed|in general|generally|usually|universally|"
		"regardless|any data|any task|all tasks|all data|no other|"
		"must|should|will|would|cannot be|state of the art|useless",
		"best|worst|optimal|ideal|highest|lowest|strongest",
		"doubled|doubles|tripled|halved|twice|thrice|percent|"
		"percentage|half of|half as|by half|a half|a third|a quarter|"
		"a fifth|a tenth|tenfold|hundred|thousand|million",
		"all|each|others|everywhere|none of",
		"because|since|due to|thanks to|therefore|which means|"
		"this shows|this proves|so that",
	};
	size_t	 i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (words_find(s, lists[i]) != NULL)
			return words_find(s, lists[i]);
	return NULL;
}

/* A word and the one behind it, "" if that is too long; its own length. */
static size_t
with_next(const char *at, char *phrase, size_t size)
{
	size_t	 word = strcspn(at, " ,.;:"), n = word;

	if (at[n] == ' ' && text_word_char(at[n + 1]))
		n += 1 + strcspn(at + n + 1, " ,.;:");
	snprintf(phrase, size, "%.*s", n < size ? (int)n : 0, at);
	return word;
}

const char *
words_claimed_general(char *s, const char *text)
{
	const char	*at;
	char		 phrase[80];
	size_t		 n;

	while ((at = words_general(s)) != NULL) {
		n = with_next(at, phrase, sizeof(phrase));
		if (strlen(phrase) <= n || words_find(text, phrase) == NULL)
			break;
		memset(s + (at - s), ' ', n);
	}
	return at;
}

#define FILLERS "a|an|the|of|at|to|about|only|is|was|as|by|around|some|just|" \
	"roughly|nearly|almost|approximately|mean|value|from|with|cv|" \
	"validation|train|training|test|balanced|log|score|even|up|down|" \
	"also|it|its|in"
#define SCORES "reach*|scor*|achiev*|obtain*|attain*|got|gets|gave|gives|" \
	"metric|accuracy|auc|roc_auc|rmse|rmsle|mae|mse|logloss|log_loss|" \
	"loss|f1|kappa|r2|error|improv*|gain*|rais*|better|worse|" \
	"lower*|reduc*|drop*|fell|rose|increas*|decreas*|chang*|lost|cost|" \
	"beat|beats|than|over|against|measured|claimed|auroc|precision|recall"

bool
words_score(const char *start, const char *at, const char *metric)
{
	char		 word[64];
	const char	*p = at, *e;
	bool		 first = true;

	while (p > start) {
		while (p > start && !text_word_char(p[-1])) {
			if (strchr(".;", p[-1]) != NULL && !first)
				return false;
			p--;
		}
		for (e = p; p > start && text_word_char(p[-1]); p--)
			;
		if (e - p == 0 || e - p >= (long)sizeof(word) ||
		    isdigit((unsigned char)*p))
			return false;
		snprintf(word, sizeof(word), "%.*s", (int)(e - p), p);
		if (words_find(word, SCORES) != NULL ||
		    strcasecmp(word, metric) == 0)
			return true;
		if (words_find(word, FILLERS) == NULL)
			return false;
		first = false;
	}
	return false;
}

/* What a method is called, what a program that has it contains, and whether
 * the program alone can show it. */
static const struct {
	const char	*said, *traces;
	bool		 library;
} vocabulary[] = {
	{ "xgboost|xgb", "xgboost|xgb", true },
	{ "lightgbm|lgbm", "lightgbm|lgbm", true },
	{ "catboost", "catboost", true },
	{ "pytorch|torch", "torch", true },
	{ "tensorflow|keras", "tensorflow|keras", true },
	{ "bert|roberta|deberta|distilbert|transformer|transformers",
	  "bert|transformers", true },
	{ "smote", "smote", true },
	{ "tabnet", "tabnet", true },
	{ "optuna", "optuna", true },
	{ "word2vec|glove|fasttext", "word2vec|glove|fasttext|vec", true },
	{ "resnet|efficientnet|vgg|cnn|convolutional",
	  "resnet|efficientnet|vgg|conv", true },
	{ "lstm|gru|recurrent", "lstm|gru|rnn", true },
	{ "neural|net|nets|mlp|perceptron", "neural|mlp|net|torch|keras|"
	  "perceptron", true },
	{ "forest|forests", "forest|ranger", true },
	{ "boosting|boosted|gbm|gbdt|hgb", "boost|gbm|gbdt|hgb", true },
	{ "svm|support vector", "svm|svc|svr|hinge|support vector|"
	  "support_vector", true },
	{ "ridge", "ridge", true },
	{ "lasso", "lasso|elastic|l1", true },
	{ "logistic", "logistic|sgd|linear", false },
	{ "nearest|knn|k-nn", "neighbo|knn", false },
	{ "bayes|bayesian", "bayes|nb", false },
	{ "gaussian process", "gaussian", false },
	{ "stacking|stacked|stack", "stack", false },
	{ "blend|blending|blended|ensemble|voting", "blend|vote|voting|"
	  "ensemble|average|mean(|stack|members|weights", false },
	{ "target encoding", "target_enc|target enc|targetenc|groupby", false },
	{ "pca|principal", "pca|principal", false },
	{ "tf-idf|tfidf", "tfidf|tf-idf|tf_idf|words", false },
	{ "oversampling|undersampling", "sampl", false },
	{ "augmentation|augmented", "augment|flip|rotat", false },
	{ "pseudo-label*|pseudolabel*", "pseudo", false },
	{ "early stopping", "early|stopping|patience", false },
};

/* Does the text hold one of these, in any case? */
static bool
has_any(const char *text, const char *list)
{
	const char	*w, *p;
	size_t		 n;
	bool		 stem;

	while ((n = next_choice(&list, &w, &stem)) > 0)
		for (p = text; *p != '\0'; p++)
			if (strncasecmp(p, w, n) == 0)
				return true;
	return false;
}

bool
words_absent(const char *s, const char *program, const char *prose, char *name,
    size_t n)
{
	const char	*at;
	size_t		 i, k;

	for (i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]); i++) {
		at = words_find(s, vocabulary[i].said);
		if (at == NULL || has_any(program, vocabulary[i].traces))
			continue;
		if ((!vocabulary[i].library || *program == '\0') &&
		    has_any(prose, vocabulary[i].traces))
			continue;
		for (k = 0; text_word_char(at[k]) || at[k] == '-'; k++)
			;
		snprintf(name, n, "%.*s", (int)k, at);
		return true;
	}
	return false;
}

/* Words of a report that say nothing by themselves, beside those of scores and
 * what the checks above understand. None of them tells how, how many, for whom
 * or compared with what: "the sum of two seeds reached 0.7" would say that. */
#define NEUTRAL "this|that|these|those|itself|they|them|their|he|she|we|one|" \
	"where|when|while|whereas|uses|used|using|left|unknown|" \
	"first|last|next|own|and|or|but|on|for|after|then|versus|vs|per|" \
	"which|whose|are|were|be|been|being|has|have|had|having|" \
	"do|does|did|done|here|there|again|still|already|now|once|slightly|" \
	"compared|relative|respectively|model|program|run|runs|ran|" \
	"solution|suggestion*|attempt*|direction*|phase|draft|baseline|base|" \
	"result*|differen*|interval*|noise|confidence|margin|number|" \
	"take|takes|took|need|needs|needed|build|builds|built|make|makes|" \
	"made|keep|use|say|says|said|show|shows|shown|stay|stays|stayed|" \
	"adopted|verified|ended|ends|repaired|prefer|repeat|continue|extend|" \
	"combine|avoid|metric|second|seconds|print|prints|printed|" \
	"more|time"
#define CHECKED "better|improv*|beat|beats|outperform*|gain*|helped|helps|" \
	"superior|surpass*|exceed*|worse*|hurt|hurts|harm*|degrad*|" \
	"inferior|deteriorat*|failed|fails|crash*|timed|timeout|raised|" \
	"error|new|within|equal|equals|similar|close|unchanged|" \
	"identical*|beyond|outside|significant*"

/* What the checks above understand, though a word of it says something else
 * elsewhere. */
static const char *const understood[] = {
	"higher than", "lower than", "greater than", "less than", "more than",
	"the same as", "the same", "not adopted", "never adopted", "no better",
	"not better", "no worse", "not worse", "no gain", "no improvement",
	"did not improve", "did not help", "does not help", "no difference",
	"no change", "no score", "not finish", "not run", "do not repeat",
	"do not use", "do not extend", "do not build", "out of memory",
	"both", "not beyond",
};

/* Blank these phrases in a text. */
static void
blank_understood(char *text)
{
	const char	*at;
	size_t		 i;

	for (i = 0; i < sizeof(understood) / sizeof(understood[0]); i++)
		while ((at = words_find(text, understood[i])) != NULL)
			memset(text + (at - text), ' ', strlen(understood[i]));
}

/* Is the word part of what a method is called? words_absent() has looked for
 * that. */
static bool
is_method(const char *word)
{
	size_t	 i;

	for (i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]); i++)
		if (words_find(vocabulary[i].said, word) != NULL)
			return true;
	return false;
}

/* Does the text have a word with the same stem? */
static bool
has_stem(const char *text, const char *word)
{
	static const char *const ends[] = { "ing", "ed", "es", "ly", "s", "e" };
	char		 stem[72];
	size_t		 i, k, n = strlen(word);

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		k = strlen(ends[i]);
		if (n >= k + 3 && strcasecmp(word + n - k, ends[i]) == 0) {
			n -= k;
			break;
		}
	}
	snprintf(stem, sizeof(stem), "%.*s*", (int)n, word);
	return words_find(text, stem) != NULL;
}

/* A name of the data or the program: words_identifier() looks for it. */
static bool
is_name(const char *word)
{
	size_t	 i;

	for (i = 0; word[i] != '\0'; i++)
		if (word[i] == '_' || isdigit((unsigned char)word[i]) ||
		    (i > 0 && isupper((unsigned char)word[i]) &&
		    islower((unsigned char)word[i - 1])))
			return true;
	return false;
}

/* Does `s` say that something is not so? `word` is by which word. "without x"
 * is a name where `text` has it, and blanked. */
static bool
says_not(char *s, const char *text, char *word, size_t size)
{
	const char	*at;
	char		 phrase[80];
	size_t		 n;

	while ((at = words_find(s, "not|no|never|nothing|none|nor|neither|"
	    "without|hardly|yet|didn't|doesn't|don't|cannot|can't")) != NULL) {
		n = with_next(at, phrase, sizeof(phrase));
		snprintf(word, size, "%.*s", (int)n, at);
		if (*phrase == '\0' || words_find(text, phrase) == NULL)
			return true;
		memset(s + (at - s), ' ', strlen(phrase));
	}
	return false;
}

bool
words_of_score(const char *word, const char *metric)
{
	return words_find(word, SCORES) != NULL ||
	    strcasecmp(word, metric) == 0;
}

bool
words_neutral(const char *word, const char *metric)
{
	return words_find(word, NEUTRAL) != NULL ||
	    words_find(word, FILLERS) != NULL ||
	    words_find(word, SCORES) != NULL ||
	    words_find(word, CHECKED) != NULL || strcasecmp(word, metric) == 0;
}

bool
words_foreign(char *s, const char *text, const char *metric, char *word,
    size_t size)
{
	size_t	 n;

	blank_understood(s);
	if (says_not(s, text, word, size))
		return true;
	for (; *s != '\0'; s += n > 0 ? n : 1) {
		for (n = 0; text_word_char(s[n]) || (n > 0 && s[n] == '\'');)
			n++;
		snprintf(word, size, "%.*s", (int)n, s);
		if (n > 1 && !is_name(word) &&
		    !words_neutral(word, metric) && !is_method(word) &&
		    !has_stem(text, word))
			return true;
	}
	return false;
}

bool
words_identifier(const char **at, char *name, size_t n)
{
	const char	*p = *at;
	size_t		 k, i;
	bool		 is;

	for (; *p != '\0'; p += k > 0 ? k : 1) {
		for (k = 0; text_word_char(p[k]); k++)
			;
		is = false;
		for (i = 1; i + 1 < k && isalpha((unsigned char)*p); i++)
			is = is || (p[i] == '_' && p[i - 1] != '_') ||
			    (islower((unsigned char)p[i - 1]) &&
			    isupper((unsigned char)p[i]) && k > 5);
		if (is && k < n) {
			snprintf(name, n, "%.*s", (int)k, p);
			*at = p + k;
			return true;
		}
	}
	return false;
}

void
words_blank(char *text, const char *part)
{
	size_t	 n = strlen(part);
	char	*p;

	for (p = text; n >= 3 && (p = strstr(p, part)) != NULL; p += n)
		memset(p, ' ', n);
}
