"""smtplib: submission with STARTTLS and with TLS at once, every mechanism it knows, what is refused.

usage: submit.py SUBMISSION-PORT SUBMISSIONS-PORT RECEPTION-PORT SENDER PASSWORD RECIPIENT
"""
import smtplib
import ssl
import sys
from email.message import EmailMessage

submission, submissions, reception = (int(port) for port in sys.argv[1:4])
sender, password, recipient = sys.argv[4:7]
trusting = ssl._create_unverified_context()


def message(subject):
    made = EmailMessage()
    made["From"] = sender
    made["To"] = recipient
    made["Subject"] = subject
    made.set_content(".한 줄\n..two dots\n")
    return made


with smtplib.SMTP("127.0.0.1", submission, timeout=20) as smtp:
    assert smtp.ehlo()[0] == 250
    assert smtp.starttls(context=trusting)[0] == 220
    smtp.ehlo()
    assert smtp.has_extn("8bitmime") and smtp.has_extn("smtputf8") and smtp.has_extn("size")
    try:
        smtp.login(sender, "wrong")
        raise AssertionError("signed in with a wrong password")
    except smtplib.SMTPAuthenticationError as refused:
        assert refused.smtp_code == 535, refused
    smtp.login(sender, password)
    assert smtp.send_message(message("파이썬 starttls")) == {}
    assert smtp.noop()[0] == 250
    try:
        smtp.sendmail("somebody@else.test", [recipient], b"Subject: forged\r\n\r\n")
        raise AssertionError("took another's reverse-path")
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused):
        smtp.rset()
    assert smtp.send_message(message("파이썬 after a refusal")) == {}

for mechanism in ("auth_plain", "auth_login"):
    for at_once in (True, False):
        with smtplib.SMTP_SSL("127.0.0.1", submissions, context=trusting, timeout=20) as smtp:
            smtp.ehlo()
            smtp.user, smtp.password = sender, password
            name = mechanism.removeprefix("auth_").upper()
            code, _ = smtp.auth(name, getattr(smtp, mechanism), initial_response_ok=at_once)
            assert code == 235, (mechanism, at_once, code)
            assert smtp.send_message(message(f"파이썬 {name} {at_once}")) == {}

with smtplib.SMTP("127.0.0.1", reception, timeout=20) as smtp:
    smtp.ehlo()
    assert smtp.verify(recipient)[0] in (250, 252)
    refused = smtp.sendmail(
        "stranger@else.test",
        [recipient, "nobody@" + recipient.partition("@")[2]],
        b"From: stranger@else.test\r\nSubject: partly\r\n\r\npartly\r\n",
    )
    assert [reply[0] for reply in refused.values()] == [550], refused
print("done")
