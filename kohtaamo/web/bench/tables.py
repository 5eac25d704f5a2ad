"""The rows of a visit in each table, as DuckDB makes them. Columns are named as the tables name them."""

from __future__ import annotations

from kohtaamo.language.sentiment import PROVIDER, VERSION

FACTS_A_VISIT = 5
CASE_VISITS = 4

ATTRIBUTES = {
    "tier": 3,
    "region": 20,
    "product": 10,
    "campaign": 100,
    "age": 8,
    "language": 3,
    "device": 4,
    "contract": 5,
    "store": 60,
    "release": 12,
}
SPOKEN = """
    jonotus kesti kauan palvelija oli ystävällinen lasku tuli väärin asia hoitui nopeasti sovellus ei toiminut
    neuvo auttoi heti puhelu katkesi asentaja myöhästyi ohje selvä hinta nousi tilaus saapui ajoissa verkko pätki
    koko illan kukaan vastannut viestiin kiitos avusta odotin tuntia sain vastauksen samana päivänä
"""
WORDS = SPOKEN.split()
COMMENT_WORDS = 9
SEGMENTS = ("kotitalous", "opiskelija", "seniori", "yritys")
CHANNELS = ("web", "email", "sms", "phone", "store", "chat", "app")


def texts(values: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def attributes() -> str:
    """As JSON; each attribute leans towards its first values."""
    parts = [
        f"""'"{name}": "v' || CAST(floor(pow(chance(v, {number}), 1.5) * {size}) AS BIGINT) || '"'"""
        for number, (name, size) in enumerate(ATTRIBUTES.items(), start=20)
    ]
    return "'{' || " + " || ', ' || ".join(parts) + " || '}'"


def comment() -> str:
    picked = [
        f"{texts(WORDS)}[1 + CAST(floor(chance(v, {40 + number}) * {len(WORDS)}) AS BIGINT)]"
        for number in range(COMMENT_WORDS)
    ]
    return " || ' ' || ".join(picked)


MACROS = (
    "CREATE MACRO chance(number, salt) AS (hash(number * 64 + salt) % 1000003) / 1000003.0",
    "CREATE MACRO moment(instant) AS strftime(instant, '%Y-%m-%d %H:%M:%S.%f')",
    "CREATE MACRO within(value, low, high) AS CAST(least(high, greatest(low, round(value))) AS BIGINT)",
)

# Stage by stage a case goes on with fewer: who dropped off comes to the first places again.
VISITS = f"""
    SELECT v, number AS case_number, 'C-' || c AS case_text, organisation, survey, version,
        moment(least(until - INTERVAL 2 MINUTE, begun + to_seconds(
            CAST(floor((c + chance(c, 1)) * days * 86400.0 / cases) AS BIGINT)
            + step * CAST(floor(chance(v, 2) * 100000) AS BIGINT) + step)) ) AS happened,
        1 + CAST(floor(pow(chance(c, 3), 1.2) * customers) AS BIGINT) AS customer,
        place, touchpoints[1 + place] AS touchpoint, {texts(CHANNELS)}[1 + (place + lean) % 7] AS channel,
        agents[1 + agent] AS agent, units[1 + agent % len(units)] AS unit,
        {texts(SEGMENTS)}[1 + CAST(floor(pow(chance(c, 4), 1.4) * 4) AS BIGINT)] AS segment,
        {attributes()} AS attributes,
        CAST(round(-180 * ln(1 - chance(v, 5))) AS BIGINT) AS waited,
        within(7.2 + (chance(v, 6) - 0.5) * 8 + 0.6 * sin(place) + 0.5 * cos(agent % 24), 0, 10) AS nps,
        within(3.8 + (chance(v, 7) - 0.5) * 4 + 0.3 * sin(place), 1, 5) AS csat,
        within((chance(v, 8) - 0.4) * 5, -2, 2) AS effort,
        within((chance(v, 9) - 0.45) * 3, -1, 1) AS expectation,
        within((chance(v, 10) - 0.5) * 3, -1, 1) AS tone
    FROM (
        SELECT *, CAST(floor((step + pow(chance(v, 11), 1.7)) * len(touchpoints) / {CASE_VISITS}) AS BIGINT) AS place,
            CASE WHEN chance(v, 12) < 0.8 THEN 0 ELSE CAST(floor(chance(v, 13) * 7) AS BIGINT) END AS lean,
            CAST(floor(pow(chance(v, 14), 1.3) * len(agents)) AS BIGINT) AS agent
        FROM (
            SELECT range AS v, range // {CASE_VISITS} AS c, world.*, cases.number,
                CASE WHEN chance(range, 15) < 0.15 * (range % {CASE_VISITS}) THEN 0
                     ELSE range % {CASE_VISITS} END AS step
            FROM range(CAST($first AS BIGINT), CAST($last AS BIGINT))
            JOIN cases ON cases.c = range // {CASE_VISITS} CROSS JOIN world
        )
    )
"""

CUSTOMERS = """
    SELECT 1 + range AS id, organisation AS organisation_id, 'A-' || range AS key, '' AS name, '' AS email,
        '' AS segment, moment(begun) AS created_at
    FROM world, range((SELECT customers FROM world))
"""

TABLES = {
    "encounters_encounter": """
        SELECT v + 1 AS id, organisation AS organisation_id, 'e-' || v AS uid, touchpoint AS touchpoint_id, channel,
            unit AS unit_id, agent AS agent_id, customer AS customer_id, happened AS happened_at,
            case_text AS "case", waited AS waited_seconds, '{}' AS attributes, 'bench' AS source
        FROM visits
    """,
    "feedback_answer": """
        SELECT v + 1 AS id, organisation AS organisation_id, 'a-' || v AS uid, survey AS survey_id,
            version AS version_id, touchpoint AS touchpoint_id, channel, unit AS unit_id, customer AS customer_id,
            v + 1 AS encounter_id, 'bench' AS source, 'fi' AS language,
            '[{"name": "nps", "kind": "nps", "value": ' || nps || '}]' AS content, attributes, 1 AS is_complete,
            happened AS happened_at, happened AS received_at
        FROM visits
    """,
    "feedback_comment": f"""
        SELECT v + 1 AS id, organisation AS organisation_id, v + 1 AS answer_id, 'open_text' AS question,
            {comment()} AS text, touchpoint AS touchpoint_id, happened AS happened_at
        FROM visits WHERE v % 2 = 0
    """,
    # as what reads now would have it, so that nothing is read anew beside what is measured
    "insight_reading": f"""
        SELECT v + 1 AS id, organisation AS organisation_id, v + 1 AS comment_id, 'fi' AS language,
            CAST(tone AS DOUBLE) AS sentiment, ['negative', 'neutral', 'positive'][tone + 2] AS label,
            CAST(0.8 AS DOUBLE) AS confidence, '[]' AS spans, '[]' AS emotions, '[]' AS flags, '[]' AS phrases,
            '{PROVIDER}' AS provider, '{VERSION}' AS version, happened AS read_at
        FROM visits WHERE v % 2 = 0
    """,
    "insight_measurement": f"""
        SELECT v * {FACTS_A_VISIT} + fact AS id, organisation AS organisation_id, kind, kind AS question,
            CAST(value AS DOUBLE) AS value, happened AS happened_at, touchpoint AS touchpoint_id, channel,
            unit AS unit_id, agent AS agent_id, customer AS customer_id, segment,
            CASE WHEN fact > 2 THEN survey END AS survey_id, CASE WHEN fact > 2 THEN v + 1 END AS answer_id,
            v + 1 AS encounter_id, case_number AS "case", 'bench' AS source, attributes, 0 AS is_superseded,
            happened AS recorded_at
        FROM (
            SELECT *, 1 AS fact, 'encounter' AS kind, 1 AS value FROM visits
            UNION ALL SELECT *, 2, 'waited_seconds', waited FROM visits
            UNION ALL SELECT *, 3, 'nps', nps FROM visits
            UNION ALL SELECT *, 4, CASE WHEN v % 4 < 2 THEN 'csat' ELSE 'effort' END,
                CASE WHEN v % 4 < 2 THEN csat ELSE effort END FROM visits
            UNION ALL SELECT *, 5, CASE WHEN v % 2 = 0 THEN 'sentiment' ELSE 'expectation' END,
                CASE WHEN v % 2 = 0 THEN tone ELSE expectation END FROM visits
        )
        ORDER BY id
    """,
}
