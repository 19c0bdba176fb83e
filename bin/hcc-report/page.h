/*
 * page.h: HTML, written into a buffer.
 *
 * All text of tasks, models and logs goes through page_text(): nothing that it
 * holds is markup, obeyed by a terminal or shown backwards. The other functions
 * take constant strings.
 */
#ifndef HCC_BIN_REPORT_PAGE_H
#define HCC_BIN_REPORT_PAGE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* The head up to <body>, with the style sheet of share/hcc/report and a policy
 * that allows this sheet and nothing else. */
enum hcc_status	 page_open(struct buf *, const char *title, const char *share,
		    struct hcc_err *);
void		 page_close(struct buf *);

/* Text from outside; NULL is nothing. page_cut: its first bytes. */
void		 page_text(struct buf *, const char *);
void		 page_bytes(struct buf *, const char *, size_t);
void		 page_cut(struct buf *, const char *, size_t most);
/* "0.912"; a dash where there is no number. */
void		 page_number(struct buf *, double);
/* "+0.021 ± 0.006". */
void		 page_change(struct buf *, double change, double interval);
void		 page_seconds(struct buf *, double);
/* <td> with text, a number; classes "n" (numbers) are set. */
void		 page_cell(struct buf *, const char *);
void		 page_cell_number(struct buf *, double);

/* A table, which scrolls where the screen is narrow, up to its first row; the
 * columns are separated by bars. `class` may be "". */
void		 page_table(struct buf *, const char *class,
		    const char *caption, const char *columns);
void		 page_table_end(struct buf *);

#endif
