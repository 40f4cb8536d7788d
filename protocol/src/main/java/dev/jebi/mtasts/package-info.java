/// MTA-STS (RFC 8461): what a domain says of TLS at its mail exchangers, as text.
@NullMarked
package dev.jebi.mtasts;

import org.jspecify.annotations.NullMarked;
