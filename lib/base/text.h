/*
 * text.h: lines, blanks and short lists of words.
 */
#ifndef HCC_BASE_TEXT_H
#define HCC_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Is `s` one of the words of a list "one|other|third"? The second ignores the
 * case of ASCII. */
bool	 text_in(const char *s, const char *list);
bool	 text_in_any_case(const char *s, const char *list);
/* Does `s` end, in any case, in one of the words, and not be one? */
bool	 text_ends(const char *s, const char *list);
bool	 text_starts(const char *s, const char *head);
/* Is it a letter or digit of ASCII, or an underscore? */
bool	 text_word_char(char);
/* "" for NULL. */
const char *text_or_empty(const char *);
/* Leave the white space at both ends of s[n] out. */
void	 text_trim(const char **s, size_t *n);
/* The next line of what lies between *at and `end`, without its newline: its
 * start and length; *at moves behind it. False: there is none. */
bool	 text_line(const char **at, const char *end, const char **line,
	    size_t *n);

#endif
