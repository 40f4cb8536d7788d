/// The order of messages: how SORT places them and THREAD ties them together (RFC 5256, RFC 5957).
///
/// Everything that decides an order is in the head that was read when the message came, so that no
/// message is opened: [MailboxKeys] shows the keys of many messages, one after the other,
/// [Ordering] and [Threading] keep of them what their order needs. What a search of ten thousand
/// messages costs is bounded by the number of messages, whatever their references say:
/// [LinkedForest] answers in logarithmic time whether a link would make a loop, and [ReferenceIds]
/// keeps only so many ids.
///
/// Nothing here knows of sequence numbers or of sessions; messages are known by their UIDs.
@NullMarked
package dev.jebi.imapserver.order;

import org.jspecify.annotations.NullMarked;
