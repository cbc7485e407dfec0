"""Every column of ciphertext is known to the rotation."""

from sqlalchemy import LargeBinary

from leadline.entrypoints.tables import metadata
from leadline.kernel.crypto.protected import protected

# Binary columns that no data key wrote, or that `renew` of the column beside them writes
OTHERS = {
    "api_tokens.token_hash": "a hash",
    "sign_in_links.token_hash": "a hash",
    "audit_entries.mac": "sealed with SECRET_KEY",
    "audit_entries.seal": "sealed with SECRET_KEY",
    "audit_head.mac": "sealed with SECRET_KEY",
    "audit_head.signature": "sealed with SECRET_KEY",
    "call_records.phone_index": "renewed with phone_cipher",
    "employees.phone_index": "renewed with phone_cipher",
    "data_keys.check_value": "by which a key is known",
}


def test_every_binary_column_is_protected_or_no_ciphertext() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary - OTHERS.keys() == {one.name for one in protected()}
