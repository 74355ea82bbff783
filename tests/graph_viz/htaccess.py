"""What Apache's mod_rewrite does with a `.htaccess` of redirects: the part that ours uses.

A rule or condition of another form raises, so that nothing is taken for read.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_VARIABLE = re.compile(r"%\{(?:ENV:)?(\w+)\}")
_SILENT = ("#", "Options ", "Header ", "<IfModule", "</IfModule", "RewriteEngine ")


@dataclass(frozen=True)
class Condition:
    variable: str
    pattern: str
    wanted: bool
    alternative: bool


@dataclass(frozen=True)
class Rule:
    pattern: str
    target: str
    flags: Mapping[str, str]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Redirect:
    status: int
    location: str


def rules(text: str) -> Iterator[Rule]:
    conditions: list[Condition] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(_SILENT):
            continue
        lexer = shlex.shlex(line, posix=False)
        lexer.whitespace_split = True
        lexer.commenters = ""
        match list(lexer):
            case ["RewriteCond", tested, pattern, *flags]:
                (variable,) = _VARIABLE.findall(tested)
                assert flags in ([], ["[OR]"]), line
                bare = pattern.removeprefix("!")
                conditions.append(Condition(variable, bare, bare == pattern, bool(flags)))
            case ["RewriteRule", pattern, target, flags]:
                named = dict(flag.partition("=")[::2] for flag in flags[1:-1].split(","))
                assert set(named) <= {"R", "L", "NE", "E"}, line
                yield Rule(pattern, target, named, tuple(conditions))
                conditions = []
            case _:
                raise ValueError(line)


def answer(text: str, path: str, accept: str) -> Redirect | None:
    """Where a request for `path`, relative to the folder of the file, is sent."""
    environment = {"HTTP_ACCEPT": accept}
    for rule in rules(text):
        found = re.search(rule.pattern, path)
        if not found or not _hold(rule.conditions, environment):
            continue
        if "E" in rule.flags:
            name, _, value = rule.flags["E"].partition(":")
            environment[name] = value
        if rule.target == "-":
            continue
        target = _filled(rule.target, found, environment)
        if "NE" not in rule.flags:
            target = target.replace("#", "%23")
        assert "L" in rule.flags, rule
        return Redirect(int(rule.flags["R"]), target)
    return None


def _filled(target: str, found: re.Match[str], environment: Mapping[str, str]) -> str:
    target = re.sub(r"\$(\d)", lambda m: found[int(m[1])] or "", target)
    return _VARIABLE.sub(lambda m: environment[m[1]], target)


def _hold(conditions: tuple[Condition, ...], environment: Mapping[str, str]) -> bool:
    """All conditions, of which those joined by OR need one."""
    group, outcome = False, True
    for condition in conditions:
        found = re.search(condition.pattern, environment[condition.variable]) is not None
        group = group or found == condition.wanted
        if not condition.alternative:
            outcome, group = outcome and group, False
    return outcome
