# RFC 5804 §1.3, §2.5
S.. OK "Jebi ready"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: HAVESPACE "x" 1000
S: OK "There is room"
C: HAVESPACE "x" 1001
S: NO (QUOTA/MAXSIZE) "a script has at most 1000 octets"
C: PUTSCRIPT "a" "keep;"
S: OK "Done"
C: PUTSCRIPT "b" "keep;"
S: OK "Done"
C: PUTSCRIPT "c" "keep;"
S: OK "Done"
C: HAVESPACE "d" 5
S: NO (QUOTA/MAXSCRIPTS) "there are at most 3 scripts"
C: PUTSCRIPT "d" "keep;"
S: NO (QUOTA/MAXSCRIPTS) "there are at most 3 scripts"
C: PUTSCRIPT "c" "stop;"
S: OK "Done"
C: PUTSCRIPT "c" {9999999+}
S: BYE "that literal is too large"
=== EOF
