/*
 * words.c: what the words of a claim say.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "task/evidence_words.h"

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

static void
finding(void)
{
	static const char	 s[] = "A Bridge: gradient boosting; ridge";

	OK("a word is found as a word, not in another",
	    words_find(s, "ridge") == s + strlen(s) - 5);
	OK("a word that ends otherwise is another",
	    words_find(s, "boost") == NULL);
	OK("a stem is found with any end, whatever its case",
	    words_find(s, "BOOST*") == strstr(s, "boosting"));
	OK("two words are found as they stand",
	    words_find(s, "tree|gradient boosting") == strstr(s, "gradient"));
	OK("of a list that is empty nothing is found",
	    words_find(s, "") == NULL);
}

static void
comparisons(void)
{
	static const struct {
		const char	*s;
		enum said	 said;
	} cases[] = {
		{ "a forest of 300 trees", SAID_NOTHING },
		{ "it beat the base", SAID_BETTER },
		{ "the forest helped", SAID_BETTER },
		{ "it did not beat the base", SAID_NOT_BETTER },
		{ "the score got worse", SAID_WORSE },
		{ "smoothing hurt", SAID_WORSE },
		{ "it is no worse than the base", SAID_NOT_WORSE },
		{ "the change lies beyond its interval", SAID_BEYOND },
		{ "the change is significant", SAID_BEYOND },
		{ "the change is not beyond the noise", SAID_NOISE },
		{ "it improved within the noise", SAID_NOISE },
		{ "it made no difference, better or worse", SAID_NOISE },
		/* Which "not" is meant. */
		{ "trees were not the reason, it improved", SAID_BETTER },
		{ "never: it improved", SAID_BETTER },
		{ "x not a b c d improved", SAID_NOT_BETTER },
		{ "x not a b c d e improved", SAID_BETTER },
		{ "nothing improved", SAID_NOT_BETTER },
	};
	size_t	 i;

	for (i = 0; i < LEN(cases); i++)
		IS_NUM(cases[i].s, cases[i].said,
		    words_comparison(cases[i].s), 0);
}

static void
failures(void)
{
	OK("\"failed\" says that something failed",
	    words_failure("attempt 2 failed"));
	OK("so does \"timed out\"", words_failure("all runs timed out"));
	OK("what never failed did not", !words_failure("it never failed"));
	OK("what is slow did not", !words_failure("it is slow"));
}

static void
advice(void)
{
	static const struct {
		const char	*s;
		enum advice	 advice;
	} cases[] = {
		{ "Avoid kernels", ADVICE_AGAINST },
		{ "do not repeat kernels", ADVICE_AGAINST },
		{ "Prefer forests", ADVICE_FOR },
		{ "build on the forest", ADVICE_FOR },
		{ "Kernels are what to avoid", ADVICE_NONE },
		{ "forests, use them", ADVICE_NONE },
		{ "Keep C 1 instead of 8", ADVICE_NONE },
	};
	size_t	 i;

	for (i = 0; i < LEN(cases); i++)
		IS_NUM(cases[i].s, cases[i].advice, words_advice(cases[i].s),
		    0);
}

static const char *
claimed(const char *s, const char *text)
{
	static char	 copy[80];

	snprintf(copy, sizeof(copy), "%s", s);
	return words_claimed_general(copy, text);
}

static void
general(void)
{
	static const char *const beyond[] = { "a forest always wins",
	    "the best of them", "it doubled", "each model has it",
	    "because of the trees" };
	size_t	 i;

	for (i = 0; i < LEN(beyond); i++)
		OK(beyond[i], words_general(beyond[i]) != NULL);
	OK("a run can show a score", words_general("it reached 0.8") == NULL);
	OK("and what a log names so, with the word behind it",
	    claimed("all columns had 0.8", "all columns: 0.8") == NULL);
	OK("no other word of it is one", claimed("all trees had 0.8",
	    "all columns: 0.8") != NULL);
	OK("nor is one by itself", claimed("0.8 is all", "all columns: 0.8 "
	    "is all") != NULL);
}

/* The number is the last word of each. */
static void
scores(void)
{
	static const struct {
		const char	*s;
		bool		 score;
	} cases[] = {
		{ "the forest reached 0.8", true },
		{ "an accuracy of about 0.8", true },
		{ "a quality of 0.8", true },
		{ "Accuracy. 0.8", true },
		{ "a depth of 0.8", false },
		{ "a rate of the 0.8", false },
		{ "improved it, depth 0.8", false },
		{ "it scored; with 0.8", false },
		{ "it scored 7 0.8", false },
		{ " 0.8", false },
		{ "0.8", false },
		{ "reached by a-word-of-no-use 0.8", false },
	};
	const char	*s, *at;
	size_t		 i;

	for (i = 0; i < LEN(cases); i++) {
		s = cases[i].s;
		at = s + strlen(s) - 3;
		OK(s, words_score(s, at, "quality") == cases[i].score);
	}
}

static void
methods(void)
{
	/* Imports show these; that a title names them does not. */
	static const char *const libraries[] = { "xgboost", "lightgbm",
	    "catboost", "torch", "keras", "transformers", "smote", "tabnet",
	    "optuna", "fasttext", "resnet", "lstm", "mlp", "forest",
	    "boosting", "svm", "ridge", "lasso" };
	/* These a program has by other names as well. */
	static const char *const named[] = { "logistic", "knn", "bayes",
	    "gaussian process", "stack", "blend", "target encoding", "pca",
	    "tf-idf", "oversampling", "augmentation", "pseudo-label",
	    "early stopping" };
	char	 name[40], s[80];
	size_t	 i;

	for (i = 0; i < LEN(libraries); i++) {
		snprintf(s, sizeof(s), "a program shows %s, not a title",
		    libraries[i]);
		OK(s, words_absent(s, "import os", libraries[i], name,
		    sizeof(name)) && strcmp(name, libraries[i]) == 0 &&
		    !words_absent(s, libraries[i], "", name, sizeof(name)));
		OK("without a program a title does",
		    !words_absent(s, "", libraries[i], name, sizeof(name)));
	}
	for (i = 0; i < LEN(named); i++) {
		snprintf(s, sizeof(s), "a title shows %s as well", named[i]);
		OK(s, words_absent(s, "import os", "Title", name,
		    sizeof(name)) && !words_absent(s, "import os", named[i],
		    name, sizeof(name)) &&
		    !words_absent(s, named[i], "", name, sizeof(name)));
	}
	OK("a library has classes of other names", !words_absent(
	    "the SVM reached 0.8", "from sklearn.svm import NuSVC", "", name,
	    sizeof(name)));
	OK("all of a name is told", words_absent("a k-NN won", "x", "y", name,
	    sizeof(name)) && strcmp(name, "k-NN") == 0);
	OK("so is what a stem ends with", words_absent(
	    "Pseudo-labelling won", "x", "y", name, sizeof(name)) &&
	    strcmp(name, "Pseudo-labelling") == 0);
	OK("what names no method lacks none", !words_absent("it won", "x", "y",
	    name, sizeof(name)));
}

static void
foreign(void)
{
	static const struct {
		const char	*s, *text, *word;
	} cases[] = {
		{ "the run reached 0.8, better than its base", "x", "" },
		{ "a quantum leap", "x", "quantum" },
		{ "a quantum leap", "quantum leap", "" },
		{ "the quality is 0.8", "x", "" },
		{ "where it is left out it uses 0.8, with unknown noise", "out",
		    "" },
		{ "the forest won", "to win", "won" },
		{ "the model's score", "x", "" },
		{ "smoothed", "by smoothing", "" },
		{ "ties", "tied", "" },
		{ "fed", "fast", "fed" },
		{ "it was fed", "fed", "" },
		{ "with max_depth and MaxDepth and x2y", "x", "" },
		{ "on a CPU", "x", "CPU" },
		{ "C of b", "x", "" },
		/* A "not" is understood, or said by the text, or foreign. */
		{ "it did not help", "x", "" },
		{ "it did not converge", "x", "not" },
		{ "it did not converge", "it did not converge", "" },
		{ "No, it converged", "it converged", "No" },
		{ "a forest without weights", "without weights", "" },
		{ "a forest without weights", "weights", "without" },
	};
	char	 s[80], word[40], name[120];
	size_t	 i;
	bool	 is;

	for (i = 0; i < LEN(cases); i++) {
		snprintf(s, sizeof(s), "%s", cases[i].s);
		is = words_foreign(s, cases[i].text, "quality", word,
		    sizeof(word));
		snprintf(name, sizeof(name), "foreign to '%s': %s",
		    cases[i].text, cases[i].s);
		IS_STR(name, cases[i].word, is ? word : "");
	}
}

static void
identifiers(void)
{
	static const char	 s[] = "it iPhone mAcro max_depth _x x_ a__b "
				    "a_name_that_is_too_long Of numLeaves";
	const char		*at = s;
	char			 name[16], all[80] = "";

	while (words_identifier(&at, name, sizeof(name)))
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s ",
		    name);
	IS_STR("names have an underscore or a capital inside, and fit",
	    "iPhone max_depth a__b numLeaves ", all);
}

static void
blanks(void)
{
	char	 s[] = "Forest, and the Forest of C";

	words_blank(s, "Forest");
	IS_STR("a title is blanked wherever it stands",
	    "      , and the        of C", s);
	words_blank(s, "of");
	IS_STR("a title of two letters is none",
	    "      , and the        of C", s);
	words_blank(s, "and");
	IS_STR("one of three is", "      ,     the        of C", s);
}

int
main(void)
{
	finding();
	comparisons();
	failures();
	advice();
	general();
	scores();
	methods();
	foreign();
	identifiers();
	blanks();
	return tap_done();
}
