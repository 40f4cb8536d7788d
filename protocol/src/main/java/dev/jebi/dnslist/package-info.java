/// Lists of addresses and domains in the DNS (RFC 5782).
@NullMarked
package dev.jebi.dnslist;

import org.jspecify.annotations.NullMarked;
