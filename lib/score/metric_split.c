/*
 * metric_split.c: words that say that parts of the rows are scored by
 * themselves and the scores averaged: "the RMSE of each store".
 */
#include "score/metric_internal.h"

static const char splits[] =
    "for each|for every|per|in each|in every|within each|within every|by each|"
    "on each|on every|of each|of every|averaged over|averaged across|"
    "average over|average across|mean over|mean across|mean of each";
/* A score of each of these is what hcc measures .. */
static const char parts[] =
    "column|columns|target|targets|label|labels|class|classes|category|"
    "categories|variable|variables|output|outputs|row|rows|sample|samples|"
    "image|images|picture|pictures|observation|observations|id|ids|example|"
    "examples|instance|instances|item|items|record|records|entry|entries|"
    "case|cases|species|prediction|predictions|tag|tags|question|questions|"
    "text|texts|sentence|sentences|string|strings|submission|submissions|"
    "attribute|attributes|property|properties|word|words|point|points|pixel";
/* .. and of these also when a word says of what kind they are .. */
static const char kinds[] =
    "columns|column|targets|target|labels|label|classes|class|categories|"
    "variables|tags";
/* .. whatever stands before them. */
static const char part_words[] =
    "all|of|the|these|those|our|its|individual|single|predicted|different|"
    "possible|separate|two|three|four|five|six|seven|eight|nine|ten|test|"
    "true|ground|truth|scored|binary|numeric|1|2|3|4|5|6|7|8|9|10|11|12|13|"
    "14|15|16|17|18|19|20";
static const char computes[] =
    "calculated|computed|evaluated|measured|determined|averaged|separately|"
    "independently";

/* Past the word at `s`; its end is that of the sentence at the last. */
static const char *
skip_word(const char *s)
{
	while (*s != ' ' && *s != '\0')
		s++;
	return *s == ' ' ? s + 1 : s;
}

const char *
metric_split(const char *s, size_t max, size_t *len)
{
	const char	*at = metric_among(s, max, splits, len), *noun;

	if (at == NULL)
		return NULL;
	noun = at + *len + (at[*len] == ' ');
	while (metric_phrase(noun, part_words, NULL) > 0)
		noun = skip_word(noun);
	if (metric_phrase(noun, parts, NULL) > 0 ||
	    metric_phrase(skip_word(noun), kinds, NULL) > 0)
		return NULL;
	*len = (size_t)(skip_word(noun) - at);
	*len -= *len > 0 && at[*len - 1] == ' ';
	return at;
}

const char *
metric_split_verb(const char *s, size_t *len)
{
	return metric_phrase(s, computes, NULL) == 0 ? NULL :
	    metric_split(skip_word(s), 2, len);
}
