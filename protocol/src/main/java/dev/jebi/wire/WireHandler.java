package dev.jebi.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

/// The end of the pipeline: brings what the event loop hears to the wire.
final class WireHandler extends ChannelInboundHandlerAdapter {
    private final Input input;
    private final Output output;
    private final Parking parking;
    private boolean deaf;
    private @Nullable Throwable fault;

    WireHandler(Input input, Output output, Parking parking) {
        this.input = input;
        this.output = output;
        this.parking = parking;
    }

    /// From now on what the peer says is dropped.
    void deafen() {
        deaf = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!deaf && message instanceof ByteBuf octets) {
                input.offer(octets);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        parking.signal(); // once for all that came together
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent _ -> peerEnded(context);
            case SslCloseCompletionEvent _ -> input.end();
            default -> context.fireUserEventTriggered(event);
        }
    }

    /// The peer will say no more, but may still listen (RFC 9293 §3.6): `QUIT` and a FIN in one
    /// packet get their answer.
    private void peerEnded(ChannelHandlerContext context) {
        var tls = context.pipeline().get(SslHandler.class);
        if (deaf || (tls != null && !tls.handshakeFuture().isSuccess())) {
            WireLoops.close(context.channel());
        }
        input.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fault = fault == null ? cause : fault;
        WireLoops.close(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        output.end(fault);
        input.end();
        parking.end();
    }
}
