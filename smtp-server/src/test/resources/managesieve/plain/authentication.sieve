# RFC 5804 §2.1
S.. OK "Jebi ready"
C: AUTHENTICATE "X-NONE"
S: NO "That mechanism is not offered"
C: AUTHENTICATE "PLAIN"
S: ""
C: "*"
S: NO "Authentication cancelled"
C: AUTHENTICATE "PLAIN"
S: ""
C: {40+}
C: ${base64:\0bob@here.test\0wrong-password}
S: NO "Authentication failed: login or password is wrong"
C: AUTHENTICATE "LOGIN"
S: "VXNlcm5hbWU6"
C: "${base64:${user}}"
S: "UGFzc3dvcmQ6"
C: "${base64:secret}"
S: OK "Signed in"
C: AUTHENTICATE "LOGIN"
S: NO "You are signed in already"
C: UNAUTHENTICATE
S: OK "Nobody is signed in now"
C: LISTSCRIPTS
S: NO "Sign in with AUTHENTICATE first"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0wrong}"
S: NO "Authentication failed: login or password is wrong"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0wrong}"
S: NO "Authentication failed: login or password is wrong"
C: AUTHENTICATE "PLAIN" "${base64:\0${user}\0wrong}"
S: BYE "Too many failures"
=== EOF
