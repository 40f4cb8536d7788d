/// The POP3 face (RFC 1939).
@NullMarked
package dev.jebi.pop3server;

import org.jspecify.annotations.NullMarked;
