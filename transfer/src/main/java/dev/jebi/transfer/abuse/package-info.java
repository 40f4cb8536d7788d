/// What is done against abuse: who is not let in, what is found out about a client and a message
/// besides who stands behind it, and what the owner of a mailbox has taught.
@NullMarked
package dev.jebi.transfer.abuse;

import org.jspecify.annotations.NullMarked;
