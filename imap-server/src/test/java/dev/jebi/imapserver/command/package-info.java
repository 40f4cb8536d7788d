/// Tests of the parser.
@NullMarked
package dev.jebi.imapserver.command;

import org.jspecify.annotations.NullMarked;
