"""Strings chosen to hurt, written by us as YAML and read by PyYAML: each must come back as it was.

Usage: python3 conformance/yaml_strings.py PATH/TO/examples/convert
"""

import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from cloudformation_yaml import LOADERS, difference, load

WORDS = """y n yes no on off true false null nil none ~ = << .inf -.inf +.inf .nan 0 -0 +1 007 0o7 0b1 0x1F 0X1F 1_000
1,000 .5 5. +.5 1e3 1E3 1.5e3 1.5e+3 1.0e+3 22:30 -22:30 22:30:15.5 190:20:30 60:60 0123 0o123 08 012345678901
2010-09-09 2010-9-9 20100909 2001-12-14t21:59:43.10-05:00 2001-12-14 2001-12-15T02:59:43Z 10.0.0.1 10.0.0.0/16 1.2.3
--- ... -- - ? : , [] {} {{resolve:ssm:a}} !Ref !!str &a *a # % @ ` | > |- >+ |2 '' "" \\ \\n ${A} ${!A} a: a:b a::b
::1 http://a/b a#b a,b a&b *.example.com %TAG """.split()

PHRASES = [
    "", " ", "  ", "a ", " a", "a: b", "a :b", "a #b", "#a", "- a", "? a", ": a", "a\n", "a\n\n", "\na", "\n", "\n\n\n",
    " \n", "\n a", "a\n ", "a\n \n", "a\n  b\n c\n", "  a\n b", "\ta", "a\t", "a\tb", "\n\ta\n", "a\r\nb", "a\rb", "a\n\r",
    "a\n#b", "a\n---\nb", "---\na", "...\na", "a\n...\n", "%YAML 1.1\n", "a" * 5000, "a b " * 2000, "é", "日本語", "😀", "a😀b\n",
    "\u00a0", "\u00a0a", "\u2003a", "a\u200bb", "\u0085", "a\u0085b", "a\n\u0085", "\u2028", "\u2029\n", "\ufeff", "a\ufeff", "\ufffe",
    "\uffff", "\U0001ffff", "\u007f", "\u0080", "\u009f", "#!/bin/bash\nset -e\n\tfoo: bar\n\n", "{\n  \"a\": 1\n}\n", "key:\n  - a\n",
]

ALPHABET = " \n\t\r\u0085#:-?'\"\\[{,&*!|>%@`a1.=<~_"


def strings():
    words = (form for word in WORDS for form in (word, word.upper(), word.title(), word + " ", " " + word, word + "\n"))
    characters = (form for code in range(0xA1) for c in [chr(code)] for form in (c, c + "a", "a" + c, f"a {c} b", f"a\n{c}"))
    short = ("".join(chars) for length in (2, 3) for chars in itertools.product(ALPHABET, repeat=length))
    return list(dict.fromkeys(itertools.chain(PHRASES, words, characters, short)))


def main(convert):
    texts = strings()
    document = {
        "values": {f"k{index}": text for index, text in enumerate(texts)},
        "keys": {text: index for index, text in enumerate(texts)},
        "items": texts,
        "nested": [[[text]] for text in texts],
        "calls": [{"Fn::Sub": text} for text in texts],
        "deep": {"Fn::Base64": [{"a": {"Fn::Join": [text, [text]]}} for text in texts[:2000]]},
    }
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.json"), Path(folder, "out.yaml")
        for text in [document, *PHRASES, *WORDS]:
            source.write_text(json.dumps(text if isinstance(text, dict) else [text]))
            for form in ("yaml", "yaml-long", "json"):
                subprocess.run([convert, form], input=f"{source}\t{target}", text=True, check=True)
                written = target.read_bytes().decode()
                for loader in LOADERS if form != "json" else [None]:
                    read = json.loads(written) if loader is None else load(written, loader)
                    wrong = difference(json.loads(source.read_text()), read)
                    if wrong:
                        failures += 1
                        print(f"{form}, {loader and loader.__name__}: {wrong}")
            if failures > 20:
                break
    print(f"{len(texts)} strings in {len(document)} places, {len(LOADERS)} readers: {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
