"""The words of attribution: verbs and nouns of saying, and the nouns that stand for people, bodies and documents.

Our own lists. A verb is a cue only in some settings, given as letters: ``q`` beside a quotation or in a parenthesis ("…, she
thinks"), ``c`` with a clause ("thinks that"), ``o`` with an object, ``x`` with an infinitive, ``n`` with none of these.
"""

import re


def words(text: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(text.split())


_VERBS = {
    "qcxno": """
say argue warn remark claim reckon complain caution stress doubt acknowledge deny counter insist concede confirm contend
allege testify announce tweet maintain recall protest lament emphasise emphasize reiterate boast joke quip assert admit
confess confide grumble predict dispute disagree retort apologise apologize deem declare report vow swear quote
demur moan gripe enthuse gloat stipulate bristle
""",
    "qco": "tell estimate post recount disclose state forecast guess",
    "qcn": """
observe explain answer reply respond object point add note comment hint speculate elaborate reason rebut
opine posit theorise theorize muse venture
""",
    "qc": """
agree write think believe expect suspect suppose fear worry hope hold find show calculate indicate judge assume
anticipate remember foresee hear discover demonstrate figure conclude reveal suggest propose promise pledge remind
assure advise inform recommend urge affirm volunteer signal proclaim rule decide allow grant wonder summarise summarize
project determine plead feel imagine repeat relay mention specify clarify record
""",
    "qo": "describe blame credit accuse thank liken compare cite attribute criticise criticize welcome denounce condemn praise "
    "characterise characterize portray call dub label regard deride brand decry mock congratulate detail",
    "q": "laugh sigh shout mutter whisper shrug continue smile chuckle snap scoff crow gush sniff write read begin retort "
    "ask interject reflect put prefer tease counter offer marvel dismiss see understand",
}
_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "hold": "holds held holding",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "feel": "feels felt feeling",
    "foresee": "foresees foresaw foreseen foreseeing",
    "forecast": "forecasts forecast forecasting",
    "see": "sees saw seen seeing",
    "hear": "hears heard hearing",
    "understand": "understands understood understanding",
    "begin": "begins began begun beginning",
    "read": "reads read reading",
    "speak": "speaks spoke spoken speaking",
    "set": "sets set setting",
    "put": "puts put putting",
    "swear": "swears swore sworn swearing",
    "admit": "admits admitted admitting",
    "demur": "demurs demurred demurring",
    "quip": "quips quipped quipping",
    "snap": "snaps snapped snapping",
    "rebut": "rebuts rebutted rebutting",
    "dub": "dubs dubbed dubbing",
    "label": "labels labelled labeled labelling labeling",
    "signal": "signals signalled signaled signalling signaling",
    "disagree": "disagrees disagreed disagreeing",
    "agree": "agrees agreed agreeing",
}


def _forms(base: str) -> list[str]:
    """Return the inflected forms of a verb, the base included."""
    if base in _IRREGULAR:
        return [base, *_IRREGULAR[base].split()]
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [base, third, stem + "ed", stem + "ing"]


# Form of a verb to the settings in which it is a cue.
CUES: dict[str, str] = {}
for _settings, _verbs in reversed(_VERBS.items()):
    CUES |= {form: _settings for verb in _verbs.split() for form in _forms(verb)}
NAMING = frozenset(form for verb in ("call", "dub", "label", "brand", "describe") for form in _forms(verb))
PUT = frozenset(_forms("put"))
TELL = frozenset(_forms("tell"))
# Verbs that are cues only with the word that follows.
PHRASAL = {
    form: particle
    for verb, particle in (("speak", "of"), ("work", "out"), ("refer", "to"), ("set", "out"), ("own", "up"))
    for form in _forms(verb)
}
# "reports to her", "answers to the board" is no saying.
TO = frozenset(form for verb in ("report", "answer", "respond", "reply") for form in _forms(verb))
FEARS = frozenset(form for verb in ("fear", "hope", "worry", "feel", "expect") for form in _forms(verb))

# Nouns of saying: "in her view", "his claim is that".
SAYING_NOUNS = words(
    "view views opinion words account judgment judgement reckoning estimation telling claim argument answer guess "
    "contention verdict message explanation conclusion complaint reply estimate prediction experience arithmetic sums"
)
DOCUMENTS = words(
    "paper report filing letter memo study complaint lawsuit suit brief statement post email e-mail survey document ruling "
    "article transcript analysis footnote poll deck website account message petition indictment order opinion preprint card "
    "manual guideline contract clause draft bill note announcement release summary minutes log payslips appendix review "
    "memorandum charter policy agreement book chapter essay editorial column notice text testimony affidavit declaration "
    "prospectus audit census index invoice presentation slide entry blog tweet readme spreadsheet bulletin newsletter"
)
BODIES = words(
    "company firm lab laboratory start-up startup board court agency union commission committee council department "
    "ministry government police group organisation organization nonprofit newspaper magazine outlet institute university "
    "developer maker trust foundation regulator body bank office administration association authority team network "
    "broadcaster service bureau coalition consortium publisher society party campaign vendor giant parliament senate house "
    "tribunal watchdog charity airline manufacturer fund press media state prosecution defence defense family families union "
    "club federation alliance cooperative business"
)
_ANIMATE = words(
    "people person man woman men women someone somebody critic critics sceptic sceptics skeptic skeptics friend friends guy "
    "colleague colleagues boss bosses chief chiefs one ones others staff wife husband mother father son daughter sister "
    "brother aunt uncle analyst analysts expert experts official officials aide aides insider insiders economist executive "
    "executives president head heads judge judges lawyer witness witnesses neighbour neighbor source sources rep reps fan "
    "fans veteran veterans member members clerk client clients minister ministers secretary peer peers girl boy kid rival rivals "
    "plaintiff plaintiffs defendant defendants intern pupil student students user users parent parents nurse cynic cynics "
    "purist purists partner partners guest guests spokespeople mayor governor democrats republicans lawmakers most many some "
    "several both two three four five six dozens half co-author author authors backer patron captain pilot chair deputy "
    "headhunter host guide clinician physician technician politician academic academics delegate candidate advocate "
    "advocates applicant occupant consultant accountant scientist agent agents general colonel tenant hand hands"
)
_SUFFIX = re.compile(r"[a-z-]{2,}(?:er|or|ist|ian|ee|man|woman|men|women|person|people|yst|ant|ary|ate)s?$")
_NOT_ANIMATE = words(
    "number numbers computer order orders power server servers factor factors error errors sector sectors other matter "
    "matters chapter parameter parameters transformer answer answers offer offers quarter quarters figure center centre "
    "layer layers vector tensor processor monitor summer winter another either neither order tower weather "
    "result pattern behaviour behavior letter paper filter cluster counter corner border december november october "
    "september plant restaurant constant variant grant dictionary library boundary salary commentary "
    "anniversary summary glossary estate debate climate certificate rate update date state template grader "
    "reactor motor mirror color colour labour favour flavour rumour rumor humour humor terror horror chatter charter cover "
    "committee fee degree guarantee coffee tree decree manner banner paperwork fewer newer older higher lower rather whether "
    "together container poster trailer browser"
)
# Machines answer, numbers tell, rumours say: no one is quoted.
_THINGS = words(
    "model models chatbot chatbots assistant assistants program programs system systems algorithm router software tool bot "
    "bots ai it number numbers data figure figures evidence experience history result results statistic statistics chart "
    "graph logic sense rumour rumor rumours rumors legend theory law rule rules story line word wisdom gossip voice machine "
    "machines product app version answer answers test tests experiment experiments benchmark benchmarks deal plan move fact "
    "time price market shares instinct sign signs box button tone pattern news theorem"
)
# Subjects that speak for nobody in particular, or for the author.
NOBODY = words(
    "i we you me us nobody who whom which that this these those there what whoever anyone anybody everyone everybody none "
    "nothing something everything mine yours ours whatever somebody somewhere"
)
# Verbs through which one goes on to say something: "went on to say".
RAISING = words(
    "went go goes going continued continues used like likes liked proceeded kept keeps hastened hastens was tends took"
)


def is_animate(noun: str) -> bool:
    """Say whether a common noun, in lower case, can stand for people: by our list, or by its suffix."""
    return noun in _ANIMATE or (noun not in _NOT_ANIMATE | _THINGS and _SUFFIX.match(noun) is not None)


def is_thing(noun: str) -> bool:
    return noun in _THINGS


def is_document(noun: str) -> bool:
    return noun in DOCUMENTS or noun.removesuffix("s") in DOCUMENTS


def is_body(noun: str) -> bool:
    return noun in BODIES or noun.removesuffix("s") in BODIES
