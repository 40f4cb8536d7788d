/// The Authenticated Received Chain (RFC 8617): what each hop saw of a message's authentication,
/// sealed, so that a forwarded message whose signatures broke on the way can still be judged. It is
/// DKIM's machinery (`dev.jebi.dkim`) over other fields.
@NullMarked
package dev.jebi.arc;

import org.jspecify.annotations.NullMarked;
