# RFC 5804 §2.6, §2.12: a script that is wrong is refused, with the place
S.. OK "Jebi ready"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: CHECKSCRIPT "keep;"
S: OK "The script is right"
C: CHECKSCRIPT "fileinto \"x\";"
S~ NO ".*1:1: .*fileinto.*"
C: PUTSCRIPT "bad" "kep;"
S~ NO ".*1:1: .*"
C: LISTSCRIPTS
S: OK "Those are they"
C: PUTSCRIPT "" "keep;"
S: NO "a name has 1 to 128 characters"
C: LOGOUT
S: OK "Good-bye"
=== EOF
