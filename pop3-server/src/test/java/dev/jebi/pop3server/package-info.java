/// Tests of the POP3 face.
@NullMarked
package dev.jebi.pop3server;

import org.jspecify.annotations.NullMarked;
