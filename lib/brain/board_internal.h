/*
 * board_internal.h: private to board*.c: what makes texts of a board the same.
 */
#ifndef HCC_BRAIN_BOARD_INTERNAL_H
#define HCC_BRAIN_BOARD_INTERNAL_H

#include "base/record.h"
#include "brain/board.h"

#define BOARD_SAME_IDEA	0.6	/* share of equal words of two titles */

extern const struct record board_open_record;

/* Append the words of a text in lower case; without ids and numbers that were
 * measured, or without any number. */
void		 board_add_key(struct buf *, const char *, bool numbers);
/* The idea that a title is of; NULL: it is new. */
struct board_idea *board_find_idea(const struct board *, const char *title);
/* Has it run? What was struck before it ran has not. */
bool		 board_was_run(const struct suggestion *);
const char	*board_direction_title(const struct phase *,
		    const struct suggestion *);
/* Add what plans and notes have left open. */
void		 board_add_open(struct board *, const struct state *,
		    const struct note *, size_t n);
/* Once the ideas are sorted: where little is open, go on from the best of
 * them; the greatest gain first. */
void		 board_sort_open(struct board *);

#endif
