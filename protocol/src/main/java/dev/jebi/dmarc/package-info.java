/// DMARC (RFC 9989, which obsoletes RFC 7489 and RFC 9091): does the domain in From stand behind a
/// message, and what does it wish to be done where it does not? [dev.jebi.dmarc.Dmarc] finds the
/// policy by walking up the DNS tree, or, where it is told so, with the public suffix list as RFC
/// 7489 had it. What DKIM and SPF say comes from outside.
@NullMarked
package dev.jebi.dmarc;

import org.jspecify.annotations.NullMarked;
