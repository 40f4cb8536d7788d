package dev.jebi.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// The connecting side. Safe for use by several threads.
public final class WireConnector implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final WireLimits limits;
    private final EventLoopGroup loops = WireLoops.open("wire-out", 1);

    /// A connector with the usual limits.
    public WireConnector() {
        this(WireLimits.STANDARD);
    }

    /// A connector; of the limits only those count that are of one connection.
    public WireConnector(WireLimits limits) {
        this.limits = limits;
    }

    /// Opens a connection.
    ///
    /// @throws IOException when the peer refused it or did not answer within `timeout`
    public ClientWire connect(InetSocketAddress peer, Duration timeout) throws IOException {
        return connect(peer, timeout, Optional.empty());
    }

    /// Opens a connection from an address of this machine, or from whichever it chooses.
    ///
    /// @throws IOException when the peer refused it or did not answer within `timeout`, or when
    ///   this machine does not have the address
    public ClientWire connect(
            InetSocketAddress peer, Duration timeout, Optional<InetAddress> source)
            throws IOException {
        if (peer.isUnresolved()) {
            throw new UnknownHostException(peer.getHostString());
        }
        var opened = new CompletableFuture<NettyWire>();
        var connecting =
                new Bootstrap()
                        .group(loops)
                        .channel(WireLoops.connecting())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) Math.clamp(timeout.toMillis(), 1L, (long) Integer.MAX_VALUE))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .option(ChannelOption.AUTO_READ, false) // until the wire is there
                        .option(ChannelOption.ALLOCATOR, WireLoops.ALLOCATOR)
                        .handler(new Opening(opened, peer))
                        .connect(peer, source.map(ip -> new InetSocketAddress(ip, 0)).orElse(null));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(done.cause());
            }
        });
        var gone = new ClosedChannelException();
        // a fault closes the channel as well, and which of the two is told first is open
        connecting
                .channel()
                .closeFuture()
                .addListener(_ ->
                        opened.completeExceptionally(
                                Objects.requireNonNullElse(connecting.cause(), gone)));
        return await(opened, peer);
    }

    /// On the event loop.
    private NettyWire open(Channel channel, InetSocketAddress peer) {
        var ends = new Peer(peer, (InetSocketAddress) channel.localAddress());
        var wire = new NettyWire(channel, ends, limits, Optional.empty());
        wire.idleTimeout(IDLE);
        channel.pipeline().addLast(wire.handler());
        channel.config().setAutoRead(true);
        return wire;
    }

    private static ClientWire await(CompletableFuture<NettyWire> opened, InetSocketAddress peer)
            throws IOException {
        try {
            return opened.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            var told = cause == null ? e.getMessage() : cause.getMessage();
            var reason = String.valueOf(told).replace(": " + peer, "");
            var fault = new ConnectException("no connection to " + peer + ": " + reason);
            fault.initCause(cause);
            throw fault;
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// Puts the wire in its place at the moment when the connection is there: before anything that
    /// the peer has said is read, and before its end is met.
    private final class Opening extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<NettyWire> opened;
        private final InetSocketAddress peer;

        private Opening(CompletableFuture<NettyWire> opened, InetSocketAddress peer) {
            this.opened = opened;
            this.peer = peer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            opened.complete(open(context.channel(), peer));
            context.pipeline().remove(this);
        }
    }
}
