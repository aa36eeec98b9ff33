"""Records to measure the suspicion of test data by: what generators put out, and records that only look real.

    target/venv/bin/python tests/bench/suspicion.py | cargo run -p touchmark-scan --release --example suspicion -- --now 2026-12-01T00:00:00Z

(`suspicion_lists.py` says how the environment is made.) The seeds are none of those that the lists were built from; Snowfakery draws without
one. Of French and Portuguese catch phrases and of Mimesis's sentences the lists have nearly all there are, so that other seeds say little
there: `--without Email,Website,Description` shows what is left. Made-up records that look real are in the sets that begin with `real`: every
one that is suspected is a false positive. They are put together here from towns, area codes, streets, trades and names as directories have
them, and not by a generator's patterns; towns that look invented are among them more often than in life.
"""

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from pathlib import Path

FIELDS = (
    "set FirstName LastName Title Email Phone Company MailingStreet MailingCity Website Birthdate Description".split()
)
LOCALES = ["en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "ja_JP", "pt_BR", "nl_NL"]
FAKER_SEED, MIMESIS_SEED, REAL_SEED = 70_001, 70_002, 70_003

RECIPE = """
- snowfakery_version: 3
- var: snowfakery_locale
  value: LOCALE
- object: Contact
  count: COUNT
  fields:
    FirstName: {fake: first_name}
    LastName: {fake: last_name}
    Title: {fake: job}
    Email: {fake: email}
    Phone: {fake: phone_number}
    Company: {fake: company}
    MailingStreet: {fake: street_address}
    MailingCity: {fake: city}
    Website: {fake: url}
    Birthdate: {fake.date_between: {start_date: -70y, end_date: -20y}}
    Description: {fake: DESCRIPTION}
"""


def faker_rows(count):
    from faker import Faker

    for locale in LOCALES:
        # `email` is at a reserved domain; `company_email` is not.
        for kind, email, words in [("", "email", "catch_phrase"), (" company mail", "company_email", "text")]:
            fake = Faker(locale)
            fake.seed_instance(FAKER_SEED)
            for _ in range(count):
                yield [
                    f"faker {locale}{kind}", fake.first_name(), fake.last_name(), fake.job(), getattr(fake, email)(),
                    fake.phone_number(), fake.company(), fake.street_address(), fake.city(), fake.url(),
                    fake.date_of_birth(minimum_age=18, maximum_age=80).isoformat(), getattr(fake, words)(),
                ]


def mimesis_rows(count):
    from mimesis import Generic, Locale

    for name in ["EN", "EN_GB", "DE", "FR", "ES", "JA", "PT_BR", "NL"]:
        fake = Generic(getattr(Locale, name), seed=MIMESIS_SEED)
        for _ in range(count):
            yield [
                f"mimesis {name}", fake.person.first_name(), fake.person.last_name(), fake.person.occupation(),
                fake.person.email(), fake.person.phone_number(), fake.finance.company(), fake.address.address(),
                fake.address.city(), fake.internet.url(), fake.datetime.date(start=1950, end=2005).isoformat(),
                fake.text.text(quantity=2),
            ]


def snowfakery_rows(count):
    for locale in ["en_US", "de_DE", "pt_BR"]:
        with tempfile.TemporaryDirectory() as folder:
            recipe, out = Path(folder, "recipe.yml"), Path(folder, "Contact.csv")
            text = RECIPE.replace("LOCALE", locale).replace("COUNT", str(count))
            recipe.write_text(text.replace("DESCRIPTION", "paragraph"))
            command = [Path(sys.executable).with_name("snowfakery"), recipe, "--output-format", "csv", "--output-folder", folder]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            with out.open(newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    yield [f"snowfakery {locale}", *(row[field] for field in FIELDS[1:])]


# By country: given names, family names, (town, area code), streets, the form of a number, mail providers, companies' endings.
COUNTRIES = {
    "US": (
        "Mary Patricia Linda Susan Karen Donna Carol Ruth Sharon Laura Amy Megan Kayla Brianna James Robert John Michael William David Richard Thomas"
        " Daniel Paul Mark Kevin Brian Jason Ryan Tyler Austin Luis Wei Priya Mohammed".split(),
        "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris"
        " Clark Lewis Robinson Walker Young King Wright Scott Nguyen Hill Green Adams Baker Nelson Kowalczyk Schwartz Patel O'Brien McAllister DiNapoli".split(),
        [("New York", "212"), ("Los Angeles", "213"), ("Chicago", "312"), ("Houston", "713"), ("Phoenix", "602"), ("Jacksonville", "904"),
         ("Nashville", "615"), ("Charleston", "843"), ("North Charleston", "843"), ("Lake Charles", "337"), ("Port Charlotte", "941"), ("Port Arthur", "409"),
         ("Evansville", "812"), ("Gainesville", "352"), ("Louisville", "502"), ("Knoxville", "865"), ("Huntsville", "256"), ("Fayetteville", "910"),
         ("West Jordan", "801"), ("South Jordan", "801"), ("Johnson City", "423"), ("Jefferson City", "573"), ("Allentown", "610"), ("Youngstown", "330"),
         ("Morristown", "973"), ("Georgetown", "512"), ("Germantown", "901"), ("Greenville", "864"), ("Asheville", "828"), ("Charlottesville", "434"),
         ("Pittsburgh", "412"), ("Harrisburg", "717"), ("Wilmington", "302"), ("Arlington", "703"), ("Burlington", "802"), ("Princeton", "609"),
         ("Clayton", "919"), ("Dayton", "937"), ("Canton", "330"), ("Trenton", "609"), ("Lake Jackson", "979"), ("Lake Forest", "949"), ("New Haven", "203"),
         ("New Albany", "812"), ("East Lansing", "517"), ("South Bend", "574"), ("West Allis", "414"), ("Williamsport", "570"), ("Shreveport", "318"),
         ("Gulfport", "228"), ("Bridgeport", "203"), ("Rockport", "978"), ("Frankfort", "502"), ("Portland", "503"), ("Oakland", "510"), ("Cleveland", "216"),
         ("Boise", "208"), ("Albuquerque", "505"), ("Omaha", "402"), ("Tulsa", "918"), ("Spokane", "509"), ("Lubbock", "806"), ("Mckinney", "972"), ("Brownsville", "956"),
         ("Thomasville", "229"), ("Statesville", "704"), ("Owensboro", "270"), ("Murfreesboro", "615"), ("Levittown", "516"), ("Rockville", "301"), ("Daphne", "251")],
        "Main St|Oak Ave|Maple Street|Washington Blvd|2nd Street|Park Avenue|Elm St|Lakeview Drive|Martin Luther King Jr Blvd|W Jefferson Ave|Sunset Blvd|County Road 12"
        "|Industrial Parkway|Broadway|Cedar Lane|Jackson Street|Lincoln Hwy|River Road|Mill Creek Rd|Highland Park Dr|Pine Ridge Ct|Madison Square|Taylor Mill Rd|Logan Square".split("|"),
        ["({a}) {e}-{l}", "{a}-{e}-{l}", "{a}.{e}.{l}", "+1 {a} {e} {l}", "+1 ({a}) {e}-{l}", "{a}{e}{l}", "1-{a}-{e}-{l}", "{a}-{e}-{l} x{x}", "{a}-{e}-{l} ext. {x}", "({a}) {e}-{l}x{x}"],
        "gmail.com yahoo.com outlook.com aol.com comcast.net icloud.com".split(), ["Inc", "LLC", "Inc.", "Corp", "& Associates", "Partners", "Group", "Company"],
    ),
    "GB": (
        "Oliver George Harry Jack Charlie Thomas William James Alfie Joshua Emily Amelia Olivia Isla Sophie Grace Jessica Poppy Gareth Nigel Margaret Siobhan Imran Aisha".split(),
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Patel Khan Hughes Edwards Begum Fairbairn Llewellyn".split(),
        [("London", "020 8"), ("Leeds", "0113 2"), ("Sheffield", "0114 2"), ("Birmingham", "0121 7"), ("Manchester", "0161 8"), ("Liverpool", "0151 2"), ("Glasgow", "0141 5"), ("Edinburgh", "0131 6"),
         ("Bristol", "0117 9"), ("Reading", "0118 9"), ("Nottingham", "0115 9"), ("Southport", "01704 5"), ("Newport", "01633 2"), ("Peterborough", "01733 5"), ("Scarborough", "01723 3"), ("Marlborough", "01672 5"),
         ("East Kilbride", "01355 2"), ("Newton Abbot", "01626 3"), ("Portsmouth", "023 92"), ("Plymouth", "01752 2"), ("Bournemouth", "01202 5"), ("Aldershot", "01252 3"), ("Chesterfield", "01246 2"), ("Manchester", "0161 2"),
         ("Leicester", "0116 2"), ("West Malling", "01732 8"), ("Port Talbot", "01639 8"), ("South Shields", "0191 4"), ("North Shields", "0191 2"), ("Kingston", "020 8"), ("Darlington", "01325 3"), ("Carshalton", "020 8")],
        "High Street|Station Road|Church Lane|Victoria Road|London Road|Park Road|Manor Road|Mill Lane|The Green|Kings Road|Queen Street|Albert Road|Grange Court|St John's Wood Road|George Street|Alexandra Mews".split("|"),
        ["{a}{s}", "+44 {b}{s}", "07{m} {s6}", "+44 7{m} {s6}", "({a}{s})"], "gmail.com hotmail.co.uk btinternet.com sky.com outlook.com yahoo.co.uk".split(), ["Ltd", "Limited", "PLC", "& Sons Ltd", "LLP", "Group"],
    ),
    "DE": (
        "Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Stefan Christian Uwe Anna Lena Sabine Monika Petra Susanne Birgit Claudia Heike Julia Mehmet Agnieszka".split(),
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Yilmaz Nowak".split(),
        [("Berlin", "030"), ("Hamburg", "040"), ("München", "089"), ("Köln", "0221"), ("Frankfurt am Main", "069"), ("Stuttgart", "0711"), ("Leipzig", "0341"), ("Dresden", "0351"), ("Koblenz", "0261"), ("Leer", "0491"),
         ("Heidelberg", "06221"), ("Freiburg", "0761"), ("Kiel", "0431"), ("Rostock", "0381"), ("Erfurt", "0361"), ("Osnabrück", "0541"), ("Bad Homburg", "06172"), ("Neustadt", "06321")],
        "Hauptstraße|Bahnhofstraße|Schulstraße|Goethestraße|Am Markt|Kirchweg|Lindenallee|Industriestraße|Rheinufer|Ringstraße".split("|"),
        ["{a} {s}", "+49 {b} {s}", "{a}/{s}", "0171 {s}", "+49 (0){b} {s}", "+49{b}{s}"], "gmx.de web.de t-online.de gmail.com freenet.de".split(), ["GmbH", "AG", "KG", "GmbH & Co. KG", "e.K.", "OHG"],
    ),
    "FR": (
        "Jean Marie Pierre Michel Alain Philippe Nathalie Isabelle Sylvie Catherine Nicolas Julien Camille Léa Chloé Hugo Karim Fatima".split(),
        "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Benali".split(),
        [("Paris", "01 42"), ("Marseille", "04 91"), ("Lyon", "04 78"), ("Toulouse", "05 61"), ("Nice", "04 93"), ("Nantes", "02 40"), ("Nantes", "02 55"), ("Strasbourg", "03 88"), ("Reims", "03 26"), ("Le Havre", "02 35"), ("Bourg-en-Bresse", "04 74"), ("Luxembourg", "03 55")],
        "rue de la République|avenue Victor Hugo|place du Marché|rue Pasteur|boulevard Gambetta|chemin des Vignes|rue des Écoles|allée des Tilleuls".split("|"),
        ["{a} {p} {p} {p}", "+33 {c} {p} {p} {p}", "06 {p} {p} {p} {p}"], "orange.fr free.fr gmail.com laposte.net wanadoo.fr".split(), ["SARL", "SA", "SAS", "et Fils", "EURL"],
    ),
    "ES": (
        "Antonio José Manuel Francisco Juan David Javier María Carmen Ana Isabel Laura Cristina Marta Lucía Pilar".split(),
        "García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno".split(),
        [("Madrid", "91"), ("Barcelona", "93"), ("Valencia", "96"), ("Sevilla", "95"), ("Bilbao", "94"), ("Zaragoza", "976"), ("Málaga", "952")],
        "Calle Mayor|Avenida de la Constitución|Calle Real|Paseo del Prado|Plaza de España|Gran Vía|Calle del Carmen".split("|"),
        ["+34 {a}{s}", "{a} {s}", "6{m} {s6}"], "gmail.com hotmail.com telefonica.net yahoo.es".split(), ["S.L.", "S.A.", "e Hijos", "S.L.U."],
    ),
    "NL": (
        "Jan Piet Kees Henk Willem Sanne Lotte Emma Daan Lieke Thijs Anouk".split(), "de Jong|Jansen|de Vries|van den Berg|Bakker|Visser|Smit|Meijer|Mulder|Bos|van Dijk".split("|"),
        [("Amsterdam", "020"), ("Rotterdam", "010"), ("Eindhoven", "040"), ("Utrecht", "030"), ("Groningen", "050"), ("Dieren", "0313"), ("Den Haag", "070")],
        "Kerkstraat|Dorpsstraat|Stationsweg|Molenweg|Julianastraat|Hoofdstraat".split("|"), ["{a}-{s}", "+31 {b} {s}", "06-{s}{x}"], "ziggo.nl kpnmail.nl gmail.com xs4all.nl".split(), ["B.V.", "N.V.", "VOF", "& Zonen"],
    ),
    "AU": (
        "Jack Noah Lachlan Cooper Matilda Ruby Chloe Sienna Bruce Sheila Nguyen Priya".split(), "Smith Jones Williams Brown Wilson Taylor Nguyen Johnson Martin White Anderson Walker Murphy Campbell".split(),
        [("Sydney", "02 9"), ("Melbourne", "03 9"), ("Brisbane", "07 3"), ("Perth", "08 9"), ("Adelaide", "08 8"), ("Newcastle", "02 4"), ("Port Macquarie", "02 6"), ("Mount Gambier", "08 8"), ("Gladstone", "07 4"), ("Launceston", "03 6")],
        "George Street|Pitt Street|Collins Street|Beach Road|Pacific Highway|Ocean View Parade|Victoria Parade|King William Street".split("|"),
        ["({q}", "+61 {b}{s}", "04{m} {s6}"], "gmail.com bigpond.com optusnet.com.au".split(), ["Pty Ltd", "& Sons", "Group"],
    ),
    "JP": (
        "太郎 花子 健一 美咲 翔太 陽子 大輔 直美".split(), "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村".split(), [("東京都", "03"), ("大阪市", "06"), ("横浜市", "045"), ("名古屋市", "052"), ("札幌市", "011")],
        "中央1丁目|本町2-3|栄町4|北一条西5|桜ヶ丘".split("|"), ["{a}-{n4}-{n4}", "090-{n4}-{n4}", "+81 {b} {n4} {n4}"], "gmail.com yahoo.co.jp docomo.ne.jp".split(), ["株式会社", "有限会社"],
    ),
    "BR": (
        "João José Antônio Francisco Carlos Ana Maria Adriana Juliana Fernanda Patrícia".split(), "Silva Santos Oliveira Souza Lima Pereira Ferreira Costa Rodrigues Almeida".split(),
        [("São Paulo", "11"), ("Rio de Janeiro", "21"), ("Belo Horizonte", "31"), ("Curitiba", "41"), ("Recife", "81")], "Rua das Flores|Avenida Paulista|Rua XV de Novembro|Rua Sete de Setembro".split("|"),
        ["({a}) {n4}-{n4}", "+55 {a} 9{n4}-{n4}", "{a} {n4}-{n4}"], "gmail.com uol.com.br terra.com.br bol.com.br".split(), ["Ltda", "S.A.", "ME", "& Cia"],
    ),
    "IN": (
        "Amit Rahul Sanjay Vijay Suresh Anjali Priya Pooja Neha Kavita".split(), "Kumar Singh Sharma Patel Gupta Reddy Iyer Nair Khan Das".split(),
        [("Mumbai", "022"), ("Bengaluru", "080"), ("Chennai", "044"), ("Pune", "020"), ("Port Blair", "03192")], "MG Road|Station Road|Gandhi Nagar|Park Street|Link Road".split("|"),
        ["+91 9{n4} {s5}", "9{n4}{s5}", "{a} {s}"], "gmail.com rediffmail.com yahoo.in".split(), ["Pvt Ltd", "& Sons", "Enterprises", "Industries"],
    ),
}
TRADES = (
    "Plumbing|Electrical|Logistics|Dental Clinic|Architects|Consulting|Foods|Brewing|Printing|Motors|Insurance|Legal|Software|Roofing|Travel|Pharmacy|Textiles|Engineering|Catering|Security|Media|Optics|Solar|Packaging|Fitness".split("|")
)
BRANDS = (
    "Rolls-Royce|Hewlett-Packard|Harley-Davidson|Coca-Cola Bottling|Marks & Spencer|Johnson & Johnson|Ernst & Young|Skadden, Arps|Baker, Donelson|Kirkland & Ellis|Smith, Gambrell & Russell|Johnson, Miller and Davis"
    "|Bausch + Lomb|Procter & Gamble|Bristol-Myers Squibb|Kimberly-Clark|Smith-Midland|Walker, Harris and Young|Martin-Baker|Taylor Wimpey|Wright Medical|Allen-Bradley|Rohde & Schwarz|example-bank|Testament Books|Lorimar|Baker Hughes".split("|")
)
TITLES = (
    "Sales Manager|Managing Director|Office Manager|Software Engineer|Head of Procurement|Accountant|Director, Marketing|VP, Sales|Manager, sales|Nurse|Teacher|CEO|Chief Financial Officer|Owner|Geschäftsführer|Einkäufer|Directeur commercial"
    "|Responsable de compras|Inkoper|Project Manager|Legal counsel|Civil engineer|Executive Assistant|Partner|Buyer|Surveyor|Operations Lead|IT Administrator|HR Business Partner|Retail manager|Solicitor|Electrical Engineer, Senior".split("|")
)
NOTES = (
    "Met at the trade fair in {town}; wants a quote for {n} licences before the end of the quarter."
    "|Renewal is due in March. Spoke to her assistant, who asked us to call back on Tuesday."
    "|Prefers to be contacted by e-mail."
    "|Existing customer since {year}, pays on time, two open tickets."
    "|Left the company, successor not known yet."
    "|Interested in the new service plan but needs budget approval from head office. Follow up next week."
    "|Kunde seit {year}. Rückruf erbeten wegen Angebot {n}."
    "|Client depuis {year}, à rappeler en septembre."
    "|Cliente desde {year}; pide factura mensual."
    "|Decision maker. Strong relationship with our regional team and a good reference for other customers in the area."
    "|Delivery address differs: gate {n}, ring twice."
    "|They run an integrated logistics platform and are looking for a scalable solution."
    "|Budget approved, waiting for legal. Contract number {n}-{year}."
    "|Please use the back door. The office is on the second floor and the reception closes at five."
    "||"
).split("|")


def digits(rng, count):
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def phone(rng, country, code, forms):
    home = code.replace(" ", "") if country == "US" else code
    exchange = str(rng.choice([n for n in range(220, 990) if n != 555]))
    text = rng.choice(forms)
    bare = code[1:] if code.startswith("0") else code
    values = {
        "a": home, "b": bare, "c": code[1:], "e": exchange, "l": digits(rng, 4), "x": digits(rng, rng.choice([2, 3, 4])), "s": digits(rng, 6), "s5": digits(rng, 5),
        "s6": digits(rng, 6), "m": digits(rng, 3), "p": digits(rng, 2), "n4": digits(rng, 4), "q": f"{code[:2]}) {code[3:]}{digits(rng, 3)} {digits(rng, 4)}",
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def slug(text):
    table = str.maketrans("äöüßéèêàçñíóúáãõ", "aousee" + "eacniouaao")
    return "".join(c for c in text.lower().translate(table) if c.isalnum() and c.isascii()) or "kaisha"


def real_rows(count):
    rng = random.Random(REAL_SEED)
    for country, (given, family, towns, streets, forms, providers, kinds) in COUNTRIES.items():
        for _ in range(count):
            first, last = rng.choice(given), rng.choice(family)
            town, code = rng.choice(towns)
            partner = rng.choice(family)
            company = rng.choices(
                [f"{last} {rng.choice(TRADES)} {rng.choice(kinds)}", f"{town} {rng.choice(TRADES)}", f"{partner} {rng.choice(kinds)}", rng.choice(BRANDS),
                 f"{rng.choice(TRADES)} {rng.choice(TRADES)} {rng.choice(kinds)}", f"{last} and Sons", f"{last} & {partner}", f"{last}-{partner}", f"{last}, {partner} and {rng.choice(family)}", ""],
                [30, 15, 12, 8, 15, 3, 5, 1, 1, 10],
            )[0]
            domain = slug(company)[:24] + rng.choice([".com", ".com", ".net", ".org", f".{country.lower()}"]) if company else rng.choice(providers)
            local = rng.choice([f"{slug(first)}.{slug(last)}", f"{slug(first)[0]}{slug(last)}", slug(first), f"{slug(first)}{rng.choice([rng.randint(1, 99), rng.randint(1940, 2005)])}", "info", "sales"])
            street = rng.choice(streets)
            number = rng.randint(1, 400)
            birth = f"{rng.randint(1938, 2006)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            yield [
                f"real {country}", first, last, rng.choice(TITLES), f"{local}@{rng.choice([domain, rng.choice(providers)])}", phone(rng, country, code, forms),
                company, f"{number} {street}" if country in ["US", "GB", "AU", "FR", "IN"] else f"{street} {number}", town,
                rng.choice(["", f"www.{domain}", f"https://www.{domain}", f"https://{domain}/", f"http://www.{domain}/"]) if company else "",
                rng.choices([birth, "", "1900-01-01"], [70, 28, 2])[0],
                rng.choice(NOTES).replace("{town}", town).replace("{n}", str(rng.randint(2, 900))).replace("{year}", str(rng.randint(2004, 2025))),
            ]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=1000, help="records of each set")
    options.add_argument("--only", choices=["real", "faker", "mimesis", "snowfakery"])
    asked = options.parse_args()
    makers = {"faker": faker_rows, "mimesis": mimesis_rows, "snowfakery": snowfakery_rows, "real": real_rows}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(FIELDS)
    for name, rows in makers.items():
        if asked.only in (None, name):
            out.writerows(rows(asked.count))


if __name__ == "__main__":
    main()
