/// DKIM signatures (RFC 6376 with RFC 8301, RFC 8463 and RFC 8616): verifying what comes and
/// signing what goes. A message is read by position: its header section is held within a bound, its
/// body is streamed once, whatever the number of signatures, and never held.
///
/// Nothing here asks the DNS or knows a store: a [KeySource] brings key records, whoever signs
/// brings private keys.
@NullMarked
package dev.jebi.dkim;

import org.jspecify.annotations.NullMarked;
