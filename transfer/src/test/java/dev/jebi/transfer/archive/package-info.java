/// Tests of mailboxes in files.
@NullMarked
package dev.jebi.transfer.archive;

import org.jspecify.annotations.NullMarked;
