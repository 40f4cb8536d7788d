package dev.jebi.wire;

import dev.jebi.guard.Visit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// The listening side: accepts connections on any number of listeners, and runs each session on a
/// virtual thread of its own. Safe for use by several threads.
public final class WireServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
    private static final int BACKLOG = 4096;

    /// How long the last words of sessions that have ended may take when the server stops.
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    /// How long sessions may take to notice that their connection was cut.
    private static final Duration CUT = Duration.ofSeconds(2);

    private final WireLimits limits;
    private final Optional<ServerTls> tls;
    private final Function<InetAddress, Visit> visits;
    private final Connections connections;
    private final EventLoopGroup loops;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// A server that listens nowhere yet.
    public WireServer(WireLimits limits, Optional<ServerTls> tls) {
        this(limits, tls, _ -> Visit.FREE);
    }

    /// A server that listens nowhere yet, and asks of each client what it is granted.
    public WireServer(
            WireLimits limits, Optional<ServerTls> tls, Function<InetAddress, Visit> visits) {
        this.limits = limits;
        this.tls = tls;
        this.visits = visits;
        this.connections = new Connections(limits);
        this.loops = WireLoops.open("wire", Runtime.getRuntime().availableProcessors());
    }

    /// Begins to listen.
    ///
    /// @param session runs one session to its end; the wire is closed when it returns or throws
    /// @return the address that it listens on, with its true port
    /// @throws java.net.BindException when the address cannot be had
    public InetSocketAddress listen(Listener listener, Consumer<Wire> session) throws IOException {
        if (closed.get()) {
            throw new IOException("the server has been closed");
        }
        if (listener.implicitTls() && tls.isEmpty()) {
            throw new IllegalArgumentException(listener.name() + " needs a certificate");
        }
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(WireLoops.listening())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.ALLOCATOR, WireLoops.ALLOCATOR)
                        .childHandler(
                                new Acceptor(
                                        listener,
                                        new Acceptor.Terms(limits, tls, visits),
                                        connections,
                                        session))
                        .bind(listener.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotBind(listener, bound.cause());
        }
        listening.add(bound.channel());
        var address = (InetSocketAddress) bound.channel().localAddress();
        LOG.debug("event=listener.opened listener={} address={}", listener.name(), address);
        return address;
    }

    private static BindException cannotBind(Listener listener, Throwable cause) {
        var fault =
                new BindException(
                        "cannot listen on " + listener.address() + ": " + cause.getMessage());
        fault.initCause(cause);
        return fault;
    }

    /// Stops: accepts nothing any more, lets each session come to its next line (it then sees
    /// [ShuttingDown]), waits at most `drain`, and closes what is left.
    public void close(Duration drain) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Channel channel : listening) {
            channel.close().awaitUninterruptibly();
        }
        connections.stop();
        int left = connections.awaitSessions(drain);
        if (left > 0) {
            LOG.warn("event=server.cut sessions={}", left);
            connections.abortSessions();
            connections.awaitSessions(CUT);
        }
        connections.closeChannels(LAST_WORDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
