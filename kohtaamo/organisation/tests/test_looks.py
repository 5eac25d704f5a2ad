from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kohtaamo.kit.contrast import contrast, read_colour
from kohtaamo.organisation.models import Look, Member
from kohtaamo.organisation.services import UnfitLogoError, change_look, in_dark, in_light
from kohtaamo.organisation.tenancy import working_for
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def test_contrast_of_known_pairs() -> None:
    # the worked values of WCAG: black on white 21, #777777 on white 4.48
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(read_colour("#777777"), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    "colour", ["#FFE600", "#00FF00", "#FFFFFF", "#000000", "#0B5F68", "#E4002B", "#7F7F7F"]
)
def test_whatever_is_chosen_can_be_read_in_both_themes(colour: str) -> None:
    for accent, grounds in (
        (in_light(colour), ("#FAF8F4", "#FFFFFF", "#F3EFE8")),
        (in_dark(colour), ("#12181A", "#1A2225", "#151C1F")),
    ):
        for ground in (*grounds, accent.on, accent.soft):
            assert contrast(read_colour(accent.meri), read_colour(ground)) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert in_light("#0B5F68").meri == "#0B5F68"


def test_a_logo_is_told_by_its_contents(world: World) -> None:
    with working_for(world.satama):
        look = change_look(accent="#0b5f68", logo=PNG, keeps_logo=True, actor=None)
        assert (look.accent, look.logo_type) == ("#0B5F68", "image/png")
        for contents in (b"<svg/>", b"GIF89a", PNG + b"0" * 20 * 1024):
            with pytest.raises(UnfitLogoError):
                change_look(accent="", logo=contents, keeps_logo=True, actor=None)
        assert not change_look(accent="", logo=None, keeps_logo=False, actor=None).logo


def test_the_page_tells_when_the_colour_was_made_darker(
    world: World, browse: Callable[[Member], Client]
) -> None:
    with working_for(world.satama):
        world.aino.role = Member.Role.ADMINISTRATOR
        world.aino.save()
    client = browse(world.aino)
    sent = {"accent": "#FFE600", "logo": SimpleUploadedFile("logo.png", PNG)}
    page = client.post("/o/satama/settings/look/", sent, follow=True, headers={"accept-language": "en"})
    assert in_light("#FFE600").meri in page.content.decode()
    with working_for(world.satama):
        assert Look.objects.get().accent == "#FFE600"
    assert client.post("/o/satama/settings/look/", {"accent": "red"}).status_code == 422


def test_a_look_is_of_one_organisation(world: World) -> None:
    with working_for(world.satama):
        change_look(accent="#112233", logo=None, keeps_logo=True, actor=None)
    with working_for(world.toinen):
        assert not Look.objects.exists()
