/// Mailboxes that several accounts use: who may do what with them (RFC 4314), under which name
/// others see them, and what is said of them (RFC 5464).
///
/// All of it stands in the register under the number of the mailbox, which no other mailbox ever
/// has: a list follows its mailbox to a new name and means nothing once it is deleted. What others
/// were granted is written twice: in the list of the mailbox, which alone decides, and with who was
/// granted it, so that nobody has to look through all mailboxes to list theirs.
///
/// The store itself knows no rights: whoever opens a mailbox for somebody asks here first.
@NullMarked
package dev.jebi.mailstore.sharing;

import org.jspecify.annotations.NullMarked;
