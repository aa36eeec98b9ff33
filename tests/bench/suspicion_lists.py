"""Writes the word lists and the known values by which src/scan suspects test data, by counting what generators put out.

    python3 -m venv target/venv
    target/venv/bin/pip install faker==40.63.0 mimesis==22.2.0 "setuptools<81" snowfakery==4.2.1
    target/venv/bin/python tests/bench/suspicion_lists.py

Nothing is read from the generators' sources. Drawn with the seeds below; `suspicion.py` measures with others.
"""

import pathlib
import re
from collections import Counter

from faker import Faker
from mimesis import Generic, Locale

DATA = pathlib.Path(__file__).resolve().parents[2] / "src/scan/src/suspicion/data"
SEED = 1001
# What people type into `Faker.seed(…)`.
DEFAULT_SEEDS = [0, 1, 42, 123, 1234, 4321]
LOCALES = ["en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "ja_JP", "pt_BR", "nl_NL"]
# Streets end in these in ordinary directories as well.
ORDINARY_STREETS = set(
    "alley avenue boulevard bypass center circle common court crescent crossing drive estate estates expressway freeway gardens"
    " green grove heights highway hill lane lodge loop manor mews motorway park parkway path pike place plaza point ridge road"
    " route row rue run square street terrace trace trail turnpike valley view village walk way".split()
)
TOWN_PREFIXES = "east lake new north port south west".split()
# Towns of such a form that are on maps: those that come to mind beside what Mimesis draws, so that a census is not needed.
TOWNS = """
allenport|allenton|allenville|alton|andersonville|arlington|ashland|ashton|ashville|auburn|bakersville|barnesville|batesville|
beaverton|bennettsville|benton harbor|berryville|blairsville|bolton|boston|bowling green|boyertown|bradfordville|brandon|bridgeport|brookhaven|
brookland|brookside|brooksville|brownstown|brownsville|bryant|burlington|burton|butlerville|calvert|cameron|campbelltown|campbellsville|campbellton|
carlton|carterville|caseyville|chandlerville|charlestown|charlottetown|charlottesville|chesterton|christiansburg|clarkston|
clarksville|clayton|clinton|coleville|collinston|connellsville|cooperstown|cooperville|courtland|cowansville|craigton|crawfordsville|crosbyton|cullman|
cumberland|dalton|danielsville|darlington|davidsonville|davisville|daytona|deanville|denton|dickson|dillon|donaldsonville|dunstable|dustin|dyersburg|
east brandon|east cleveland|east hampton|east hartford|east kilbride|east liverpool|east orange|east palo alto|east peoria|east point|east providence|
east stroudsburg|east windsor|easton|eastport|edmonton|elizabethville|ellenton|ellisville|elliston|evansdale|fayetteville|fisherville|
fitzgerald|fordland|frankfurt|fosterville|franklin|franklinton|franklinville|frederickton|freeport|fultonville|gallatin|gardnerville|garyville|georgeville|gibsonton|
gibsonville|gilberton|gilbertsville|gilbertville|gordonsville|gordonville|graham|grantsville|grantville|grayville|greensburgh|greenport|greentown|greenview|
griffinville|hamilton|hamptonville|hannahville|hardinsburg|harrisonville|harrisville|harrisburgh|hartland|hartville|hayesville|hayestown|haysville|
henryville|hillside|hilltown|holland|hopetown|houston|howardton|hudsonville|huntsville|hughesville|hughestown|hughson|hunterville|isleton|jacksonport|jacksontown|
jenningsville|jensen|johnsonville|jonesport|jonestown|jonesville|kelleyville|kennedyville|kingsport|kingston|kingstown|kingsville|knightstown|
knightville|lake arthur|lake elizabeth|lake george|lake grace|lake helen|lake henry|lake hughes|lake isabella|lake mary|lake st louis|lake stevens|
lake victoria|lake wales|lambertville|lamberton|lancaster|laketown|lawrenceport|leonardtown|leonardville|leslieville|levittown|lewisport|lewisporte|lloydminster|
lucasville|lynnhaven|marionville|marshallton|marshallville|marshville|martinsville|martinton|martinville|marysville|masontown|masonville|matthewstown|
maxton|mcallen|melton|meyersville|middleton|millerstown|millersville|millerton|millport|millstown|milltown|millville|milton|mitchellville|montgomeryville|mooreland|
mooresville|moreland|morgan city|morgansville|morganville|morrisonville|morrisville|morton|murrayville|nelsonville|new albany|new alexandria|
new berlin|new boston|new braunfels|new carlisle|new holland|new kent|new london|new madison|new madrid|new martinsville|new oxford|new paris|new salem|new virginia|
newport|newton|nicholson|nixonville|normanville|north adams|north arlington|north augusta|north aurora|north bay|north brandon|north charlotte|north jackson|
north judson|north kingstown|north miami|north ogden|north olmsted|north sydney|north shields|norton|nortonville|odellville|oliverburg|orangeport|owensville|
owenton|page|palmerton|palmerstown|parkerville|parkersburg|parkside|parkview|patterson|patricksburg|paulsborough|perryton|perryville|petersville|philipsburg|phillipsburgh|
piercetown|pipestone|port adelaide|port alice|port allen|port angeles|port anna|port augusta|port charlotte|port chester|port clinton|port douglas|port edward|port edwards|
port elgin|port elizabeth|port ellen|port ewen|port fairy|port george|port henry|port hope|port isabel|port jefferson|port jervis|port kent|port lincoln|
port macquarie|port matilda|port morris|port neches|port norris|port orange|port penn|port philip|port phillip|port richmond|port robinson|port royal|port sanilac|port stanley|port stephens|
port sunlight|port sydney|port trevorton|port victoria|port vincent|port washington|port wentworth|port william|portia|potterville|preston|prestonburg|princeton|randallstown|
randolph|raymondville|reedsport|reedville|reynoldsville|richardton|richmond|richton|robertsville|robertstown|robinsonville|rogersville|rosston|rossland|rosstown|
rossville|royton|rutherford|salisbury|sanderstown|sandersville|sanford|scottland|scottsville|scottown|sharonville|sherrard|shepherdstown|shepherdsville|simpson|
sidneyville|smithland|smithport|smithton|smithtown|smithville|south amboy|south charleston|south euclid|south gate|south haven|south houston|south jackson|
south paris|south shields|south sydney|spencerport|spencertown|spencerville|stanleytown|stanton|stephensport|stevensville|stevenston|stewartstown|stewartville|stockton|stonehaven|stoneville|
stratton|sutton|sydneyville|tannersville|taylorsville|taylortown|taylorville|thomastown|thomaston|thompsontown|thompsonville|titusville|townville|troyton|tylertown|vanceburg|
victoriaville|vincentown|walkersville|walkerton|walkertown|walkerville|wallaceburg|wallacetown|waltersville|walton|wardsville|warrensburg|warrenton|warrenville|washington|waterview|watertown|
waynesville|waynetown|weaverville|webberville|west allis|west chester|west columbia|west dennis|west frankfort|west hamilton|west haven|west helena|west henrietta|west jefferson|west lawn|
west liberty|west monroe|west newton|west orange|west paris|west sacramento|west salem|west virginia|west warwick|west wendover|westport|weston|wheatland|whiteland|whiteside|whitesville|whiteville|wilkinsonville|
williamston|williamstown|williamsville|williamtown|winston|woodhaven|woodport|woodside|woodstown|woodville|wrightstown|wrightsville|yatesville|yorkton|yorktown|youngstown|youngsville|
"""
# The levels of `known.bin`, in the low bits of a hash: which ground each is (`known.rs`).
SEEDED, TITLE, TEXT = 0, 1, 2


def draw(locale, method, count, seed=SEED):
    fake = Faker(locale)
    fake.seed_instance(seed)
    return [getattr(fake, method)() for _ in range(count)]


def words_at(phrases, place):
    """The words that stand at a place of three-part phrases: only those of three words show where the parts part."""
    return {phrase.lower().split()[place] for phrase in phrases if place < 2 or len(phrase.split()) >= 3}


def has_invented_form(town, names, endings):
    """As `wording.rs` has it."""
    parts = town.lower().split()
    prefixed = len(parts) == 2 and parts[0] in TOWN_PREFIXES
    if not (prefixed or len(parts) == 1):
        return False
    last = parts[-1]
    return (prefixed and last in names) or any(
        last.endswith(ending) and last[: -len(ending)] in names for ending in endings
    )


def word_lists():
    given = {name.lower() for locale in ["en_US", "en_GB"] for name in draw(locale, "first_name", 60_000)}
    family = {name.lower() for locale in ["en_US", "en_GB"] for name in draw(locale, "last_name", 60_000)}
    towns = draw("en_US", "city", 30_000)
    # What is left of a town when the longest name that it begins with is taken away.
    rests = Counter()
    for town in towns:
        last = town.lower().split()[-1]
        stems = [last[:n] for n in range(3, len(last)) if last[:n] in given | family]
        for stem in stems:
            rests[last[len(stem) :]] += 1
    endings = {rest for rest, count in rests.items() if count > 300 and rest not in given}
    names = given | family
    real = set()
    for locale in [Locale.EN, Locale.EN_GB, Locale.EN_CA, Locale.EN_AU, Locale.DE, Locale.FR, Locale.NL, Locale.SV, Locale.DA, Locale.NO]:
        generic = Generic(locale, seed=SEED)
        real |= {generic.address.city() for _ in range(20_000)}
    real |= {town.strip() for town in TOWNS.split("|")}
    streets = {
        re.sub(r" (Apt\.|Suite) \d+$", "", street).split()[-1].lower() for street in draw("en_US", "street_address", 30_000)
    } - ORDINARY_STREETS
    catch = draw("en_US", "catch_phrase", 40_000)
    bs = draw("en_US", "bs", 40_000)

    def in_three(phrases):
        return [p for p in phrases if len(p.split()) == 3]

    return {
        "given": given,
        "family": family,
        "town-ending": endings,
        "real-town": {town.lower() for town in real if has_invented_form(town, names, endings)},
        "street-ending": streets,
        "catch-1": words_at(catch, 0),
        "catch-2": words_at(in_three(catch), 1),
        "catch-3": {phrase.lower().split()[-1] for phrase in catch},
        "bs-1": words_at(bs, 0),
        "bs-2": words_at(in_three(bs), 1),
        "bs-3": {phrase.lower().split()[-1] for phrase in bs},
        "sentence": {w.strip(".").lower() for s in draw("en_US", "sentence", 30_000) for w in s.split()},
        "lorem": {w.strip(".").lower() for s in draw("en_GB", "sentence", 30_000) for w in s.split()} | set("lorem ipsum dolor sit amet consectetur".split()),
    }


MASK = (1 << 64) - 1


def hash_of(text):
    """As `known.rs` has it: eight bytes at a time, the last ones filled up with zeros."""
    data = text.encode()
    h = (len(data) * 0x9E3779B97F4A7C15) & MASK
    for at in range(0, len(data), 8):
        h = ((h ^ int.from_bytes(data[at : at + 8], "little")) * 0xD6E8FEB86659FD93) & MASK
        h ^= h >> 32
    return h


def seeded_values():
    """What stands first under each seed: of one method asked again and again, and of records in common orders."""
    orders = [
        ["name", "address", "phone_number"],
        ["name", "email", "phone_number", "company"],
        ["first_name", "last_name", "email", "phone_number", "street_address", "city"],
    ]
    kept = {"phone_number", "company", "street_address"}
    for locale in LOCALES:
        for seed in DEFAULT_SEEDS:
            for method in sorted(kept):
                yield from draw(locale, method, 10, seed)
            for order in orders:
                fake = Faker(locale)
                fake.seed_instance(seed)
                for _ in range(10):
                    for method in order:
                        value = str(getattr(fake, method)())
                        if method == "address":
                            yield value
                            yield value.split("\n")[0]
                        elif method in kept:
                            yield value


def is_telling(value):
    """Nothing that somebody could well be called: a number of eight digits, or a text with a digit, or three names in one."""
    digits = sum(c.isdigit() for c in value)
    return digits >= 8 or (digits and len(value) >= 12) or (", " in value and " and " in value)


def known_values():
    for value in seeded_values():
        if is_telling(value.strip()):
            yield value.strip(), SEEDED
    for job in draw("en_US", "job", 40_000):
        if ", " in job:
            yield job, TITLE
    for locale in ["fr_FR", "pt_BR"]:
        for phrase in draw(locale, "catch_phrase", 60_000):
            yield phrase, TEXT
    for locale in [Locale.EN, Locale.DE, Locale.FR, Locale.JA, Locale.PT_BR]:
        generic = Generic(locale, seed=SEED)
        for text in {generic.text.sentence() for _ in range(6_000)} | {generic.text.quote() for _ in range(6_000)}:
            first = text.split(". ")[0].rstrip(".")
            if len(first.encode()) >= 20:
                yield first, TEXT


def main():
    lists = word_lists()
    lines = ["# Made by tests/bench/suspicion_lists.py from runs of Faker 40.63.0 and Mimesis 22.2.0 with seed 1001.\n"]
    for name, words in lists.items():
        lines.append(f"{name}\t{' '.join(sorted(word.replace(' ', '_') for word in words))}\n")
        print(name, len(words))
    (DATA / "words.txt").write_text("".join(lines), encoding="utf-8")
    known = {}
    for value, level in known_values():
        known.setdefault(hash_of(value) & ~3, level)
    (DATA / "known.bin").write_bytes(b"".join((h | level).to_bytes(8, "big") for h, level in sorted(known.items())))
    print("known", len(known), Counter(known.values()))


if __name__ == "__main__":
    main()
