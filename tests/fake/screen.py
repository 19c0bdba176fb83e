#!/usr/bin/python3
"""screen.py ROWS COLUMNS TERM COMMAND..: run a command on a terminal of this
size, and print what is on it at the end (or as soon as its lines match the
regular expression $SCREEN_UNTIL; then the command gets a SIGTERM), then how
many lines were pushed out at its top. It obeys what hcc-watch sends, and folds
long lines as terminals do.
"""
import codecs
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios


class Screen:
    """What a terminal of `rows` times `columns` shows."""

    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.lines = [""] * rows
        self.x = self.y = self.lost = 0
        self.rest = ""

    def line_feed(self):
        self.y += 1
        if self.y == self.rows:
            self.lines = self.lines[1:] + [""]
            self.y, self.lost = self.rows - 1, self.lost + 1

    def escape(self, count, letter):
        here = self.lines[self.y][:self.x]
        if letter == "A":
            self.y = max(0, self.y - max(1, count))
        elif letter in "KJ":
            self.lines[self.y] = here
        if letter == "J":
            self.lines[self.y + 1:] = [""] * (self.rows - self.y - 1)

    def put(self, char):
        if self.x == self.columns:
            self.line_feed()
            self.x = 0
        line = self.lines[self.y]
        self.lines[self.y] = line[:self.x].ljust(self.x) + char \
            + line[self.x + 1:]
        self.x += 1

    def feed(self, text):
        """Show `text`; an escape sequence that is cut waits for its rest."""
        text = self.rest + text
        cut = re.search("\033(\\[[0-9]*)?$", text)
        self.rest = cut.group() if cut else ""
        text = text[:len(text) - len(self.rest)]
        for count, letter, char in re.findall(
                "\033\\[([0-9]*)([A-Z])|(.)", text, re.DOTALL):
            if letter:
                self.escape(int(count or 0), letter)
            elif char == "\r":
                self.x = 0
            elif char == "\n":
                self.line_feed()
            else:
                self.put(char)

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n")


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(2, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))
        os.environ["TERM"] = sys.argv[3]
        os.execvp(sys.argv[4], sys.argv[4:])
    until = os.environ.get("SCREEN_UNTIL")
    screen, seen = Screen(rows, columns), False
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        if seen:
            continue
        screen.feed(decoder.decode(part))
        if until and re.search(until, screen.text(), re.MULTILINE):
            seen = True
            os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    print(screen.text())
    print(f"lost {screen.lost}")


main()
