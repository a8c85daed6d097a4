"""The files of the index: each structure with its layout, its writer and its reader side by side.

`sections` holds the rest together: a segment is one file of checked sections. What a search asks of a
segment:

- `terms`      which words are there? Give me those like this one.
- `postings`   which documents hold this word, how much, and where? Laid out in `rare` and `frequent`;
               `members` tells where a stem stands by the forms it stands for. In a segment of a few
               documents both are laid out as in `small`.
- `columns`    what is the date, the source, the length of each document?
- `stored`     what shall I show of this document?
- `segment`    all of these, for some documents.

`packing` is how small numbers are kept in few bits. Nothing here knows what an article is, or imports Whoosh,
except `stock`, which shows a segment to Whoosh's own searcher, as the reference in tests.
"""
