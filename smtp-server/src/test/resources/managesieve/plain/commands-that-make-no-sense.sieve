# RFC 5804 §4
S.. OK "Jebi ready"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: LISTSCRIPTS "x"
S: NO "LISTSCRIPTS takes no argument"
C: GETSCRIPT
S: NO "GETSCRIPT takes one string"
C: GETSCRIPT 1 2 3 4 5 {6+}
C: LOGOUT
S: NO "that has too many arguments"
C: FETCH 1
S: NO "there is no such command"
C: HAVESPACE "x" 99999999999999999999
S: BYE "an argument is a string or a number"
=== EOF
