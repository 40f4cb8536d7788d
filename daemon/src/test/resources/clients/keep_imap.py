"""imaplib: STARTTLS, TLS at once, and every command it has a method for.

usage: keep_imap.py IMAP-PORT IMAPS-PORT LOGIN PASSWORD
"""
import imaplib
import ssl
import sys
import time

imap, imaps = (int(port) for port in sys.argv[1:3])
login, password = sys.argv[3:5]
trusting = ssl._create_unverified_context()
CONTENT = (
    "From: ann@a.test\r\nSubject: =?utf-8?B?7KCc67mE?=\r\nMessage-ID: <1@a.test>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n강남 갔던 제비\r\n"
).encode()


def ok(answer, wanted="OK"):
    assert answer[0] == wanted, answer
    return answer[1]


with imaplib.IMAP4("127.0.0.1", imap) as mail:
    assert "STARTTLS" in mail.capabilities
    ok(mail.starttls(trusting))
    assert "STARTTLS" not in mail.capabilities and "AUTH=PLAIN" in mail.capabilities
    try:
        mail.login(login, "wrong")
        raise AssertionError("signed in with a wrong password")
    except imaplib.IMAP4.error as refused:
        assert "AUTHENTICATIONFAILED" in str(refused), refused
    ok(mail.login(login, password))
    ok(mail.namespace())
    ok(mail.create("&0wzHdMNs-"))  # modified UTF-7
    ok(mail.create("python/sub"))
    names = b"\n".join(ok(mail.list()))
    for name in (b"INBOX", b"Sent", b"Drafts", b"Trash", b"python", b"python/sub", b"&0wzHdMNs-"):
        assert name in names, (name, names)
    ok(mail.rename("python", "snake"))
    assert ok(mail.list("snake", "*"))[0] is not None
    ok(mail.subscribe("snake"))
    assert b"snake" in b"".join(ok(mail.lsub()))
    ok(mail.unsubscribe("snake"))
    assert b"snake" not in b"".join(ok(mail.lsub()))
    ok(mail.append("snake", r"(\Seen $Label1)", imaplib.Time2Internaldate(time.time()), CONTENT))
    ok(mail.append("snake", None, None, CONTENT.replace(b"<1@", b"<2@")))
    status = ok(mail.status("snake", "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY RECENT)"))[0]
    assert b"MESSAGES 2" in status and b"UNSEEN 1" in status, status
    assert ok(mail.select("snake")) == [b"2"]
    ok(mail.check())
    ok(mail.noop())
    mail.literal = "제비".encode()
    assert ok(mail.search("UTF-8", "SUBJECT")) == [b"1 2"]
    mail.literal = "제비".encode()
    assert ok(mail.uid("SEARCH", "CHARSET", "UTF-8", "TEXT")) == [b"1 2"]
    assert ok(mail.search(None, "UNSEEN")) == [b"2"]
    fetched = ok(mail.fetch("1:2", "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[])"))
    assert fetched[0][1] == CONTENT, fetched
    for items in ("ENVELOPE", "BODYSTRUCTURE", "(BODY[HEADER] BODY[TEXT])", "RFC822", "ALL", "FULL"):
        ok(mail.fetch("1", items))
    assert b"\\Flagged" in ok(mail.store("2", "+FLAGS", r"(\Flagged)"))[0]
    ok(mail.copy("1", "INBOX"))
    ok(mail.uid("COPY", "2", "&0wzHdMNs-"))
    ok(mail.uid("MOVE", "2", "INBOX"))
    assert mail.response("EXPUNGE")[1] == [b"2"]
    ok(mail.store("1", "+FLAGS.SILENT", r"\Deleted"))
    assert ok(mail.expunge()) == [b"1"]
    ok(mail.close())
    ok(mail.delete("snake/sub"))
    ok(mail.delete("snake"))
    ok(mail.delete("&0wzHdMNs-"))
    ok(mail.select("snake"), "NO")

with imaplib.IMAP4_SSL("127.0.0.1", imaps, ssl_context=trusting) as mail:
    ok(mail.authenticate("PLAIN", lambda _: f"\0{login}\0{password}".encode()))
    ok(mail.enable("CONDSTORE"))
    roots, quotas = ok(mail.getquotaroot("INBOX"))
    assert roots[0].startswith(b"INBOX"), roots
    assert b"STORAGE" in quotas[0], quotas  # the account has a quota
    ok(mail.select("INBOX", readonly=True))
    assert ok(mail.search(None, "SUBJECT", '"nothing of the kind"')) == [b""]
    ok(mail.select("INBOX"))
    ok(mail.unselect())
print("done")
