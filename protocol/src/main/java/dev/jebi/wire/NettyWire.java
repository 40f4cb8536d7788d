package dev.jebi.wire;

import dev.jebi.content.Content;
import dev.jebi.guard.Visit;
import dev.jebi.sasl.ChannelBinding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// The wire over a Netty channel. Reads and writes are for the session's thread; [#wake()],
/// [#stop()], [#close()] and [#abort()] for any.
final class NettyWire implements ClientWire {
    /// Below this a copy is cheaper than a call of sendfile.
    private static final int ZERO_COPY_FROM = 64 * 1024;

    private static final AtomicLong IDS = new AtomicLong(System.nanoTime() & 0xFFFF_FFFFL);

    private final String id = Long.toString(IDS.incrementAndGet(), Character.MAX_RADIX);
    private final Channel channel;
    private final Peer peer;
    private final Visit visit;
    private final WireLimits limits;
    private final Optional<ServerTls> serverTls;
    private final Parking parking;
    private final Input input;
    private final Output output;
    private final WireHandler handler;
    private final LineReader lines;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean woken;
    private volatile Optional<TlsSession> tls = Optional.empty();

    /// Of the session's thread alone.
    private boolean compressed;

    /// How much had been received when we last spoke: what came later may be an answer to it.
    private long heardAtFlush;

    NettyWire(Channel channel, Peer peer, WireLimits limits, Optional<ServerTls> serverTls) {
        this(channel, peer, Visit.FREE, limits, serverTls);
    }

    NettyWire(
            Channel channel,
            Peer peer,
            Visit visit,
            WireLimits limits,
            Optional<ServerTls> serverTls) {
        this.channel = channel;
        this.peer = peer;
        this.visit = visit;
        this.limits = limits;
        this.serverTls = serverTls;
        this.parking = new Parking(channel);
        this.input = new Input(channel, limits.inputBuffer(), parking, new Waits());
        this.output = new Output(channel, limits, parking);
        this.handler = new WireHandler(input, output, parking);
        this.lines = new LineReader(input);
    }

    private final class Waits implements Input.Waiting {
        @Override
        public void begins() throws IOException {
            flush();
        }

        @Override
        public void lasts() {
            output.rest();
        }
    }

    /// What goes to the end of the channel's pipeline.
    WireHandler handler() {
        return handler;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Visit visit() {
        return visit;
    }

    @Override
    public byte[] readLine(int limit) throws IOException {
        byte[] line = lines.read(limit);
        long pause = visit.line();
        if (pause > 0) {
            input.pause(pause);
        }
        return line;
    }

    @Override
    public void readOctets(long count, OutputStream out) throws IOException {
        var sink = new Sink(out);
        long left = count;
        var patience = input.patience(limits.patience().slowest());
        try {
            while (left > 0) {
                patience.count(count - left);
                byte[] chunk = input.chunk(false);
                int from = input.position();
                int n = (int) Math.min(left, chunk.length - from);
                sink.write(chunk, from, n);
                input.advance(from + n);
                left -= n;
            }
        } finally {
            patience.end();
        }
        sink.check();
    }

    @Override
    public Dotted readDotted(OutputStream sink) throws IOException {
        return new DottedReader(input, sink, limits.patience().slowest()).read();
    }

    @Override
    public boolean hasInput() {
        return input.available();
    }

    @Override
    public boolean awaitInput(Duration atMost) throws IOException {
        long start = System.nanoTime();
        long patience = atMost.toNanos();
        output.rest();
        input.giveBack();
        parking.enter();
        try {
            while (true) {
                boolean ended = input.ended();
                if (input.available()) {
                    return true;
                }
                if (ended) {
                    throw new EOFException("the peer is gone");
                }
                if (input.stopping()) {
                    throw new ShuttingDown("the server stops");
                }
                long left = patience - (System.nanoTime() - start);
                if (woken || left <= 0) {
                    woken = false;
                    return false;
                }
                input.rest();
                parking.park(left);
            }
        } finally {
            parking.leave();
        }
    }

    @Override
    public void wake() {
        woken = true;
        parking.signal();
    }

    @Override
    public void idleTimeout(Duration timeout) {
        input.idleNanos(timeout.toNanos());
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        output.write(octets, offset, length);
    }

    @Override
    public void write(Content content) throws IOException {
        var file = content.file();
        boolean plain = !secure() && !compressed;
        if (file.isPresent() && content.size() >= ZERO_COPY_FROM && plain) {
            output.send(file.get());
        } else {
            output.copy(content);
        }
    }

    @Override
    public void writeDotted(Content content) throws IOException {
        new DottedWriter(output).write(content);
    }

    @Override
    public void flush() throws IOException {
        if (!output.empty()) {
            heardAtFlush = input.received();
        }
        output.flush();
    }

    @Override
    public void startCompression() throws IOException {
        if (compressed) {
            throw new IllegalStateException("compressed already");
        }
        compressed = true;
        output.startDeflation();
        input.startInflation();
    }

    @Override
    public void endCompression() throws IOException {
        if (compressed) {
            compressed = false;
            input.endInflation();
            output.endDeflation();
        }
    }

    @Override
    public boolean compressed() {
        return compressed;
    }

    /// The session has ended: its thread reads and writes no more.
    void ended() {
        input.close();
        output.close();
    }

    @Override
    public boolean secure() {
        return tls.isPresent();
    }

    @Override
    public Optional<TlsSession> tls() {
        return tls;
    }

    @Override
    public Optional<byte[]> binding(ChannelBinding type) {
        return session().flatMap(session -> serverTls.flatMap(own -> own.binding(session, type)));
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return session().flatMap(session -> serverTls.flatMap(own -> own.client(session)));
    }

    private Optional<SSLSession> session() {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .filter(_ -> secure())
                .map(ssl -> ssl.engine().getSession());
    }

    @Override
    public boolean canStartTls() {
        return serverTls.isPresent() && !secure();
    }

    /// What came after our last words went out is the client's handshake; a client that sent more
    /// than its STARTTLS before it had our answer loses it (RFC 3207 §4.2, RFC 2595 §2.1).
    @Override
    public void startTls() throws IOException {
        if (!canStartTls() || !output.empty()) {
            throw new IllegalStateException("TLS cannot start here");
        }
        var patience = limits.patience().handshake();
        output.direct(Optional.empty());
        input.direct(Optional.empty());
        startTls(() -> Tls.accepting(channel, serverTls.orElseThrow(), patience), heardAtFlush);
    }

    @Override
    public void startTls(ClientTls asked) throws IOException {
        if (secure() || !output.empty()) {
            throw new IllegalStateException("TLS cannot start here");
        }
        var patience = limits.patience().handshake();
        int port = peer.remote().getPort();
        startTls(() -> Tls.connecting(channel, asked, port, patience), Long.MAX_VALUE);
    }

    private void startTls(Supplier<SslHandler> handlers, long mark) throws IOException {
        var done = new CompletableFuture<TlsSession>();
        Runnable begin =
                () -> {
                    ByteBuf early = input.cut(mark);
                    var ssl = handlers.get();
                    channel.pipeline().addFirst(ssl);
                    ssl.handshakeFuture()
                            .addListener(shaken -> {
                                if (shaken.isSuccess()) {
                                    done.complete(Tls.session(ssl));
                                } else {
                                    done.completeExceptionally(shaken.cause());
                                    WireLoops.close(channel);
                                }
                            });
                    if (input.ended()) {
                        WireLoops.close(channel);
                    }
                    channel.pipeline().fireChannelRead(early);
                    channel.pipeline().fireChannelReadComplete();
                };
        if (!WireLoops.run(channel, begin)) {
            throw new EOFException("the connection is closed");
        }
        tls = Optional.of(await(done));
    }

    private static TlsSession await(CompletableFuture<TlsSession> done) throws IOException {
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            if (cause instanceof SSLException ssl) {
                throw ssl;
            }
            throw new SSLException("the TLS handshake failed: " + cause, cause);
        }
    }

    /// How many octets the peer has sent that have reached us.
    long inputReceived() {
        return input.received();
    }

    /// The session's words need no pipeline: until TLS begins they go to the socket at once, and
    /// what a prompt peer says may come from there.
    void unwrapped() {
        var socket = OpenSocket.of(channel);
        output.direct(socket);
        input.direct(socket);
    }

    /// TLS was begun before the session.
    void secured(TlsSession session) {
        tls = Optional.of(session);
    }

    /// The server stops: the session is told when it comes to its next line.
    void stop() {
        input.stop();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            WireLoops.run(channel, this::sayGoodbye);
        }
    }

    /// Closes so that our last words arrive: a socket closed with octets unread sends RST, which
    /// takes from the peer what it has not yet read. So we end our side, listen to nothing for a
    /// moment, and close when the peer ends its own.
    private void sayGoodbye() {
        boolean peerEnded = input.ended();
        handler.deafen();
        input.end();
        WireLoops.closeAfter(channel, limits.patience().stall());
        var sent = channel.writeAndFlush(Unpooled.EMPTY_BUFFER); // after all that was flushed
        if (peerEnded) {
            sent.addListener(ChannelFutureListener.CLOSE);
        } else {
            sent.addListener(_ -> linger());
        }
    }

    private void linger() {
        var ssl = channel.pipeline().get(SslHandler.class);
        if (ssl == null) {
            endOutput();
        } else {
            ssl.closeOutbound().addListener(_ -> endOutput());
        }
    }

    private void endOutput() {
        var _ = ((DuplexChannel) channel).shutdownOutput();
        channel.config().setAutoRead(true);
        WireLoops.closeAfter(channel, limits.patience().linger());
    }

    /// Cuts the connection at once.
    void abort() {
        WireLoops.close(channel);
    }

    @Override
    public String toString() {
        return "wire " + id + " " + peer;
    }
}
