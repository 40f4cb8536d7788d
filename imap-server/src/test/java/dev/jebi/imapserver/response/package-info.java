/// Tests of the encoder.
@NullMarked
package dev.jebi.imapserver.response;

import org.jspecify.annotations.NullMarked;
