/// Reports between mail systems about what they met: of TLS (RFC 8460) and of DMARC (RFC 7489
/// §7.2), read and written. What is read comes from strangers: everything is bounded.
@NullMarked
package dev.jebi.reporting;

import org.jspecify.annotations.NullMarked;
