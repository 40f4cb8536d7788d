# RFC 5804 §2.6 to §2.11; a literal may come in the old form
S.. OK "Jebi ready"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: LISTSCRIPTS
S: OK "Those are they"
C: PUTSCRIPT "one" {7+}
C: keep;\r\n
S: OK "Done"
C: PUTSCRIPT "two" {5}
C: keep;
S: OK "Done"
C: SETACTIVE "one"
S: OK "Done"
C: LISTSCRIPTS
S: "one" ACTIVE
S: "two"
S: OK "Those are they"
C: GETSCRIPT "one"
S: {7}
S: keep;
S:
S: OK "That is it"
C: DELETESCRIPT "one"
S: NO (ACTIVE) "The script is active; activate another first"
C: RENAMESCRIPT "one" "two"
S: NO (ALREADYEXISTS) "There is a script of that name"
C: RENAMESCRIPT "one" "drei \"mal\""
S: OK "Done"
C: LISTSCRIPTS
S: "drei \"mal\"" ACTIVE
S: "two"
S: OK "Those are they"
C: SETACTIVE ""
S: OK "Done"
C: DELETESCRIPT "drei \"mal\""
S: OK "Done"
C: GETSCRIPT "drei \"mal\""
S: NO (NONEXISTENT) "There is no script of that name"
C: SETACTIVE "none"
S: NO (NONEXISTENT) "There is no script of that name"
C: DELETESCRIPT "none"
S: NO (NONEXISTENT) "There is no script of that name"
C: LOGOUT
S: OK "Good-bye"
=== EOF
