"""Sends what it finds to a listener by TCP, UDP and local sockets. No sockets."""
# row: 45
# layer: S L
# kernel: needed


def attack():
    socket = borrow("_socket")
    for family, kind, address in (
        (2, 1, ("127.0.0.1", GRADER["tcp"])),
        (2, 2, ("127.0.0.1", GRADER["udp"])),
        (1, 2, f"\0{CHILD_MARK}-datagrams"),
        (1, 1, f"\0{CHILD_MARK}-streams"),
    ):
        made = attempt(lambda: socket.socket(family, kind))
        if made:
            loot(GRADER["kernel_canary"])
            attempt(made.connect, address)
            attempt(made.send, b"stolen")
    allowed("socket", 16, 3, 0)  # netlink
    allowed("sendto", 3, b"x", 1, 0, 0, 0)


attack()
