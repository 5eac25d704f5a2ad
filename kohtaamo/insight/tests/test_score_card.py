from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kohtaamo.insight.learning.reliability import bar
from kohtaamo.insight.models import LearnedModel, ReadingWork
from kohtaamo.insight.tests.test_correcting import said
from kohtaamo.insight.views.score_drawing import agreement_chart, honesty_chart, scores
from kohtaamo.organisation.models import Member
from kohtaamo.organisation.tenancy import current_organisation_id
from tests.world import World

Browse = Callable[[Member], Client]
PAGE = "/o/satama/insight/score-card/"
FIGURES = {
    "n": 200,
    "accuracy": 0.8,
    "right": 160,
    "macro_f1": 0.55,
    "macro_f1_interval": [0.5, 0.61],
    "classes": {
        "negative": {"f1": 0.7, "precision": 0.7, "recall": 0.7, "said": 80, "read": 80},
        "neutral": {"f1": 0.2, "precision": 0.2, "recall": 0.2, "said": 5, "read": 5},
        "positive": {"f1": 0.8, "precision": 0.8, "recall": 0.8, "said": 115, "read": 115},
    },
    "ece": 0.031,
    "bins": [[0.4, 9, 0.45, 0.2], [0.8, 191, 0.85, 0.83]],
}
BETTER = {**FIGURES, "macro_f1": 0.75, "macro_f1_interval": [0.7, 0.8]}


def lesson(verdict: str = "not_better", **card: object) -> ReadingWork:
    known = {
        "verdict": verdict,
        "labels": {"stars": 800, "corrections": 3, "newest": ""},
        "months": [["2026-01", 80, 100], ["2026-02", 40, 100]],
        "engine": FIGURES,
        "since": "2026-02-01T10:00:00+00:00",
        "until": "2026-03-01T10:00:00+00:00",
    }
    return ReadingWork.objects.create(
        organisation_id=current_organisation_id(), kind="learn", status="done", result={"fi": known | card}
    )


@pytest.fixture
def model(in_satama: World) -> LearnedModel:
    return LearnedModel.objects.create(
        organisation=in_satama.satama, language="fi", number=1, data=b"x", in_use=True, card={"own": BETTER}
    )


def page(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_measured_the_page_says_what_to_do(in_satama: World, browse: Browse):
    assert "/o/satama/insight/comments/" in page(browse(in_satama.aino))


def test_a_reader_below_the_bar_is_called_unreliable(in_satama: World, browse: Browse):
    lesson()
    client = browse(in_satama.aino)
    assert "pill worse" in page(client)
    client.post(f"{PAGE}bar/", {"bar": "0,5"})
    assert bar() == 0.5
    assert "pill worse" not in page(client)
    client.post(f"{PAGE}bar/", {"bar": "lots"})
    assert bar() == 0.5


def test_own_model_is_taken_back_and_undone(in_satama: World, browse: Browse, model: LearnedModel):
    lesson("better")
    client = browse(in_satama.aino)
    assert "pill better" in page(client)
    client.post(f"{PAGE}models/fi/0/")
    assert not LearnedModel.objects.filter(in_use=True).exists()
    assert f'action="{PAGE}models/fi/1/"' in page(client)
    client.post(f"{PAGE}models/fi/1/")
    assert LearnedModel.objects.get(in_use=True) == model


@pytest.mark.parametrize("address", ["models/fi/7/", "models/xx/0/", "models/fi/2/"])
def test_models_that_are_not_there_or_not_kept_are_not_found(
    in_satama: World, browse: Browse, model: LearnedModel, address: str
):
    LearnedModel.objects.create(organisation=in_satama.satama, language="fi", number=2, data=b"")
    assert browse(in_satama.aino).post(PAGE + address).status_code == 404
    assert LearnedModel.objects.get(in_use=True) == model


def test_learning_is_ordered_and_its_progress_is_told(in_satama: World, browse: Browse):
    client = browse(in_satama.aino)
    client.post(f"{PAGE}learning/")
    work = ReadingWork.objects.get()
    assert (work.kind, work.actor) == ("learn", in_satama.aino)
    assert f"{PAGE}learning/{work.pk}/" in page(client)
    work.status, work.done, work.total, work.advanced_at = "running", 3, 6, timezone.now()
    work.save()
    answer = client.get(f"{PAGE}learning/{work.pk}/").content.decode()
    assert "50 %" in answer
    work.status = "done"
    work.save()
    assert "hx-trigger" not in client.get(f"{PAGE}learning/{work.pk}/").content.decode()


def test_others_look_but_change_nothing(in_satama: World, browse: Browse, model: LearnedModel):
    lesson()
    client = browse(in_satama.onni)
    assert "<form" not in page(client).partition('id="main"')[2].partition("bottom-bar")[0]
    for address in ("bar/", "learning/", f"models/{model.language}/0/"):
        assert client.post(PAGE + address).status_code == 403


def test_the_page_takes_as_many_queries_however_many_models(
    in_satama: World, browse: Browse, model: LearnedModel
):
    lesson()
    client, counted = browse(in_satama.aino), []
    page(client)
    for numbers in ((), (2, 3)):
        for number in numbers:
            LearnedModel.objects.create(
                organisation=in_satama.satama, language="fi", number=number, data=b"x", card=model.card
            )
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))
    assert counted[0] == counted[1]


THEME = {
    "verdict": "better",
    "labels": {"yes": 40, "no": 12, "beside": 104, "newest": ""},
    "otherwise": [25, 500],
    "rules": {
        "n": 39, "right": 25, "accuracy": 0.64, "macro_f1": 0.41, "macro_f1_interval": [0.3, 0.52],
        "f1": 0.1, "precision": 0.25, "recall": 0.07, "said": 14, "read": 4,
    },
    "own": {
        "n": 39, "right": 37, "accuracy": 0.95, "macro_f1": 0.94, "macro_f1_interval": [0.86, 1.0],
        "f1": 0.93, "precision": 0.9, "recall": 0.97, "said": 14, "read": 15,
    },
}  # fmt: skip


@pytest.fixture
def theme(in_satama: World) -> LearnedModel:
    return LearnedModel.objects.create(
        organisation=in_satama.satama, task="theme:staff", language="fi", number=1, data=b"x", in_use=True,
        card=THEME,
    )  # fmt: skip


def test_a_theme_stands_beside_its_rules_and_goes_back_to_them(
    in_satama: World, browse: Browse, theme: LearnedModel
):
    lesson(themes={"staff": THEME})
    client = browse(in_satama.aino)
    found = page(client).partition('id="themes-learned"')[2]
    shown = found.replace(",", ".").replace("\xa0", " ")
    told = ("0.41", "0.30–0.52", "0.94", "0.86–1.00", " 500 ", " 5 %")
    assert [number for number in told if number not in shown] == []
    assert "pill worse" not in found
    client.post(f"{PAGE}themes/staff/fi/0/")
    assert not LearnedModel.objects.filter(in_use=True).exists()
    assert ReadingWork.objects.get(kind="reread").result == {"languages": ["fi"]}
    # now the rules read, which are below the bar of 0.6
    found = page(client).partition('id="themes-learned"')[2]
    assert "pill worse" in found
    assert f'action="{PAGE}themes/staff/fi/1/"' in found
    assert client.post(f"{PAGE}themes/staff/fi/7/").status_code == 404
    assert browse(in_satama.onni).post(f"{PAGE}themes/staff/fi/1/").status_code == 403


def test_a_theme_no_longer_learned_keeps_its_model_on_the_page(
    in_satama: World, browse: Browse, theme: LearnedModel
):
    lesson(themes={})
    assert f'action="{PAGE}themes/staff/fi/0/"' in page(browse(in_satama.aino))


def test_the_page_takes_as_many_queries_however_many_themes(
    in_satama: World, browse: Browse, theme: LearnedModel
):
    lesson(themes={"staff": THEME})
    client, counted = browse(in_satama.aino), []
    page(client)
    for names in ((), ("price", "waiting")):
        for name in names:
            LearnedModel.objects.create(
                organisation=in_satama.satama, task=f"theme:{name}", language="fi", number=1, card=THEME
            )
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_row_leaves_out_tones_told_too_seldom():
    with translation.override("en"):
        row = scores("x", FIGURES)
    assert (row["classes"], row["macro_f1"], row["ece"]) == (["0.70", "", "0.80"], "0.55", "0.03")
    assert row["accuracy_interval"] == "74–85%"  # Wilson's interval of 160 of 200


def test_pictures_show_no_bin_of_few_and_mark_a_month_out_of_the_ordinary():
    with translation.override("en"):
        honest = honesty_chart(FIGURES)
    assert [one["value"] for one in honest.option["series"][1]["data"]] == [[85.0, 83.0]]
    assert [row[1] for row in honest.rows] == ["too few", "83%"]
    # the mean of both months is 0.6; three sigmas of 100 are 0.147
    course = agreement_chart([["2026-01", 80, 100], ["2026-02", 40, 100], ["2026-03", 1, 2]])
    assert course is not None
    marked = ["itemStyle" in one for one in course.option["series"][2]["data"]]
    assert marked == [False, True]
    assert agreement_chart([["2026-01", 80, 100]]) is None


def test_pages_of_comments_say_where_readings_are_unreliable(in_satama: World, browse: Browse):
    lesson()
    said(in_satama)
    client = browse(in_satama.aino)
    for address in ("comments/", "themes/"):
        assert PAGE in client.get(f"/o/satama/insight/{address}").content.decode()
        assert "pill worse" in client.get(f"/o/satama/insight/{address}").content.decode()
    client.post(f"{PAGE}bar/", {"bar": "0.2"})
    assert "triangle-alert" not in client.get("/o/satama/insight/comments/").content.decode()
