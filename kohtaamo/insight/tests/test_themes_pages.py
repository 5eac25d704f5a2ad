from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kohtaamo.insight.models import Theme, ThemeChange, ThemeMention
from kohtaamo.insight.services import measure_answers
from kohtaamo.insight.themes.asking import one_a_line
from kohtaamo.insight.themes.figures import ThemeFigures
from kohtaamo.insight.themes.rereading import read_anew
from kohtaamo.insight.themes.taxonomy import ThemeNow
from kohtaamo.insight.views.themes import Row
from kohtaamo.kit.statistics import Estimate
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.panel import panels_at
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

from .test_services import answer, comment

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/themes/"
WAITED = "Jonotin puhelimessa tunnin, ihan kamalaa"


def said(world: World, *texts: str, **facts: Any) -> None:
    with working_for(world.satama):
        for number, text in enumerate(texts):
            given = answer(world, f"{number}-{text}", happened_at=timezone.now(), **facts)
            comment(given, text)
            measure_answers(answers=[given.pk])


def test_without_comments_the_page_says_what_to_do(world: World, browse: Browse) -> None:
    page = browse(world.aino).get(PAGE)
    assert page.context["is_new"]


def test_themes_are_listed_with_their_comments(world: World, browse: Browse) -> None:
    said(world, WAITED, "Asiakaspalvelija oli ystävällinen", "Jonotin taas")
    client = browse(world.aino)
    page = client.get(PAGE)
    first = page.context["rows"][0]
    assert (first.theme.key, first.figures.mentions, first.figures.n) == ("waiting", 2, 3)
    assert first.figures.share is None
    assert "?theme=waiting&amp;days=90" in page.content.decode()
    assert len(client.get(first.comments_url).context["read"]) == 2


def test_an_interval_of_the_tone_has_as_many_decimals_as_the_tone() -> None:
    waiting = ThemeNow("waiting", "Odotus", "", 0, True, None)
    tone = Estimate(-0.14, -0.4, 0.2, 30)
    figures = ThemeFigures(
        mentions=30, n=60, share=None, change=None, is_real=False, tone=tone, toned=30, bars=()
    )
    with translation.override("fi"):
        assert Row(waiting, figures, (), "", "").tone_range == "−0,40…0,20"


def test_one_theme_is_shown_by_touchpoint_with_its_newest_comments(world: World, browse: Browse) -> None:
    said(world, WAITED)
    page = browse(world.aino).get(f"{PAGE}waiting/")
    assert [(name, row.figures.mentions) for name, row in page.context["places"]] == [("Puhelinpalvelu", 1)]
    assert [one.comment.text for one in page.context["comments"]] == [WAITED]
    assert browse(world.aino).get(f"{PAGE}nowhere/").status_code == 404


def test_the_page_asks_as_many_questions_of_three_comments_as_of_one(world: World, browse: Browse) -> None:
    client, counted = browse(world.aino), []
    for texts in ((WAITED,), ("Jonotin taas", "Hinta oli kallis ja jonotin")):
        said(world, *texts)
        for _time in ("the engine copies what is new", "counted"):
            with CaptureQueriesContext(connection) as asked:
                for page in (PAGE, f"{PAGE}waiting/"):
                    client.get(page)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def form(**changes: str) -> dict[str, str]:
    return {"name_fi": "Ilmalaivat", "is_active": "on", "rules_fi": "zeppeliin*", "rules_en": "", **changes}


def test_a_theme_is_added_read_anew_and_undone(world: World, browse: Browse) -> None:
    said(world, "Zeppeliini näkyi")
    client = browse(world.aino)
    answered = client.post(f"{PAGE}new/", form())
    assert answered["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    with working_for(world.satama):
        change = ThemeChange.objects.get()
        assert f"{PAGE}changes/{change.pk}/undoing/" in page
        assert f"{PAGE}changes/{change.pk}/progress/" in page
        read_anew(change=change)
        assert ThemeMention.objects.get().theme == "ilmalaivat"
    done = client.get(f"{PAGE}changes/{change.pk}/progress/").content.decode()
    assert "hx-trigger" not in done
    client.post(f"{PAGE}changes/{change.pk}/undoing/")
    with working_for(world.satama):
        assert not Theme.objects.exists()


def test_rules_that_cannot_be_read_are_explained_and_nothing_is_saved(world: World, browse: Browse) -> None:
    answered = browse(world.aino).post(f"{PAGE}new/", form(rules_fi="hyvä\n*"))
    assert answered.status_code == 422
    assert "2" in str(answered.context["form"].errors["rules_fi"])
    with working_for(world.satama):
        assert not Theme.objects.exists()


def test_the_preview_follows_what_is_written(world: World, browse: Browse) -> None:
    said(world, WAITED, "Zeppeliini näkyi")
    client = browse(world.aino)
    tried = client.post(f"{PAGE}preview/", {"key": "waiting", **form()}).content.decode()
    assert '<mark class="">Zeppeliini</mark> näkyi' in tried
    assert '<mark class="">Jonotin</mark>' in tried
    hostile = client.post(f"{PAGE}preview/", form(rules_fi="x" * 100_000))
    assert hostile.status_code == 200
    assert "trial" not in hostile.context


def test_a_changed_standard_theme_is_put_back(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    client.post(f"{PAGE}waiting/words/", form(name_fi="Jonot"))
    page = client.get(f"{PAGE}waiting/words/").content.decode()
    assert 'value="Jonot"' in page
    assert f"{PAGE}waiting/restoration/" in page
    client.post(f"{PAGE}waiting/restoration/")
    with working_for(world.satama):
        assert not Theme.objects.exists()


def test_who_only_reads_cannot_change_themes(world: World, browse: Browse) -> None:
    client = browse(world.onni)
    assert client.get(PAGE).status_code == 200
    assert f"{PAGE}new/" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}new/", form()).status_code == 403


@pytest.mark.parametrize("place", ["comment", "touchpoint.side"])
def test_panels_name_themes_with_what_they_stand_on(world: World, place: str, rf: Any) -> None:
    said(world, WAITED)
    request = rf.get("/")
    request.member = world.aino
    with working_for(world.satama):
        subject = ThemeMention.objects.get().comment if place == "comment" else world.phone
        html = "".join(panels_at(place, request, [subject])[subject.pk])
    assert "?theme=waiting" in html
    if place == "comment":
        assert "Jonotin" in html


def test_a_person_says_what_a_comment_is_about_and_takes_it_back(world: World, browse: Browse) -> None:
    said(world, WAITED)
    client = browse(world.aino)
    with working_for(world.satama):
        key = ThemeMention.objects.get().comment_id
    address = f"/o/satama/insight/comments/{key}/themes/"
    assert f"{address}waiting/no/" in client.get("/o/satama/insight/comments/").content.decode()
    client.post(f"{address}waiting/no/")
    client.post(f"{address}trust/yes/")
    with working_for(world.satama):
        assert [(one.theme, one.provider) for one in ThemeMention.objects.all()] == [("trust", "person")]
    assert f"{address}waiting/yes/" in client.get(address).content.decode()
    drawn = client.post(f"{address}waiting/machine/", headers={"hx-request": "true"}).content.decode()
    assert f"{address}waiting/no/" in drawn
    with working_for(world.satama):
        assert set(ThemeMention.objects.values_list("theme", flat=True)) == {"trust", "waiting"}
    for wrong in ("nowhere/yes/", "waiting/perhaps/"):
        assert client.post(f"{address}{wrong}").status_code == 404
    assert browse(world.onni).post(f"{address}waiting/no/").status_code == 403


def test_words_with_commas_between_are_each_looked_for(world: World, browse: Browse) -> None:
    said(world, "Luvattiin soittaa takaisin", "Pyysin takaisinsoittoa", "Takaisin kaupasta")
    asked = {"name_fi": "Takaisinsoitto", "rules_fi": "soittaa takaisin, takaisinsoitto*", "is_active": "on"}
    client = browse(world.aino)
    shown = client.post(f"{PAGE}preview/", asked)
    assert sorted(one.text for one in shown.context["trial"].examples) == [
        "Luvattiin soittaa takaisin",
        "Pyysin takaisinsoittoa",
    ]
    assert client.post(f"{PAGE}new/", asked).status_code == 302
    with working_for(world.satama):
        assert Theme.objects.get().rules["fi"] == "soittaa takaisin\ntakaisinsoitto*"


def test_commas_of_a_line_that_is_written_out_stay() -> None:
    written = "jono* not: musiikki, ääni\nhidas = 0,6\nlinja with: puhelin*, odot*"
    assert one_a_line(written) == written
    assert one_a_line("jono, odotus\n\nhidas") == "jono\nodotus\n\nhidas"


def test_neither_name_of_a_theme_may_be_left_out_alone(world: World, browse: Browse) -> None:
    client = browse(world.aino)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"{PAGE}new/").content.decode()
    names = page.split('for="id_name_fi"')[1].split('for="id_parent"')[0]
    assert "optional" not in names
    assert names.count("Needed in one of the two languages.") == 2
    refused = client.post(f"{PAGE}new/", form(name_fi=""))
    assert refused.status_code == 422
    said = "A theme needs a name. Write it in Finnish or in English: one is enough."
    assert said in refused.content.decode()
    assert client.post(f"{PAGE}new/", form(name_fi="", name_en="Airships")).status_code == 302
    shipped = client.get(f"{PAGE}waiting/words/").content.decode()
    assert shipped.split('for="id_name_fi"')[1].split('for="id_parent"')[0].count("(optional)") == 2
