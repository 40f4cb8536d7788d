/// SPF (RFC 7208): may this client send for that domain? [dev.jebi.spf.Spf] answers with one of the
/// RFC's seven results. A record is read whole before anything of it is done, so that an error
/// anywhere shows; then the terms are met in order, and what they may ask of the DNS is counted.
/// Records, names and answers come from strangers: everything is bounded by
/// [dev.jebi.spf.SpfLimits].
@NullMarked
package dev.jebi.spf;

import org.jspecify.annotations.NullMarked;
