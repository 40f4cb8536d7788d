# RFC 5804 §1.2
S.. OK "Jebi ready"
C: LISTSCRIPTS
S: NO "Sign in with AUTHENTICATE first"
C: PUTSCRIPT "x" {5+}
C: keep;
S: NO "Sign in with AUTHENTICATE first"
C: NOOP
S: OK "Done"
C: NOOP "a tag"
S: OK (TAG "a tag") "Done"
C: UNAUTHENTICATE
S: NO "Nobody has signed in"
C: LOGOUT
S: OK "Good-bye"
=== EOF
