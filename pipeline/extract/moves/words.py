"""Words round a move that are no predicates: governing verbs, people, organisations, what is neither."""

# What a governing verb makes of the move: nothing, or something still to come.
BLOCKING = frozenset(
    "refuse refuses refused refusing decline declines declined declining fail fails failed failing try "
    "tries tried trying attempt attempts attempted attempting want wants wanted wanting seek seeks sought "
    "seeking threaten threatens threatened threatening offer offers offered offering consider considers "
    "considered considering deny denies denied denying doubt doubts doubted dispute disputes disputed "
    "resist resists resisted urge urges urged invite invites invited encourage encourages encouraged "
    "pressure pressured tempt tempted forbid forbids forbade forbidden prevent prevents prevented avoid "
    "avoids avoided hope hopes hoped hoping like love need needs needed wish wishes wished demand demands "
    "demanded recommend recommends recommended suggest suggests suggested propose proposes proposed "
    "promise promises promised free able allow allows allowed allowing let help helps helped ask asks "
    "asked asking tell beg begged call calls called calling imagine imagines imagined suppose supposes supposing".split()
)
FUTURE = frozenset(
    "plan plans planned planning set expect expects expected expecting intend intends intended agree "
    "agrees agreed agreeing due scheduled slated going about prepare prepares preparing prepared poised "
    "likely decide decides decided ready hopes".split()
)
ANNOUNCING = frozenset(["announce", "announces", "announced", "announcing", "announcement"])
CONFIRMING = frozenset(["confirm", "confirms", "confirmed", "confirming"])
RUMOURS = frozenset("rumour rumours rumor rumors idea possibility prospect threat risk chance fear fears".split())
MODALS = frozenset("could should must can ought may might".split())
WILL = frozenset("will 'll ’ll would 'd ’d shall".split())
CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
# "after leaving", "by hiring", but not "of leaving", "without joining", "instead of quitting".
GERUND_PREPS = frozenset("after before since on upon following by with despite for through in until".split())
NOTICES = frozenset(
    "ways company notice resignation badge badges notices resignations farewell goodbye job post role position offer".split()
)
# What may stand with "has gone" when it means that somebody has left.
BARE = frozenset("too also already as well now since soon just then by in on after before within last".split())
OBJECT_CONTROL = frozenset(
    "persuade persuades persuaded convince convinced lead led prompt prompted cause caused".split()
)
DECISIONS = frozenset(["decision", "plan", "plans", "intention", "agreement"])

JOBS = frozenset("job post role position seat desk tenure posts jobs seats positions chair office employer".split())
UNITS = frozenset(
    "team group unit division board lab laboratory arm department directors trustees staff council "
    "committee leadership ranks research management policy office desk service operation payroll".split()
)
ORGANISATIONS = frozenset(
    "company firm startup start-up lab laboratory nonprofit non-profit charity hospital bank museum "
    "university institute agency ministry rival competitor employer maker developer giant lender "
    "consultancy fund foundation school college business practice outfit think-tank department government "
    "regulator centre center carmaker newspaper magazine studio organisation organization club trust "
    "contractor publisher boutique firms companies academia government industry insurer retailer "
    "broadcaster service cooperative monastery venture".split()
)
BOARDS = frozenset(["board", "directors", "trustees", "council"])
PEOPLE = frozenset(
    "researcher scientist engineer executive chief head leader founder co-founder cofounder employee "
    "member colleague director manager president chairman chairwoman chair officer lawyer counsel adviser "
    "advisor developer designer analyst physicist mathematician economist philosopher trustee deputy boss "
    "ceo cto cfo coo vice-president professor expert veteran contractor worker staffer specialist "
    "annotator rater freelancer recruit person man woman friend programmer evaluator author co-author "
    "ethicist editor reporter minister secretary spokesman spokeswoman accountant alumnus partner scholar "
    "technologist predecessor successor coach captain commissioner treasurer reviewer tutor labeller "
    "moderator signatory signatories hire chairperson lead officer student postdoc neuroscientist "
    "biologist chemist linguist statistician entrepreneur co-lead co-director strategist auditor "
    "volunteer fellow people staff men women workforce executives personnel alumni folks".split()
)
QUANTITIES = frozenset(
    "half most dozen dozens third quarter tenth percent cent two three four five six seven eight nine ten eleven "
    "twelve several handful some one others number hundreds scores all both".split()
)
# Verbs of going that may take along an object: "followed her to Y", "crossed the Rhine to Y".
ACCOMPANIED = frozenset("follow follows following followed cross crosses crossing crossed".split())
NOBODY = frozenset("you one anyone everyone somebody someone everybody nobody anybody they those".split())
TIMES = frozenset(
    "day days week weeks month months year years morning afternoon evening night hour spring summer autumn fall winter".split()
)
VAGUE_PARTS = frozenset("one none same others another".split())
VAGUE = frozenset(["many", "few", "more", "other", "any", "no", "every", "each", "such"])
NOT_ORGANISATIONS = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday christmas easter twitter linkedin x youtube congress "
    "america europe asia africa australia canada china france germany india ireland israel italy japan "
    "korea mexico netherlands norway poland russia singapore spain sweden switzerland taiwan turkey "
    "ukraine britain uk us usa u.s. england scotland wales london paris berlin tokyo beijing shanghai "
    "shenzhen seoul zurich geneva amsterdam dublin edinburgh cambridge oxford toronto montreal montréal "
    "vancouver boston chicago seattle austin washington york francisco angeles california texas nevada "
    "florida valley delhi mumbai bengaluru bangalore lagos nairobi sydney melbourne madrid rome milan "
    "munich vienna brussels stockholm oslo copenhagen helsinki warsaw prague lisbon athens istanbul dubai "
    "riyadh abu dhabi doha cairo taipei hong kong manila jakarta bangkok hanoi brazil argentina chile "
    "egypt kenya nigeria south north east west america chatgpt claude gemini gpt-4 gpt-5 grok llama siri "
    "copilot ai agi".split()
)
SPELLS = TIMES | frozenset("stint stints spell decade decades career tenure".split())
QUITTING = frozenset("leave leaves leaving left quit quits quitting".split())
# "X, who ran evaluations at Y": a clause that says where somebody works.
WORKED = frozenset(
    "ran led headed heads leads runs spent worked works was is been served managed directed oversaw "
    "co-led supervised steered wrote built had chaired used".split()
)
# Words in the names of companies, which keep a name that the NER missed from being taken for a person's.
COMPANY_WORDS = frozenset(
    "labs technologies systems intelligence research capital partners ventures holdings inc corp corporation ltd llc plc "
    "union party league states court senate house committee commission council times post journal news bank motors group "
    "airlines foundation association society church police army navy office bureau treasury reserve street wall".split()
)
