from __future__ import annotations

from .erasing import ERASED, GRACE, ask_to_erase, erase_customer, keep_customer
from .recording import (
    IncomingCustomer,
    IncomingEncounter,
    Outcome,
    give_consent,
    read_customer,
    record_customers,
    record_each,
    record_encounters,
    renew_customers,
    storable,
    tell_customers,
    withdraw_consent,
)

__all__ = [
    "ERASED",
    "GRACE",
    "IncomingCustomer",
    "IncomingEncounter",
    "Outcome",
    "ask_to_erase",
    "erase_customer",
    "give_consent",
    "keep_customer",
    "read_customer",
    "record_customers",
    "record_each",
    "record_encounters",
    "renew_customers",
    "storable",
    "tell_customers",
    "withdraw_consent",
]
