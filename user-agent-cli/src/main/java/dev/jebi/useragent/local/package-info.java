/// What is kept on this machine: the headers of mailboxes as flat files that cost no start-up, the
/// octets of messages, drafts, and the outbox. Nothing here speaks to a server.
@NullMarked
package dev.jebi.useragent.local;

import org.jspecify.annotations.NullMarked;
