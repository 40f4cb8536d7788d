/// The user agent for the terminal: speaks SMTP, IMAP and POP3 as any client does.
@NullMarked
package dev.jebi.useragent;

import org.jspecify.annotations.NullMarked;
