# RFC 5804 §1.7, §2.4: the greeting is the capabilities
S: "IMPLEMENTATION" "Jebi"
S~ "SIEVE" ".*fileinto.*vacation.*"
S: "SASL" "SCRAM-SHA-256 PLAIN LOGIN"
S: "STARTTLS"
S: "NOTIFY" "mailto"
S: "MAXREDIRECTS" "8"
S: "UNAUTHENTICATE"
S: "VERSION" "1.0"
S: OK "Jebi ready"
C: capability
S.. OK .*
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0secret}"
S: OK "Signed in"
C: CAPABILITY
S: "IMPLEMENTATION" "Jebi"
S~ "SIEVE" .*
S: "SASL" ""
S: "NOTIFY" "mailto"
S: "MAXREDIRECTS" "8"
S: "UNAUTHENTICATE"
S: "OWNER" "${user}"
S: "VERSION" "1.0"
S: OK "Those are they"
C: LOGOUT
S: OK "Good-bye"
=== EOF
