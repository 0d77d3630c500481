"""Every deed by name, and how it is told.

The journal keeps the name and the words, so a deed of twenty years ago is told in today's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from store.language import N_, _

TOLD = {
    "create_compound": N_("created {compound}"),
    "change_setting": N_("set {setting} to {value}"),
    "reset_setting": N_("set {setting} back to what it was at first"),
    "change_category": N_("changed the rules of {category}"),
    "edit_household": N_("edited {household}"),
    "add_resident": N_("added {resident} to {household}"),
    "edit_resident": N_("edited {resident} of {household}"),
    "add_item": N_("added {item} to {household}"),
    "add_items": N_("added {count} items to {household}"),
    "edit_item": N_("edited {item} of {household}"),
    "lend": N_("lent {item} to {household}"),
    "return": N_("took back {item} from {household}"),
    "renew": N_("renewed {item} for {household} until {due}"),
    "return_many": N_("took back {count} items"),
    "renew_many": N_("renewed {count} loans"),
    "contact": N_("{contact}: {item}, {household}"),
    "contact_many": N_("{contact}: {count} loans"),
    "change_step": N_("set the step at {days} days late: {step}"),
    "remove_step": N_("removed the step at {days} days late: {step}"),
    "close_day": N_("closed {day}"),
    "close_days": N_("closed {day} to {last}"),
    "open_day": N_("opened {day}"),
    "open_days": N_("opened {day} to {last}"),
    "clear_day": N_("cleared what was set for {day}"),
    "load_holidays": N_("looked up the public holidays of {year}"),
    "reload_holidays": N_("looked up the public holidays of {year} again"),
    "closure": N_("closed {first} to {last}; due dates moved: {count}"),
    "change_policy": N_("changed what {compound} does about closed days"),
    "add_address": N_("added the address {address}"),
    "remove_address": N_("removed the address {address}"),
    "add_team": N_("made the team {team}"),
    "edit_team": N_("edited the team {team}"),
    "add_member": N_("added {member} to {team}"),
    "edit_member": N_("edited the member {member}"),
    "join_team": N_("put {member} into {team}"),
    "leave_team": N_("took {member} out of {team}"),
    "set_availability": N_("changed when {member} can work"),
    "add_absence": N_("noted that {member} is away {first} to {last}"),
    "remove_absence": N_("removed that {member} is away {first} to {last}"),
    "add_exemption": N_("let {member} off work {first} to {last}, to {share} %"),
    "remove_exemption": N_("removed that {member} is let off work {first} to {last}"),
    "pair_together": N_("{member} and {other} want to work together"),
    "pair_apart": N_("{member} and {other} are not to work together"),
    "unpair": N_("{member} and {other} work together or not, as it comes"),
    "join_shift": N_("put {member} in {shift} ({at})"),
    "stand_by": N_("put {member} on standby for {shift} ({at})"),
    "promote": N_("took {member} from standby into {shift} ({at})"),
    "leave_shift": N_("{member} gave up {shift} ({at})"),
    "leave_shift_late": N_("{member} gave up {shift} ({at}) at short notice"),
    "leave_standby": N_("took {member} off standby for {shift} ({at})"),
    "give_place": N_("gave {member}'s place in {shift} ({at}) to {other}"),
    "stand_in": N_("{other} stands in for {member} in {shift} ({at})"),
    "offer_swap": N_("{member} offered {other} {shift} ({at}) for {other_shift} ({other_at})"),
    "accept_swap": N_("{member} and {other} swapped {shift} ({at}) and {other_shift} ({other_at})"),
    "refuse_swap": N_("{other} did not want to swap with {member}: {shift} ({at})"),
    "withdraw_swap": N_("{member} no longer offers {other} {shift} ({at})"),
    "attendance": N_("{member}, {shift} ({at}): {attendance}"),
    "attendance_many": N_("{count} places: {attendance}"),
    "attendance_of_all": N_("noted {count} as present in {shift} ({at})"),
    "clear_attendance": N_("took back whether {member} came to {shift} ({at})"),
    "clear_attendance_many": N_("took back who came: {count} places"),
    "correct_attendance": N_("set the time of {member} in {shift} ({at}) to {minutes} minutes"),
    "correct_hours": N_("corrected the hours of {member} by {minutes} minutes"),
    "restore": N_("restored the backup {file}; what was done after it is no more"),
    "import": N_("imported {count} rows of {kind} from {file}"),
    "add_series": N_("added the series {series} to {team}"),
    "lay_out": N_("laid out {count} shifts until {last}"),
    "change_series": N_("changed the series {series}"),
    "split_series": N_("changed the series {series} from {day} on"),
    "end_series": N_("ended the series {series} on {day}"),
    "series_extra": N_("added {day} to the series {series}"),
    "series_except": N_("took {day} out of the series {series}"),
    "series_by_rule": N_("left {day} to the rule of the series {series}"),
    "settle_shifts": N_("fitted the shifts to the calendar: {cancelled} cancelled, {new} new"),
    "add_shift": N_("added the shift {shift}"),
    "edit_shift": N_("edited the shift {shift}"),
    "cancel_shift": N_("cancelled the shift {shift}"),
    "cancel_shifts": N_("cancelled {count} shifts"),
    "restore_shift": N_("took up the shift {shift} again"),
    "closure_and_shifts": N_(
        "closed {first} to {last}; due dates moved: {count}; shifts cancelled: {shifts}"
    ),
    "draft": N_("drafted {first} to {last}: {count} places given"),
    "move_milestone": N_("moved {milestone} of {project} to {day}"),
    "move_milestones": N_("moved {milestone} of {project} to {day}, and {count} that follow"),
    "add_project": N_("entered the project {project} of {community}"),
    "edit_project": N_("edited the project {project}"),
    "set_status": N_("{project} is {status} now"),
    "add_milestone": N_("added {milestone} to {project}"),
    "edit_milestone": N_("edited {milestone} of {project}"),
    "reach_milestone": N_("noted that {project} reached {milestone} on {day}"),
    "reach_milestones": N_("noted that {count} milestones were reached on {day}"),
    "unreach_milestone": N_("took back that {project} reached {milestone}"),
    "remove_milestone": N_("removed {milestone} from {project}"),
    "add_need": N_("let {milestone} of {project} come after {needs}"),
    "remove_need": N_("let {milestone} no longer wait for {needs}"),
    "add_recurring": N_("laid out {count} milestones {milestone} of {project}"),
    "end_recurring": N_("ended {milestone} on {day}: {count} taken away"),
    "change_year": N_("set what holds in the programme of {year}"),
    "set_criteria": N_("set {count} criteria for {year}"),
    "award": N_("granted {project} {amount}"),
    "change_grant": N_("changed the grant of {project} to {amount}"),
    "set_budget": N_("planned {amount} for {line} of {project}"),
    "remove_budget": N_("took {line} out of the budget of {project}"),
    "add_tranche": N_("set aside {amount} of {project} as {tranche}"),
    "edit_tranche": N_("edited {tranche} of {project}"),
    "cancel_tranche": N_("cancelled {tranche} of {project}"),
    "cancel_tranches": N_("cancelled {count} tranches"),
    "restore_tranche": N_("took up {tranche} of {project} again"),
    "restore_tranches": N_("took up {count} tranches again"),
    "remove_tranche": N_("removed {tranche} from {project}"),
    "pay": N_("paid {amount} to {project} ({tranche})"),
    "pay_many": N_("paid {count} tranches, {amount} in all"),
    "reverse_payment": N_("took back a payment of {amount} to {project}"),
    "review": N_("{reviewer} reviewed {project}"),
    "remove_review": N_("took away the review of {project} by {reviewer}"),
    "log_supervision": N_("noted a {kind} at {project}"),
    "remove_supervision": N_("took back a {kind} at {project}"),
    "remove_project": N_("removed {project} from the funding: {freed} free again"),
    "add_proposal": N_("wrote down the proposal {proposal}"),
    "edit_proposal": N_("edited the proposal {proposal}"),
    "withdraw_proposal": N_("withdrew the proposal {proposal}"),
    "open_vote": N_("opened the vote on {proposal} until {day}: {count} households"),
    "extend_vote": N_("let the vote on {proposal} go on until {day}"),
    "cast": N_("{address} votes {choice}: {proposal}"),
    "correct_ballot": N_("corrected the ballot of {address} to {choice}: {proposal} ({reason})"),
    "take_back_ballot": N_("took back that {address} voted: {proposal}"),
    "tick": N_("{address} handed in a paper: {proposal}"),
    "begin_count": N_("began to count the papers: {proposal}"),
    "count_papers": N_("counted {count} papers: {proposal}"),
    "count_anew": N_("began the count of {count} papers anew: {proposal}"),
    "close_vote": N_("closed the vote on {proposal}: {outcome}"),
    "adopt": N_("made {proposal} a project"),
    "accept_selection": N_("gave {count} proposals of {year} {amount} in all"),
    "add_person": N_("let {person} in as {role}"),
    "change_role": N_("let {person} be {role} from now on"),
    "remove_person": N_("let {person} in no more"),
    "show_phone": N_("looked at the phone of {person}"),
    "export_phones": N_("took whole phone numbers out: {kind}"),
    "erase_resident": N_("erased a resident of {household}"),
    "export_person": N_("wrote out what is kept of a resident of {household}"),
    "forget": N_("forgot who had borrowed: {count} loans returned before {day}"),
    "undo": N_("undid: {deed}"),
    "redo": N_("redid: {deed}"),
}

# What nobody takes back, once it is done.
FINAL = frozenset({"begin_count", "close_vote", "erase_resident", "forget", "restore"})

# What only looked, and changed nothing: nobody's undo proposes it.
LOOKED = frozenset({"show_phone", "export_phones", "export_person"})

# Words that the journal keeps as the catalogue's own, to be said in the language of the day.
SAID = frozenset(
    {"kind", "setting", "contact", "step", "attendance", "status", "choice", "outcome", "role"}
)


class _Erased(dict[str, str | int]):
    """The words of a deed that has none any more: an ellipsis for each."""

    def __missing__(self, name: str) -> str:
        return "…"


def tell(verb: str, words: Mapping[str, str | int]) -> str:
    """What was done, as a person would say it; an unknown verb is told as it stands."""
    template = TOLD.get(verb)
    if template is None:
        return " ".join([verb, *map(str, words.values())])
    said = {
        name: _(word) if name in SAID and isinstance(word, str) else word
        for name, word in words.items()
    }
    return _(template).format_map(said or _Erased())
