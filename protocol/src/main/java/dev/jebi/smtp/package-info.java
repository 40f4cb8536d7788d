/// SMTP as plain values (RFC 5321): commands, replies, enhanced status codes, and the client side
/// of a session.
@NullMarked
package dev.jebi.smtp;

import org.jspecify.annotations.NullMarked;
