/// Whether a certificate proves what it should: by authorities (PKIX), or by the DNS (DANE).
@NullMarked
package dev.jebi.trust;

import org.jspecify.annotations.NullMarked;
