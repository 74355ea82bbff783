"""A document's own sentence in quotation marks, on one line; our words stand without them."""

from graph_viz.text.plain import plain


def quoted(sentence: str | None) -> str:
    r"""A sentence in quotation marks, or nothing where none is known.

    Marks within it become single ones, so that nothing in it can end the quotation.

    >>> quoted("Drug A “failed”\nin \x1b[31mmen.")
    '“Drug A ‘failed’ in �[31mmen.”'
    >>> quoted(None)
    ''
    """
    if not sentence:
        return ""
    return f"“{plain(' '.join(sentence.split())).translate(_INNER)}”"


def beside(words: str, sentence: str | None) -> str:
    """Our words, and the sentence after them if it is known.

    >>> beside("Claim about survival.", "They lived.")
    'Claim about survival. “They lived.”'
    """
    return f"{words} {quoted(sentence)}".rstrip()


_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'"})
