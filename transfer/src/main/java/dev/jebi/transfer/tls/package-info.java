/// What TLS must be on the way to a host, by the policies of those who run it: DANE and MTA-STS.
@NullMarked
package dev.jebi.transfer.tls;

import org.jspecify.annotations.NullMarked;
