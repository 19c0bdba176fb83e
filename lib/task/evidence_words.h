/*
 * evidence_words.h: what the words of a claim say that a program can check.
 */
#ifndef HCC_TASK_EVIDENCE_WORDS_H
#define HCC_TASK_EVIDENCE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Lists are "one|two words|stem*"; case does not matter. The place of the
 * first of them that stands in `s` as words, or NULL. */
const char	*words_find(const char *s, const char *list);
/* What a sentence says of a change. */
enum said { SAID_NOTHING, SAID_BETTER, SAID_WORSE, SAID_NOT_BETTER,
    SAID_NOT_WORSE, SAID_NOISE, SAID_BEYOND };
enum said	 words_comparison(const char *s);
/* Does it say that something failed? */
bool		 words_failure(const char *s);
/* What a claim that begins so is: advice to go on with something, advice
 * against it, or neither. */
enum advice { ADVICE_NONE, ADVICE_FOR, ADVICE_AGAINST };
enum advice	 words_advice(const char *s);
/* Does it go on with what a run did or had? */
bool		 words_verb(const char *s);
/* Words that go beyond what a run can show (always, never, doubled), a reason
 * or an intention; the list that one of them is in, or NULL. */
const char	*words_general(const char *s);
/* The same; those that stand in `text` with the word behind them are names, as
 * "all columns", and blanked. */
const char	*words_claimed_general(char *s, const char *text);
/* Does the text before a number, which ends at `at`, name it as a score or as
 * a change of one? `metric`: of the task. */
bool		 words_score(const char *start, const char *at,
		    const char *metric);
/* A method or library that `s` names and of which none of the texts has a
 * trace: its name in `name`. Libraries are looked for in `program` alone, if
 * there is one; methods in `prose` too. */
bool		 words_absent(const char *s, const char *program,
		    const char *prose, char *name, size_t n);
/* Is it what a score, or a change of one, is called? */
bool		 words_of_score(const char *word, const char *metric);
/* Is it a word that every report has, and that says nothing by itself? */
bool		 words_neutral(const char *word, const char *metric);
/* The first word of `s` that no report needs, that names no method and that
 * `text` does not have, or a "not" that no check understands: whoever uses it
 * says more than was checked. `s` is changed. */
bool		 words_foreign(char *s, const char *text,
		    const char *metric, char *word, size_t size);
/* The next name of a thing of the data or the program from *at on: a word with
 * an underscore or a capital inside; false: none. */
bool		 words_identifier(const char **at, char *name, size_t n);
/* Replace what stands in `text` by blanks, wherever `part` does. */
void		 words_blank(char *text, const char *part);

#endif
