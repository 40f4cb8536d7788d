/// SASL mechanisms, server side (RFC 4422): SCRAM-SHA-256 with channel binding and without,
/// OAUTHBEARER and XOAUTH2, EXTERNAL, PLAIN, LOGIN. It knows no protocol and no wire: faces carry
/// its challenges and responses.
@NullMarked
package dev.jebi.sasl;

import org.jspecify.annotations.NullMarked;
