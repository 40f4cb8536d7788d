# RFC 5804 §2.2: the capabilities come again, and what was pipelined before counts no more
S.. "STARTTLS"
S.. OK "Jebi ready"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: NO (ENCRYPT-NEEDED) "No password without TLS; use STARTTLS first"
C~ STARTTLS\r\nNOOP "injected"\r\n
S: OK "Begin TLS now"
=== TLS
S: "IMPLEMENTATION" "Jebi"
S~ "SIEVE" .*
S~ "SASL" ".*SCRAM-SHA-256-PLUS.*PLAIN LOGIN.*"
S: "NOTIFY" "mailto"
S: "MAXREDIRECTS" "8"
S: "UNAUTHENTICATE"
S: "VERSION" "1.0"
S: OK "TLS is on"
C: STARTTLS
S: NO "TLS is not to be had now"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: LOGOUT
S: OK "Good-bye"
=== EOF
