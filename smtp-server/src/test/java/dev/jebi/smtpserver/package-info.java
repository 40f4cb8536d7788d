/// Tests of the SMTP face: conversations with a real session on a real store.
@NullMarked
package dev.jebi.smtpserver;

import org.jspecify.annotations.NullMarked;
