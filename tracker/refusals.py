"""What the screen says when a rule is broken: what happened, and what to do next."""

from tracker.domain.errors import RuleBroken
from tracker.sentences import lazy_gettext as _l

RULES = {
    "edit.stale": _l("Somebody else saved this first. Nothing was overwritten: compare the two texts and save again."),
    "report.changed": _l("The text is no longer the one that you read. Nothing was signed: read it again, then sign."),
    "report.not_open": _l("This version no longer waits for signatures. Nothing was changed."),
    "report.unchanged": _l(
        "Nothing has changed since the version that was returned. Answer the remarks, then send again."
    ),
    "report.incomplete": _l("The report cannot be sent yet: write a summary first."),
    "report.move_refused": _l("This version of the report does not allow that any more. Nothing was changed."),
    "report.mission_not_completed": _l("A report can be written once the mission has taken place."),
    "report.under_way": _l("Another version of this report is under way already."),
    "mandate.ended": _l("Your mandate does not cover today. The sign-off waits for the present office holder."),
    "mandate.overlap": _l("This city already has an office holder on these days. End that mandate first."),
    "mandate.same_person": _l("A second person must confirm a mandate. Ask another administrator or a coordinator."),
    "mandate.needs_administrator": _l(
        "One of the two persons must be an administrator. Ask an administrator to confirm."
    ),
    "mandate.other_account": _l("This address belongs to another account. Use the address of the office holder's own."),
    "mandate.confirmed_already": _l("This mandate has been confirmed already."),
    "export.too_many": _l("Several of your files are still being made. Wait for one of them, then ask again."),
    "export.not_failed": _l("These files did not fail, so there is nothing to try again."),
    "follow_up.dropped": _l("The partnership has left after-care, so nobody asks for this any more. Nothing was kept."),
    "framework.unknown": _l("There is no such framework. Choose one of the list."),
    "framework.changed": _l(
        "The file of %(framework)s, version %(version)s, was changed after cities had answered it. Nothing was begun: "
        "ask whoever runs the tracker to give the changed file the next version."
    ),
    "evaluation.no_indicators": _l("This framework has a fixed list of questions. Nothing was added."),
    "evaluation.many_indicators": _l("There are %(most)s indicators already. Remove one first, or compare fewer."),
    "evaluation.agreed": _l(
        "A city has handed in what was agreed until now. Let it open its part again first, then change the indicators."
    ),
    "evaluation.begun": _l(
        "The cities are asked for this framework on this occasion already. Open that evaluation, or choose another "
        "occasion."
    ),
    "evaluation.handed_in": _l("This part was handed in. Open it again first, then change it."),
    "evaluation.incomplete": _l("Some questions are not answered yet. Answer them, then hand in."),
    "view.too_many": _l("You keep as many views of this list as there can be. Take one away first."),
    "view.too_long": _l("This question is too long to be kept. Leave some of its filters out."),
    "view.not_steered": _l("A view can only be offered to the coordinators of a programme that you steer yourself."),
    "protocol.out_of_order": _l("A protocol cannot end before it was signed. Correct one of the two dates."),
    "protocol.needs_review": _l("A protocol without an end needs a regular review. Write after how many months."),
    "protocol.closed": _l("This protocol was renewed or ended already. Nothing was changed."),
    "protocol.future": _l("This day has not come yet. Write the day on which it happened."),
    "plan.empty": _l("The work plan is still empty. Add its activities, then put it before the office holders."),
    "delegation.days": _l(
        "A delegation lasts at most a year, ends today or later, and lies within your own mandate. Correct the days."
    ),
    "delegation.self": _l("You hold the office yourself. Name somebody else as deputy."),
    "slot.not_in_turn": _l("Another city signs first. You are asked by mail as soon as your turn has come."),
    "slot.proof_too_weak": _l(
        "Your city asks for a stronger proof of identity for this document. Nothing was signed: add a passkey or an "
        "authenticator app to your account, then sign."
    ),
    "slot.signed_already": _l("This has been signed for your city already; nothing was done a second time."),
    "slot.author": _l("Whoever sent the report cannot sign it as well. Ask another holder of the office."),
    "slot.proof_too_old": _l("Your proof of identity is older than five minutes. Prove it again, then sign."),
    "slot.bounced": _l(
        "The mail server refuses the address of the office holder. Have the address corrected, then remind."
    ),
    "slot.reminded_just_now": _l("A reminder left within the last hour. Wait a little before the next one."),
    "report.cities": _l("Name the cities that sign: at least one, and only members of this partnership."),
    "slot.account_closed": _l(
        "The account of the office holder is closed, so no mail leaves. Have an administrator open it again, or record "
        "the new mandate."
    ),
    "slot.vacant": _l("Nobody holds this office now. Record the new mandate first."),
    "mission.locked": _l(
        "The mission is part of a report that is signed or with the office holders. Start a new version first."
    ),
    "mission.move_refused": _l("The mission does not allow that in its present state. Nothing was changed."),
    "mission.ahead": _l(
        "These dates lie ahead. Plan the mission now, and mark it as completed once it has taken place."
    ),
    "mission.session_ahead": _l("A session lies on a day that has not come yet. Correct its day."),
    "mission.dates": _l("The mission must begin before it ends. Correct the dates."),
    "partnership.move_refused": _l("The partnership cannot change to that state from here. Nothing was changed."),
    "partnership.reason_missing": _l("Give a reason: it stays in the history and everybody concerned can read it."),
    "partnership.needs_two_cities": _l("A partnership has at least two different cities."),
    "partnership.not_live": _l("This partnership has ended or is on hold. Ask its coordinator to open it again first."),
    "gate.shut": _l("The gate is still shut: some of its conditions are not met and not waived."),
    "gate.not_current": _l("Only the stage that is worked on can be decided."),
    "consent.not_asked": _l("The gate of this stage does not ask for the cities' own word."),
    "consent.too_early": _l(
        "There is not enough in this room yet to agree on. Meet the other conditions of the gate first."
    ),
    "policy.unknown": _l("There is no such policy. Choose one of the list."),
    "policy.missing": _l(
        "The file of the policy %(policy)s is missing, so nobody knows what the gate asks for. Ask whoever runs the "
        "tracker to put it back, or move the partnership to another policy."
    ),
    "policy.same": _l("The partnership follows this policy already."),
    "gate.already_waived": _l("This condition has been waived already."),
    "gate.condition_met": _l("This condition is met: there is nothing to waive."),
    "gate.unknown_condition": _l("The gate of this stage has no such condition."),
    "gate.needs_reason": _l("Give a reason: it stays visible."),
    "gate.not_passed": _l("Only a stage whose gate was passed can be reopened."),
    "gate.earlier_cycle": _l("This belongs to an earlier cycle, which is kept as it was."),
    "gate.evidence_needed": _l(
        "The gate of this stage was passed on this evidence. Ask the coordinator to reopen the stage first."
    ),
    "cycle.unfinished": _l("The next cycle can begin once all six gates of this one are passed."),
    "activity.circle": _l("An activity cannot wait for itself, also not by way of others. Take one of them out."),
    "activity.days": _l("The last day lies before the first one, or a day has not come yet. Correct the days."),
    "objective.level": _l("An objective serves one of a higher level: an output an outcome, an outcome an impact."),
    "objective.served": _l("Other objectives serve this one and would no longer lie below it. Change them first."),
    "indicator.day": _l("This day has not come yet. Write the day on which it was measured."),
    "room.removed": _l("This was removed. Restore it first."),
    "room.foreign": _l("This city, need, activity or mission belongs to another partnership. Choose one of this one."),
    "instrument.same_city": _l("An instrument passes from one city to another. Choose two different cities."),
    "code.too_many": _l(
        "%(number)d codes were mailed to you within an hour. Use the newest one or another way, or wait an hour."
    ),
    "qualified.refused": _l("The file is not good. Nothing was signed: open the page again to see why."),
    "qualified.outdated": _l(
        "Another city has signed since you downloaded the file. Nothing was signed: download it anew and sign that."
    ),
    "passkey.not_made": _l("What your device answered makes no passkey. Nothing was changed: go back and try again."),
    "passkey.known": _l("This passkey belongs to an account already. Nothing was changed."),
    "passkey.removed": _l("This passkey is not in your account any more. Nothing was changed."),
    "authenticator.known": _l("Your account has an authenticator app already. Remove that one first."),
    "password.too_easy": _l("This password is too easy to guess. Use three or four words that do not belong together."),
    "person.known": _l("This address has an account already. Look it up in the list of people."),
    "person.own_role": _l("You cannot change your own role. Ask another administrator."),
    "person.own_account": _l("You cannot close your own account. Ask another administrator."),
    "person.closed": _l("This account is closed. Ask an administrator to open it again first."),
    "person.erased": _l(
        "The data of this person were erased for good. Invite them anew if they are to have an account."
    ),
    "person.holds_office": _l("This person holds an office. End the mandate first, then erase their data."),
    "request.other_content": _l("This form was already sent with other content. Open it again and send it once."),
    "file.empty": _l("the file is empty. Choose it again."),
    "file.too_large": _l("the file is larger than 10 MB. Make it smaller, or divide it."),
    "file.heic": _l(
        "this phone format (HEIC) cannot be read everywhere. Set the camera to JPEG, or send the photo as JPEG or PNG."
    ),
    "file.markup": _l("web pages and SVG drawings are not taken. Save it as PDF or PNG."),
    "file.old_office": _l("this is an old or locked Office file. Save it as .docx, .xlsx or .pptx without a password."),
    "file.macros": _l("the file holds macros (programs). Save it without them."),
    "file.locked": _l("the file is locked with a password. Save it without one."),
    "file.unpacks_too_large": _l("the file unpacks to far more than it should hold. Save it anew, or as PDF."),
    "file.image_too_large": _l("the picture has more than 50 million pixels. Make it smaller."),
    "file.image_broken": _l("the picture is damaged or cannot be read. Save it anew as JPEG or PNG."),
    "file.unknown_kind": _l(
        "this kind of file is not taken. Use JPEG, PNG, WebP, PDF, Word, Excel, PowerPoint, OpenDocument, text or CSV."
    ),
}
"""The sentence for each code of `RuleBroken`; it says what to do next."""


def sentence(error: RuleBroken) -> str:
    """Say in the reader's language what rule was broken and what to do."""
    return str(RULES[error.code]) % error.details if error.details else str(RULES[error.code])
