"""How currencies are written, as ISO 4217 codes: signs, codes and words. Where a word is shared by several, the commonest."""

from collections.abc import Sequence

from pipeline.extract.money.numerals import Token, word_at

SIGNS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₦": "NGN",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₫": "VND",
    "฿": "THB",
    "₱": "PHP",
    "₪": "ILS",
    "₴": "UAH",
    "₵": "GHS",
    "＄": "USD",
}
# Letters before a dollar, yen or rupee sign: A$, C$, HK$, CN¥.
_LETTERS = {
    "US": "USD",
    "A": "AUD",
    "AU": "AUD",
    "C": "CAD",
    "CA": "CAD",
    "CAN": "CAD",
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "SG": "SGD",
    "NT": "TWD",
    "R": "BRL",
    "MX": "MXN",
    "CN": "CNY",
    "RMB": "CNY",
}
_CODES = frozenset(
    "USD EUR GBP JPY CNY CHF CAD AUD NZD HKD SGD TWD KRW INR PKR BDT LKR NGN KES GHS ZAR EGP UGX TZS RWF "
    "XOF XAF SEK NOK DKK ISK PLN CZK HUF RON BGN UAH RUB TRY ILS AED SAR QAR KWD BRL MXN ARS CLP COP PEN "
    "IDR MYR THB VND PHP KZT".split()
)
_OTHER_CODES = {"RMB": "CNY", "Rs": "INR", "KSh": "KES", "Ksh": "KES", "KSH": "KES", "US": "USD", "Fr": "CHF"}

_WORDS = {
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "quid": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "won": "KRW",
    "rupee": "INR",
    "rupiah": "IDR",
    "franc": "CHF",
    "krona": "SEK",
    "kronor": "SEK",
    "krone": "DKK",
    "kroner": "DKK",
    "naira": "NGN",
    "rand": "ZAR",
    "shilling": "KES",
    "cedi": "GHS",
    "birr": "ETB",
    "dinar": "TND",
    "dirham": "AED",
    "riyal": "SAR",
    "shekel": "ILS",
    "zloty": "PLN",
    "złoty": "PLN",
    "złotys": "PLN",
    "koruna": "CZK",
    "forint": "HUF",
    "lei": "RON",
    "hryvnia": "UAH",
    "ruble": "RUB",
    "rouble": "RUB",
    "lira": "TRY",
    "peso": "MXN",
    "reais": "BRL",
    "baht": "THB",
    "ringgit": "MYR",
    "dong": "VND",
    "taka": "BDT",
    "tenge": "KZT",
}
# A nationality decides between namesakes ("Canadian dollars"); one not listed here leaves the word's own code.
_NATIONAL = {
    ("canadian", "USD"): "CAD",
    ("australian", "USD"): "AUD",
    ("zealand", "USD"): "NZD",
    ("kong", "USD"): "HKD",
    ("singapore", "USD"): "SGD",
    ("taiwan", "USD"): "TWD",
    ("egyptian", "GBP"): "EGP",
    ("pakistani", "INR"): "PKR",
    ("lankan", "INR"): "LKR",
    ("cfa", "CHF"): "XOF",
    ("rwandan", "CHF"): "RWF",
    ("ugandan", "KES"): "UGX",
    ("tanzanian", "KES"): "TZS",
    ("norwegian", "DKK"): "NOK",
    ("philippine", "MXN"): "PHP",
    ("argentine", "MXN"): "ARS",
    ("chilean", "MXN"): "CLP",
    ("colombian", "MXN"): "COP",
    ("kuwaiti", "TND"): "KWD",
}
_NATIONS = frozenset(nation for nation, _ in _NATIONAL) | frozenset(
    "us american u s . hong new sri south british english indian chinese japanese korean swiss danish "
    "swedish nigerian kenyan ghanaian african israeli polish turkish mexican brazilian russian indonesian "
    "tunisian saudi emirati thai".split()
)
_HUNDREDTHS = {"cent": "USD", "¢": "USD", "penny": "GBP", "pence": "GBP", "eurocent": "EUR"}


def sign_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return (code, token after it) for a sign or code that leads a number: "$", "US$", "CHF", "Rs."; None otherwise."""
    token = tokens[at]
    if token.text in SIGNS:
        return SIGNS[token.text], at + 1
    after = word_at(tokens, at + 1)
    if token.text in _LETTERS and after in SIGNS and tokens[at + 1].start == token.end:
        return _LETTERS[token.text], at + 2
    if code := _code(token.text):
        sign = 1 if after in SIGNS or (token.text == "Rs" and after == ".") else 0
        return code, at + 1 + sign
    return None


def _code(text: str) -> str | None:
    return text if text in _CODES else _OTHER_CODES.get(text)


def unit_at(tokens: Sequence[Token], at: int) -> tuple[str, float, int] | None:
    """Return (code, factor, token after it) for the currency named after a number: "dollars", "-euro", "CHF", "cents"."""
    at += word_at(tokens, at) == "-" and word_at(tokens, at + 1).isalpha()
    index = at
    while index < at + 4 and word_at(tokens, index) in _NATIONS:
        index += 1
    word = word_at(tokens, index)
    if code := currency_word(word):
        nation = word_at(tokens, index - 1) if index > at else ""
        return _NATIONAL.get((nation, code), code), 1.0, index + 1
    if part := _HUNDREDTHS.get(word) or _HUNDREDTHS.get(word.removesuffix("s")):
        return part, 0.01, index + 1
    if at < len(tokens) and (code := SIGNS.get(tokens[at].text) or _code(tokens[at].text)):
        glued = at > 0 and tokens[at].start == tokens[at - 1].end
        # "4$" is four dollars, but in "5 $10" the sign belongs to what follows.
        if tokens[at].text not in SIGNS or (glued and not word_at(tokens, at + 1)[:1].isdigit()):
            return code, 1.0, at + 1
    return None


def currency_word(word: str) -> str | None:
    return _WORDS.get(word) or _WORDS.get(word.removesuffix("s"))
