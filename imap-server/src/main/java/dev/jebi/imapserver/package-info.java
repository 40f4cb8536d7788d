/// The IMAP face (RFC 3501, RFC 9051).
@NullMarked
package dev.jebi.imapserver;

import org.jspecify.annotations.NullMarked;
