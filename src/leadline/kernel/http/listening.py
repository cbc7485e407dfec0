"""The address that a server listens on, taken before anything else is begun, and refused in words."""

import errno
import socket

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

TAKEN = Text(
    "已被另一个程序占用。请换一个端口（--port 或 PORT），或停掉那个程序",
    "another program holds it. Choose another port (--port or PORT), or stop that program",
)
ELSEWHERE = Text(
    "这不是本机的地址。请修改 --host 或 HOST：127.0.0.1 只供本机访问，0.0.0.0 为全部地址",
    "this is no address of this machine. Change --host or HOST: 127.0.0.1 for this machine alone, 0.0.0.0 for all",
)
PRIVILEGED = Text(
    "没有权限。1024 以下的端口须由系统授权：请换一个端口（--port 或 PORT），前面放反向代理",
    "permission denied. Ports below 1024 need rights of the system: choose another (--port or PORT), behind a proxy",
)
WHY = {errno.EADDRINUSE: TAKEN, errno.EADDRNOTAVAIL: ELSEWHERE, errno.EACCES: PRIVILEGED, errno.EPERM: PRIVILEGED}


class AddressRefused(LeadlineError):
    """The address to listen on is taken, or is none of this machine's."""

    code = "address_refused"
    message = Text("无法监听 {address}：{zh}。", "Cannot listen on {address}: {en}.")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `AddressRefused`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refused(host, port, error) from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise _refused(host, port, error) from error
    listening.set_inheritable(True)
    return listening


def url_of(host: str, port: int) -> str:
    """The address as one types it."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refused(host: str, port: int, error: OSError) -> AddressRefused:
    said = error.strerror or str(error)
    why = ELSEWHERE if isinstance(error, socket.gaierror) else WHY.get(error.errno or 0, Text(said, said))
    return AddressRefused(address=f"{host}:{port}", zh=why.zh, en=why.en)
