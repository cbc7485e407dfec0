"""The dialer, the databases and the server of the other tests, to be mistreated."""

from tests.journeys.conftest import another, dialer, installation, vendor

__all__ = ["another", "dialer", "installation", "vendor"]
