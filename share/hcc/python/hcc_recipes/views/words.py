"""View for texts: TF-IDF of words and of letters, tables beside them."""
from scipy import sparse

from . import View
from ..features import base_numbers
from ..likeness import compared, sides
from .dense import view_dense
from .topics import vectorizer, vectors_of


def view_words(columns, target, member):
    """Sparse matrix of all rows: words, letters, then the table; of several
    texts that are compared, which words they share instead."""
    if member["compared"] and len(compared(columns)) > 1:
        blocks = [sides(columns, vectorizer(member, "word"))]
    else:
        blocks = vectors_of(columns, member)
    if member["with_table"]:
        if columns.words or len(base_numbers(columns).columns):
            dense = view_dense(columns, target, member).X
            blocks.append(sparse.csr_matrix(0.3 * dense))
    return View(sparse.hstack(blocks).tocsr())
