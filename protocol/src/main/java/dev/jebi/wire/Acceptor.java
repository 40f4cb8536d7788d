package dev.jebi.wire;

import dev.jebi.guard.Visit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Takes the connections of one listener: counts them, reads the PROXY header where one must come,
/// begins TLS where it comes first, and starts the session. On the event loops' threads.
@Sharable
final class Acceptor extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final Listener listener;
    private final Terms terms;
    private final WireLimits limits;
    private final Connections connections;
    private final Consumer<Wire> session;

    Acceptor(Listener listener, Terms terms, Connections connections, Consumer<Wire> session) {
        this.listener = listener;
        this.terms = terms;
        this.limits = terms.limits();
        this.connections = connections;
        this.session = session;
    }

    /// What holds for all listeners of a server.
    ///
    /// @param visits what each client is granted
    record Terms(WireLimits limits, Optional<ServerTls> tls, Function<InetAddress, Visit> visits) {}

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)
                || !connections.enter(channel)) {
            WireLoops.close(channel); // gone already, or one too many
            return;
        }
        var peer = new Peer(remote, local);
        if (proxied(remote.getAddress())) {
            ProxyHeader.await(channel, peer, limits, real -> open(channel, real));
        } else {
            open(channel, peer);
        }
    }

    private boolean proxied(InetAddress address) {
        return limits.proxies().stream().anyMatch(network -> network.contains(address));
    }

    private void open(Channel channel, Peer peer) {
        if (!connections.enter(channel, peer.remote().getAddress())) {
            WireLoops.close(channel);
            return;
        }
        var visit = terms.visits().apply(peer.remote().getAddress());
        if (listener.implicitTls() && visit.denied().isPresent()) { // a handshake would cost us
            WireLoops.close(channel);
            return;
        }
        var wire = new NettyWire(channel, peer, visit, limits, terms.tls());
        wire.idleTimeout(listener.idleTimeout());
        if (!listener.implicitTls()) {
            channel.pipeline().addLast(wire.handler());
            wire.unwrapped();
            start(wire);
            return;
        }
        var ssl = Tls.accepting(channel, terms.tls().orElseThrow(), limits.patience().handshake());
        channel.pipeline().addLast(ssl, wire.handler());
        ssl.handshakeFuture()
                .addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        wire.secured(Tls.session(ssl));
                        start(wire);
                    } else {
                        handshakeFailed(wire, shaken.cause());
                        WireLoops.close(channel);
                    }
                });
    }

    private void handshakeFailed(NettyWire wire, Throwable cause) {
        LOG.info(
                "event=tls.failed session={} listener={} address={} reason=\"{}\"",
                wire.id(),
                listener.name(),
                wire.peer().remote(),
                cause.getClass().getSimpleName());
    }

    private void start(NettyWire wire) {
        connections.began(wire);
        Thread.ofVirtual().name(listener.name() + "-" + wire.id()).start(() -> run(wire));
    }

    private void run(NettyWire wire) {
        LOG.debug(
                "event=session.opened session={} listener={} address={}",
                wire.id(),
                listener.name(),
                wire.peer().remote());
        try {
            session.accept(wire);
        } catch (RuntimeException | Error e) { // one session's fault is not the server's
            LOG.error("event=session.fault session={} listener={}", wire.id(), listener.name(), e);
        } finally {
            wire.ended();
            wire.close();
            connections.ended(wire);
            LOG.debug("event=session.closed session={} listener={}", wire.id(), listener.name());
        }
    }
}
