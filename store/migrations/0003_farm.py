"""The farmer team: members and what they can, series and shifts, assignments, swaps, hours.

A frozen copy, independent of today's models.
"""

HIDDEN = "*[\x01-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]*"
ID = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"


def text(column, most, least=0):
    return (
        f"{column} TEXT NOT NULL CHECK (length({column}) BETWEEN {least} AND {most}"
        f" AND instr({column}, char(0)) = 0 AND {column} NOT GLOB '{HIDDEN}')"
    )


def day(column, required="NOT NULL "):
    return f"{column} DATE {required}CHECK ({column} IS date({column}, '+0 days'))"


def wall(column):
    return f"{column} TEXT NOT NULL CHECK ({column} IS strftime('%Y-%m-%dT%H:%M', {column}))"


SCHEMA = f"""
CREATE TABLE team (
    {ID},
    {text("name", 60, 1)},
    {text("note", 500)}
);
CREATE UNIQUE INDEX team_name ON team (name);

CREATE TABLE skill (
    {ID},
    {text("name", 60, 1)}
);
CREATE UNIQUE INDEX skill_name ON skill (name);

CREATE TABLE member (
    {ID},
    {text("name", 60, 1)},
    resident_id INTEGER REFERENCES resident (id),
    {text("phone", 20)},
    max_per_week INTEGER CHECK (max_per_week BETWEEN 0 AND 99),
    max_per_month INTEGER CHECK (max_per_month BETWEEN 0 AND 999),
    minutes_before INTEGER NOT NULL CHECK (minutes_before BETWEEN 0 AND 6000000),
    {text("note", 500)},
    search_key TEXT NOT NULL
);
CREATE UNIQUE INDEX member_name ON member (name);
CREATE INDEX member_resident_id ON member (resident_id);

CREATE TABLE membership (
    {ID},
    team_id INTEGER NOT NULL REFERENCES team (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    {day("joined_on", "")},
    {day("left_on", "")}
);
CREATE INDEX membership_member_id ON membership (member_id);
CREATE UNIQUE INDEX membership_team_id_member_id ON membership (team_id, member_id);

CREATE TABLE member_skill (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    skill_id INTEGER NOT NULL REFERENCES skill (id)
);
CREATE INDEX member_skill_skill_id ON member_skill (skill_id);
CREATE UNIQUE INDEX member_skill_member_id_skill_id ON member_skill (member_id, skill_id);

CREATE TABLE availability (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute INTEGER NOT NULL CHECK (from_minute >= 0),
    to_minute INTEGER NOT NULL CHECK (to_minute <= 1440),
    CHECK (from_minute < to_minute)
);
CREATE INDEX availability_member_id ON availability (member_id);

CREATE TABLE absence (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    {day("first")},
    {day("last")},
    {text("note", 500)},
    CHECK (first <= last)
);
CREATE INDEX absence_member_id ON absence (member_id);

CREATE TABLE exemption (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    {day("first")},
    {day("last")},
    share INTEGER NOT NULL CHECK (share BETWEEN 0 AND 99),
    {text("note", 500)},
    CHECK (first <= last)
);
CREATE INDEX exemption_member_id ON exemption (member_id);

CREATE TABLE pair (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    other_id INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL CHECK (kind IN ('together', 'apart')),
    CHECK (member_id < other_id)
);
CREATE INDEX pair_other_id ON pair (other_id);
CREATE UNIQUE INDEX pair_member_id_other_id ON pair (member_id, other_id);

CREATE TABLE series (
    {ID},
    team_id INTEGER NOT NULL REFERENCES team (id),
    {text("name", 60, 1)},
    {text("rule", 500, 1)},
    {day("starts_on")},
    {day("ends_on", "")},
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 1439),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    least INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    most INTEGER NOT NULL,
    closed_days TEXT NOT NULL CHECK (closed_days IN ('keep', 'holidays', 'closed')),
    follows_id INTEGER REFERENCES series (id),
    {text("note", 500)},
    CHECK (0 <= least AND least <= wanted AND wanted <= most AND most <= 200),
    CHECK (wanted >= 1)
);
CREATE INDEX series_team_id ON series (team_id);
CREATE INDEX series_follows_id ON series (follows_id);

CREATE TABLE series_season (
    {ID},
    series_id INTEGER NOT NULL REFERENCES series (id),
    first TEXT NOT NULL CHECK ('2024-' || first IS date('2024-' || first, '+0 days')),
    last TEXT NOT NULL CHECK ('2024-' || last IS date('2024-' || last, '+0 days')),
    at INTEGER CHECK (at BETWEEN 0 AND 1439)
);
CREATE INDEX series_season_series_id ON series_season (series_id);

CREATE TABLE series_day (
    {ID},
    series_id INTEGER NOT NULL REFERENCES series (id),
    {day("day")},
    kind TEXT NOT NULL CHECK (kind IN ('extra', 'except')),
    at INTEGER CHECK (at BETWEEN 0 AND 1439)
);
CREATE UNIQUE INDEX series_day_series_id_day ON series_day (series_id, day);

CREATE TABLE series_skill (
    {ID},
    series_id INTEGER NOT NULL REFERENCES series (id),
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    places INTEGER NOT NULL CHECK (places BETWEEN 1 AND 200)
);
CREATE INDEX series_skill_skill_id ON series_skill (skill_id);
CREATE UNIQUE INDEX series_skill_series_id_skill_id ON series_skill (series_id, skill_id);

CREATE TABLE shift (
    {ID},
    team_id INTEGER NOT NULL REFERENCES team (id),
    series_id INTEGER REFERENCES series (id),
    {day("occurrence", "")},
    {text("name", 60, 1)},
    {wall("starts_at")},
    {wall("ends_at")},
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    least INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    most INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
    edited TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    uid TEXT NOT NULL,
    {text("note", 500)},
    CHECK (0 <= least AND least <= wanted AND wanted <= most AND most <= 200),
    CHECK (wanted >= 1),
    CHECK (starts_at < ends_at),
    CHECK ((series_id IS NULL) = (occurrence IS NULL))
);
CREATE INDEX shift_team_id ON shift (team_id);
CREATE INDEX shift_starts_at ON shift (starts_at);
CREATE UNIQUE INDEX shift_uid ON shift (uid);
CREATE UNIQUE INDEX shift_series_id_occurrence ON shift (series_id, occurrence);

CREATE TABLE shift_skill (
    {ID},
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    places INTEGER NOT NULL CHECK (places BETWEEN 1 AND 200)
);
CREATE INDEX shift_skill_skill_id ON shift_skill (skill_id);
CREATE UNIQUE INDEX shift_skill_shift_id_skill_id ON shift_skill (shift_id, skill_id);

CREATE TABLE assignment (
    {ID},
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'standby', 'left', 'replaced', 'excused')),
    by_hand INTEGER NOT NULL,
    attendance TEXT CHECK (attendance IN ('present', 'late', 'excused', 'absent')),
    stand_in_for_id INTEGER REFERENCES assignment (id),
    {text("reason", 500)},
    CHECK (attendance IS NULL OR state = 'planned')
);
CREATE INDEX assignment_member_id ON assignment (member_id);
CREATE INDEX assignment_stand_in_for_id ON assignment (stand_in_for_id);
CREATE INDEX assignment_shift_id_member_id ON assignment (shift_id, member_id);
CREATE UNIQUE INDEX assignment_in_force ON assignment (shift_id, member_id)
    WHERE state IN ('planned', 'standby');
CREATE INDEX assignment_to_come ON assignment (member_id, shift_id)
    WHERE state = 'planned' AND attendance IS NULL;

CREATE TABLE swap (
    {ID},
    offered_id INTEGER NOT NULL REFERENCES assignment (id),
    wanted_id INTEGER NOT NULL REFERENCES assignment (id),
    {day("expires_on")},
    state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'refused', 'withdrawn'))
);
CREATE INDEX swap_offered_id ON swap (offered_id);
CREATE INDEX swap_wanted_id ON swap (wanted_id);

CREATE TABLE hours_entry (
    {ID},
    member_id INTEGER NOT NULL REFERENCES member (id),
    assignment_id INTEGER,
    {day("day")},
    minutes INTEGER NOT NULL CHECK (minutes <> 0),
    kind TEXT NOT NULL CHECK (kind IN ('attendance', 'correction', 'reversal')),
    reverses_id INTEGER REFERENCES hours_entry (id),
    {text("note", 500)}
);
CREATE INDEX hours_entry_member_id_day_minutes ON hours_entry (member_id, day, minutes);
CREATE INDEX hours_entry_assignment_id ON hours_entry (assignment_id);
CREATE UNIQUE INDEX hours_entry_reverses_id ON hours_entry (reverses_id)
"""

# Whether the member of a place is planned in another shift at the same time. No shift is longer
# than a day, nor a day than 25 hours, so few shifts are looked at; the order of the joins is fixed,
# else it would go through all that the member ever did.
TWICE = """
    SELECT RAISE(ABORT, 'nobody can be in two shifts at once') WHERE EXISTS (
        SELECT 1 FROM shift AS mine
        CROSS JOIN shift AS other ON other.starts_at < mine.ends_at
            AND other.starts_at > strftime('%Y-%m-%dT%H:%M', mine.starts_at, '-25 hours')
            AND other.ends_at > mine.starts_at AND other.id <> mine.id
            AND other.state = 'planned'
        CROSS JOIN assignment AS there ON there.shift_id = other.id AND there.state = 'planned'
        WHERE mine.id = {shift} AND mine.state = 'planned' AND {member});
"""

# No place beyond the most that a shift has. Who came is a fact: attendance may go beyond it.
FULL = """
    SELECT RAISE(ABORT, 'the shift is full') WHERE
        (SELECT count(*) FROM assignment WHERE shift_id = NEW.shift_id AND state = 'planned')
        >= (SELECT most FROM shift WHERE id = NEW.shift_id);
"""

TRIGGERS = (
    f"""
CREATE TRIGGER assignment_full_insert BEFORE INSERT ON assignment
WHEN NEW.state = 'planned' AND NEW.attendance IS NULL
BEGIN{FULL}END""",
    f"""
CREATE TRIGGER assignment_full_update BEFORE UPDATE OF shift_id, state ON assignment
WHEN NEW.state = 'planned' AND NEW.attendance IS NULL
    AND (OLD.state <> 'planned' OR OLD.shift_id <> NEW.shift_id)
BEGIN{FULL}END""",
    f"""
CREATE TRIGGER assignment_twice_insert BEFORE INSERT ON assignment WHEN NEW.state = 'planned'
BEGIN{TWICE.format(shift="NEW.shift_id", member="there.member_id = NEW.member_id")}END""",
    f"""
CREATE TRIGGER assignment_twice_update BEFORE UPDATE OF shift_id, member_id, state ON assignment
WHEN NEW.state = 'planned'
BEGIN{TWICE.format(shift="NEW.shift_id", member="there.member_id = NEW.member_id")}END""",
    f"""
CREATE TRIGGER shift_twice AFTER UPDATE OF starts_at, ends_at, state ON shift
WHEN NEW.state = 'planned'
BEGIN{
        TWICE.format(
            shift="NEW.id",
            member="there.member_id IN (SELECT here.member_id FROM assignment AS here"
            " WHERE here.shift_id = NEW.id AND here.state = 'planned')",
        )
    }END""",
    """
CREATE TRIGGER hours_entry_update BEFORE UPDATE ON hours_entry
BEGIN SELECT RAISE(ABORT, 'the ledger of hours is only added to'); END""",
    """
CREATE TRIGGER hours_entry_delete BEFORE DELETE ON hours_entry
BEGIN SELECT RAISE(ABORT, 'the ledger of hours is only added to'); END""",
)


def up(migrator, db):
    for statement in SCHEMA.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for trigger in TRIGGERS:
        db.execute_sql(trigger)
