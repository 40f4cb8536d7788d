/// The Authentication-Results field (RFC 8601): what this host found out about a message, written
/// for those who read it later; and the recognition of fields that somebody else wrote in our name.
/// [dev.jebi.authres.ReverseName] is the RFC's own method, iprev.
@NullMarked
package dev.jebi.authres;

import org.jspecify.annotations.NullMarked;
