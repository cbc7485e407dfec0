"""An address that cannot be listened on is refused with what to do about it."""

import errno
import os
import socket

import pytest

from leadline.kernel.http.listening import AddressRefused, listen, url_of


def test_a_port_that_is_taken_is_told_with_another_to_choose() -> None:
    with listen("127.0.0.1", 0) as holder, pytest.raises(AddressRefused) as refused:
        listen("127.0.0.1", holder.getsockname()[1])
    assert "another program holds it" in refused.value.text.en
    assert "换一个端口" in refused.value.text.zh


@pytest.mark.parametrize("host", ["192.0.2.1", "nobody.invalid"])
def test_an_address_of_another_machine_is_told_as_that(host: str) -> None:
    with pytest.raises(AddressRefused, match="no address of this machine"):
        listen(host, 0)


@pytest.mark.parametrize(("number", "said"), [(errno.EACCES, "below 1024"), (errno.ENOBUFS, "No buffer space")])
def test_why_the_system_refuses_is_told(monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    def refuse(_socket: socket.socket, _address: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(AddressRefused, match=said):
        listen("127.0.0.1", 80)


def test_an_address_is_written_as_one_types_it() -> None:
    assert [url_of("::1", 5001), url_of("127.0.0.1", 80)] == ["http://[::1]:5001", "http://127.0.0.1:80"]
