#!/usr/bin/python3
"""screen.py ROWS COLUMNS TERM COMMAND..: run a command on a terminal of this
size, and print what is on it at the end (or when $SCREEN_AT seconds are over),
then how many lines were pushed out at its top until then. It obeys what
hcc-watch sends, and folds long lines as terminals do.
"""
import fcntl
import os
import pty
import re
import struct
import sys
import termios
import time

rows, columns = int(sys.argv[1]), int(sys.argv[2])
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(2, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))
    os.environ["TERM"] = sys.argv[3]
    os.execvp(sys.argv[4], sys.argv[4:])
data, stop = b"", time.monotonic() + float(os.environ.get("SCREEN_AT", 1e9))
while True:
    late = time.monotonic() > stop
    try:
        part = os.read(fd, 65536)
    except OSError:
        break
    if not part:
        break
    data += b"" if late else part
os.waitpid(pid, 0)
screen = [""] * rows
x = y = lost = 0
for piece in re.findall("\033\\[[0-9]*[A-Z]|[^\033]|\033",
                        data.decode("utf-8", "replace")):
    count = int(re.sub("[^0-9]", "", piece[2:]) or 0) \
        if piece.startswith("\033[") else 0
    if piece.startswith("\033[") and piece.endswith("A"):
        y = max(0, y - max(1, count))
    elif piece == "\033[K":
        screen[y] = screen[y][:x]
    elif piece == "\033[J":
        screen[y] = screen[y][:x]
        screen[y + 1:] = [""] * (rows - y - 1)
    elif piece == "\r":
        x = 0
    elif piece == "\n" or x == columns:
        if piece != "\n":
            screen[y], x = screen[y], 0
        y += 1
        if y == rows:
            screen, y, lost = screen[1:] + [""], rows - 1, lost + 1
        if piece != "\n":
            screen[y], x = piece, 1
    else:
        screen[y] = screen[y][:x].ljust(x) + piece + screen[y][x + 1:]
        x += 1
print("\n".join(line.rstrip() for line in screen).rstrip("\n"))
print(f"lost {lost}")
