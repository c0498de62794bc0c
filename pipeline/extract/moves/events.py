"""Find who goes from which organisation to which. A move needs a predicate tied to its people and ends by syntax.

That a sentence names a person and two labs is no evidence: praise, lawsuits and partnerships do so as well.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from pipeline.data import Move, Party
from pipeline.extract.attribution.resolve import Resolver
from pipeline.extract.moves.circumstances import date, office, role, status
from pipeline.extract.moves.clauses import antecedent, child, conjuncts, is_passive, object_, prepositions, subject
from pipeline.extract.moves.employers import employer, employer_before, post_before, source
from pipeline.extract.moves.noun_phrases import is_indefinite
from pipeline.extract.moves.parties import Parties, is_organisation, same
from pipeline.extract.moves.predicates import FOUNDING, NEEDS_PARSE, NOUNS, VERBS, Frame, Predicate, Slot
from pipeline.extract.moves.words import (
    ACCOMPANIED,
    BARE,
    BOARDS,
    JOBS,
    NOBODY,
    NOT_ORGANISATIONS,
    NOTICES,
    QUITTING,
    TIMES,
    UNITS,
)
from pipeline.extract.reading import Reading

Slots = dict[Slot, Token]
Ends = dict[Slot, Party]
_SIDES: tuple[Slot, Slot] = ("origin", "destination")
_SATELLITES = ("advmod", "acomp", "npadvmod", "prt", "dobj", "attr")
_HARMLESS = ("aux", "auxpass", "nsubj", "nsubjpass", "punct", "cc", "conj", "npadvmod", "mark", "advcl", "ccomp", "dep")


def needs_parse(text: str) -> bool:
    """Return whether a sentence could hold a move: a cheap test before the parser."""
    return bool(NEEDS_PARSE.search(text))


def find_moves(reading: Reading, index: int, resolver: Resolver) -> tuple[Move, ...]:
    """Return the moves of sentence ``index``, in order; none where it was not parsed or asks a question."""
    parsed = reading.parsed.get(index)
    if parsed is None or parsed.view.text.rstrip(" \"'”’").endswith("?"):
        return ()
    parties = Parties(reading, parsed, index, resolver, reading.mentions_in(index))
    found: list[Move] = []
    for token in parsed.doc:
        found += _moves_at(token, parties)
    return tuple(_merged(found))


def _moves_at(token: Token, parties: Parties) -> list[Move]:
    word = token.lower_
    if token.tag_.startswith("NN") and word in NOUNS:
        return _moves(token, NOUNS[word], _nominal(token, NOUNS[word]), parties)
    if (
        word not in VERBS
        or not token.tag_.startswith(("VB", "MD"))
        or token.dep_ in ("aux", "auxpass", "amod", "compound")
    ):
        return []
    for predicate in VERBS[word]:
        if _complete(token, predicate):
            for frame in predicate.frames:
                if moves := _moves(token, frame, _verbal(token, frame, parties), parties):
                    return moves
            if predicate.needs:
                return []
    return []


def _complete(verb: Token, predicate: Predicate) -> bool:
    """Return whether one of the words that the predicate needs stands with the verb."""
    if not predicate.needs:
        return True
    following = verb.doc[verb.i + 1 : verb.i + 2]
    beside = (c for c in verb.children if c.dep_ not in ("conj", "advcl", "nsubj") and child(c, "pobj") is None)
    return any(token.lower_ in predicate.needs for token in (*beside, *following))


def _verbal(verb: Token, frame: Frame, parties: Parties) -> Slots:
    """Return what fills the slots of a verb by its grammar; for a passive, what was done to whom by whom."""
    above, below = subject(verb) or parties.name_before(verb), object_(verb) or child(verb, "attr", "oprd")
    if below is not None and below.lower_ in TIMES:
        below = None  # "quit the same evening"
    if frame.object == "person" and is_passive(verb):
        agent = child(verb, "agent")
        above, below = (child(agent, "pobj") if agent is not None else None), above
    elif (child(verb, "nsubjpass") is not None and not frame.bare) or not _fits(verb, frame):
        return {}  # "he was joined by"
    if above is not None and above.lower_ in NOBODY and not any(above.children):
        return {}
    slots: Slots = {}
    for slot, token in ((frame.subject, above), (frame.object, below)):
        if slot and token is not None:
            slots[slot] = token
    return slots


def _fits(verb: Token, frame: Frame) -> bool:
    """Return whether an active verb has no complement that gives it another sense: "got more out of it", "has gone public"."""
    if verb.dep_ == "acl" and verb.lower_ == "left" and verb.head.tag_ != "NNP" and verb.head.dep_ != "ROOT":
        return False  # "the people left behind"
    if frame.bare:
        return all(c.dep_ in _HARMLESS or c.lower_ in BARE for c in verb.children)
    below = child(verb, "dobj")
    return frame.object is not None or below is None or below.lower_ in NOTICES or verb.lower_ in ACCOMPANIED


def _nominal(noun: Token, frame: Frame) -> Slots:
    """Return what fills the slots of a noun: "X's exit", "the exit of X", "Y's hiring of X"."""
    owner = child(noun, "poss")
    of = next((token for prep, token in prepositions(noun) if prep == "of"), None)
    if of is None and owner is None:  # "the sacking and return of X"
        of = next((token for other in noun.conjuncts for prep, token in prepositions(other) if prep == "of"), None)
    patient = of if of is not None else owner
    slots: Slots = {"person": antecedent(patient)} if patient is not None else {}
    if of is not None and owner is not None and frame.subject and frame.subject != "person":
        slots[frame.subject] = owner
    return slots


def _moves(trigger: Token, frame: Frame, slots: Slots, parties: Parties) -> list[Move]:
    standing = status(trigger)
    ends = _ends(trigger, frame, slots, parties) if standing else None
    person = slots.get("person")
    if standing is None or ends is None or person is None:
        return []
    if frame.weak and not any(map(is_organisation, ends.values())):
        return []
    span, post, when = parties.span(trigger, trigger), role(trigger, parties), date(trigger, parties)
    if frame.object == "destination" and not (ends or post or _alone(trigger, frame)):
        return []
    found = []
    for token, who in parties.persons(person, named=frame.named and "origin" not in ends):
        if is_indefinite(token) and (not ends or trigger.tag_ in ("VBZ", "VBP")):
            continue  # "a founder resigned", "an engineer who quits Nvidia"
        destination = ends.get("destination")
        origin = ends.get("origin") or _origin(trigger, token, who, frame, destination, parties)
        if origin and destination and same(origin.name, destination.name):
            origin = None  # "lost X, who is now at Meta": one end was read twice
        found.append(Move(frame.kind, standing, span, who, origin, destination, post, when))
    return found


def _alone(trigger: Token, frame: Frame) -> bool:
    """Return whether somebody simply "joined": not "joined in", "joined with"."""
    beside = {prep for prep, _ in prepositions(trigger)}
    return frame.kind == "join" and child(trigger, "dobj", "prt") is None and not beside & {"in", "with"}


def _ends(trigger: Token, frame: Frame, slots: Slots, parties: Parties) -> Ends | None:
    """Return the organisations at the ends that are stated; None where the words mean something else ("left a mark")."""
    ends: Ends = {}
    for slot in _SIDES:
        if token := slots.get(slot):
            if found := parties.organisation(token):
                ends[slot] = found
            elif slot == frame.object and not _is_post(token, trigger):
                return None
    for prep, noun in _attached(trigger, slots):
        side = frame.preps.get(prep)
        if side == "person":
            slots.setdefault(side, noun)
        elif side and side not in ends and (found := parties.organisation(noun)):
            ends[side] = found
        elif side == "destination" and frame.kind == "leave" and noun.lower_ in NOT_ORGANISATIONS and not ends:
            return None  # "left for Tokyo"
    _add_implied(trigger, frame, ends, parties)
    return ends


def _add_implied(trigger: Token, frame: Frame, ends: Ends, parties: Parties) -> None:
    """Add the organisation of a post ("fired as head of A") and that of a purpose ("left A to found B")."""
    near: Slot = "origin" if frame.kind in ("leave", "fire") else "destination"
    if near not in ends and (post := office(trigger)) is not None and (found := parties.owner(post)):
        ends[near] = found
    if frame.kind == "leave" and "destination" not in ends and (company := _purpose(trigger, parties)):
        ends["destination"] = company


def _is_post(token: Token, trigger: Token) -> bool:
    """Return whether a noun is a post or a body that one can leave without its organisation being named."""
    return token.lower_ in JOBS | BOARDS or (trigger.lower_ in QUITTING and token.lower_ in UNITS)


def _purpose(trigger: Token, parties: Parties) -> Party | None:
    """Return the organisation of "left A to found B", "resigned to become head of B"; an unnamed one is no destination."""
    for verb in trigger.children:
        if verb.dep_ not in ("advcl", "xcomp") or not any(c.lower_ == "to" for c in verb.children):
            continue
        if verb.lower_ in FOUNDING and (company := object_(verb)) is not None and company.tag_ == "NNP":
            return parties.organisation(company)
        if verb.lower_ in ("become", "be") and (post := child(verb, "attr")) is not None:
            return parties.owner(post)
    return None


def _attached(trigger: Token, slots: Slots) -> Iterator[tuple[str, Token]]:
    """Yield the prepositional phrases of a predicate, and those that the parser hung on its person: "hired X from Y"."""
    yield from prepositions(trigger)
    person = slots.get("person")
    if person is not None and person.i > trigger.i:
        for token in conjuncts(person):
            yield from ((prep, noun) for prep, noun in prepositions(token) if prep != "at")
    for neighbour in trigger.children:
        if neighbour != person and (neighbour.dep_ in _SATELLITES or neighbour.lower_ == "go"):
            yield from prepositions(neighbour)


def _origin(
    trigger: Token, person: Token, who: Party, frame: Frame, destination: Party | None, parties: Parties
) -> Party | None:
    """Return where somebody comes from by what is said of the person; only a departure may look further."""
    found = source(parties, person) if frame.kind == "found" else employer(parties, person, who.name)
    if found is None and destination is not None:
        found = post_before(parties, trigger)
    elif found is None and frame.kind in ("leave", "fire"):
        start = parties.reading.sentences[parties.index].start
        found = parties.only_lab() or employer_before(parties.reading, who.name, start)
    return None if found and destination and same(found.name, destination.name) else found


def _merged(moves: list[Move]) -> Iterator[Move]:
    """Yield one move for "left A and joined B", and none for a company founded by somebody who leaves nothing."""
    rest = list(moves)
    while rest:
        move = rest.pop(0)
        for other in [m for m in rest if m.person.name == move.person.name]:
            if _completes(other, move):
                rest.remove(other)
                move = replace(other, origin=move.origin or other.origin, date=other.date or move.date)
            elif _precedes(other, move):
                rest.remove(other)
                move = replace(move, origin=other.origin)
            elif _repeats(other, move):
                rest.remove(other)
        if move.kind != "found" or move.origin:
            yield move


def _completes(arrival: Move, departure: Move) -> bool:
    """Return whether two moves of one person are the two halves of one."""
    if departure.kind != "leave" or departure.destination or arrival.kind == "found" or not arrival.destination:
        return False
    return arrival.origin is None or departure.origin is None or arrival.origin.name == departure.origin.name


def _precedes(departure: Move, arrival: Move) -> bool:
    """Return whether a departure told after an arrival is what went before it: "joined B after leaving A"."""
    if departure.kind != "leave" or departure.destination or not departure.origin or not arrival.destination:
        return False
    return arrival.origin is None and departure.origin.name != arrival.destination.name


def _repeats(other: Move, move: Move) -> bool:
    return (other.kind, other.destination) == (move.kind, move.destination) and other.origin in (None, move.origin)
