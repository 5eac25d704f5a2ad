from .addresses import outside_address
from .looks import Accent, UnfitLogoError, change_look, in_dark, in_light, style_of
from .mailing import MAIL_WAITS, Again, can_be_mailed, mail_identity, try_to_mail
from .members import (
    Invited,
    LastAdministratorError,
    change_member,
    deactivate_member,
    invite_member,
    reactivate_member,
    renew_sign_in_link,
)
from .organisations import change_settings, create_organisation, make_unit, rename_unit
from .people import change_person, prefer
from .sign_in import make_sign_in_link, person_of_link, use_sign_in_link
from .tokens import authenticate_token, issue_token, revoke_token
from .webhooks import add_webhook, remove_webhook

__all__ = [
    "MAIL_WAITS",
    "Accent",
    "Again",
    "Invited",
    "LastAdministratorError",
    "UnfitLogoError",
    "add_webhook",
    "authenticate_token",
    "can_be_mailed",
    "change_look",
    "change_member",
    "change_person",
    "change_settings",
    "create_organisation",
    "deactivate_member",
    "in_dark",
    "in_light",
    "invite_member",
    "issue_token",
    "mail_identity",
    "make_sign_in_link",
    "make_unit",
    "outside_address",
    "person_of_link",
    "prefer",
    "reactivate_member",
    "remove_webhook",
    "rename_unit",
    "renew_sign_in_link",
    "revoke_token",
    "style_of",
    "try_to_mail",
    "use_sign_in_link",
]
