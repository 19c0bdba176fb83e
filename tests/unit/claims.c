/*
 * claims.c: claims made from one pattern are told apart by what they are
 * about.
 */
#include "tap.h"
#include "wisdom/claims.h"

static const char *const models[] = { "Ridge", "Lasso",
    "Support vector machine with a Gaussian kernel",
    "Support vector machine on pixels", "Random forest", "Extra trees",
    "Histogram gradient boosting", "Stochastic gradient boosting",
    "Blend of seven models", "Nearest neighbours with groups, crosses",
    "Multi-layer perceptron", "Naive Bayes on words and letters" };
#define N (sizeof(models) / sizeof(models[0]))

/* What the shipped brain says of a run. */
static void
claim(char *out, size_t n, size_t model, int good)
{
	snprintf(out, n, "%s reached 0.%zu12, %s than the 0.5%d of the "
	    "solution it was built on", models[model], model + 3, good ?
	    "better" : "no better", good);
}

/* The least similarity of claims about one model, the greatest of others, when
 * the base has claims about the first `known` models. */
static void
spread(size_t known, double *least, double *greatest)
{
	struct claims	 c = CLAIMS_INIT;
	char		 text[300];
	jv		 words[2 * N];
	double		 s;
	size_t		 i, k;

	for (i = 0; i < 2 * known; i++) {
		claim(text, sizeof(text), i / 2, i % 2);
		words[i] = claims_words(text);
		claims_add(&c, words[i]);
	}
	*least = 1;
	*greatest = 0;
	for (i = 0; i < 2 * known; i += 2)
		for (k = 1; k < 2 * known; k += 2) {
			s = claims_similarity(&c, words[i], words[k]);
			if (i / 2 == k / 2)
				*least = s < *least ? s : *least;
			else
				*greatest = s > *greatest ? s : *greatest;
		}
	for (i = 0; i < 2 * known; i++)
		jv_free(words[i]);
	claims_release(&c);
}

int
main(void)
{
	struct claims	 c = CLAIMS_INIT;
	double		 least, greatest;
	char		 name[60];
	size_t		 known;
	jv		 a, b;

	for (known = 2; known <= N; known += 5) {
		spread(known, &least, &greatest);
		printf("# of %zu: %g, %g\n", known, least, greatest);
		snprintf(name, sizeof(name), "claims about %zu models are "
		    "told apart", known);
		OK(name, least > 0.6 && greatest < 0.5);
	}
	a = claims_words("Log-loss 0.25, 3x: GREEN green");
	b = claims_words("green; loss log");
	claims_add(&c, a);
	claims_add(&c, b);
	IS_NUM("figures, case and order do not count", 1,
	    claims_similarity(&c, a, b), 1e-9);
	jv_free(b);
	b = claims_words("1.5 2");
	IS_NUM("claims without words are like no other",
	    0, claims_similarity(&c, a, b), 0);
	IS_NUM("two claims without words are not alike",
	    0, claims_similarity(&c, b, b), 0);
	jv_free(a);
	jv_free(b);
	claims_release(&c);
	return tap_done();
}
