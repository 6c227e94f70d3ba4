"""Where personal data touch the rest of the portal: files, rotation of keys, facts to load. Called at the start."""

from portal.attachments import access
from portal.core import resealing
from talent import files, sealed
from talent import load_retention as load_retention  # registers the loader of the rules
from talent import people_notifications as people_notifications  # declares the kinds of messages
from talent.renewals import reminders as reminders  # declares its message
from talent.rights import holds, kept, of_account, of_cases


def join() -> None:
    access.register(files.may_read)
    access.watch(files.write_down)
    holds.register(hold=of_cases.holds_of, effect=of_cases.forget, basis=of_cases.basis_of)
    kept.register(of_cases.as_data)
    holds.register(effect=of_account.forget)
    kept.register(of_account.as_data)
    resealing.register("kept plans and days of expiry", of_account.reseal)
    resealing.register("last characters of passport numbers", sealed.reseal_tails)
