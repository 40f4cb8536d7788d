# Asks dkimpy about a message on standard input.
#   dkimpy.py verify RECORDS                        how each DKIM signature ends, and the chain
#   dkimpy.py sign ALGORITHM CANON KEY [LENGTH]     the message with a DKIM signature of d=p.test s=p
#   dkimpy.py seal KEY                              the message with an ARC set of p.test
# RECORDS is a file with a name, a tab and a text in each line.
import sys
import dkim


def dns(path):
    records = {}
    with open(path, "rb") as file:
        for line in file:
            name, text = line.rstrip(b"\n").split(b"\t", 1)
            records[name] = text

    def look(name, timeout=5):
        name = name if isinstance(name, bytes) else name.encode("ascii")
        return records.get(name.rstrip(b"."))

    return look


act = sys.argv[1]
message = sys.stdin.buffer.read()
if act == "verify":
    look = dns(sys.argv[2])
    count = message.split(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    for index in range(count):
        try:
            good = dkim.DKIM(message).verify(idx=index, dnsfunc=look)
        except dkim.DKIMException as e:
            good = e
        print("dkim", good)
    chain = dkim.arc_verify(message, dnsfunc=look)
    print("arc", chain[0].decode() if chain[0] else "none", chain[2])
elif act == "sign":
    with open(sys.argv[4], "rb") as file:
        key = file.read()
    canon = tuple(c.encode() for c in sys.argv[3].split("/"))
    field = dkim.sign(
        message,
        b"p",
        b"p.test",
        key,
        canonicalize=canon,
        signature_algorithm=sys.argv[2].encode(),
        length=len(sys.argv) > 5,
    )
    sys.stdout.buffer.write(field + message)
elif act == "seal":
    with open(sys.argv[2], "rb") as file:
        key = file.read()
    fields = dkim.arc_sign(message, b"p", b"p.test", key, b"mx.p.test")
    sys.stdout.buffer.write(b"".join(fields) + message)
