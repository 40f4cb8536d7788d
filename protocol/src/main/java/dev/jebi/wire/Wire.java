package dev.jebi.wire;

import dev.jebi.content.Content;
import dev.jebi.sasl.SaslChannel;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One connection below a session: blocking reads and writes of octets, for the one virtual thread
/// that runs the session; [#wake()] and [#close()] may be called from any thread.
///
/// What a read may throw, all of them [IOException]s: [LineTooLong] and [BareLineEnd] leave the
/// wire in step, after the line that they speak of; [IdleTimeout] when the peer said nothing for
/// the idle time; [ShuttingDown] when the server stops and the next line has not come whole;
/// [java.io.EOFException] when the peer is gone.
public interface Wire extends Closeable, SaslChannel {
    /// A short id for logs and trace fields, unique in the process.
    String id();

    /// Who is on the other end.
    Peer peer();

    /// The next line without its CRLF, at most `limit` octets long (the CRLF not counted). A read
    /// that has to wait for the peer flushes first: the peer may have sent half a line and be
    /// waiting for a reply.
    byte[] readLine(int limit) throws IOException;

    /// Reads exactly `count` octets into `sink`.
    void readOctets(long count, OutputStream sink) throws IOException;

    /// Reads lines up to the line that is a lone dot (RFC 5321 §4.5.2), removes the dots that were
    /// stuffed, and writes all octets between to `sink`. Only CRLF.CRLF ends it.
    Dotted readDotted(OutputStream sink) throws IOException;

    /// Whether octets that the peer sent are waiting to be read.
    boolean hasInput();

    /// Waits until there is input, [#wake()] was called, or the time is over.
    ///
    /// @return whether there is input
    boolean awaitInput(Duration atMost) throws IOException;

    /// Ends an [#awaitInput], the current one or the next.
    void wake();

    /// How long a read waits for the peer.
    void idleTimeout(Duration timeout);

    /// Puts octets into the output buffer; waits while the peer does not take what was written
    /// before.
    void write(byte[] octets, int offset, int length) throws IOException;

    /// Puts octets into the output buffer.
    default void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    /// Puts text into the output buffer, in UTF-8.
    default void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Puts content into the output: by zero copy where that pays, in bounded chunks elsewhere.
    void write(Content content) throws IOException;

    /// Puts content into the output with the dots of its lines stuffed, an end of line if it has
    /// none, and the lone dot that ends it (RFC 5321 §4.5.2, RFC 1939 §3).
    void writeDotted(Content content) throws IOException;

    /// Sends what the output buffer holds.
    void flush() throws IOException;

    /// From now on both sides speak compressed (RFC 4978), above TLS where there is TLS; what the
    /// output buffer holds goes out plain. A flush lets the peer read all that was written.
    void startCompression() throws IOException;

    /// Ends the compression, with what the output buffer holds; and of what the peer says, behind
    /// the line that was read last (RFC 8437 §4.1). Nothing where there is none.
    void endCompression() throws IOException;

    /// Whether both sides speak compressed.
    boolean compressed();

    /// Whether TLS protects this connection.
    boolean secure();

    /// The TLS session, where there is one.
    Optional<TlsSession> tls();

    /// Begins TLS as a server. Every octet that was read before the handshake is dropped (RFC 3207
    /// §4.2). The output buffer must have been flushed.
    void startTls() throws IOException;

    /// Whether this listener can offer TLS and the connection is not yet protected.
    boolean canStartTls();

    /// Closes the connection, after what was flushed has been sent.
    @Override
    void close();
}
