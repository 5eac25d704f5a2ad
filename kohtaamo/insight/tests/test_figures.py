from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from kohtaamo.encounters.models import Customer
from kohtaamo.insight.figures import (
    Definition,
    DirectionError,
    FigureProblem,
    IncomingFigure,
    define,
    grain_of,
    import_figures,
    monthly,
    monthly_of_places,
    record_figures,
)
from kohtaamo.insight.figures.mapping import guess_mapping
from kohtaamo.insight.figures.periods import read_period
from kohtaamo.insight.models import BusinessFigure, FigureValue
from kohtaamo.kit.tabular import open_table
from kohtaamo.organisation.models import Unit
from tests.world import World

FILE = """kuukausi;yksikkö;Liikevaihto;Pysyvyys %
2026-01;Asiakaspalvelu;1 200,50;91,5
2026-02;asiakaspalvelu;1 300;
2026-02;Ei ole;99;90
kesällä;Asiakaspalvelu;1;2
2026-03;Asiakaspalvelu;paljon;90
"""


def a_file(folder: Path, text: str = FILE, name: str = "luvut.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def figure(key: str = "revenue", *, is_summed: bool = True) -> BusinessFigure:
    return define([Definition(key=key, name="Liikevaihto", measure="€", is_summed=is_summed)])[key]


def test_a_file_is_imported_and_every_row_is_kept_or_told_why(in_satama: World, tmp_path: Path) -> None:
    told = import_figures(a_file(tmp_path))
    assert (told["rows"], told["stored"], told["refused"]) == (5, 3, 3)
    assert [one["row"] for one in told["reasons"]] == [3, 4, 5]
    rows = FigureValue.objects.order_by("figure__key", "starts_on").values_list(
        "figure__key", "starts_on", "unit__name", "value"
    )
    assert list(rows) == [
        ("liikevaihto", date(2026, 1, 1), "Asiakaspalvelu", 1200.5),
        ("liikevaihto", date(2026, 2, 1), "Asiakaspalvelu", 1300.0),
        ("pysyvyys", date(2026, 1, 1), "Asiakaspalvelu", 91.5),
    ]
    assert BusinessFigure.objects.get(key="liikevaihto").is_summed
    assert BusinessFigure.objects.get(key="pysyvyys").measure == "%"


def test_the_same_file_again_stores_nothing_and_a_new_value_replaces(
    in_satama: World, tmp_path: Path
) -> None:
    import_figures(a_file(tmp_path))
    again = import_figures(a_file(tmp_path))
    assert (again["stored"], again["unchanged"]) == (0, 3)
    changed = import_figures(a_file(tmp_path, FILE.replace("91,5", "92")))
    assert (changed["stored"], changed["unchanged"]) == (1, 2)
    assert FigureValue.objects.get(figure__key="pysyvyys").value == 92
    assert FigureValue.objects.count() == 3


def test_a_rehearsal_stores_nothing(in_satama: World, tmp_path: Path) -> None:
    assert import_figures(a_file(tmp_path), dry_run=True)["stored"] == 3
    assert not FigureValue.objects.exists()
    assert not BusinessFigure.objects.exists()


def test_figures_of_customers_come_from_a_workbook(in_satama: World, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Month", "Customer", "Churned"])
    sheet.append([date(2026, 5, 1), in_satama.eero.key, 0])
    sheet.append([date(2026, 6, 1), in_satama.eero.key, 1])
    path = tmp_path / "churn.xlsx"
    book.save(path)
    assert import_figures(path)["stored"] == 2
    assert not BusinessFigure.objects.get(key="churned").higher_is_better
    row = FigureValue.objects.get(starts_on=date(2026, 6, 1))
    assert (row.customer, row.value, row.place) == (in_satama.eero, 1.0, f"customer:{in_satama.eero.pk}")


def test_a_file_that_turns_a_known_figure_round_is_refused(in_satama: World, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    import_figures(path)
    mapping = guess_mapping(open_table(path))
    mapping["figures"][0]["direction"] = "low_is_good"
    with pytest.raises(FigureProblem) as problem:
        import_figures(path, mapping=mapping)
    assert problem.value.code == "direction_contradicts"
    assert "Liikevaihto" in str(problem.value)


def test_a_known_figure_keeps_its_direction(in_satama: World) -> None:
    cost = define([Definition(key="cost", higher_is_better=False)])["cost"]
    assert not cost.higher_is_better
    with pytest.raises(DirectionError):
        define([Definition(key="cost", higher_is_better=True)])
    assert not define([Definition(key="cost", name="Kulut")])["cost"].higher_is_better


def test_a_file_without_a_period_or_numbers_is_refused(in_satama: World, tmp_path: Path) -> None:
    with pytest.raises(FigureProblem) as problem:
        import_figures(a_file(tmp_path, "yksikkö;nimi\nA;b\nC;d\n"))
    assert problem.value.code in {"no_figures", "no_such_column", "no_period"}


@pytest.mark.parametrize(
    ("text", "size", "found"),
    [
        ("2026-03", "month", date(2026, 3, 1)),
        ("3/2026", "month", date(2026, 3, 1)),
        ("2026M11", "month", date(2026, 11, 1)),
        ("15.3.2026", "month", date(2026, 3, 1)),
        ("15.3.2026", "day", date(2026, 3, 15)),
        ("2026-13", "month", None),
        ("soon", "day", None),
        ("1850-01", "month", None),
    ],
)
def test_a_period_is_read(text: str, size: str, found: date | None) -> None:
    assert read_period(text, size) == found  # type: ignore[arg-type]


def test_dates_that_are_not_all_firsts_of_months_are_days(tmp_path: Path) -> None:
    days = open_table(a_file(tmp_path, "pvm;myynti\n1.3.2026;5\n2.3.2026;6\n", "d.csv"))
    months = open_table(a_file(tmp_path, "pvm;myynti\n1.3.2026;5\n1.4.2026;6\n", "m.csv"))
    assert (guess_mapping(days)["size"], guess_mapping(months)["size"]) == ("day", "month")


def test_places_and_days_add_up_and_rates_are_averaged(in_satama: World) -> None:
    other = Unit.objects.create(organisation=in_satama.satama, name="Toinen yksikkö")
    summed, mean = figure("revenue"), figure("retention", is_summed=False)
    record_figures(
        IncomingFigure(figure=one, size="day", starts_on=date(2026, 3, day), value=value, unit=unit)
        for one in (summed, mean)
        for unit, day, value in [(in_satama.unit, 1, 10.0), (in_satama.unit, 2, 20.0), (other, 1, 60.0)]
    )
    together = monthly([summed, mean])
    assert [(one.month, one.value, one.n) for one in together[summed.pk]] == [(2026 * 12 + 2, 90.0, 3)]
    # the unit means are 15 and 60
    assert [one.value for one in together[mean.pk]] == [37.5]


def test_a_month_told_as_a_month_holds_over_its_days(in_satama: World) -> None:
    revenue = figure()
    record_figures(
        [
            IncomingFigure(
                figure=revenue, size="day", starts_on=date(2026, 3, 5), value=7, unit=in_satama.unit
            ),
            IncomingFigure(
                figure=revenue, size="month", starts_on=date(2026, 3, 1), value=100, unit=in_satama.unit
            ),
        ]
    )
    assert [one.value for one in monthly_of_places([revenue], "unit")] == [100]


def test_customers_are_not_added_to_units(in_satama: World) -> None:
    revenue = figure()
    record_figures(
        [
            IncomingFigure(
                figure=revenue, size="month", starts_on=date(2026, 3, 1), value=100, unit=in_satama.unit
            ),
            IncomingFigure(
                figure=revenue, size="month", starts_on=date(2026, 3, 1), value=30, customer=in_satama.eero
            ),
        ]
    )
    assert grain_of([revenue]) == {revenue.pk: "unit"}
    assert [one.value for one in monthly([revenue])[revenue.pk]] == [100]


def test_figures_of_an_erased_customer_go_with_her(in_satama: World) -> None:
    record_figures(
        [
            IncomingFigure(
                figure=figure(), size="month", starts_on=date(2026, 3, 1), value=30, customer=in_satama.eero
            )
        ]
    )
    Customer.objects.get(pk=in_satama.eero.pk).delete()
    assert not FigureValue.objects.exists()
