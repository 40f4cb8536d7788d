package dev.jebi.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.ReferenceCountUtil;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The PROXY header that a listed proxy must send first (the PROXY protocol, versions 1 and 2);
/// without it the connection is closed.
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

    private final Peer proxy;
    private final Consumer<Peer> next;
    private final Future<?> timeout;

    private ProxyHeader(Peer proxy, Consumer<Peer> next, Future<?> timeout) {
        this.proxy = proxy;
        this.next = next;
        this.timeout = timeout;
    }

    /// Calls `next` with the true peer when the header has come; the pipeline then has nothing in
    /// front of what `next` adds.
    static void await(Channel channel, Peer proxy, WireLimits limits, Consumer<Peer> next) {
        Runnable late = () -> refuse(channel, proxy, "no header in time");
        var timeout =
                channel.eventLoop()
                        .schedule(
                                late,
                                limits.patience().handshake().toMillis(),
                                TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> timeout.cancel(false));
        channel.pipeline()
                .addLast(new HAProxyMessageDecoder(), new ProxyHeader(proxy, next, timeout));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            timeout.cancel(false);
            next.accept(new Peer(remote(header), proxy.local()));
            context.pipeline().remove(this);
        } finally {
            ReferenceCountUtil.release(header);
        }
    }

    /// Whom the header names. The proxy's own checks (LOCAL) and families that we do not know
    /// (UNKNOWN, UNIX) come from the proxy itself.
    private InetSocketAddress remote(HAProxyMessage header) {
        var protocol = header.proxiedProtocol();
        String address = header.sourceAddress();
        boolean named =
                header.command() == HAProxyCommand.PROXY
                        && address != null
                        && (protocol == HAProxyProxiedProtocol.TCP4
                                || protocol == HAProxyProxiedProtocol.TCP6);
        return named
                ? new InetSocketAddress(InetAddress.ofLiteral(address), header.sourcePort())
                : proxy.remote();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            WireLoops.close(context.channel());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuse(context.channel(), proxy, cause.getClass().getSimpleName());
    }

    private static void refuse(Channel channel, Peer proxy, String reason) {
        if (channel.isOpen()) { // the rest of what came with a bad header is another fault
            LOG.warn("event=proxy.refused address={} reason=\"{}\"", proxy.remote(), reason);
            WireLoops.close(channel);
        }
    }
}
