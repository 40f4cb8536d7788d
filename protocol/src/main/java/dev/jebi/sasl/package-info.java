/// SASL mechanisms, server side (RFC 4422): PLAIN, LOGIN, SCRAM-SHA-256.
@NullMarked
package dev.jebi.sasl;

import org.jspecify.annotations.NullMarked;
