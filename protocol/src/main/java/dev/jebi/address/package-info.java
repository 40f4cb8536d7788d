/// Addresses, domains and paths as RFC 5321, RFC 6531 and IDNA write them.
@NullMarked
package dev.jebi.address;

import org.jspecify.annotations.NullMarked;
