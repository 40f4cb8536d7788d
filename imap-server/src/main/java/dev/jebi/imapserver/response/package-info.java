/// What the server says: responses as plain values, and the encoder that writes them in the strict
/// grammar of RFC 3501 §9: quoted strings only for what they can hold, literals for the rest, `NIL`
/// for what is not there and `""` for what is empty. Content goes through without being held.
@NullMarked
package dev.jebi.imapserver.response;

import org.jspecify.annotations.NullMarked;
