/// Tests of the IMAP face against the real wire and the real store.
@NullMarked
package dev.jebi.imapserver;

import org.jspecify.annotations.NullMarked;
