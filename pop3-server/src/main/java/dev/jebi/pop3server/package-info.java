/// The POP3 face: RFC 1939 with CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034), UTF8 and LANG
/// (RFC 6856) and the response codes of RFC 2449 and RFC 3206.
///
/// A line becomes a [Pop3Command], one switch in [Pop3Session] runs it in the state that it is
/// given in. A session that signed in holds a [Maildrop]: the lock, and INBOX as it was then; what
/// IMAP sessions do meanwhile shows in nothing but messages that cannot be had any more. DELE
/// marks; only QUIT deletes, in one change of the store. Which mailbox it is, what goes by itself
/// and what becomes of it says the account's [Pop3Policy].
///
/// What is said to people is a [Text], in the language that the client chose.
///
/// Sizes are the octets that the store has. A message that does not end in CRLF, which only APPEND
/// can bring, is sent with two octets more, since the dot that ends it needs a line of its own.
///
/// Deliberately absent: APOP (the server would have to know the password), LAST and XTND (not in
/// RFC 1939), flags (RETR does not set `\Seen`: POP3 has no notion of it).
@NullMarked
package dev.jebi.pop3server;

import org.jspecify.annotations.NullMarked;
