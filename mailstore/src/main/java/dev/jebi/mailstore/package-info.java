/// The message store: accounts, mailboxes, messages, quota and the outbound queue. What it has
/// acknowledged survives power loss; the journal is the truth, H2 is an index that can be rebuilt.
@NullMarked
package dev.jebi.mailstore;

import org.jspecify.annotations.NullMarked;
