"""Forgetting, on the nightly run, who had borrowed what came back long ago; what counts stays."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from store import history, settings
from store.database import db
from store.erasure import erase_from_journal, erasing

SETTING = "forget_months"
VERB = "forget"

# Loans that are forgotten in one deed, so that nobody waits long for it to end.
_TOGETHER = 2000

_WITH_PERSON = """
    SELECT id FROM loan WHERE returned_on < :before AND (resident_id IS NOT NULL OR note <> '')
    UNION
    SELECT loan.id FROM contact JOIN loan ON loan.id = contact.loan_id
    WHERE contact.note <> '' AND loan.returned_on < :before"""

# What the journal kept of such loans and of contacts about them: each change with its loan. A loan
# that is gone is as old as what was done to it.
_OLD = """CASE WHEN loan.id IS NULL THEN coalesce(deed.at, change.at, '') ELSE loan.returned_on END
        < :before"""
_KEPT = f"""
    SELECT change.id, row_id FROM change LEFT JOIN deed ON deed.id = deed_id
        LEFT JOIN loan ON loan.id = row_id
    WHERE table_name = 'loan' AND {_OLD}
        AND (instr(before, '"resident_id"') OR instr(before, '"note"'))
    UNION ALL
    SELECT change.id, coalesce(contact.loan_id, json_extract(before, '$.loan_id'))
    FROM change LEFT JOIN deed ON deed.id = deed_id LEFT JOIN contact ON contact.id = row_id
        LEFT JOIN loan
            ON loan.id = coalesce(contact.loan_id, json_extract(before, '$.loan_id'))
    WHERE table_name = 'contact' AND {_OLD} AND instr(before, '"note"')"""

_CHOSEN = "IN (SELECT value FROM json_each(?))"


def forget(today: date) -> int:
    """Forget who had borrowed what came back more than the months of the setting ago.

    Such loans lose the resident and their note, and contacts about them theirs, in the journal too.
    Answers how many loans that were; with no months nothing is ever forgotten.
    """
    months = settings.number(SETTING)
    if not months:
        return 0
    from dateutil.relativedelta import relativedelta

    before = today - relativedelta(months=months)
    # Looked up before the deeds, which would keep others waiting: what is old stays so.
    asking = {"before": before.isoformat()}
    kept: defaultdict[int, list[int]] = defaultdict(list)
    for change, loan in db.execute_sql(_KEPT, asking).fetchall():
        kept[loan].append(change)
    loans = {row[0] for row in db.execute_sql(_WITH_PERSON, asking).fetchall()}
    chosen = sorted(loans | kept.keys())
    for start in range(0, len(chosen), _TOGETHER):
        some = chosen[start : start + _TOGETHER]
        _forget(some, [change for loan in some for change in kept[loan]], before)
    return len(chosen)


def _forget(loans: Sequence[int], changes: Sequence[int], before: date) -> None:
    ids = (json.dumps(loans),)
    forgetting = history.deed_of_program(VERB, count=len(loans), day=before.isoformat())
    with forgetting as deed, erasing():
        db.execute_sql(f"UPDATE contact SET note = '' WHERE loan_id {_CHOSEN} AND note <> ''", ids)
        db.execute_sql(
            f"UPDATE loan SET resident_id = NULL, note = '' WHERE id {_CHOSEN}"
            " AND (resident_id IS NOT NULL OR note <> '')",
            ids,
        )
        mine = db.execute_sql("SELECT id FROM change WHERE deed_id = ?", (deed.id,)).fetchall()
        erase_from_journal([*changes, *(row[0] for row in mine)], [])
