package dev.jebi.wire;

import java.io.IOException;

/// The sink that a read wrote to failed, not the wire: all octets were read, so the wire is in step
/// behind them. The cause is the sink's own fault.
public final class SinkFault extends IOException {
    SinkFault(IOException cause) {
        super("the sink failed: " + cause.getMessage(), cause);
    }
}
