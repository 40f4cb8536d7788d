/// Reports about TLS (RFC 8460) and DMARC (RFC 7489 §7.2, RFC 9990): what was met is collected by
/// day and told to those who ask for it; what others tell is kept.
@NullMarked
package dev.jebi.transfer.reports;

import org.jspecify.annotations.NullMarked;
