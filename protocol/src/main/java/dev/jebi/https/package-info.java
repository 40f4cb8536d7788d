/// A client of HTTPS for the little that mail asks of the web: one request to one address, bounded
/// in time and size, with a certificate that proves the host, and no redirects.
@NullMarked
package dev.jebi.https;

import org.jspecify.annotations.NullMarked;
