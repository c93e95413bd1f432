"""Vietnamese text: tidying, accent-free search, alphabetical order, digits with their separators."""

import unicodedata
from decimal import Decimal
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters in the order of the school alphabet, with f, j, w, z at their Latin places."""

_RANK: Final = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
"""One ASCII character a letter, so that a key can be stored and compared byte by byte."""

_SHAPES: Final = frozenset("\u0302\u0306\u031b")
"""Marks that make another letter: circumflex (â ê ô), breve (ă), horn (ơ ư)."""

_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Marks that make a tone, in dictionary order: huyền, hỏi, ngã, sắc, nặng; no mark is "0"."""

_D: Final = str.maketrans("đðÐĐ", "dddd")
"""Old Vietnamese encodings wrote the Icelandic Ð for Đ, so both are taken for d."""

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad"))
"""Zero-width space, byte-order mark, soft hyphen: pasted from Word and spreadsheets, never meant."""

_SWAP: Final = str.maketrans(",.", ".,")


def squeeze(text: str) -> str:
    """Return `text` in NFC, trimmed, each run of whitespace (no-break spaces too) as one space."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_INVISIBLE).split()))


def fold(text: str) -> str:
    """Return the accent-free lower-case form that searches compare.

    Only letters and digits remain, in words one space apart: "Sở  Công-Thương" gives "so cong thuong".
    Folding twice changes nothing.
    """
    # Decomposed before case folding as well: some capitals only show after decomposition.
    lowered = unicodedata.normalize("NFD", text.translate(_INVISIBLE)).casefold()
    bare = (sign for sign in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(sign))
    kept = (sign if sign.isalnum() else " " for sign in bare)
    return " ".join("".join(kept).translate(_D).split())


def sort_key(text: str) -> str:
    """Return a key that puts texts in Vietnamese alphabetical order.

    Letters of the whole text count first (a ă â b c d đ e ê …), then the tone of each word (ngang,
    huyền, hỏi, ngã, sắc, nặng), as in the Unicode collation for Vietnamese; case and punctuation do not
    count. Keys of Vietnamese text are ASCII: a stored key sorts rightly under COLLATE "C".
    """
    ranked = [_rank_word(word) for word in _words(text)]
    letters = ".".join(letters for letters, _ in ranked)  # "." is below every digit and letter rank
    tones = "".join(tone for _, tone in ranked)
    return f"{letters} {tones}"  # " " is below ".", so a text comes before its own continuations


def group_digits(number: int | Decimal) -> str:
    """Write a finite number with "." between thousands and "," before decimals, all digits kept."""
    # An int formatted with "f" would pass through float, a Decimal without it may show an exponent.
    written = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return written.translate(_SWAP)


def _words(text: str) -> list[str]:
    """Split into lower-case decomposed words, punctuation dropped, accents kept."""
    signs = unicodedata.normalize("NFD", squeeze(text).casefold().replace("ð", "đ"))
    kept = (sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in signs)
    return "".join(kept).split()


def _rank_word(word: str) -> tuple[str, str]:
    """Return the ranks of a decomposed word's letters, and the digit of its tone.

    The tone belongs to the word, not to a letter: "hòa" and "hoà" are two spellings of one word.
    """
    letters: list[str] = []
    tone = "0"
    for sign in word:
        if sign in _SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        elif sign in _TONES:
            tone = _TONES[sign]
        elif not unicodedata.combining(sign):
            letters.append(sign)
    return "".join(_RANK.get(letter, letter) for letter in letters), tone
