"""Every text for people stands in both languages, and what is compiled is what was written."""

import gettext
import re
import string

from scripts import translations as catalogues

LANGUAGES = tuple(catalogues.PLURALS)
PLACES = re.compile(r"%\(\w+\)s")


def test_no_text_is_untranslated_fuzzy_or_left_over() -> None:
    wanted = catalogues.texts()
    assert wanted
    for language in LANGUAGES:
        kept = catalogues.read(language)
        assert set(kept.translated) == set(wanted), language
        assert not catalogues.missing(kept), language
        path = catalogues.LOCALE / language / "LC_MESSAGES" / "django.po"
        assert "fuzzy" not in path.read_text("utf-8")


def test_the_compiled_catalogues_are_those_of_the_sources_and_gettext_reads_them() -> None:
    for language in LANGUAGES:
        kept = catalogues.read(language)
        path = catalogues.LOCALE / language / "LC_MESSAGES" / "django.mo"
        assert path.read_bytes() == catalogues.compiled(kept), language
        with path.open("rb") as file:
            loaded = gettext.GNUTranslations(file)
        for text, said in kept.translated.items():
            if text.many is None:
                assert loaded.gettext(text.one) == said[0]
            else:
                assert loaded.ngettext(text.one, text.many, 1) == said[0]
                assert loaded.ngettext(text.one, text.many, 2) == said[-1]


def test_a_translation_has_the_places_of_its_original_and_english_has_no_chinese() -> None:
    for text, said in catalogues.read("en").translated.items():
        for form in said:
            assert set(PLACES.findall(form)) == set(PLACES.findall(text.one)), text.one
            assert not re.search(r"[\u4e00-\u9fff]", form), form
            assert form.strip(string.whitespace)
