"""The words of BibTeX and BibLaTeX, and what CSL calls them."""

from __future__ import annotations

# Kinds of records, by the type that CSL has for them (BibLaTeX 3.20, section 2.1; Pandoc).
KINDS = {
    kind: type
    for type, kinds in {
        "article-journal": "article suppperiodical",
        "book": "book mvbook collection mvcollection reference mvreference proceedings mvproceedings manual",
        "chapter": "inbook incollection suppbook suppcollection bookinbook",
        "dataset": "dataset",
        "document": "misc custom customa customb customc customd custome customf",
        "entry-encyclopedia": "inreference",
        "graphic": "artwork image",
        "legal_case": "jurisdiction",
        "legislation": "legislation",
        "manuscript": "unpublished",
        "motion_picture": "movie video",
        "pamphlet": "booklet",
        "paper-conference": "inproceedings conference",
        "patent": "patent",
        "performance": "performance",
        "periodical": "periodical",
        "personal_communication": "letter",
        "report": "report techreport",
        "review": "review",
        "software": "software",
        "song": "audio music",
        "standard": "standard",
        "thesis": "thesis phdthesis mastersthesis bachelorsthesis",
        "treaty": "legal",
        "webpage": "online electronic www webpage",
    }.items()
    for kind in kinds.split()
}

# What ``entrysubtype`` may make of a record: any type of CSL, but of these only what is said here. A part is a part,
# whatever its whole may be; and an article, a collection or a document is none of CSL's but in @misc.
SUBTYPES = {
    "article-journal": "article-magazine article-newspaper review review-book",
    "chapter": "",
    "dataset": "",
    "entry-encyclopedia": "entry entry-dictionary",
    "paper-conference": "",
    "patent": "",
    "thesis": "",
}
PAPERS = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
VAGUE = frozenset("article collection document".split())

# Kinds whose ``number`` is that of an issue, and those whose number is that in a series, if they are in one.
ISSUES = frozenset("article-journal periodical review".split())
SERIAL = frozenset("book chapter entry-encyclopedia pamphlet paper-conference".split())

# Fields whose words are a variable of CSL: the variable, and the fields, of which the first that is there is taken.
TEXTS = {
    "abstract": "abstract",
    "annote": "annotation annote",
    "call-number": "library",
    "chapter-number": "chapter",
    "collection-title": "series",
    "container-title-short": "shortjournal",
    "edition": "edition",
    "event-place": "venue",
    "keyword": "keywords keyword",
    "number-of-pages": "pagetotal numpages",
    "number-of-volumes": "volumes",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "original-title": "origtitle",
    "page": "pages eid articleno",
    "part-number": "part",
    "publisher-place": "location address",
    "title-short": "shorttitle",
    "version": "version",
    "volume": "volume",
}
# The same for those that are no LaTeX.
VERBATIM = {"DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid"}

TITLES = ("title", "subtitle", "titleaddon")
DATES = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
NAMES = {
    "author": "author",
    "bookauthor": "container-author",
    "translator": "translator",
    "director": "director",
    "editor": "editor",
    "editora": "contributor",
    "editorb": "contributor",
    "editorc": "contributor",
}
ROLES = {
    "editor": "editor",
    "compiler": "compiler",
    "director": "director",
    "organizer": "organizer",
    "performer": "performer",
    "producer": "producer",
    "scriptwriter": "script-writer",
    "collaborator": "contributor",
    "translator": "translator",
}
GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "software": "computer software",
    "datacd": "data CD",
    "audiocd": "audio CD",
    "patent": "patent",
    "patentus": "U.S. patent",
    "patenteu": "European patent",
    "patentde": "German patent",
    "patentuk": "British patent",
    "patentfr": "French patent",
}
COUNTRIES = {
    "countryde": "Germany",
    "countryep": "European Union",
    "countryeu": "European Union",
    "countryfr": "France",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
}
SERIES = {"newseries": "new series", "oldseries": "old series"}
STATES = {
    "inpreparation": "in preparation",
    "submitted": "submitted",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "pre-published",
}
ARCHIVES = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}
# Languages as Babel calls them, by their tags.
LANGUAGES = {
    name: tag
    for tag, names in {
        "af": "afrikaans",
        "ar": "arabic",
        "az": "azerbaijani",
        "be": "belarusian",
        "bg": "bulgarian",
        "ca": "catalan",
        "cs": "czech",
        "cy": "welsh",
        "da": "danish",
        "de": "german ngerman germanb",
        "de-AT": "austrian naustrian",
        "de-CH": "swissgerman nswissgerman",
        "el": "greek polutonikogreek",
        "en": "english",
        "en-AU": "australian",
        "en-CA": "canadian",
        "en-GB": "british ukenglish",
        "en-NZ": "newzealand",
        "en-US": "american usenglish",
        "eo": "esperanto",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian farsi",
        "fi": "finnish",
        "fr": "french francais frenchb",
        "fr-CA": "acadian canadien",
        "ga": "irish",
        "gl": "galician",
        "he": "hebrew",
        "hi": "hindi",
        "hr": "croatian",
        "hu": "hungarian magyar",
        "hy": "armenian",
        "id": "indonesian indonesia indon bahasa bahasai",
        "is": "icelandic",
        "it": "italian",
        "ja": "japanese",
        "ka": "georgian",
        "ko": "korean",
        "la": "latin",
        "lt": "lithuanian",
        "lv": "latvian",
        "mk": "macedonian",
        "mn": "mongolian",
        "nb": "norsk norwegian",
        "nl": "dutch",
        "nn": "nynorsk",
        "pl": "polish",
        "pt": "portuguese portuges",
        "pt-BR": "brazilian brazil",
        "ro": "romanian",
        "ru": "russian",
        "sk": "slovak",
        "sl": "slovene slovenian",
        "sq": "albanian",
        "sr": "serbian serbianc",
        "sv": "swedish",
        "th": "thai",
        "tk": "turkmen",
        "tr": "turkish",
        "uk": "ukrainian",
        "ur": "urdu",
        "vi": "vietnamese",
        "zh": "chinese",
    }.items()
    for name in names.split()
}
TIMES = {
    word: number
    for number, words in {
        **{
            f"{number:02}": word
            for number, word in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
        },
        "21": "spr",
        "22": "sum",
        "23": "aut fal",
        "24": "win",
    }.items()
    for word in words.split()
}

# Fields that say nothing about the work, and the beginnings of those that tools add.
HOUSEKEEPING = frozenset(
    """acmid added-at archiveprefix authortype bibsource biburl bookpagination cited-by comment contents copyright
    creationdate crossref date-added date-modified editoratype editorbtype editorctype editortype eprintclass
    eprinttype execute file gender groups ids indexsorttitle indextitle interhash intrahash issue_date key label
    langidopts lccn modificationdate month_numeric mrclass mrnumber mrreviewer nameaddon options owner pagination
    presort primaryclass priority printed qualityassured ranking rating readstatus related relatedoptions
    relatedstring relatedtype review search searched shortauthor shorteditor shorthand shorthandintro shortseries
    source timestamp urlseen username xdata xref zblnumber __markedentry""".split()
)
KNOWN = (
    *(name for names in TEXTS.values() for name in names.split()),
    *VERBATIM.values(),
    *DATES.values(),
    *NAMES,
    *TITLES,
    *"booktitle date eprint howpublished institution issue journal journaltitle langid maintitle note number".split(),
    *"organization publisher pubstate school type url year".split(),
)
# Fields that BibLaTeX has and CSL has not.
HOMELESS = frozenset("afterword annotator commentator entryset foreword holder introduction isrn origlanguage".split())
TOOLS = ("bdsk-", "citeulike-", "mendeley-", "zotero-", "opt", "sort")
