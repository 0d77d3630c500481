"""Every action of the desk, once: its keys, its label, its help.

Screens name the actions they offer by id; their bindings, the footer, the help and the palette are
made from this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType

from store.access import rights
from store.access.roles import WRITE_FILE
from store.language import N_, _


class Action(NamedTuple):
    """One action; `keys` are Textual's names, `shown` is how the first one looks on a keyboard.

    `priority` decides what the footer keeps in a narrow window, 0 is not in the footer at all;
    `always` is never dropped. Who may not do `deed` (see store.access) may not do the action.
    """

    id: str
    keys: tuple[str, ...]
    shown: str
    label: str
    help: str
    topic: str
    priority: int = 0
    always: bool = False
    deed: str = ""


LENDING = N_("Lending")
CONTACT = N_("Reminders and contacts")
BOARD = N_("The board")
CALENDAR = N_("The calendar")
RULES = N_("The rules")
ROTA = N_("The rota")
MEMBERS = N_("Team and members")
PROJECTS = N_("Projects")
PROPOSALS = N_("Proposals")
MOVING = N_("Moving about")
DESK = N_("The desk")

_ALL = (
    Action("lend", ("l",), "l", N_("lend"), N_("Lend the item under the cursor"), LENDING, 90,
           deed="lend"),
    Action(
        "lend_details", ("L",), "L", N_("lend with dates"),
        N_("Lend with other dates, or name who takes it"), LENDING, deed="lend",
    ),
    Action("return", ("r",), "r", N_("return"), N_("Take back what is lent"), LENDING, 85,
           deed="return"),
    Action(
        "return_details", ("R",), "R", N_("return with dates"),
        N_("Take back with an earlier date or a condition"), LENDING, deed="return",
    ),
    Action("renew", ("n",), "n", N_("renew"), N_("Give it another loan period"), LENDING, 80,
           deed="renew"),
    Action("mark", ("space",), "␣", N_("mark"), N_("Mark the row; deeds then apply to all marked"),
           LENDING, 50),
    Action("copy", ("y",), "y", N_("reminder"),
           N_("Copy a courteous reminder, to be pasted into a chat"),
           CONTACT, 79),
    Action("reminded", ("m",), "m", N_("reminded"), N_("Note that a message was sent"),
           CONTACT, 49, deed="contact"),
    Action("called", ("t",), "t", N_("called"), N_("Note that they were called"), CONTACT, 67,
           deed="contact"),
    Action("knocked", ("d",), "d", N_("knocked"), N_("Note a knock on the door"), CONTACT, 66,
           deed="contact"),
    Action("promised", ("f",), "f", N_("promised"),
           N_("Note a promised day: until then no reminder"), CONTACT, 57,
           deed="contact"),
    Action("note", ("N",), "N", N_("note"), N_("Write a note about the loan"), CONTACT,
           deed="contact"),
    Action("loan", ("i",), "i", N_("loan"),
           N_("How the due date came about, contacts and notices"), CONTACT, 62),
    Action("phone", ("number_sign",), "#", N_("phone"),
           N_("Show the whole number; the history tells it"), CONTACT, deed="show_phone"),
    Action("add", ("a",), "a", N_("add"), N_("Add items, one after another"), BOARD, 75,
           deed="add_item"),
    Action("edit", ("e",), "e", N_("edit"), N_("Edit what is under the cursor"), BOARD, 70,
           deed="edit_item"),
    Action("edit_household", ("E",), "E", N_("this household"),
           N_("Edit the household: name, kind, note, consent"), BOARD, deed="edit_household"),
    Action("residents", ("p",), "p", N_("residents"),
           N_("Show and edit who lives there"), BOARD, 40),
    Action("erase", ("D",), "D", N_("erase"),
           N_("Erase somebody for good, with a receipt"), BOARD,
           deed="erase_resident"),
    Action("set_day", ("a",), "a", N_("set a day"),
           N_("Close or open a day, or several in a row"), CALENDAR, 90, deed="close_day"),
    Action("edit_day", ("e",), "e", N_("edit"), N_("Change the day under the cursor"),
           CALENDAR, 85, deed="close_day"),
    Action("clear_day", ("x",), "x", N_("clear"), N_("Clear what was set by hand for this day"),
           CALENDAR, 60, deed="clear_day"),
    Action("closed_weekdays", ("o",), "o", N_("weekdays"),
           N_("Closed weekdays, and what they do to due dates"), CALENDAR, 75,
           deed="change_setting"),
    Action("load_holidays", ("L",), "L", N_("holidays"),
           N_("Load the public holidays of this year"), CALENDAR, 70, deed="reload_holidays"),
    Action("closure", ("W",), "W", N_("closure"),
           N_("Close for some days, and spread the returns"), CALENDAR, 95,
           deed="closure"),
    Action("confirm", ("enter",), "⏎", N_("do it"), N_("Do what is shown here"),
           CALENDAR, 95, True),
    Action("edit_rule", ("e",), "e", N_("edit"), N_("Change the rule under the cursor"), RULES, 90,
           deed="change_setting"),
    Action("add_rule", ("a",), "a", N_("add"), N_("Add a step, or an address of the summary"),
           RULES, 85, deed="change_step"),
    Action("remove_rule", ("x",), "x", N_("remove"),
           N_("Remove the step, address or text under the cursor"), RULES, 80,
           deed="remove_step"),
    Action("draft", ("g",), "g", N_("draft"),
           N_("Propose who works when, to be accepted or dropped"),
           ROTA, 90, deed="draft"),
    Action("accept_draft", ("enter",), "⏎", N_("accept"), N_("Give the places as proposed"),
           ROTA, 95, True, deed="draft"),
    Action("add_series", ("a",), "a", N_("series"),
           N_("Add a series: shifts that come again by a rule"), ROTA, 70, deed="add_series"),
    Action("add_shift", ("A",), "A", N_("one shift"), N_("Add one shift by itself"), ROTA,
           deed="add_shift"),
    Action("edit_shift", ("e",), "e", N_("edit"),
           N_("Change the shift, or the following, or its series"), ROTA, 75, deed="edit_shift"),
    Action("cancel_shift", ("x",), "x", N_("cancel"),
           N_("Cancel the shift, or bring a cancelled one back"), ROTA, 60, deed="cancel_shift"),
    Action("all_present", ("m",), "m", N_("all came"),
           N_("Note as present all who are not noted yet"), ROTA, 75, deed="attendance_of_all"),
    Action("copy_shift", ("y",), "y", N_("message"),
           N_("Copy a message about the shift for the team's chat"), ROTA, 55),
    Action("copy_shifts", ("Y",), "Y", N_("week's message"),
           N_("Copy all shifts shown here for the team's chat"), ROTA),
    Action("export_calendars", ("O",), "O", N_("calendar file"),
           N_("Write the shifts as a calendar file (.ics)"), ROTA, deed=WRITE_FILE),
    Action("members", ("p",), "p", N_("members"), N_("The teams and their members"), ROTA, 65),
    Action("view", ("v",), "v", N_("view"), N_("Week, month or list"), ROTA, 82),
    Action("next_team", ("f",), "f", N_("team"), N_("The next team's shifts, then all"), ROTA, 45),
    Action("to_today", ("t",), "t", N_("today"), N_("Go to today"), ROTA, 40),
    Action("add_person", ("a",), "a", N_("add"),
           N_("Give somebody a place: first who has worked least"), ROTA, 90, deed="join_shift"),
    Action("stand_in", ("s",), "s", N_("stand-in"),
           N_("Find a stand-in for the person under the cursor"), ROTA, 85, deed="stand_in"),
    Action("give_place", ("G",), "G", N_("give away"),
           N_("Give the place to somebody of your choice"), ROTA, deed="give_place"),
    Action("swap", ("w",), "w", N_("swap"), N_("Offer the place for another, or answer an offer"),
           ROTA, 70, deed="offer_swap"),
    Action("stand_by", ("b",), "b", N_("standby"), N_("Put somebody on standby"), ROTA, 50,
           deed="stand_by"),
    Action("leave_place", ("x",), "x", N_("give up"),
           N_("The person under the cursor gives the place up"), ROTA, 65, deed="leave_shift"),
    Action("present", ("p",), "p", N_("present"), N_("The person under the cursor came"), ROTA, 60,
           deed="attendance"),
    Action("late", ("l",), "l", N_("late"), N_("The person under the cursor came late"), ROTA, 58,
           deed="attendance"),
    Action("excused", ("o",), "o", N_("excused"),
           N_("The person under the cursor is excused"), ROTA, 57, deed="attendance"),
    Action("absent", ("n",), "n", N_("did not come"),
           N_("The person under the cursor did not come"), ROTA, 56, deed="attendance"),
    Action("correct_hours", ("h",), "h", N_("hours"),
           N_("Correct the hours that were worked"), ROTA, 45, deed="correct_hours"),
    Action("why", ("i",), "i", N_("why"),
           N_("Who else could have the place, and at what cost"), ROTA, 80),
    Action("add_member", ("a",), "a", N_("add"), N_("Add a member"), MEMBERS, 90,
           deed="add_member"),
    Action("edit_member", ("e",), "e", N_("edit"),
           N_("Change the member under the cursor"), MEMBERS, 85, deed="edit_member"),
    Action("availability", ("o",), "o", N_("free times"),
           N_("When the member can work, week by week"), MEMBERS, 80, deed="set_availability"),
    Action("absence", ("d",), "d", N_("absence"),
           N_("Note the days on which the member is away"), MEMBERS, 75, deed="add_absence"),
    Action("exemption", ("s",), "s", N_("exemption"),
           N_("Let the member off all of the work, or a part of it"), MEMBERS, 60,
           deed="add_exemption"),
    Action("pair", ("w",), "w", N_("with whom"),
           N_("Note with whom they want to work, or must not"), MEMBERS, 58, deed="pair_together"),
    Action("remove_entry", ("x",), "x", N_("remove"),
           N_("Remove the absence, exemption or pair there"), MEMBERS, 55, deed="remove_absence"),
    Action("member_teams", ("T",), "T", N_("teams"),
           N_("Put the member into a team, or take them out"), MEMBERS, 50, deed="join_team"),
    Action("add_team", ("T",), "T", N_("new team"), N_("Add a team"), MEMBERS, 50, deed="add_team"),
    Action("edit_team", ("E",), "E", N_("this team"),
           N_("Change the name and the note of the team"), MEMBERS, deed="edit_team"),
    Action("reach", ("m",), "m", N_("reached"),
           N_("Note a milestone as reached, or that it is not"), PROJECTS, 90,
           deed="reach_milestone"),
    Action("move_forecast", ("e",), "e", N_("move"),
           N_("Move a forecast: first you see what moves with it"), PROJECTS, 88,
           deed="move_milestone"),
    Action("project_view", ("v",), "v", N_("view"),
           N_("The list, the timelines, or milestones by their day"), PROJECTS, 82),
    Action("only_late", ("l",), "l", N_("only late"), N_("Only what is late, or all again"),
           PROJECTS, 80),
    Action("next_dimension", ("d",), "d", N_("dimension"), N_("The next dimension, then all"),
           PROJECTS, 46),
    Action("urban_rural", ("g",), "g", N_("rural"), N_("Only rural, only urban, then all"),
           PROJECTS, 45),
    Action("next_status", ("s",), "s", N_("status"), N_("The next status, then all"),
           PROJECTS, 44),
    Action("all_projects", ("F",), "F", N_("all again"), N_("Show all projects of the year again"),
           PROJECTS),
    Action("add_project", ("a",), "a", N_("add"), N_("Add a project"), PROJECTS, 70,
           deed="add_project"),
    Action("search_projects", ("slash",), "/", N_("search"),
           N_("Find a project of any year, by pinyin too"), PROJECTS, 66),
    Action("year_settings", ("Y",), "Y", N_("the year"),
           N_("The year's money, caps, pass mark, criteria, seed"), PROJECTS, 50,
           deed="change_year"),
    Action("ranking", ("R",), "R", N_("ranking"), N_("The projects by their reviews"),
           PROJECTS, 48),
    Action("add_part", ("a",), "a", N_("add"),
           N_("Add a milestone, tranche or review, as the tab has"), PROJECTS, 85,
           deed="add_milestone"),
    Action("edit_part", ("E",), "E", N_("change"), N_("Change what is under the cursor"),
           PROJECTS, 60, deed="edit_milestone"),
    Action("drop_part", ("x",), "x", N_("take away"),
           N_("Take it away; cancel a tranche, or take it up again"),
           PROJECTS, 58, deed="remove_milestone"),
    Action("needs", ("n",), "n", N_("needs"), N_("What the milestone needs before it"),
           PROJECTS, 62, deed="add_need"),
    Action("recurring", ("T",), "T", N_("recurring"),
           N_("Add milestones by a rule, as monthly reports"), PROJECTS, 40, deed="add_recurring"),
    Action("copy_late", ("y",), "y", N_("message"),
           N_("Copy a message on what is late for who is in charge"), PROJECTS, 56),
    Action("grant", ("g",), "g", N_("grant"),
           N_("Give or change the grant, within the caps"), PROJECTS, 76, deed="award"),
    Action("pay", ("p",), "p", N_("pay"), N_("Note that tranches were paid"), PROJECTS, 78,
           deed="pay"),
    Action("budget_line", ("b",), "b", N_("budget"), N_("Plan a line of the budget"),
           PROJECTS, 45, deed="set_budget"),
    Action("status", ("s",), "s", N_("status"), N_("How the project stands from now on"),
           PROJECTS, 64, deed="set_status"),
    Action("supervision", ("S",), "S", N_("visit"),
           N_("Note a visit or a training of supervision"), PROJECTS, 42, deed="log_supervision"),
    Action("remove_project", ("D",), "D", N_("out of funding"),
           N_("Remove it from the funding: first what that cancels"), PROJECTS,
           deed="remove_project"),
    Action("edit_project", ("P",), "P", N_("this project"),
           N_("Change what is known of the project"), PROJECTS, 44, deed="edit_project"),
    Action("what_if", ("W",), "W", N_("what if"),
           N_("What if next year gave more money to fewer projects"), PROJECTS, 40),
    Action("other_figures", ("e",), "e", N_("other figures"),
           N_("Another budget, or another number of projects"), PROJECTS, 90),
    Action("add_proposal", ("a",), "a", N_("add"), N_("Add a proposal"), PROPOSALS, 75,
           deed="add_proposal"),
    Action("edit_proposal", ("e",), "e", N_("edit"), N_("Change the proposal under the cursor"),
           PROPOSALS, 70, deed="edit_proposal"),
    Action("open_vote", ("o",), "o", N_("open vote"),
           N_("Open the vote: its days, and who is on the roll"), PROPOSALS, 88, deed="open_vote"),
    Action("ballots", ("b",), "b", N_("ballots"),
           N_("Enter the ballots: a door, then y, n or 0"), PROPOSALS, 90, deed="cast"),
    Action("close_vote", ("x",), "x", N_("close vote"),
           N_("Count and close it for good; a second x does it"), PROPOSALS, 80, deed="close_vote"),
    Action("make_project", ("p",), "p", N_("project"),
           N_("Make the adopted proposal a project"), PROPOSALS, 66, deed="adopt"),
    Action("withdraw_proposal", ("w",), "w", N_("withdraw"), N_("Withdraw the proposal"),
           PROPOSALS, 40, deed="withdraw_proposal"),
    Action("write_tally", ("t",), "t", N_("tally file"),
           N_("Write the tally file that anyone can recount"), PROPOSALS, 45, deed=WRITE_FILE),
    Action("selection", ("g",), "g", N_("selection"),
           N_("Which proposals get the year's money, and why"), PROPOSALS, 60),
    Action("by_proxy", ("p",), "p", N_("proxy"),
           N_("The next ballot is cast by somebody else, or is not"),
           PROPOSALS, 70, deed="cast"),
    Action("on_paper", ("w",), "w", N_("paper"),
           N_("From now on papers, with a witness, or no more"),
           PROPOSALS, 68, deed="cast"),
    Action("who_is_missing", ("v",), "v", N_("missing"),
           N_("Who has not voted, or the last ballots again"), PROPOSALS, 80),
    Action("correct_ballot", ("c",), "c", N_("correct"),
           N_("Correct the ballot of the door typed, else this one"),
           PROPOSALS, 75, deed="correct_ballot"),
    Action("count_papers", ("k",), "k", N_("count papers"),
           N_("Count papers of a secret vote, or tick doors again"), PROPOSALS, 74,
           deed="count_papers"),
    Action("selection_rule", ("v",), "v", N_("rule"),
           N_("By votes within the caps, or Equal Shares"), PROPOSALS, 85),
    Action("completion", ("k",), "k", N_("completion"),
           N_("What Equal Shares does with what is left"), PROPOSALS, 80),
    Action("accept_selection", ("A",), "A", N_("accept"),
           N_("Give the selected their grants; a second A does it"), PROPOSALS, 88,
           deed="accept_selection"),
    Action("search", ("slash",), "/", N_("search"),
           N_("Find items, households and people, by pinyin too"),
           MOVING, 65),
    Action("open", ("enter",), "⏎", N_("open"), N_("Go into what is under the cursor"), MOVING, 30),
    Action("back", ("escape",), "Esc", N_("back"), N_("Go back; end a search"), MOVING),
    Action("previous", ("left_square_bracket",), "[", N_("previous"),
           N_("Previous unit, tab, week, month or year"), MOVING),
    Action("next", ("right_square_bracket",), "]", N_("next"),
           N_("Next unit, tab, week, month or year"), MOVING, 35),
    Action("item_down", ("j",), "j", N_("row down"), N_("Next row of the list"), MOVING),
    Action("item_up", ("k",), "k", N_("row up"), N_("Previous row of the list"), MOVING),
    Action("up", ("up",), "↑", N_("up"), N_("Up"), MOVING),
    Action("down", ("down",), "↓", N_("down"), N_("Down"), MOVING),
    Action("left", ("left",), "←", N_("left"), N_("Left"), MOVING),
    Action("right", ("right",), "→", N_("right"), N_("Right"), MOVING),
    Action("page_up", ("pageup",), "PgUp", N_("page up"), N_("A page up"), MOVING),
    Action("page_down", ("pagedown",), "PgDn", N_("page down"), N_("A page down"), MOVING),
    Action("home", ("home",), "Home", N_("first"), N_("To the first"), MOVING),
    Action("end", ("end",), "End", N_("last"), N_("To the last"), MOVING),
    Action("route", ("w", "g"), "w", N_("route"),
           N_("This evening's way, door by door, or to the marked"),
           MOVING, 60),
    Action("show_grid", ("1",), "1", N_("grid"), N_("The unit grid"), DESK, 25),
    Action("show_overdue", ("2",), "2", N_("overdue"),
           N_("Overdue loans and what is due soon"), DESK, 26),
    Action("show_rota", ("3",), "3", N_("rota"), N_("The farmer team's rota"), DESK, 24),
    Action("show_projects", ("4",), "4", N_("projects"),
           N_("The projects, their milestones and money"), DESK, 23),
    Action("show_proposals", ("5",), "5", N_("proposals"),
           N_("What residents propose, votes, and the selection"), DESK, 22),
    Action("show_calendar", ("8",), "8", N_("calendar"),
           N_("Public holidays and closed days"), DESK, 15),
    Action("show_rules", ("9",), "9", N_("rules"),
           N_("Loan rules, steps, reminders and addresses"), DESK, 14),
    Action("compound", ("c",), "c", N_("compound"), N_("Go to another compound"), DESK),
    Action("new_compound", ("C",), "C", N_("new compound"), N_("Enter a new compound"), DESK,
           deed="create_compound"),
    Action("import", ("I",), "I", N_("import"), N_("Import CSV files"), DESK, deed="import"),
    Action("drafts", ("ctrl+o",), "^O", N_("half typed"),
           N_("Go on with a form that was left half typed"), DESK),
    Action("undo", ("u",), "u", N_("undo"), N_("Take back my last deed"), DESK, 100, True),
    Action("redo", ("U", "ctrl+r"), "U", N_("redo"), N_("Do again what was taken back"), DESK),
    Action("repeat", ("full_stop",), ".", N_("again"),
           N_("Do the last deed again, on what is under the cursor"), DESK),
    Action("history", ("H",), "H", N_("history"),
           N_("Who did what: here, in this household, me, everybody"), DESK),
    Action("plots", ("percent_sign",), "%", N_("plots"),
           N_("Loans, participation, hours and slips as plots"), DESK),
    Action("palette", ("colon", "ctrl+p"), ":", N_("commands"),
           N_("A line that does it, or any command by name"), DESK, 20),
    Action("help", ("question_mark", "f1"), "?", N_("help"),
           N_("The keys of this screen"), DESK, 100, True),
    Action("language", ("f2",), "F2", N_("中文"),
           N_("Speak Chinese from now on (改用中文显示)"), DESK),
    Action("first_steps", ("f3",), "F3", N_("first steps"),
           N_("Practise to lend and take back, in a minute"), DESK),
    Action("quit", ("q", "ctrl+q", "ctrl+c"), "q", N_("quit"),
           N_("Leave Qiaomen"), DESK, 100, True),
)  # fmt: skip

ACTIONS = {action.id: action for action in _ALL}

# What every screen of the desk offers.
EVERYWHERE = (
    "undo", "redo", "repeat", "history", "show_grid", "show_overdue", "show_rota", "show_projects",
    "show_proposals", "show_calendar", "show_rules", "compound", "new_compound", "import", "drafts",
    "plots", "palette", "help", "language", "first_steps", "quit",
)  # fmt: skip

# What is done again as it was on another row; nothing that makes something, moves money, takes away
# or shows first what would follow.
AGAIN = frozenset({
    "lend", "lend_details", "return", "return_details", "renew", "reminded", "called", "knocked",
    "promised", "note", "edit", "clear_day", "add_person", "stand_in", "give_place", "stand_by",
    "all_present", "present", "late", "excused", "absent", "absence", "exemption", "reach",
    "status",
})  # fmt: skip
# Of these the one whose form shows what a row is: another gets only the fields that were changed.
CHANGES = frozenset({"edit"})
# What takes a deed back or does it again: the last deed stays the last.
TURNING = frozenset({"undo", "redo", "repeat"})


def of(*ids: str) -> tuple[Action, ...]:
    """The actions with these ids, and those that every screen offers."""
    return tuple(ACTIONS[action_id] for action_id in (*ids, *EVERYWHERE))


def why_not(role: str | None, action_id: str) -> str | None:
    """Why somebody of this role may not do an action, in a sentence; None where they may.

    Of whom nothing is known nothing is said: the store asks again where the deed begins.
    """
    action = ACTIONS.get(action_id)
    return rights.why_not(role, action.deed) if action and action.deed and role else None


def bindings(offered: Sequence[Action]) -> list[BindingType]:
    """Textual's bindings for `offered`: each key does the action of that id."""
    return [
        Binding(",".join(action.keys), f"do('{action.id}')", show=False, id=action.id)
        for action in offered
    ]


def label(action: Action) -> str:
    """The action's short name, in the language spoken now."""
    return _(action.label)
