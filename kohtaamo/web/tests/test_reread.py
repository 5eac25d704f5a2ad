from __future__ import annotations

from typer.testing import CliRunner

from kohtaamo.insight.models import Reading
from kohtaamo.insight.tests.test_correcting import said
from kohtaamo.organisation.tenancy import working_for
from kohtaamo.web.commands import app
from tests.world import World


def run() -> tuple[int, str]:
    found = CliRunner().invoke(app, ["reread", "--organisation", "satama"])
    return found.exit_code, found.output


def test_the_command_reads_anew_what_an_earlier_version_read(world: World):
    with working_for(world.satama):
        said(world)
        Reading.objects.update(version="0", label="negative")
    code, output = run()
    assert (code, "1 comment was read anew." in output or "1 kommentti" in output) == (0, True)
    with working_for(world.satama):
        assert Reading.objects.get().label == "positive"
    assert run()[0] == 0
