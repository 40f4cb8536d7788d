package dev.jebi.useragent.discovery;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Pages of the web.
interface Web {
    /// A page, if it is there and no larger than is sensible.
    Optional<byte[]> page(URI address) throws IOException;
}
