"""poplib: STLS, TLS at once, and everything that a maildrop can do.

usage: read_pop3.py POP3-PORT POP3S-PORT LOGIN PASSWORD
"""
import poplib
import ssl
import sys

pop3, pop3s = (int(port) for port in sys.argv[1:3])
login, password = sys.argv[3:5]
trusting = ssl._create_unverified_context()

plain = poplib.POP3("127.0.0.1", pop3, timeout=20)
assert "STLS" in plain.capa(), plain.capa()
plain.stls(context=trusting)
assert "STLS" not in plain.capa()
plain.user(login)
try:
    plain.pass_("wrong")
    raise AssertionError("signed in with a wrong password")
except poplib.error_proto as refused:
    assert b"-ERR" in refused.args[0]
plain.user(login)
plain.pass_(password)
count, octets = plain.stat()
assert count >= 2, count
listed = [int(line.split()[1]) for line in plain.list()[1]]
assert sum(listed) == octets and len(listed) == count
uids = [line.split()[1] for line in plain.uidl()[1]]
assert len(set(uids)) == count
assert plain.uidl(1).split()[2] == uids[0]
for number in range(1, count + 1):
    _, lines, size = plain.retr(number)
    assert size == listed[number - 1], (number, size, listed[number - 1])
    _, top, _ = plain.top(number, 1)
    head = lines.index(b"")
    assert top == lines[: head + 2], (top, lines)
plain.dele(1)
assert plain.stat()[0] == count - 1
plain.rset()
assert plain.stat()[0] == count
plain.dele(2)
plain.noop()
plain.quit()

over_tls = poplib.POP3_SSL("127.0.0.1", pop3s, context=trusting, timeout=20)
over_tls.user(login)
over_tls.pass_(password)
assert over_tls.stat()[0] == count - 1
assert [line.split()[1] for line in over_tls.uidl()[1]] == uids[:1] + uids[2:]
second = poplib.POP3_SSL("127.0.0.1", pop3s, context=trusting, timeout=20)
second.user(login)
try:
    second.pass_(password)
    raise AssertionError("two sessions on one maildrop")
except poplib.error_proto as refused:
    assert b"[IN-USE]" in refused.args[0], refused
second.quit()
over_tls.quit()
print("done")
