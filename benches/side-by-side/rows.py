"""Words and a phrase to search for, of which the last character brings another article to the top: what a key's first result is told by."""
import json
import re
import subprocess
from string import ascii_lowercase


def first(binary, data, query=()):
    """The headline of the first article of a list; nothing where none fits."""
    command = [binary, "--data-dir", data, "list", "--limit", "1", "--json", *query]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[0])["title"] if lines else None


def begins(headline):
    """A pattern of how a headline begins, as far as the list shows it."""
    return re.escape(headline[:20]).replace("'", ".")


def known(binary, data):
    """What the scenario wants to know, found in the library that is measured."""
    def found(name, begun, letters):
        before = first(binary, data, [f"{begun}*"] if begun else ())
        for last in letters:
            hit = first(binary, data, [f"{begun}{last}*"])
            if hit and hit != before:
                return {f"{name}_begun": begun, f"{name}_last": last, name: begun + last, f"hit_{name}": begins(hit)}
        raise SystemExit(f"no letter behind '{begun}' brings another article to the top")

    words = found("one", "", ascii_lowercase[::-1]) | found("two", "x", ascii_lowercase) | found("four", "har", ascii_lowercase)
    return words | phrase(binary, data)


def phrase(binary, data):
    """Two words that stand side by side, but not in the article that stands first without a search."""
    before = first(binary, data)
    for words in ("of the", "in the", "to the", "on the", "for the", "and the", "to be", "at the"):
        hit = first(binary, data, [f'"{words}"'])
        if hit and hit != before:
            return {"phrase": words, "hit_phrase": begins(hit)}
    raise SystemExit("no phrase brings another article to the top")
