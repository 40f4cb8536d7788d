/// ManageSieve (RFC 5804): account holders put, check and choose their Sieve scripts. What becomes
/// of a script is decided by [dev.jebi.transfer.filing.StoredScripts]; here is the protocol alone.
///
/// Invariants: everything that a client may send is bounded before it is read; nothing but
/// CAPABILITY, STARTTLS, AUTHENTICATE, NOOP and LOGOUT is done before a client has signed in; what
/// a client has sent before the TLS handshake is forgotten with it.
@NullMarked
package dev.jebi.smtpserver.managesieve;

import org.jspecify.annotations.NullMarked;
